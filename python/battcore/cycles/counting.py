"""Cycles of whole series, one or many."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number, samples
from battcore.cycles._rows import rows
from battcore.cycles.results import Cycles, TurningPoints

Residue: TypeAlias = Literal["half", "full", "discard", "repeat"]
Plateau: TypeAlias = Literal["first", "last"]


def turning_points(series: ArrayLike, *, plateau: Plateau = "first") -> TurningPoints:
    """Find the turning points of a series: first sample, changes of direction, last sample.

    Parameters
    ----------
    series : array-like, shape (time,)
        State of charge, or any other series; finite.
    plateau : {"first", "last"}
        Which of several equal samples in a row gives the index. A plateau at the very start always
        stands at its first sample.

    Returns
    -------
    TurningPoints
        Columns `value` and `index`; empty for an empty series, one point for a constant one.

    Raises
    ------
    InputError
        If `series` is not one-dimensional, or a sample is NaN, infinite or so large that
        differences could overflow (beyond 8.98e307).

    Examples
    --------
    >>> import battcore as bc
    >>> bc.cycles.turning_points([0.2, 0.5, 0.9, 0.9, 0.1]).index.tolist()
    [0, 2, 4]
    """
    return TurningPoints(*_battcore.turning_points(samples("series", series), plateau))


def rainflow(series: ArrayLike, *, residue: Residue = "half", plateau: Plateau = "first") -> Cycles:
    """Count the cycles of a series, or of each series of a batch.

    Parameters
    ----------
    series : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, or any other series; finite. Leading axes, or series of unequal length,
        are counted apart, on all cores.
    residue : {"half", "full", "discard", "repeat"}
        What becomes of swings that do not close: each is half a cycle (the standard), a full
        cycle, or nothing; or the series repeats for ever, and one repetition of many is counted
        (section 5.4.5), where every swing closes.
    plateau : {"first", "last"}
        Which of several equal samples in a row gives the index.

    Returns
    -------
    Cycles
        Columns in the order in which cycles close, then the residue, with a column `series` if
        there are many. Empty where the series never moves. With ``"repeat"``, a swing
        across the seam has its `start` after its `end`.

    Raises
    ------
    InputError
        If a sample is NaN, infinite or so large that differences could overflow (beyond
        8.98e307); `index` counts samples in C order.

    References
    ----------
    ASTM E1049-85 (2017), section 5.4.4; M. Matsuishi, T. Endo, Fatigue of metals subjected to
    varying stress, Japan Society of Mechanical Engineers, 1968.

    Examples
    --------
    >>> import battcore as bc
    >>> cycles = bc.cycles.rainflow([0.9, 0.1, 0.5, 0.3, 0.9])
    >>> cycles.range.round(6).tolist(), cycles.count.tolist()
    ([0.2, 0.8, 0.8], [1.0, 0.5, 0.5])
    """
    each, leading = rows("series", series)
    if not leading:
        return Cycles(*_battcore.rainflow(each[0], residue, plateau))
    columns, row = _battcore.rainflow_of_rows(each, residue, plateau)
    return Cycles(*columns, row)


def damage(series: ArrayLike, *, exponent: float) -> Floats | np.float64:
    """Sum ``count * range ** exponent`` over the cycles of a series, without listing them.

    Swings that do not close count as half cycles, so the sum never falls as a series goes on.

    Parameters
    ----------
    series : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, or any other series; finite.
    exponent : float
        Steepness of the life curve, not negative. [1]

    Returns
    -------
    ndarray, shape (...), or float
        Damage of each series, in the unit of the series to the power of `exponent`.

    Raises
    ------
    InputError
        If `exponent` is negative or not finite, or a sample is as :func:`rainflow` refuses it.

    References
    ----------
    M. A. Miner, Cumulative damage in fatigue, J. Appl. Mech. 12(3), A159–A164, 1945.

    Examples
    --------
    >>> import battcore as bc
    >>> round(float(bc.cycles.damage([0.9, 0.1, 0.5, 0.3, 0.9], exponent=2.0)), 6)
    0.68
    """
    each, leading = rows("series", series)
    return _battcore.damage(each, number("exponent", exponent)).reshape(leading)[()]


def equivalent_full_cycles(soc: ArrayLike) -> Floats | np.float64:
    """Count how often the charge that moved would have filled and emptied the battery.

    Parameters
    ----------
    soc : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, 0 to 1. [1]

    Returns
    -------
    ndarray, shape (...), or float
        Half the way that each series goes up and down. [1]

    Raises
    ------
    InputError
        If a sample does not lie between 0 and 1.

    Examples
    --------
    >>> import battcore as bc
    >>> float(bc.cycles.equivalent_full_cycles([0.0, 1.0, 0.5, 1.0, 0.0]))
    1.5
    """
    each, leading = rows("soc", soc)
    return _battcore.equivalent_full_cycles(each).reshape(leading)[()]

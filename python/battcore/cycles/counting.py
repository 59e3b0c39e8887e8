"""Cycles of whole series, one or many."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats, number, one_series, samples
from battcore.cycles._rows import series_of
from battcore.cycles.laws import Law, law_of
from battcore.cycles.results import Cycles, TurningPoints

Residue: TypeAlias = Literal["half", "full", "discard", "repeat"]
Plateau: TypeAlias = Literal["first", "last"]
Nan: TypeAlias = Literal["raise", "skip", "hold"]


def turning_points(
    series: ArrayLike, *, plateau: Plateau = "first", nan: Nan = "raise"
) -> TurningPoints:
    """Find the turning points of a series: first sample, changes of direction, last sample.

    Parameters
    ----------
    series : array-like, shape (time,)
        State of charge, or any other series; finite.
    plateau : {"first", "last"}
        Which of several equal samples in a row gives the index. A plateau at the very start always
        stands at its first sample.
    nan : {"raise", "skip", "hold"}
        What becomes of NaN: it is refused; or passed over, while indices count it; or the last
        number before it holds on, which differs in where a plateau ends.

    Returns
    -------
    TurningPoints
        Columns `value` and `index`; empty for an empty series, one point for a constant one.

    Raises
    ------
    InputError
        If `series` is not one-dimensional, or a sample is NaN, infinite, so large that differences
        could overflow (beyond 8.98e307), or a 64-bit integer that float64 cannot tell from its
        neighbor (from 2**53 on).

    Examples
    --------
    >>> import battcore as bc
    >>> bc.cycles.turning_points([0.2, 0.5, 0.9, 0.9, 0.1]).index.tolist()
    [0, 2, 4]
    """
    return TurningPoints(*_battcore.turning_points(one_series("series", series), plateau, nan))


def rainflow(
    series: ArrayLike,
    *,
    residue: Residue = "half",
    plateau: Plateau = "first",
    nan: Nan = "raise",
    min_range: float = 0.0,
) -> Cycles:
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
    nan : {"raise", "skip", "hold"}
        What becomes of NaN: it is refused; or passed over, while indices count it; or the last
        number before it holds on, which differs in where a plateau ends.
    min_range : float
        Swings below this range are dropped, in the unit of the series. Other cycles are what they
        are without them: a small cycle closes within a larger swing, and small swings of the
        residue stand at the ends of the series.

    Returns
    -------
    Cycles
        Columns in the order in which cycles close, then the residue, with a column `series` if
        there are many. Empty where the series never moves. With ``"repeat"``, a swing
        across the seam has its `start` after its `end`.

    Raises
    ------
    InputError
        If `min_range` is negative or not finite, or a sample is as :func:`turning_points` refuses
        it; `index` counts samples in C order.

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
    each, leading = series_of("series", series)
    gate = number("min_range", min_range)
    if not leading:
        return Cycles(*_battcore.rainflow(each, residue, plateau, nan, gate))
    columns, row = _battcore.rainflow_of_rows(each, residue, plateau, nan, gate)
    return Cycles(*columns, row)


def damage(
    series: ArrayLike,
    *,
    exponent: ArrayLike | None = None,
    law: Law | None = None,
    nan: Nan = "raise",
    min_range: float = 0.0,
) -> Floats | np.float64:
    """Sum the damage of the cycles of a series in one pass, without listing them.

    Swings that do not close count as half cycles, so the sum never falls as a series goes on.

    Parameters
    ----------
    series : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, or any other series; finite.
    exponent : float or array-like, shape (exponents,)
        The damage is the sum of ``count * range ** exponent``; not negative. [1]
    law : PowerLaw or PiecewiseLinear
        The damage is the sum of ``count`` times what the law says of the range; instead of
        `exponent`.
    nan : {"raise", "skip", "hold"}
        What becomes of NaN: it is refused, or passed over; to hold the last number is the same.
    min_range : float
        Swings below this range are dropped, as :func:`rainflow` does, in the unit of the series.

    Returns
    -------
    ndarray, shape (...) or (..., exponents), or float
        Damage of each series, by each exponent if they are many; in the unit of the series to the
        power of `exponent`, or in that of the law.

    Raises
    ------
    InputError
        If not exactly one of `exponent` and `law` is given, an exponent or `min_range` is negative
        or not finite, or a sample is as :func:`rainflow` refuses it.

    References
    ----------
    M. A. Miner, Cumulative damage in fatigue, J. Appl. Mech. 12(3), A159–A164, 1945.

    Examples
    --------
    >>> import battcore as bc
    >>> soc = [0.9, 0.1, 0.5, 0.3, 0.9]
    >>> round(float(bc.cycles.damage(soc, exponent=2.0)), 6)
    0.68
    >>> bc.cycles.damage(soc, exponent=[1.0, 2.0]).round(6).tolist()
    [1.0, 0.68]
    >>> shallow_is_free = bc.cycles.PiecewiseLinear(range=[0.0, 0.3, 1.0], damage=[0.0, 0.0, 7e-4])
    >>> round(float(bc.cycles.damage(soc, law=shallow_is_free)), 6)
    0.0005
    """
    each, leading = series_of("series", series)
    laws, many = _laws(exponent, law)
    found = _battcore.damage(each, laws, nan, number("min_range", min_range))
    return found.reshape((*leading, *many))[()]


def equivalent_full_cycles(soc: ArrayLike, *, nan: Nan = "raise") -> Floats | np.float64:
    """Count how often the charge that moved would have filled and emptied the battery.

    Parameters
    ----------
    soc : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, 0 to 1. [1]
    nan : {"raise", "skip", "hold"}
        What becomes of NaN: it is refused, or passed over; to hold the last number is the same.

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
    each, leading = series_of("soc", soc)
    return _battcore.equivalent_full_cycles(each, nan).reshape(leading)[()]


def _laws(
    exponent: ArrayLike | None, law: Law | None
) -> tuple[tuple[Law, ...], tuple[()] | tuple[int]]:
    """The laws that a caller named, and the shape of the axis that they are to have."""
    exponents = None if exponent is None else floats("exponent", exponent)
    if exponents is None or exponents.ndim == 0:
        return (law_of(None if exponents is None else float(exponents), law),), ()
    one_each = tuple(law_of(each, law) for each in samples("exponent", exponents).tolist())
    return one_each, (len(one_each),)

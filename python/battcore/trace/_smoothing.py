"""The moving mean of a load, and the battery that would hold it."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import Floats, number
from battcore._results import Columns
from battcore.trace._shapes import WINDOWS_SECOND, at_most_one_axis, rows


@dataclass(frozen=True, slots=True, eq=False)
class SmoothingNeed(Columns):
    """The battery that turns a load into its moving mean, in arrays of shape (..., windows).

    Without the last axis if the window was a single number.
    """

    row: ClassVar[str] = "window"

    window_second: Floats
    """Length of each window, shape (windows,). [s]"""
    charge_power_watt: Floats
    """Largest power by which the load lies below its mean. [W]"""
    discharge_power_watt: Floats
    """Largest power by which the load lies above its mean. [W]"""
    energy_wh: Floats
    """Energy between the fullest and the emptiest moment, the start included. [Wh]"""
    resolvable: NDArray[np.bool_]
    """Whether the sampling lets the window be judged, shape (windows,); else a lower bound."""


def moving_mean(values: ArrayLike, dt_second: ArrayLike, window_second: float) -> Floats:
    """Average a trace over the window that ends with each sample.

    Only the present and the past enter, so a controller can hold it. Until a whole window has
    passed the mean is over what has; the oldest sample enters with its share in the window.

    Parameters
    ----------
    values : array-like, shape (..., time)
        Samples in any unit.
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    window_second : float
        Length of the window. [s]

    Returns
    -------
    ndarray, shape (..., time)
        Means, in the unit of the trace.

    Raises
    ------
    InputError
        If a number is not finite, a step or the window is not positive, or a shape does not fit.

    Examples
    --------
    >>> moving_mean([0.0, 8.0, 4.0, 4.0], 1.0, 2.0).tolist()
    [0.0, 4.0, 6.0, 4.0]
    """
    samples, leading = rows("values", values)
    step = at_most_one_axis("dt_second", dt_second)
    window = number("window_second", window_second)
    return _battcore.moving_mean(samples, step, window).reshape(*leading, -1)


def smoothing_need(
    load_watt: ArrayLike, dt_second: ArrayLike, window_second: ArrayLike = WINDOWS_SECOND
) -> SmoothingNeed:
    """Size the battery, free of losses, that lets the grid see only the moving mean of a load.

    Parameters
    ----------
    load_watt : array-like, shape (..., time)
        Load, at least two samples. [W]
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    window_second : float or array-like, shape (windows,), default (5, 15, 60, 600)
        Windows of the mean, as in `moving_mean`. [s]

    Returns
    -------
    SmoothingNeed
        Power to charge and to discharge, and energy.

    Raises
    ------
    InputError
        If a number is not finite, a step or window is not positive, a shape does not fit or there
        are fewer than two samples.

    Examples
    --------
    >>> need = smoothing_need([0.0, 0.0, 3600.0, 3600.0, 3600.0], 1.0, 2.0)
    >>> need.discharge_power_watt.item(), need.energy_wh.item()
    (1800.0, 0.5)
    """
    samples, leading = rows("load_watt", load_watt)
    step = at_most_one_axis("dt_second", dt_second)
    window = at_most_one_axis("window_second", window_second)
    found = _battcore.smoothing_needs(samples, step, window.ravel())
    charge, discharge, energy = (column.reshape(leading + window.shape) for column in found[:3])
    return SmoothingNeed(window, charge, discharge, energy, found[3].reshape(window.shape))

"""How far and how fast a trace moves within a window."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import Floats
from battcore._results import Columns
from battcore.trace._shapes import WINDOWS_SECOND, at_most_one_axis, rows


@dataclass(frozen=True, slots=True, eq=False)
class RollingRange(Columns):
    """Largest swing in any window, in arrays of shape (..., windows).

    Without the last axis if the window was a single number.
    """

    row: ClassVar[str] = "window"

    window_second: Floats
    """Length of each window, shape (windows,). [s]"""
    range: Floats
    """Largest minus smallest sample, in the unit of the trace."""
    low_index: NDArray[np.intp]
    """Where the smallest one stands."""
    high_index: NDArray[np.intp]
    """Where the largest one stands."""
    resolvable: NDArray[np.bool_]
    """Whether the sampling lets the window be judged, shape (windows,); else a lower bound."""


@dataclass(frozen=True, slots=True, eq=False)
class Ramp:
    """Quantiles of the change per second, in arrays of shape (..., windows, quantiles).

    Without the axis of windows if the window was a single number.
    """

    window_second: Floats
    """Length of each window, shape (windows,). [s]"""
    quantile: Floats
    """Levels, shape (quantiles,); 1 is the largest ramp. [1]"""
    up: Floats
    """Of the rise; a fall counts as none. [unit of the trace/s]"""
    down: Floats
    """Of the fall; a rise counts as none. [unit of the trace/s]"""
    either: Floats
    """Of the change in either direction. [unit of the trace/s]"""
    resolvable: NDArray[np.bool_]
    """Whether the sampling lets the window be judged, shape (windows,); else a lower bound."""


def rolling_range(
    values: ArrayLike, dt_second: ArrayLike, window_second: ArrayLike = WINDOWS_SECOND
) -> RollingRange:
    """Find the largest swing in any rolling window.

    A window holds the samples whose starts are no further apart than it is long: in uniform steps
    floor(window / dt) + 1 samples in a row. It can be judged if it is at least two of the longest
    steps (what repeats faster is not seen at all) and fits between the first and the last sample.

    Parameters
    ----------
    values : array-like, shape (..., time)
        Samples in any unit, at least two.
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    window_second : float or array-like, shape (windows,), default (5, 15, 60, 600)
        Lengths of windows. [s]

    Returns
    -------
    RollingRange
        Swing, where it happens first, and whether the sampling lets it be judged.

    Raises
    ------
    InputError
        If a number is not finite, a step or window is not positive, a shape does not fit or there
        are fewer than two samples.

    Examples
    --------
    >>> swing = rolling_range([0.0, 30.0, 10.0, 80.0, 90.0], 2.0, [2.0, 5.0])
    >>> swing.range.tolist(), swing.resolvable.tolist()
    ([70.0, 80.0], [False, True])
    >>> swing.low_index.tolist(), swing.high_index.tolist()
    ([2, 2], [3, 4])
    """
    samples, leading = rows("values", values)
    step = at_most_one_axis("dt_second", dt_second)
    window = at_most_one_axis("window_second", window_second)
    swing, low, high, resolvable = _battcore.rolling_ranges(samples, step, window.ravel())
    shape = leading + window.shape
    return RollingRange(
        window,
        swing.reshape(shape),
        low.reshape(shape),
        high.reshape(shape),
        resolvable.reshape(window.shape),
    )


def ramp(
    values: ArrayLike,
    dt_second: ArrayLike,
    window_second: ArrayLike = WINDOWS_SECOND,
    *,
    quantile: ArrayLike = (0.5, 0.75, 0.95, 0.99, 1.0),
) -> Ramp:
    """Measure how fast a trace changes: abs(x(t + W) - x(t)) / W over all windows W.

    Here t runs over the starts of samples from which the trace reaches t + W, and x(t + W) is the
    sample that holds then. Where no window fits, the ramps are 0 and cannot be judged.

    Parameters
    ----------
    values : array-like, shape (..., time)
        Samples in any unit, at least two.
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    window_second : float or array-like, shape (windows,), default (5, 15, 60, 600)
        Lengths of windows. [s]
    quantile : float or array-like, shape (quantiles,), default (0.5, 0.75, 0.95, 0.99, 1)
        Levels; quantiles are linear between order statistics, as those of NumPy. [1]

    Returns
    -------
    Ramp
        Quantiles of rise, of fall and of either.

    Raises
    ------
    InputError
        As `rolling_range`, or if a level is not within 0 to 1.

    Examples
    --------
    >>> job = ramp([0.0, 0.0, 60.0, 60.0, 0.0], 5.0, 10.0, quantile=[0.5, 1.0])
    >>> job.up.tolist(), job.down.tolist()
    ([6.0, 6.0], [0.0, 6.0])
    """
    samples, leading = rows("values", values)
    step = at_most_one_axis("dt_second", dt_second)
    window = at_most_one_axis("window_second", window_second)
    level = at_most_one_axis("quantile", quantile)
    found = _battcore.ramps(samples, step, window.ravel(), level.ravel())
    shape = leading + window.shape + level.shape
    up, down, either = (column.reshape(shape) for column in found[:3])
    return Ramp(window, level, up, down, either, found[3].reshape(window.shape))

"""Another clock for a trace, with the same energy."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number
from battcore._results import Columns
from battcore.trace._shapes import at_most_one_axis, rows

Partial: TypeAlias = Literal["keep", "drop"]


@dataclass(frozen=True, slots=True, eq=False)
class Resampled(Columns):
    """Interval means on a new clock."""

    values: Floats
    """Mean over each interval, shape (..., intervals), in the unit of the trace."""
    dt_second: Floats
    """Length of each interval, shape (intervals,). [s]"""


@dataclass(frozen=True, slots=True, eq=False)
class Moments(Columns):
    """What a trace does in each interval of a new clock, in arrays of shape (..., intervals)."""

    mean: Floats
    """Mean, in the unit of the trace."""
    mean_square: Floats
    """Mean of the square: what ohmic loss grows with."""
    mean_positive: Floats
    """Mean of the positive part: charged throughput per second; less `mean`, the discharged."""
    minimum: Floats
    """Smallest sample."""
    maximum: Floats
    """Largest sample."""
    dt_second: Floats
    """Length of each interval, shape (intervals,). [s]"""


def resample(
    values: ArrayLike, dt_second: ArrayLike, new_dt_second: float, *, partial: Partial = "keep"
) -> Resampled:
    """Bring a trace onto another step, finer or coarser, multiple or not.

    Each sample holds over its step, and each new value is the mean over its interval, so the sum
    of value times step stays. Edges of the two clocks that lie closer than 1e-9 of a step are one.

    Parameters
    ----------
    values : array-like, shape (..., time)
        Samples in any unit.
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    new_dt_second : float
        Step of the new clock, which starts with the trace. [s]
    partial : {"keep", "drop"}, default "keep"
        A last interval that the trace does not fill stays, shorter than the others, or goes with
        its energy.

    Returns
    -------
    Resampled
        Means and the lengths of their intervals.

    Raises
    ------
    InputError
        If a number is not finite, a step is not positive, a shape does not fit, the new step cuts
        the trace into more than 1e9 intervals, or it is longer than a trace whose last interval is
        to be dropped.

    Examples
    --------
    >>> minute = resample([3.0, 6.0, 9.0], 40.0, 60.0)
    >>> minute.values.tolist(), minute.dt_second.tolist()
    ([4.0, 8.0], [60.0, 60.0])
    """
    samples, leading = rows("values", values)
    step = at_most_one_axis("dt_second", dt_second)
    means, new_step = _battcore.resample(
        samples, step, number("new_dt_second", new_dt_second), partial
    )
    return Resampled(means.reshape(*leading, new_step.size), new_step)


def moments(
    values: ArrayLike, dt_second: ArrayLike, new_dt_second: float, *, partial: Partial = "keep"
) -> Moments:
    """Measure what averaging onto another step would hide.

    Parameters
    ----------
    values : array-like, shape (..., time)
        Samples in any unit.
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    new_dt_second : float
        Step of the new clock, which starts with the trace. [s]
    partial : {"keep", "drop"}, default "keep"
        A last interval that the trace does not fill stays, shorter than the others, or goes.

    Returns
    -------
    Moments
        Mean, mean square, mean of the positive part, minimum and maximum of each interval.

    Raises
    ------
    InputError
        As `resample`.

    Examples
    --------
    A battery that swings between 10 W in and 10 W out rests on average, yet moves charge and heats:

    >>> swing = moments([10.0, -10.0, 10.0, -10.0], 15.0, 60.0)
    >>> swing.mean.tolist(), swing.mean_square.tolist(), swing.mean_positive.tolist()
    ([0.0], [100.0], [5.0])
    """
    samples, leading = rows("values", values)
    step = at_most_one_axis("dt_second", dt_second)
    found = _battcore.moments(samples, step, number("new_dt_second", new_dt_second), partial)
    new_step = found[-1]
    mean, square, positive, low, high = (
        column.reshape(*leading, new_step.size) for column in found[:-1]
    )
    return Moments(mean, square, positive, low, high, new_step)

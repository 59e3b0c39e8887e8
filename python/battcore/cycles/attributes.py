"""What a battery went through in each of its cycles."""

from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number
from battcore._results import Columns
from battcore.cycles._rows import beside, series_of
from battcore.cycles.counting import Nan
from battcore.cycles.results import Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CycleAttributes(Columns):
    """Counted cycles and what happened in them; each of shape (cycles,).

    Cycles stand in the order in which they close, then the residue. What is called own leaves out
    the full cycles that are nested in a cycle; own durations of all cycles add up to the time
    between the first and the last turning point.
    """

    row: ClassVar[str] = "cycle"

    range: Floats
    """Height of the swing. [1]"""
    mean: Floats
    """Middle of the swing. [1]"""
    count: Floats
    """1.0 for a cycle, 0.5 for half of one."""
    start: Integers
    """Index of the sample at which the swing begins."""
    end: Integers
    """Index of the sample at which it turns back."""
    duration_second: Floats
    """From the beginning until the series is back there, for half a cycle until it turns. [s]"""
    own_duration_second: Floats
    """The same without nested cycles. [s]"""
    time_mean_soc: Floats
    """State of charge, averaged over the duration. [1]"""
    own_time_mean_soc: Floats
    """State of charge, averaged over the own duration. [1]"""
    time_mean_temperature_celsius: Floats | None = None
    """Temperature, averaged over the duration; None if none is known. [degC]"""
    own_time_mean_temperature_celsius: Floats | None = None
    """Temperature, averaged over the own duration; None if none is known. [degC]"""
    throughput: Floats
    """Charge moved either way, nested cycles included, as a share of the capacity. [1]"""
    mean_c_rate: Floats
    """The way of the cycle itself over its duration. [1/h]"""
    peak_c_rate: Floats
    """Fastest change of the state of charge within the duration. [1/h]"""
    series: Integers | None = None
    """The series of a batch that each cycle belongs to, counted in C order; None for one series."""


def attributes(
    soc: ArrayLike,
    *,
    dt_second: ArrayLike,
    temperature_celsius: ArrayLike | None = None,
    nan: Nan = "raise",
    min_range: float = 0.0,
) -> CycleAttributes:
    """Tell how long, how warm and how fast every cycle of a state of charge was.

    State of charge and temperature follow straight lines between samples. So a full cycle ends
    where the line is back at the level at which it began, mostly between two samples.

    Parameters
    ----------
    soc : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, 0 to 1. [1]
    dt_second : float, array-like, shape (..., time - 1), or list of arrays
        Time from each sample to the next; leading axes broadcast. [s]
    temperature_celsius : float, array-like, shape (..., time), or list of arrays, optional
        Temperature at each sample; leading axes broadcast. [degC]
    nan : {"raise", "skip", "hold"}
        What becomes of NaN in `soc`: it is refused; or passed over, so that a straight line leads
        from the number before to the one behind, for as long as the steps between take together;
        or the number before holds on.
    min_range : float
        Swings below this range are dropped, as :func:`rainflow` does. The own time of a small
        cycle belongs to the cycle that it is nested in. [1]

    Returns
    -------
    CycleAttributes
        Columns in the order in which cycles close, then the residue as half cycles, with a column
        `series` if there are many.

    Raises
    ------
    InputError
        If a state of charge does not lie between 0 and 1, a step does not last, a temperature is
        none in degrees Celsius, shapes do not fit, or `min_range` is negative or not finite.

    Examples
    --------
    >>> import battcore as bc
    >>> cycles = bc.cycles.attributes([0.9, 0.1, 0.5, 0.3, 0.9], dt_second=3600.0)
    >>> cycles.range.round(6).tolist()
    [0.2, 0.8, 0.8]
    >>> (cycles.duration_second / 3600.0).round(6).tolist()
    [1.333333, 1.0, 3.0]
    >>> (cycles.own_duration_second / 3600.0).round(6).tolist()
    [1.333333, 1.0, 1.666667]
    >>> cycles.peak_c_rate.round(6).tolist()
    [0.6, 0.8, 0.6]
    """
    each, leading = series_of("soc", soc)
    steps = beside("dt_second", dt_second, each, leading, fewer=1)
    is_known = temperature_celsius is not None
    asked = temperature_celsius if temperature_celsius is not None else 0.0
    celsius = beside("temperature_celsius", asked, each, leading, fewer=0)
    columns, series, whole, own, mean_c_rate, peak_c_rate = _battcore.cycle_attributes(
        each, steps, celsius, nan, number("min_range", min_range)
    )
    swing_range, mean, count, start, end = columns
    return CycleAttributes(
        range=swing_range,
        mean=mean,
        count=count,
        start=start,
        end=end,
        duration_second=whole[0],
        own_duration_second=own[0],
        time_mean_soc=whole[1],
        own_time_mean_soc=own[1],
        time_mean_temperature_celsius=whole[2] if is_known else None,
        own_time_mean_temperature_celsius=own[2] if is_known else None,
        throughput=whole[3],
        mean_c_rate=mean_c_rate,
        peak_c_rate=peak_c_rate,
        series=series if leading else None,
    )

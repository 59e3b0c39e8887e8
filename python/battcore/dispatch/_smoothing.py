"""A load whose swings the grid sees less of."""

from dataclasses import dataclass

from battcore import _battcore
from battcore._checked import make_plain
from battcore.dispatch._policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSmoothing(Policy):
    """Hold the grid power at the mean of the net load over the time that has just passed.

    The soc is led back to `target_soc` with a time constant, so that losses do not empty the
    battery and swings find room both ways.

    Examples
    --------
    >>> LoadSmoothing(window_second=300.0).target_soc
    0.5
    """

    window_second: float
    """The window of the mean. [s]"""
    target_soc: float = 0.5
    """The soc to which it is led back. [1]"""
    centering_second: float = 21_600.0
    """Time constant of that; infinite: never. [s]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RampLimit(Policy):
    """Bound how fast the grid power changes from one step to the next, up and down.

    Examples
    --------
    >>> RampLimit(ramp_watt_per_second=20e6 / 60)
    RampLimit(ramp_watt_per_second=333333.3333333333)
    """

    ramp_watt_per_second: float
    """Largest change per second. [W/s]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeLimit(Policy):
    """Bound how far the grid power may range within any window of time, peak to peak.

    Codes for large loads ask for it: 10 MW within any 5 s, say. Two steps lie within a window if
    their starts are no further apart than the window is long.

    Raises
    ------
    InputError
        If a number is not positive.

    Examples
    --------
    >>> RangeLimit(range_watt=10e6, window_second=5.0)
    RangeLimit(range_watt=10000000.0, window_second=5.0)
    """

    range_watt: float
    """Largest range of the grid power. [W]"""
    window_second: float
    """Length of the window. [s]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)

"""The three kinds of limit, as frozen descriptions."""

from dataclasses import dataclass
from math import inf, isfinite
from typing import Literal, TypeAlias

from battcore import _battcore
from battcore._arrays import samples
from battcore._checked import make_plain
from battcore.error import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanRampLimit:
    """Bounds the change of power from a sample to the one a window later, per minute.

    Raises
    ------
    InputError
        If a bound is not positive, none is finite, the window is negative, or the direction is
        none of the three.

    Examples
    --------
    >>> print(MeanRampLimit(limit_watt_per_minute=20e6, window_second=600.0))
    mean ramp <= 20 MW/min over 600 s
    >>> print(MeanRampLimit(limit_share_per_minute=0.05, window_second=0.0, direction="down"))
    ramp down <= 5 % of peak/min
    """

    limit_watt_per_minute: float = inf
    """Largest change. [W/min]"""
    limit_share_per_minute: float = inf
    """Largest change as a share of the peak; the lesser of both counts. [1/min]"""
    window_second: float
    """Over how long the mean is taken; 0: from each sample to the next. [s]"""
    direction: Literal["both", "up", "down"] = "both"
    """Which changes count."""

    def __post_init__(self) -> None:
        make_plain(self, beside=("direction",))
        if self.direction not in ("both", "up", "down"):
            message = f'direction = {self.direction!r}, expected "both", "up" or "down"'
            raise InputError(message, "direction")
        _battcore.check_limit(self)

    def __str__(self) -> str:
        """Tell it in words."""
        kind = "mean ramp" if self.window_second else "ramp"
        kind += "" if self.direction == "both" else f" {self.direction}"
        bound = _bound(self.limit_watt_per_minute, self.limit_share_per_minute, "/min")
        return f"{kind} <= {bound}" + (f" over {self.window_second:g} s" * bool(self.window_second))


@dataclass(frozen=True, slots=True, kw_only=True)
class RollingRangeLimit:
    """Bounds the largest minus the smallest power within any window.

    Raises
    ------
    InputError
        If a bound is not positive, none is finite, the window is no time, or the band is none.

    Examples
    --------
    >>> print(RollingRangeLimit(limit_watt=10e6, window_second=5.0, band_hertz=(0.1, 55.0)))
    range <= 10 MW in 5 s, 0.1 to 55 Hz
    """

    limit_watt: float = inf
    """Largest range. [W]"""
    limit_share: float = inf
    """Largest range as a share of the peak; the lesser of both counts. [1]"""
    window_second: float
    """Length of the window. [s]"""
    band_hertz: tuple[float, float] | None = None
    """Edges of the band of frequencies that counts, as `in_band` takes it out; None: all do.
    [Hz]"""

    def __post_init__(self) -> None:
        make_plain(self, beside=("band_hertz",))
        if self.band_hertz is not None:
            object.__setattr__(self, "band_hertz", edges("band_hertz", self.band_hertz))
        _battcore.check_limit(self)

    def __str__(self) -> str:
        """Tell it in words."""
        bound = _bound(self.limit_watt, self.limit_share)
        return f"range <= {bound} in {self.window_second:g} s" + _band(self.band_hertz)


@dataclass(frozen=True, slots=True, kw_only=True)
class BandAmplitudeLimit:
    """Bounds how far power swings to either side within a band of frequencies.

    Raises
    ------
    InputError
        If a bound is not positive, none is finite, or the band is none.

    Examples
    --------
    >>> print(BandAmplitudeLimit(limit_watt=2.5e6, limit_share=0.0025, band_hertz=(0.1, 55.0)))
    amplitude <= 2.5 MW or 0.25 % of peak, 0.1 to 55 Hz
    """

    limit_watt: float = inf
    """Largest amplitude, half of peak to peak. [W]"""
    limit_share: float = inf
    """Largest amplitude as a share of the peak; the lesser of both counts. [1]"""
    band_hertz: tuple[float, float]
    """Edges of the band, as `in_band` takes it out. [Hz]"""

    def __post_init__(self) -> None:
        make_plain(self, beside=("band_hertz",))
        object.__setattr__(self, "band_hertz", edges("band_hertz", self.band_hertz))
        _battcore.check_limit(self)

    def __str__(self) -> str:
        """Tell it in words."""
        return f"amplitude <= {_bound(self.limit_watt, self.limit_share)}{_band(self.band_hertz)}"


Limit: TypeAlias = MeanRampLimit | RollingRangeLimit | BandAmplitudeLimit


def edges(name: str, values: tuple[float, float]) -> tuple[float, float]:
    """Lower and upper edge of a band."""
    array = samples(name, values)
    if array.shape != (2,):
        raise InputError(f"{name} has shape {array.shape}, expected (2,)", name)
    low, high = array.tolist()
    return low, high


def _bound(watt: float, share: float, per: str = "") -> str:
    parts = []
    if isfinite(watt):
        parts.append(f"{watt / 1e6:g} MW{per}")
    if isfinite(share):
        parts.append(f"{100.0 * share:g} % of peak{per}")
    return " or ".join(parts)


def _band(band_hertz: tuple[float, float] | None) -> str:
    return "" if band_hertz is None else ", {:g} to {:g} Hz".format(*band_hertz)

"""What a tariff is made of: rates of energy, charges for power and for being connected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import floats, number
from battcore._checked import make_plain
from battcore.error import InputError
from battcore.tariff._plain import integers, nouns, nouns_if, one_or_tiers
from battcore.tariff._window import ALWAYS, Window

Period: TypeAlias = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyRate:
    """A price of energy in windows of the calendar.

    Rates that hold at once add up. With tiers, each part of what flows in a period has the price
    of the tier that it falls into, in the order in which it flows.

    Raises
    ------
    InputError
        If a price is not finite, limits do not rise, or there is not one limit less than prices.

    Examples
    --------
    The first 20 MWh of a month at 8 cents, the rest at 6:

    >>> import battcore as bc
    >>> rate = bc.tariff.EnergyRate(price_per_kwh=[0.08, 0.06], tier_limit_kwh=[20_000.0])
    >>> rate.price_per_kwh
    (0.08, 0.06)
    """

    price_per_kwh: float | Sequence[float]
    """One price, or one per tier. [currency/kWh]"""
    windows: Window | Sequence[Window] = ALWAYS
    """When it holds."""
    tier_limit_kwh: Sequence[float] = ()
    """Where each tier but the last one ends, rising. [kWh]"""
    tier_period: Period = "month"
    """What the tiers are counted over."""

    def __post_init__(self) -> None:
        _plain_tiers(self, "price_per_kwh", "tier_limit_kwh")
        object.__setattr__(self, "windows", nouns("windows", self.windows, Window))
        _battcore.check_energy_rate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratchet:
    """A share of earlier peaks below which a month is not billed.

    Raises
    ------
    InputError
        If a share is not within 0 and 1, or it looks back by less than a month.

    Examples
    --------
    Four fifths of the highest summer peak of the last eleven months:

    >>> import battcore as bc
    >>> bc.tariff.Ratchet(share=0.8, of_months=[6, 7, 8, 9]).months
    11
    """

    share: float | Sequence[float]
    """One for all months, or one for each of the twelve, January first. [1]"""
    months: int = 11
    """How many months it looks back."""
    of_months: Sequence[int] = tuple(range(1, 13))
    """Which months of the year it looks at, from 1 to 12."""

    def __post_init__(self) -> None:
        share = floats("share", self.share)
        if share.ndim:
            object.__setattr__(self, "share", tuple(share.ravel().tolist()))
        else:
            object.__setattr__(self, "share", (float(share),) * 12)
        (months,) = integers("months", [number("months", self.months)])
        object.__setattr__(self, "months", months)
        object.__setattr__(self, "of_months", integers("of_months", self.of_months))
        _battcore.check_ratchet(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandCharge:
    """The price of the highest power in each billing period.

    An interval counts in the window and the period in which it starts; without an interval, a step
    counts in every one that it touches. A period in which nothing counts is not billed.

    Raises
    ------
    InputError
        If a price or the floor is negative or not finite, limits do not rise, the interval is not
        within a second and a year, ranges are not in order, or a ratchet meets another period than
        months.

    Examples
    --------
    >>> import battcore as bc
    >>> bc.DemandCharge(price_per_kw=12.0, interval_second=900.0).period
    'month'

    Weekdays from two to eight cost more, and 85 % of a contract of 1 MW are paid in any case:

    >>> window = bc.tariff.Window(weekdays=bc.tariff.WEEKDAYS, hours=[(14, 20)])
    >>> charge = bc.DemandCharge(price_per_kw=9.0, steps=window, floor_watt=0.85 * 1e6)
    """

    price_per_kw: float | Sequence[float]
    """Per kW of the highest interval mean of the power drawn from the grid: one price, or one per
    tier. [currency/kW]"""
    steps: Window | Sequence[Window] | ArrayLike | None = None
    """Which steps count: None: all; windows of the calendar; a mask with one bool per step; or
    ranges ``[start, stop)`` of steps, shape (k, 2). When a trace repeats, mask and ranges do."""
    floor_watt: float = 0.0
    """Power that is billed at least: a minimum take, or a peak that has been before. [W]"""
    interval_second: float | None = None
    """Length of the intervals, which start on the clock's own grid; None: the steps. [s]"""
    period: Period = "month"
    """How often the highest mean is charged."""
    tier_limit_watt: Sequence[float] = ()
    """Where each tier but the last one ends, rising. [W]"""
    ratchet: Ratchet | None = None
    """What earlier months have to say."""

    def __post_init__(self) -> None:
        _plain_tiers(self, "price_per_kw", "tier_limit_watt")
        make_plain(self, beside=("price_per_kw", "steps", "period", "tier_limit_watt", "ratchet"))
        object.__setattr__(self, "steps", _plain_steps(self.steps))
        if self.ratchet is not None and self.period != "month":
            raise InputError(f"a ratchet looks at months, the period is {self.period}", "ratchet")
        _battcore.check_demand_charge(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedCharge:
    """What is paid for being connected.

    Raises
    ------
    InputError
        If the price is not finite.

    Examples
    --------
    >>> import battcore as bc
    >>> bc.tariff.FixedCharge(price=3.298, period="day")
    FixedCharge(price=3.298, period='day')
    """

    price: float
    """Once in each period in which there is a step. [currency]"""
    period: Period = "month"
    """How often."""

    def __post_init__(self) -> None:
        make_plain(self, beside=("period",))
        _battcore.check_fixed_charge(self)


def _plain_tiers(record: Any, price: str, limit: str) -> None:  # noqa: ANN401
    object.__setattr__(record, price, one_or_tiers(price, getattr(record, price)))
    limits = floats(limit, getattr(record, limit))
    if limits.ndim != 1:
        raise InputError(f"{limit} has shape {limits.shape}, expected (n,)", limit)
    object.__setattr__(record, limit, tuple(limits.tolist()))


def _plain_steps(
    steps: Window | Sequence[Window] | ArrayLike | None,
) -> tuple[Window, ...] | tuple[tuple[int, int], ...] | NDArray[np.bool_] | None:
    if steps is None:
        return None
    if windows := nouns_if(steps, Window):
        return windows
    array = np.asarray(steps)
    if array.dtype == np.bool_ and array.ndim == 1:
        return np.ascontiguousarray(array)
    bounds = floats("steps", array)
    if bounds.shape[1:] != (2,):
        raise InputError(
            f"steps has shape {bounds.shape}, expected windows, a mask or ranges (k, 2)", "steps"
        )
    flat = integers("steps", bounds.ravel())
    return tuple(zip(flat[::2], flat[1::2], strict=True))

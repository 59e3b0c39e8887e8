"""Energy moved from where there is too much, or where it is cheap, to where it is missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from battcore import _battcore
from battcore._arrays import pairs
from battcore._checked import make_plain
from battcore.dispatch._policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfConsumption(Policy):
    """Store what generation gives beyond the load, and give it back when the load asks for more.

    Raises
    ------
    InputError
        If a number makes no sense.

    Examples
    --------
    >>> import battcore as bc
    >>> battery = bc.Battery(
    ...     energy_capacity_wh=10e3, charge_power_watt=5e3, discharge_power_watt=5e3
    ... )
    >>> noon = bc.dispatch.View(
    ...     battery=battery, soc=0.5, load_watt=1e3, generation_watt=4e3, dt_second=60.0
    ... )
    >>> SelfConsumption().decide(None, noon)[1].wish_watt
    3000.0
    """

    grid_watt: float = 0.0
    """The grid power that it aims at. [W]"""
    charge_power_watt: float = inf
    """Largest power of charging. [W]"""
    discharge_power_watt: float = inf
    """Largest power of discharging. [W]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOfUse(Policy):
    """Charge in windows of the day, discharge in others, and want nothing in between.

    Hours are those of the clock of the site; a window that ends before it begins passes midnight.
    Where windows overlap, it discharges.

    Raises
    ------
    InputError
        If a number makes no sense.

    Examples
    --------
    >>> TimeOfUse(charge_hours=[(22, 6)], discharge_hours=[(16, 21)]).charge_hours
    ((22.0, 6.0),)
    """

    charge_hours: Sequence[tuple[float, float]]
    """From which hour of the day to which it charges, each from 0 to 24. [h]"""
    discharge_hours: Sequence[tuple[float, float]]
    """From which hour to which it discharges. [h]"""
    charge_power_watt: float = inf
    """Largest power of charging. [W]"""
    discharge_power_watt: float = inf
    """Largest power of discharging. [W]"""
    charge_soc: float = 1.0
    """The soc up to which it charges. [1]"""
    discharge_soc: float = 0.0
    """The soc down to which it discharges, at most the other. [1]"""
    feed_in: bool = False
    """Whether it may give more than the site draws."""

    def __post_init__(self) -> None:
        make_plain(self, beside=("charge_hours", "discharge_hours", "feed_in"))
        for name in ("charge_hours", "discharge_hours"):
            object.__setattr__(self, name, pairs(name, getattr(self, name)))
        _battcore.check_policy(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceThreshold(Policy):
    """Charge at or below one price of energy, discharge at or above another.

    The price is that of the site's tariff at the step, or that of the view; without one, deciding
    raises.

    Raises
    ------
    InputError
        If a number makes no sense, or discharge begins below the price of charging.

    Examples
    --------
    >>> PriceThreshold(charge_below_per_kwh=0.05, discharge_above_per_kwh=0.25).feed_in
    False
    """

    charge_below_per_kwh: float
    """The highest price at which it charges. [currency/kWh]"""
    discharge_above_per_kwh: float
    """The lowest price at which it discharges. [currency/kWh]"""
    charge_power_watt: float = inf
    """Largest power of charging. [W]"""
    discharge_power_watt: float = inf
    """Largest power of discharging. [W]"""
    charge_soc: float = 1.0
    """The soc up to which it charges. [1]"""
    discharge_soc: float = 0.0
    """The soc down to which it discharges, at most the other. [1]"""
    feed_in: bool = False
    """Whether it may give more than the site draws."""

    def __post_init__(self) -> None:
        make_plain(self, beside=("feed_in",))
        _battcore.check_policy(self)

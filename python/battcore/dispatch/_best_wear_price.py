"""The wear price under which a battery earns most over its whole life."""

import warnings as python_warnings
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats, bounded
from battcore._results import Columns
from battcore.aging import AgingModel, RangeWarning
from battcore.dispatch._lives import Life, Lives
from battcore.dispatch._plan import Plan
from battcore.dispatch._wishes import HoldingCost, Wishes
from battcore.error import InputError
from battcore.site import Battery, Site

_RISE = 1.5
_MOST = 50
_GOLDEN = 0.6180339887498949
_NARROWINGS = 12


@dataclass(frozen=True, slots=True, eq=False)
class WearPriceSearch(Columns):
    """All prices that were tried, in ascending order."""

    row: ClassVar[str] = "price"

    price_per_kwh: Floats
    """Price of an AC kWh charged, and of one discharged, shape (k,). [currency/kWh]"""
    life_years: Floats
    """How long the battery lasts, shape (k,). [year]"""
    throughput_kwh_per_year: Floats
    """AC energy charged and discharged, shape (k,). [kWh/year]"""
    revenue_per_year: Floats
    """What the battery saves and earns, shape (k,). [currency/year]"""
    annuity: Floats
    """That, less what new batteries take, shape (k,). [currency/year]"""


@dataclass(frozen=True, slots=True, eq=False)
class BestWearPrice:
    """The price of throughput that makes the most of a battery's life, and what comes of it."""

    price_per_kwh: float
    """Price of an AC kWh charged, and of one discharged, to plan with. [currency/kWh]"""
    naive_price_per_kwh: float
    """Cost of a new battery over all that one moves in its life if wear has no price.
    [currency/kWh]"""
    life_years: float
    """How long the battery lasts. [year]"""
    revenue_per_year: float
    """What it saves and earns. [currency/year]"""
    annuity: float
    """That, less what buying a new battery at each end of life takes. [currency/year]"""
    net_present_value: float
    """Worth of one life at its start, the battery paid. [currency]"""
    plan: Plan = field(repr=False)
    """The plan under the price."""
    search: WearPriceSearch = field(repr=False)
    """All prices that were tried."""


def best_wear_price(
    battery: Battery,
    site: Site,
    *,
    replacement_cost: float,
    end_of_life: float = 0.8,
    discount_rate: float = 0.05,
    years_max: float = 25.0,
    temperature_celsius: ArrayLike = 25.0,
    soc_start: float = 0.5,
    holding_cost: HoldingCost | None = None,
) -> BestWearPrice:
    """Find the wear price under which a battery earns most over its life.

    Aging goes on while a battery stands still, so its throughput should cost what it takes from the
    rest of life, not a share of a new battery: next to nothing where time ends life first, and more
    than that share where use does. For each price the record of the site is planned, and
    repeated until the aging model of the battery ends its life. The price chosen has the highest
    annuity ``revenue - replacement_cost / a(life)``, where ``a`` is what a unit of money a year is
    worth at the start.

    Parameters
    ----------
    battery : Battery
        The battery, with its aging model; prices of wear that it has are passed over.
    site : Site
        Load, generation and tariff of a year, or of a typical part of it.
    replacement_cost, end_of_life : float
        As `wear_prices` takes them. [currency], [1]
    discount_rate : float
        What money later in time is worth less by, each year. [1/year]
    years_max : float
        When it is replaced at the latest. [year]
    temperature_celsius : float or array-like, shape (n + 1,)
        Temperature of the cells before and at the end of each step. [degC]
    soc_start : float
        State of charge before the first step, and after the last. [1]
    holding_cost : HoldingCost, optional
        What holding energy costs, as far as the plan minds it.

    Returns
    -------
    BestWearPrice
        The price, the life that it leads to, and all prices that were tried.

    Raises
    ------
    InputError
        If a number lies outside its bounds, or the battery has no aging model.
    InfeasibleError
        If no schedule keeps within all limits, or the site cannot do without the battery.

    Warns
    -----
    RangeWarning
        If part of the duty lies outside the range in which the aging model was tested.

    Examples
    --------
    One deep cycle a day, at the same prices, of a cell that time ends and of one that use ends:

    >>> import numpy as np
    >>> import battcore as bc
    >>> hour = np.arange(24 * 28)
    >>> price = 0.15 + 0.08 * np.sin(hour * np.pi / 12) + 0.03 * np.sin(hour * np.pi / 84)
    >>> tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    >>> site = bc.Site(load_watt=np.zeros(hour.size), dt_second=3600.0, tariff=tariff)
    >>> power = {"charge_power_watt": 2e5, "discharge_power_watt": 2e5}
    >>> for name in ("lfp_gr_sony_3ah_naumann", "nmc622_gr_denso_50ah"):
    ...     cell = {"soc_min": 0.1, "soc_max": 0.9, "aging": bc.aging.models()[name]}
    ...     battery = bc.Battery(energy_capacity_wh=1e6, **power, **cell)
    ...     best = bc.dispatch.best_wear_price(battery, site, replacement_cost=8e4)
    ...     print(f"{best.price_per_kwh:.3f} {best.naive_price_per_kwh:.3f} {best.life_years:.1f}")
    0.000 0.014 9.4
    0.028 0.024 5.7
    """
    lives = Lives(
        battery=battery,
        site=site,
        wishes=Wishes(soc_start=soc_start, soc_end=soc_start, holding_cost=holding_cost),
        model=_model(battery),
        replacement_cost=bounded("replacement_cost", replacement_cost, 0.0, 1e100),
        end_of_life=bounded("end_of_life", end_of_life, 1e-9, 1.0 - 1e-9),
        discount_rate=bounded("discount_rate", discount_rate, 0.0, 1.0),
        years_max=bounded("years_max", years_max, 1e-3, 1e3),
        temperature_celsius=temperature_celsius,
    )
    found = _searched(lives)
    best = max(found, key=lambda life: life.annuity)
    if best.run.outside_share:
        python_warnings.warn(best.run.warnings[0], RangeWarning, stacklevel=2)
    return BestWearPrice(
        price_per_kwh=best.price_per_kwh,
        naive_price_per_kwh=_naive(lives, found[0]),
        life_years=best.years,
        revenue_per_year=best.revenue_per_year,
        annuity=best.annuity,
        net_present_value=best.net_present_value,
        plan=best.plan,
        search=WearPriceSearch(
            price_per_kwh=np.array([life.price_per_kwh for life in found]),
            life_years=np.array([life.years for life in found]),
            throughput_kwh_per_year=np.array([life.throughput_kwh_per_year for life in found]),
            revenue_per_year=np.array([life.revenue_per_year for life in found]),
            annuity=np.array([life.annuity for life in found]),
        ),
    )


def _model(battery: Battery) -> AgingModel:
    if battery.aging is None:
        raise InputError("battery has no aging model", "battery")
    return battery.aging


def _naive(lives: Lives, unpriced: Life) -> float:
    """The cost of a new battery over the throughput of a life without a price."""
    throughput = unpriced.throughput_kwh_per_year * unpriced.years
    return lives.replacement_cost / throughput if throughput > 0.0 else 0.0


def _searched(lives: Lives) -> list[Life]:
    """Lives in ascending order of price: ever dearer, then closer about the best."""
    without = lives.cost_without()
    found = [lives.under(0.0, without)]
    price = _naive(lives, found[0]) / 8.0
    while found[-1].throughput_kwh_per_year > 0.0 and price > 0.0 and len(found) < _MOST:
        found.append(lives.under(price, without))
        price *= _RISE
    at = max(range(len(found)), key=lambda index: found[index].annuity)
    low, high = found[max(at - 1, 0)], found[min(at + 1, len(found) - 1)]
    closer = _narrowed(lives, without, low.price_per_kwh, high.price_per_kwh)
    return sorted([*found, *closer], key=lambda life: life.price_per_kwh)


def _narrowed(lives: Lives, without: float, low: float, high: float) -> list[Life]:
    """Lives at the prices by which golden sections close in on the highest annuity."""
    found: list[Life] = []
    if low == high:
        return found
    left = lives.under(high - _GOLDEN * (high - low), without)
    right = lives.under(low + _GOLDEN * (high - low), without)
    found += [left, right]
    for _ in range(_NARROWINGS):
        if left.annuity >= right.annuity:
            high, right = right.price_per_kwh, left
            left = lives.under(high - _GOLDEN * (high - low), without)
            found.append(left)
        else:
            low, left = left.price_per_kwh, right
            right = lives.under(low + _GOLDEN * (high - low), without)
            found.append(right)
    return found

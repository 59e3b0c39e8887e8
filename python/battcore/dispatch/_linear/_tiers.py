"""Prices of energy by tiers of consumption in a linear program."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats
from battcore.dispatch._linear._connection import Connection
from battcore.dispatch._linear._rises import add_rises, cost_of_rises, rises_of
from battcore.dispatch._program import Indices, Program
from battcore.error import InputError
from battcore.site import Site
from battcore.tariff import DemandCharge, EnergyRate, Tariff, Window, prices
from battcore.tariff._plain import nouns

Price = float | Floats | ArrayLike | EnergyRate | Sequence[EnergyRate]


@dataclass(frozen=True, slots=True, eq=False)
class Tiers:
    """What energy of one direction costs above limits, beside the price of its first tier."""

    is_import: bool
    period: Indices
    """The period of each step, shape (n,)."""
    limits_kwh: Floats
    rises: Floats
    """By how much each tier is dearer, or earns less, shape (k, 1). [currency/kWh]"""

    def add(self, program: Program, connection: Connection) -> None:
        """Add columns and rows that charge for it."""
        total = program.columns(int(self.period.max()) + 1)
        rows = program.rows(total.size, low=0.0, high=0.0)
        program.enter(rows, total, -1.0)
        flow = connection.imported if self.is_import else connection.exported
        program.enter(rows[self.period], flow, connection.terms.hours)
        add_rises(program, total, self.limits_kwh, self.rises)

    def cost(self, grid_kwh: Floats) -> float:
        """What a course of the grid is charged. [currency]"""
        flow = np.maximum(grid_kwh if self.is_import else -grid_kwh, 0.0)
        totals = np.bincount(self.period, flow).astype(np.float64)
        return cost_of_rises(totals, self.limits_kwh, self.rises)


def untiered(site: Site) -> Site:
    """Take the prices of first tiers for all energy."""
    tariff = site.tariff
    if tariff is None:
        return site
    flat = replace(
        tariff,
        energy_price_per_kwh=_first_tiers(tariff.energy_price_per_kwh),
        export_price_per_kwh=_first_tiers(tariff.export_price_per_kwh),
    )
    return replace(site, tariff=flat)


def _first_tiers(price: Price) -> Price:
    if not isinstance(price, tuple):
        return price
    return [
        replace(rate, price_per_kwh=np.ravel(rate.price_per_kwh)[0], tier_limit_kwh=())
        for rate in price
    ]


def tiers_of(site: Site) -> Iterator[Tiers]:
    """Read all rates that go by tiers."""
    tariff = site.tariff
    if tariff is None:
        return
    taxed = 1.0 + tariff.tax_share
    for price, sign in ((tariff.energy_price_per_kwh, taxed), (tariff.export_price_per_kwh, -1.0)):
        for rate in price if isinstance(price, tuple) else ():
            if rate.tier_limit_kwh:
                rises = rises_of("price_per_kwh", np.ravel(rate.price_per_kwh), sign)
                periods = _periods(site, tariff, rate)
                yield Tiers(sign > 0.0, periods, np.array(rate.tier_limit_kwh), rises[:, None])


def _periods(site: Site, tariff: Tariff, rate: EnergyRate) -> Indices:
    """The period of each step, counted up from zero."""
    if Window() not in nouns("windows", rate.windows, Window):
        message = "windows of a rate with tiers leave hours out: its cost depends on the order"
        raise InputError(f"{message} of consumption, and is not convex", "windows")
    steps = len(np.ravel(site.load_watt))
    counter = DemandCharge(price_per_kw=1.0, period=rate.tier_period)
    calendar = Tariff(energy_price_per_kwh=0.0, demand_charges=[counter], holidays=tariff.holidays)
    period = np.full(steps, -1)
    found = prices(calendar, site.dt_second, steps, start=site.start).demand
    for number, each in enumerate(found):
        for start, stop in each.steps:
            if (period[start:stop] >= 0).any():
                message = f"a step lies in two periods of tiers, each a {rate.tier_period}"
                raise InputError(message, "tier_period", int(start))
            period[start:stop] = number
    return period

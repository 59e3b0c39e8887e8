"""Several sites as they might stand anywhere, and a plain linear program of them.

All in kW and hours. Each site has its charge, discharge, stored energy, import, export and
generation turned down; the connection upstream has the last three, and carries what the sites draw.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

import battcore as bc
from dispatch_cases import random_problem


def random_sites(rng, count, steps, *, demand=False, **kind):
    """Batteries, sites and what they hang on, all with the same steps."""
    found = [random_problem(rng, steps, **kind) for _ in range(count + 1)]
    dt_second = found[0][1].dt_second
    sites = [replace(site, dt_second=dt_second) for _, site in found]
    if demand:
        sites = [_charged_for_demand(rng, site) for site in sites]
    total = sum(site.load_watt.max() for site in sites)
    *sites, upstream = sites
    upstream = replace(
        upstream,
        import_limit_watt=total * rng.uniform(0.5, 0.8, steps),
        export_limit_watt=total * rng.uniform(0.5, 1.0),
    )
    return [battery for battery, _ in found[:-1]], sites, upstream


def _charged_for_demand(rng, site):
    charge = bc.DemandCharge(price_per_kw=rng.uniform(0.1, 2.0))
    return replace(site, tariff=replace(site.tariff, demand_charges=[charge]))


@dataclass
class Plain:
    """Columns and rows as they come."""

    cost: list = field(default_factory=list)
    low: list = field(default_factory=list)
    high: list = field(default_factory=list)
    is_whole: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    def columns(self, n, high=np.inf, cost=0.0, low=0.0, *, is_whole=False):
        first = len(self.cost)
        added = (self.cost, cost), (self.low, low), (self.high, high), (self.is_whole, is_whole)
        for values, more in added:
            values.extend(np.broadcast_to(more, n))
        return np.arange(first, first + n)

    def sums(self, low, high, *terms):
        """A row for each entry, whose sum of factor times column keeps within bounds."""
        self.rows.append((low, high, terms))

    def solve(self):
        rows = [
            LinearConstraint(
                sum(
                    sp.csr_matrix(
                        (np.broadcast_to(factor, len(at)), (np.arange(len(at)), at)),
                        (len(at), len(self.cost)),
                    )
                    for at, factor in terms
                ),
                low,
                high,
            )
            for low, high, terms in self.rows
        ]
        found = milp(
            self.cost,
            bounds=Bounds(self.low, self.high),
            constraints=rows,
            integrality=np.array(self.is_whole, int),
            options={"mip_rel_gap": 0.0},
        )
        return found.fun if found.success else None


def sites_program(
    batteries, sites, upstream, *, soc_start, ramp_watt_per_second=None, exclusive=False
):
    """What the cheapest plan of one battery at each site costs, None if there is none."""
    plain, flows = Plain(), []
    for battery, site in zip(batteries, sites, strict=True):
        flows += _connection(plain, site, _battery(plain, battery, site, soc_start, exclusive))
    shared = _connection(plain, upstream, flows)
    if ramp_watt_per_second is not None:
        most = ramp_watt_per_second * np.broadcast_to(upstream.dt_second, len(shared[0][0]))[1:]
        changes = [(at[1:], sign) for at, sign in shared] + [
            (at[:-1], -sign) for at, sign in shared
        ]
        plain.sums(-most / 1e3, most / 1e3, *changes)
    return plain.solve()


def _battery(plain, battery, site, soc_start, exclusive):
    """What it draws, as columns and their signs."""
    n, hours = len(site.load_watt), np.broadcast_to(site.dt_second, len(site.load_watt)) / 3600.0
    kwh = battery.energy_capacity_wh / 1e3
    wear = battery.charge_cost_per_kwh, battery.discharge_cost_per_kwh
    charge = plain.columns(n, battery.charge_power_watt / 1e3, hours * wear[0])
    discharge = plain.columns(n, battery.discharge_power_watt / 1e3, hours * wear[1])
    before = plain.columns(1, soc_start * kwh, low=soc_start * kwh)
    stored = np.append(before, plain.columns(n, battery.soc_max * kwh, low=battery.soc_min * kwh))
    kept = (1.0 - battery.self_discharge_per_day) ** (hours / 24.0)
    plain.sums(
        0.0,
        0.0,
        (stored[1:], 1.0),
        (stored[:-1], -kept),
        (charge, -hours * battery.charge_efficiency),
        (discharge, hours / battery.discharge_efficiency),
    )
    if exclusive:
        charges = plain.columns(n, 1.0, is_whole=True)
        most = battery.charge_power_watt / 1e3, battery.discharge_power_watt / 1e3
        plain.sums(-np.inf, 0.0, (charge, 1.0), (charges, -most[0]))
        plain.sums(-np.inf, most[1], (discharge, 1.0), (charges, most[1]))
    return [(charge, 1.0), (discharge, -1.0)]


def _connection(plain, site, flows):
    """What it draws, where `flows` and what stands beside them go through it."""
    n, hours = len(site.load_watt), np.broadcast_to(site.dt_second, len(site.load_watt)) / 3600.0
    tariff = site.tariff or bc.Tariff(energy_price_per_kwh=0.0, export_price_per_kwh=0.0)
    limits = (np.asarray(site.import_limit_watt) / 1e3, np.asarray(site.export_limit_watt) / 1e3)
    imported = plain.columns(n, limits[0], hours * tariff.energy_price_per_kwh)
    exported = plain.columns(n, limits[1], -hours * np.asarray(tariff.export_price_per_kwh))
    spilled = plain.columns(n, np.asarray(site.generation_watt) / 1e3 * site.curtailable)
    net = (site.load_watt - np.asarray(site.generation_watt)) / 1e3
    through = [(imported, 1.0), (exported, -1.0)]
    plain.sums(net, net, *through, (spilled, -1.0), *((at, -sign) for at, sign in flows))
    for charge in tariff.demand_charges:
        peak = np.repeat(plain.columns(1, cost=charge.price_per_kw), n)
        plain.sums(0.0, np.inf, (peak, 1.0), *((at, -sign) for at, sign in through))
    return through

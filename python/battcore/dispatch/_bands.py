"""Cycle costs where each depth can be planned apart: as many batteries as there are bands."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from battcore import _battcore
from battcore._arrays import Floats
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._offered import Offered
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

_SLACK = 1e-9


def soc_by_bands(
    battery: Battery, site: Site, wishes: Wishes, cost: CycleCost, offered: Offered
) -> Floats | None:
    """Give the state of charge of the best plan, where bands share nothing but the price.

    Planned apart they cost no more than together. Where they keep within the power of the battery
    together, they cost no less either.
    """
    if not _are_apart(battery, wishes, cost, offered):
        return None
    load = np.zeros_like(site.load_watt)
    bare = replace(site, load_watt=load, generation_watt=0.0)
    total, power_watt = np.full(load.size, offered.lowest), load
    for band, fill in _batteries(battery, cost, offered):
        wish = Wishes(soc_start=fill, end_value_per_kwh=wishes.end_value_per_kwh, exclusive=False)
        charge, discharge, *_, soc = _battcore.optimize(band, bare, wish).columns()
        total = total + soc * (band.energy_capacity_wh / 1e3 / offered.capacity_kwh)
        power_watt = power_watt + charge - discharge
    least, most = -battery.discharge_power_watt, battery.charge_power_watt
    if power_watt.min() < least * (1.0 + _SLACK) or power_watt.max() > most * (1.0 + _SLACK):
        return None
    return total


def _are_apart(battery: Battery, wishes: Wishes, cost: CycleCost, offered: Offered) -> bool:
    """Whether no limit beside that of power speaks of more than one band."""
    is_plain = battery.converter is None and battery.self_discharge_per_day == 0.0
    is_priced_once = offered.has_one_price and wishes.holding_cost is None
    low, high = offered.lowest, offered.lowest + offered.reach
    is_level = bool(offered.floor.max() <= low and offered.ceiling.min() >= high)
    is_known = cost.paid_on == "discharge" or offered.start in (low, high)
    is_known = is_known and not cost.history
    return is_plain and is_priced_once and is_level and is_known


def _batteries(
    battery: Battery, cost: CycleCost, offered: Offered
) -> Iterator[tuple[Battery, float]]:
    """Each band as a battery, and how full it is at the start: the shallow ones first."""
    width, into, out = cost.bands(offered.reach)
    filled = np.clip(offered.start - offered.lowest - np.cumsum(width) + width, 0.0, width)
    enters = into / offered.capacity_kwh * battery.charge_efficiency
    leaves = out / offered.capacity_kwh / battery.discharge_efficiency
    charge_cost = battery.charge_cost_per_kwh + enters
    discharge_cost = battery.discharge_cost_per_kwh + leaves
    for band in range(width.size):
        part = replace(
            battery,
            energy_capacity_wh=width[band] * offered.capacity_kwh * 1e3,
            soh_capacity=1.0,
            soc_min=0.0,
            soc_max=1.0,
            charge_cost_per_kwh=charge_cost[band],
            discharge_cost_per_kwh=discharge_cost[band],
        )
        yield part, float(filled[band] / width[band])

"""Cycle costs where each depth can be planned apart: as many batteries as there are bands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from battcore import _battcore
from battcore._arrays import Floats
from battcore._battcore import StoreTerms
from battcore.dispatch._course import Course
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._linear import Coupling, cheapest_alone
from battcore.dispatch._only_price import has_only_a_price
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

_SLACK = 1e-9


def course_by_bands(
    battery: Battery, site: Site, wishes: Wishes, price: CycleCost
) -> Course | None:
    """Find the best course, where bands share nothing but the price of energy.

    Planned apart they cost no more than together. Where they keep within the power of the battery
    together, they cost no less either.
    """
    store, meter = _battcore.linear_terms(battery, site, wishes)
    bands = _Bands(battery, price, store)
    is_priced_once = has_only_a_price(site, meter) and wishes.holding_cost is None
    if not is_priced_once or bands.may_burn(meter.import_price) or not bands.are_apart:
        return None
    bare = replace(site, load_watt=np.zeros(meter.hours.size), generation_watt=0.0)
    stored_kwh = np.full(meter.hours.size, bands.lowest_kwh)
    power_watt = np.zeros(meter.hours.size)
    for band, fill in bands.batteries():
        wish = Wishes(soc_start=fill, end_value_per_kwh=wishes.end_value_per_kwh, exclusive=False)
        charge, discharge, *_, filled = _battcore.optimize(band, bare, wish).columns()
        stored_kwh += filled * (band.energy_capacity_wh / 1e3)
        power_watt += charge - discharge
    if not bands.can_do(power_watt):
        return None
    return Course(
        stored_kwh / store.capacity_kwh,
        "bands",
        len(price.depth) - 1,
        duals=lambda: cheapest_alone(battery, site, wishes, Coupling()).duals(),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Bands:
    """A battery cut at the depths where the price of cycles changes."""

    battery: Battery
    price: CycleCost
    store: StoreTerms

    @property
    def lowest_kwh(self) -> float:
        """The least stored energy that a course may touch."""
        return min(self.store.start_kwh, float(self.store.floor_kwh.min()))

    @property
    def highest_kwh(self) -> float:
        """The most of it."""
        return max(self.store.start_kwh, float(self.store.ceiling_kwh.max()))

    @property
    def are_apart(self) -> bool:
        """Whether no limit beside that of power speaks of more than one band."""
        battery, store, price = self.battery, self.store, self.price
        is_plain = battery.converter is None and battery.self_discharge_per_day == 0.0
        floor = max(store.floor_kwh.max(), store.end_kwh[0])
        ceiling = min(store.ceiling_kwh.min(), store.end_kwh[1])
        low, high = self.lowest_kwh, self.highest_kwh
        is_level = bool(floor <= low and ceiling >= high)
        is_known = price.paid_on == "discharge" or store.start_kwh in (low, high)
        return is_plain and is_level and is_known and not price.history

    def batteries(self) -> Iterator[tuple[Battery, float]]:
        """Each band as a battery, and how full it is at the start: the shallow ones first."""
        battery, capacity_kwh = self.battery, self.store.capacity_kwh
        reach = min((self.highest_kwh - self.lowest_kwh) / capacity_kwh, 1.0)
        width, into, out = self.price.bands(reach)
        start = (self.store.start_kwh - self.lowest_kwh) / capacity_kwh
        filled = np.clip(start - np.cumsum(width) + width, 0.0, width)
        enters = into / capacity_kwh * battery.charge_efficiency
        leaves = out / capacity_kwh / battery.discharge_efficiency
        for band in range(width.size):
            part = replace(
                battery,
                energy_capacity_wh=width[band] * capacity_kwh * 1e3,
                soh_capacity=1.0,
                soc_min=0.0,
                soc_max=1.0,
                charge_cost_per_kwh=battery.charge_cost_per_kwh + enters[band],
                discharge_cost_per_kwh=battery.discharge_cost_per_kwh + leaves[band],
            )
            yield part, float(filled[band] / width[band])

    def may_burn(self, price_per_kwh: Floats) -> bool:
        """Whether charging and discharging at once, which moves no band, would ever pay."""
        battery = self.battery
        paid = price_per_kwh + battery.charge_cost_per_kwh
        earned = price_per_kwh - battery.discharge_cost_per_kwh
        kept = battery.charge_efficiency * battery.discharge_efficiency
        return bool((paid < kept * earned).any())

    def can_do(self, power_watt: Floats) -> bool:
        """Whether the battery has the power that its bands take together."""
        least, most = -self.battery.discharge_power_watt, self.battery.charge_power_watt
        slack = 1.0 + _SLACK
        return bool(power_watt.min() >= least * slack and power_watt.max() <= most * slack)

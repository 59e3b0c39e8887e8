"""Several batteries behind one connection: alike ones as one, unlike ones by what they share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from battcore.dispatch._alone import plan_alone
from battcore.dispatch._apart import plan_apart
from battcore.dispatch._linear import Coupling, cheapest, is_beyond_the_queue
from battcore.dispatch._plan import FleetPlan, Plan, by_battery
from battcore.dispatch._shared import plan_shared
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

_MOST_FOR_A_PROGRAM = 10_000  # steps of batteries, with which HiGHS takes a second


@dataclass(frozen=True, slots=True, eq=False)
class _Alike:
    """Batteries that are the same and of which the same is asked, as one."""

    battery: Battery
    wishes: Wishes
    places: tuple[int, ...]

    @property
    def combined(self) -> Battery:
        """One battery that can do what all of them can together."""
        one, count = self.battery, len(self.places)
        converter = one.converter and replace(
            one.converter,
            rated_power_watt=one.converter.rated_power_watt * count,
            standby_power_watt=one.converter.standby_power_watt * count,
        )
        return replace(
            one,
            energy_capacity_wh=one.energy_capacity_wh * count,
            charge_power_watt=one.charge_power_watt * count,
            discharge_power_watt=one.discharge_power_watt * count,
            converter=converter,
            thermal=None,
            aging=None,
        )

    @property
    def combined_wishes(self) -> Wishes:
        """What is asked of it.

        The cost of cycles is convex in the course, so the mean of several courses costs no more
        than they do on average: to share all in equal parts is best, and costs all alike.
        """
        price = self.wishes.cycle_cost
        if price is None:
            return self.wishes
        cost = [cost * len(self.places) for cost in price.cost_per_cycle]
        return replace(self.wishes, cycle_cost=replace(price, cost_per_cycle=cost))


def plan_fleet(
    batteries: Sequence[Battery],
    site: Site,
    wishes: Sequence[Wishes],
    coupling: Coupling,
) -> FleetPlan:
    """Find the plan of several batteries that costs least.

    Where charging one of two alike batteries while the other one discharges would pay, they are
    no longer as good as one that does not, and each is planned on its own.
    """
    alike = _grouped(batteries, wishes)
    exclusive = wishes[0].exclusive
    if len(alike) < len(batteries):
        together = _solve(alike, site, coupling, exclusive=False)
        if not exclusive or together.certificate.burned_wh == 0.0:
            return together
        alike = [
            _Alike(*each, (place,))
            for place, each in enumerate(zip(batteries, wishes, strict=True))
        ]
    return _solve(alike, site, coupling, exclusive=exclusive)


def _solve(
    alike: Sequence[_Alike], site: Site, coupling: Coupling, *, exclusive: bool
) -> FleetPlan:
    combined = [each.combined for each in alike]
    wishes = [replace(each.combined_wishes, exclusive=exclusive) for each in alike]
    places = [each.places for each in alike]
    is_for_queue = not is_beyond_the_queue(site, coupling)
    found = plan_apart(combined, site, wishes) if is_for_queue else None
    if found is None and is_for_queue and len(alike) == 1:
        found = _as_fleet(plan_alone(combined[0], site, wishes[0], coupling))
    if found is None and is_for_queue and _is_large(combined, site, wishes):
        found = plan_shared(combined, site, wishes)
    if found is None:
        found = cheapest(combined, site, wishes, coupling)
    return found if len(combined) == sum(map(len, places)) else _split(found, places)


def _is_large(batteries: Sequence[Battery], site: Site, wishes: Sequence[Wishes]) -> bool:
    """Whether a linear program would take long, and neither peaks nor cycles have a price."""
    has_peaks = site.tariff is not None and bool(site.tariff.demand_charges)
    minds_cycles = any(asked.cycle_cost is not None for asked in wishes)
    is_long = len(batteries) * np.size(site.load_watt) > _MOST_FOR_A_PROGRAM
    return is_long and not has_peaks and not minds_cycles


def _grouped(batteries: Sequence[Battery], wishes: Sequence[Wishes]) -> list[_Alike]:
    groups: list[_Alike] = []
    for place, (battery, asked) in enumerate(zip(batteries, wishes, strict=True)):
        for number, group in enumerate(groups):
            if group.battery == battery and group.wishes.ask_the_same_as(asked):
                groups[number] = replace(group, places=(*group.places, place))
                break
        else:
            groups.append(_Alike(battery, asked, (place,)))
    return groups


def _as_fleet(plan: Plan) -> FleetPlan:
    """A fleet of one."""
    return FleetPlan(
        power_watt=plan.power_watt[None],
        charge_watt=plan.charge_watt[None],
        discharge_watt=plan.discharge_watt[None],
        soc=plan.soc[None],
        reserve_up_watt=plan.reserve_up_watt[None],
        reserve_down_watt=plan.reserve_down_watt[None],
        import_watt=plan.import_watt,
        export_watt=plan.export_watt,
        curtailed_watt=plan.curtailed_watt,
        costs=plan.costs,
        peaks_watt=plan.peaks_watt,
        certificate=plan.certificate,
        _duals=lambda: by_battery(plan.duals(), lambda row: row[None]),
    )


def _split(plan: FleetPlan, places: Sequence[tuple[int, ...]]) -> FleetPlan:
    """Give each battery its part of what those do that it is alike to."""
    group = np.empty(sum(map(len, places)), np.intp)
    for number, members in enumerate(places):
        group[[*members]] = number
    part = 1.0 / np.bincount(group)[group][:, None]
    return replace(
        plan,
        power_watt=plan.power_watt[group] * part,
        charge_watt=plan.charge_watt[group] * part,
        discharge_watt=plan.discharge_watt[group] * part,
        soc=plan.soc[group],
        reserve_up_watt=plan.reserve_up_watt[group] * part,
        reserve_down_watt=plan.reserve_down_watt[group] * part,
        _duals=lambda: by_battery(plan.duals(), lambda rows: rows[group]),
    )

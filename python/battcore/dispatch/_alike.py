"""Batteries that are the same and of which the same is asked, planned as one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from battcore.dispatch._plan import FleetPlan, by_battery
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Batteries that are the same and of which the same is asked, as one."""

    battery: Battery
    wishes: Wishes
    members: tuple[int, ...]
    """Which of all batteries they are."""

    @property
    def combined(self) -> Battery:
        """One battery that can do what all of them can together."""
        one, count = self.battery, len(self.members)
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
        cost = [cost * len(self.members) for cost in price.cost_per_cycle]
        return replace(self.wishes, cycle_cost=replace(price, cost_per_cycle=cost))


def grouped(batteries: Sequence[Battery], wishes: Sequence[Wishes]) -> list[Alike]:
    """Find those that are alike."""
    groups: list[Alike] = []
    for number, (battery, asked) in enumerate(zip(batteries, wishes, strict=True)):
        for known, group in enumerate(groups):
            if group.battery == battery and group.wishes.ask_the_same_as(asked):
                groups[known] = replace(group, members=(*group.members, number))
                break
        else:
            groups.append(Alike(battery, asked, (number,)))
    return groups


def each_apart(batteries: Sequence[Battery], wishes: Sequence[Wishes]) -> list[Alike]:
    """Take none for alike."""
    pairs = enumerate(zip(batteries, wishes, strict=True))
    return [Alike(battery, asked, (number,)) for number, (battery, asked) in pairs]


def split(plan: FleetPlan, members: Sequence[Sequence[int]]) -> FleetPlan:
    """Give each battery its part of what those do that it is alike to."""
    group = np.empty(sum(map(len, members)), np.intp)
    for number, each in enumerate(members):
        group[[*each]] = number
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

"""Courses of the state of charge that mind cycles, and the plans that keep to them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from battcore._arrays import Floats
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._plan import Duals, Plan
from battcore.dispatch._queue import no_bids, plan_by_queue
from battcore.dispatch._wishes import Wishes
from battcore.error import InfeasibleError, InputError
from battcore.site import Battery, Site

_WIDTHS = (0.0, 1e-9, 1e-8)  # about a course whose last digits limits forbid, in capacities


def _unknown() -> Duals:
    message = "cycle_cost: a plan that only comes close to the best one has no shadow prices"
    raise InputError(message, "cycle_cost")


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A state of charge to keep to, and how it was found."""

    soc: Floats
    method: Literal["bands", "HiGHS", "linearization"]
    solves: int
    bound: float | None = None
    """No plan costs less; None: than the one along this course. [currency]"""
    duals: Callable[[], Duals] = _unknown


def plan_along(
    course: Course, battery: Battery, site: Site, wishes: Wishes, price: CycleCost
) -> Plan:
    """Spell out what a course takes, and how far that may be from the best."""
    plan = _kept_to(course.soc, battery, site, wishes)
    cycles = price.of(np.append(wishes.soc_start, plan.soc))
    costs = replace(plan.costs, cycles=cycles)
    bound = costs.total if course.bound is None else course.bound
    certificate = replace(
        plan.certificate,
        method=course.method,
        bound=min(bound, costs.total),
        gap=max(costs.total - bound, 0.0) / max(abs(costs.total), 1.0),
        solves=course.solves,
        look_ahead=np.full(course.soc.size, -1),
    )
    return replace(plan, costs=costs, certificate=certificate, _duals=course.duals, _bids=no_bids)


def _kept_to(soc: Floats, battery: Battery, site: Site, wishes: Wishes) -> Plan:
    """The best plan along a course, as closely as limits allow."""
    floor = np.maximum(np.asarray(wishes.soc_floor, float), battery.soc_min)
    ceiling = np.minimum(np.asarray(wishes.soc_ceiling, float), battery.soc_max)

    def within(width: float) -> Plan:
        low, high = (np.clip(soc + side, floor, ceiling) for side in (-width, width))
        return plan_by_queue(battery, site, replace(wishes, soc_floor=low, soc_ceiling=high))

    return _first_feasible(within)


def _first_feasible(within: Callable[[float], Plan]) -> Plan:
    *narrow, wide = _WIDTHS
    for width in narrow:
        try:
            return within(width)
        except InfeasibleError:
            continue
    return within(wide)

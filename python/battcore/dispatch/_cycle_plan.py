"""The plan that costs least where cycles have a price."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Literal

import numpy as np

from battcore._arrays import Floats
from battcore.dispatch._band_program import BandProgram
from battcore.dispatch._bands import soc_by_bands
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._linearized import soc_by_linearization
from battcore.dispatch._offered import Offered
from battcore.dispatch._plan import Duals, Plan
from battcore.dispatch._queue import no_bids, plan_by_queue
from battcore.dispatch._wishes import Wishes
from battcore.error import InfeasibleError, InputError
from battcore.site import Battery, Site

_LARGE = 200_000  # steps times bands: a linear program of more takes minutes
_WIDTHS = (0.0, 1e-9, 1e-8)  # about a course that a solver found, in capacities


@dataclass(frozen=True, slots=True)
class Course:
    """A state of charge to keep to, and how it was found."""

    soc: Floats
    method: Literal["bands", "HiGHS", "linearization"]
    bound: float | None = None
    """No plan costs less; None: none that may charge and discharge at once. [currency]"""
    solves: int = 1


def plan_with_cycles(battery: Battery, site: Site, wishes: Wishes, cost: CycleCost) -> Plan:
    """Find the best course of the state of charge, and spell out what it takes."""
    course = _course(battery, site, wishes, cost)
    plan = _kept_to(course.soc, battery, site, wishes, cost)
    bound = course.bound
    if bound is None:
        relaxed = replace(wishes, exclusive=False)
        bound = _kept_to(course.soc, battery, site, relaxed, cost).objective
    certificate = replace(
        plan.certificate,
        method=course.method,
        bound=min(bound, plan.objective),
        gap=max(plan.objective - bound, 0.0) / max(abs(plan.objective), 1.0),
        solves=course.solves,
        look_ahead=np.full(course.soc.size, -1),
    )
    return replace(plan, certificate=certificate)


def _course(battery: Battery, site: Site, wishes: Wishes, cost: CycleCost) -> Course:
    """The course that the first way finds that is open."""
    without = plan_by_queue(battery, site, wishes)  # raises where there is no plan at all
    has_peaks = without.peaks_watt.size > 0
    offered = Offered.of(battery, site, wishes)
    apart = None if has_peaks else soc_by_bands(battery, site, wishes, cost, offered)
    if apart is not None:
        return Course(apart, "bands", solves=len(cost.depth) - 1)
    is_small = offered.least.size * len(cost.depth) <= _LARGE
    if is_small and not has_peaks and find_spec("highspy"):
        return Course(BandProgram(offered, cost).solve(), "HiGHS")
    soc, bound, solves = soc_by_linearization(battery, site, wishes, cost)
    return Course(soc, "linearization", bound, solves)


def _kept_to(soc: Floats, battery: Battery, site: Site, wishes: Wishes, cost: CycleCost) -> Plan:
    """The best plan along a course, as closely as limits allow, with what its cycles cost."""
    floor = np.maximum(np.asarray(wishes.soc_floor, float), battery.soc_min)
    ceiling = np.minimum(np.asarray(wishes.soc_ceiling, float), battery.soc_max)

    def within(width: float) -> Plan:
        low, high = (np.clip(soc + side, floor, ceiling) for side in (-width, width))
        return plan_by_queue(battery, site, replace(wishes, soc_floor=low, soc_ceiling=high))

    plan = _first_feasible(within)
    cycles = cost.of(np.append(wishes.soc_start, plan.soc))
    costs = replace(plan.costs, cycles=cycles)
    return replace(plan, costs=costs, _duals=_unknown, _bids=no_bids)


def _first_feasible(within: Callable[[float], Plan]) -> Plan:
    *narrow, wide = _WIDTHS
    for width in narrow:
        try:
            return within(width)
        except InfeasibleError:
            continue
    return within(wide)


def _unknown() -> Duals:
    message = "cycle_cost: it joins all steps, and shadow prices of a plan with it are not known"
    raise InputError(message, "cycle_cost")

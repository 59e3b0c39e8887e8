"""Cycle costs in turns: priced as they stand, planned anew, mixed."""

from dataclasses import dataclass, replace

import numpy as np

from battcore import _battcore
from battcore._arrays import Floats
from battcore.dispatch._course import Course
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

_ROUNDS = 500
_CLOSE = 1e-3  # of the cost: near enough to stop


@dataclass(slots=True)
class Tangent:
    """A plane below the cost of cycles: a mixture of those at the courses so far."""

    price: Floats
    """By the state of charge before and at the end of each step. [currency]"""
    rest: float
    """Where the course is zero throughout. [currency]"""

    def mix(self, cost: CycleCost, soc: Floats, share: float) -> None:
        """Lean towards the tangent at `soc`."""
        slopes = cost.slopes(soc)
        self.price = (1.0 - share) * self.price + share * slopes
        self.rest += share * (cost.of(soc) - float(slopes @ soc) - self.rest)


def course_by_linearization(
    battery: Battery, site: Site, wishes: Wishes, cost: CycleCost
) -> Course:
    """Find a course near the best one, and a bound on the cost of any.

    The slope queue plans against a plane below the cost of cycles, so that its optimum is a bound.
    Both the plane and the course are means over all rounds, of which later ones weigh more:
    a Frank-Wolfe method for a cost with kinks, at which the tangent of one course misleads.
    """
    capacity_kwh = battery.energy_capacity_wh * battery.soh_capacity / 1e3
    relaxed = replace(wishes, exclusive=False)
    best, least, bound = np.zeros(0), np.inf, -np.inf
    soc, other, _ = _planned(battery, site, relaxed, np.zeros(np.size(site.load_watt) + 1))
    tangent = Tangent(np.zeros(soc.size), 0.0)
    for turn in range(_ROUNDS):
        share = 2.0 / (turn + 2.0)
        tangent.mix(cost, soc, share)
        found, priced, lowest = _planned(battery, site, relaxed, tangent.price / capacity_kwh)
        bound = max(bound, lowest + float(tangent.price[0] * soc[0]) + tangent.rest)
        other_there = priced - float(tangent.price[1:] @ found[1:])
        soc = (1.0 - share) * soc + share * found
        other += share * (other_there - other)
        now = other + cost.of(soc)
        if now < least:
            best, least = soc, now
        if least - bound <= _CLOSE * abs(least):
            break
    return Course(best[1:], "linearization", turn + 2, bound)


def _planned(
    battery: Battery, site: Site, wishes: Wishes, price_per_kwh: Floats
) -> tuple[Floats, float, float]:
    """The best course where stored energy has these prices, what it costs, and a bound on that."""
    priced = replace(wishes, stored_price_per_kwh=price_per_kwh[1:])
    native = _battcore.optimize(battery, site, priced)
    _, bound, _, _ = native.certificate()
    soc = np.concatenate([[wishes.soc_start], native.columns()[-1]])
    return soc, sum(native.costs()), bound

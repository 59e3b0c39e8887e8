"""Several batteries behind one connection: alike ones as one, unlike ones by what they share."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from battcore.dispatch._alike import Alike, each_apart, grouped, split
from battcore.dispatch._alone import plan_alone
from battcore.dispatch._apart import plan_apart
from battcore.dispatch._fleet_of_one import as_fleet
from battcore.dispatch._linear import Coupling, cheapest, is_beyond_the_queue
from battcore.dispatch._plan import FleetPlan
from battcore.dispatch._shared import plan_shared
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

_MOST_FOR_A_PROGRAM = 10_000  # steps of batteries, with which HiGHS takes a second


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
    alike = grouped(batteries, wishes)
    exclusive = wishes[0].exclusive
    if len(alike) < len(batteries):
        together = _solve(alike, site, coupling, exclusive=False)
        if not exclusive or together.certificate.burned_wh == 0.0:
            return together
        alike = each_apart(batteries, wishes)
    return _solve(alike, site, coupling, exclusive=exclusive)


def _solve(alike: Sequence[Alike], site: Site, coupling: Coupling, *, exclusive: bool) -> FleetPlan:
    combined = [each.combined for each in alike]
    wishes = [replace(each.combined_wishes, exclusive=exclusive) for each in alike]
    members = [each.members for each in alike]
    is_for_queue = not is_beyond_the_queue(site, coupling)
    found = plan_apart(combined, site, wishes) if is_for_queue else None
    if found is None and is_for_queue and len(alike) == 1:
        found = as_fleet(plan_alone(combined[0], site, wishes[0], coupling))
    if found is None and is_for_queue and _is_large(combined, site, wishes):
        found = plan_shared(combined, site, wishes)
    if found is None:
        found = cheapest(combined, site, wishes, coupling)
    return found if len(combined) == sum(map(len, members)) else split(found, members)


def _is_large(batteries: Sequence[Battery], site: Site, wishes: Sequence[Wishes]) -> bool:
    """Whether a linear program would take long, and cycles have no price."""
    minds_cycles = any(asked.cycle_cost is not None for asked in wishes)
    is_long = len(batteries) * np.size(site.load_watt) > _MOST_FOR_A_PROGRAM
    return is_long and not minds_cycles

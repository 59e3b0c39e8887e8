"""The plan of one battery that costs least."""

from battcore.dispatch._cycle_plan import plan_with_cycles
from battcore.dispatch._linear import Coupling, cheapest_alone, is_beyond_the_queue
from battcore.dispatch._plan import Plan
from battcore.dispatch._queue import plan_by_queue
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site


def plan_alone(battery: Battery, site: Site, wishes: Wishes, coupling: Coupling) -> Plan:
    """Find it by the kernel or the solver that reads all that is asked."""
    if is_beyond_the_queue(site, coupling):
        return cheapest_alone(battery, site, wishes, coupling)
    if wishes.cycle_cost is not None:
        return plan_with_cycles(battery, site, wishes, wishes.cycle_cost)
    return plan_by_queue(battery, site, wishes)

"""The plan of one battery that costs least where cycles have a price."""

from importlib.util import find_spec

import numpy as np

from battcore.dispatch._bands_apart import course_by_bands
from battcore.dispatch._course import plan_along
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._linear import Coupling, cheapest_alone
from battcore.dispatch._linearized import course_by_linearization
from battcore.dispatch._plan import Plan
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

_LARGE = 200_000  # steps times bands: a linear program of more takes minutes


def plan_with_cycles(battery: Battery, site: Site, wishes: Wishes, price: CycleCost) -> Plan:
    """Find it by the first way that is open: bands apart, bands together, or linearization."""
    course = course_by_bands(battery, site, wishes, price)
    is_small = np.size(site.load_watt) * len(price.depth) <= _LARGE
    if course is None and is_small and find_spec("highspy"):
        return cheapest_alone(battery, site, wishes, Coupling())
    if course is None:
        course = course_by_linearization(battery, site, wishes, price)
    return plan_along(course, battery, site, wishes, price)

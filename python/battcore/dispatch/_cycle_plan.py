"""The plan of one battery that costs least where cycles have a price."""

from dataclasses import replace
from importlib.util import find_spec

import numpy as np

from battcore.dispatch._bands_apart import course_by_bands
from battcore.dispatch._course import Course, plan_along
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._linear import Coupling, cheapest_alone
from battcore.dispatch._linearized import course_by_linearization
from battcore.dispatch._plan import Plan
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

# steps times bands, of which more take minutes: as a linear program, and with choices in it
_LARGE = 200_000
_LARGE_WITH_CHOICES = 10_000


def plan_with_cycles(battery: Battery, site: Site, wishes: Wishes, price: CycleCost) -> Plan:
    """Find it by the first way that is open: bands apart, bands together, or linearization."""
    course = course_by_bands(battery, site, wishes, price)
    size = np.size(site.load_watt) * (len(price.depth) - 1)
    if course is None and size <= _LARGE and find_spec("highspy"):
        return _by_program(battery, site, wishes, price, may_choose=size <= _LARGE_WITH_CHOICES)
    if course is None:
        course = course_by_linearization(battery, site, wishes, price)
    return plan_along(course, battery, site, wishes, price)


def _by_program(
    battery: Battery, site: Site, wishes: Wishes, price: CycleCost, *, may_choose: bool
) -> Plan:
    """Ask HiGHS, and keep to the course of the relaxation where choices would take too long."""
    if may_choose or not wishes.exclusive:
        return cheapest_alone(battery, site, wishes, Coupling())
    relaxed = cheapest_alone(battery, site, replace(wishes, exclusive=False), Coupling())
    found = relaxed.certificate
    if found.burned_wh == 0.0:
        return relaxed
    course = Course(relaxed.soc, "HiGHS", found.solves, found.bound)
    return plan_along(course, battery, site, wishes, price)

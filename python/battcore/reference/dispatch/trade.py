"""Energy moved to where it is missed, as the policies word it."""

from math import inf

from battcore.dispatch import Command, PriceThreshold, SelfConsumption, TimeOfUse, View
from battcore.reference.dispatch import stored
from battcore.reference.dispatch.rules import FREE, net_watt, wish


def consume_own(policy: SelfConsumption, view: View) -> Command:
    """Hold the grid power at the value aimed at."""
    surplus = policy.grid_watt - net_watt(view)
    return wish(min(max(surplus, -policy.discharge_power_watt), policy.charge_power_watt))


def follow_the_clock(policy: TimeOfUse, view: View) -> Command:
    """Charge in some windows of the day, discharge in others."""
    hour = (view.clock_second + 1e-6 * view.dt_second) % 86_400.0 / 3600.0
    if any(holds(window, hour) for window in policy.discharge_hours):
        return discharge(policy, view)
    if any(holds(window, hour) for window in policy.charge_hours):
        return charge(policy, view)
    return FREE


def holds(window: tuple[float, float], hour: float) -> bool:
    """Whether an hour lies in a window, which may pass midnight."""
    start, end = window
    return start <= hour < end if start <= end else hour >= start or hour < end


def follow_the_price(policy: PriceThreshold, view: View) -> Command:
    """Charge while energy is cheap, discharge while it is dear."""
    price = 0.0 if view.price_per_kwh is None else view.price_per_kwh
    if price >= policy.discharge_above_per_kwh:
        return discharge(policy, view)
    if price <= policy.charge_below_per_kwh:
        return charge(policy, view)
    return FREE


def charge(policy: TimeOfUse | PriceThreshold, view: View) -> Command:
    """As fast and as far as it may."""
    goal = min(policy.charge_soc, view.battery.soc_max)
    if view.soc >= goal or policy.charge_power_watt == 0.0:
        return FREE
    power = stored.power_towards(goal * stored.capacity_wh(view), view)
    return wish(min(power, policy.charge_power_watt))


def discharge(policy: TimeOfUse | PriceThreshold, view: View) -> Command:
    """As fast and as far as it may; into the grid only if told so."""
    goal = max(policy.discharge_soc, view.battery.soc_min)
    most = min(policy.discharge_power_watt, inf if policy.feed_in else max(net_watt(view), 0.0))
    if view.soc <= goal or most <= 0.0:
        return FREE
    power = stored.power_towards(goal * stored.capacity_wh(view), view)
    return wish(max(power, -most))

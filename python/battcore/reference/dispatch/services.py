"""Services to the grid, as the policies word them."""

from typing import Any

from battcore.dispatch import Command, FrequencyResponse, RegulationSignal, View
from battcore.reference import site
from battcore.reference.dispatch import stored
from battcore.reference.dispatch.rules import FREE, centering

SLIVER = 1e-9  # of the capacity: so near to its goal the stored energy counts as led back


def respond(policy: FrequencyResponse, way_back: int, view: View) -> tuple[int, Command]:
    """Power against the deviation, and energy led back to the middle once it falls short."""
    if view.frequency_hertz is None or view.outage:
        return way_back, FREE
    deviation = view.frequency_hertz - policy.nominal_hertz
    watt = response_watt(policy, deviation)
    low, high = room_wh(policy, view)
    middle, now = (low + high) / 2, stored.stored_wh(view)
    if now < min(low, middle):
        way_back = 1
    elif now > max(high, middle):
        way_back = -1
    elif way_back * (middle - now) <= SLIVER * stored.capacity_wh(view):
        way_back = 0
    if way_back and abs(deviation) <= policy.normal_hertz:
        goal, most = stored.power_towards(middle, view), policy.recharge_power_watt
        watt += min(max(goal, -most), most)
    return way_back, Command(watt, watt, watt)


def response_watt(policy: FrequencyResponse, deviation: float) -> float:
    """Share of the capacity that grows from start to full, and nothing within the dead band."""
    if abs(deviation) <= policy.dead_band_hertz:
        return 0.0
    share = (abs(deviation) - policy.start_hertz) / (policy.full_hertz - policy.start_hertz)
    capacity: Any = -policy.up_watt if deviation < 0.0 else policy.down_watt
    return float(min(max(share, 0.0), 1.0) * capacity)


def room_wh(policy: FrequencyResponse, view: View) -> tuple[float, float]:
    """Between which energies a full activation can be held either way."""
    hours, capacity = policy.endurance_second / 3600.0, stored.capacity_wh(view)
    low = view.battery.soc_min * capacity - hours * site.store_power(view.battery, -policy.up_watt)
    high = view.battery.soc_max * capacity - hours * site.store_power(
        view.battery, policy.down_watt
    )
    return low, high


def regulate(policy: RegulationSignal, view: View) -> Command:
    """Give the share of the capacity that the signal asks for."""
    if view.signal is None:
        return FREE
    watt = centering(policy, view) - view.signal * policy.capacity_watt
    return Command(watt, watt, watt)

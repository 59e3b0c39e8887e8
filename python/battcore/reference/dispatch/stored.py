"""Stored energy, and the powers that move it."""

from math import inf

from battcore.dispatch import View
from battcore.reference import site


def lowest_power(floor_wh: float, view: View) -> float:
    """The lowest power that does not end the step below the floor."""
    _, discharge = site.power_limits(view.battery)
    if stored_after(-discharge, view) >= floor_wh:
        return -inf
    return min(power_towards(floor_wh, view), 0.0)


def highest_power(ceiling_wh: float, view: View) -> float:
    """The highest power that does not end the step above the ceiling."""
    charge, _ = site.power_limits(view.battery)
    if stored_after(charge, view) <= ceiling_wh:
        return inf
    return max(power_towards(ceiling_wh, view), 0.0)


def power_towards(goal_wh: float, view: View) -> float:
    """The AC power that brings the stored energy to a goal within the step."""
    store_watt = (goal_wh - stored_wh(view)) * 3600.0 / view.dt_second
    return site.ac_power(view.battery, store_watt)


def stored_after(ac_watt: float, view: View) -> float:
    """Stored energy after a step at an AC power. [Wh]"""
    return stored_wh(view) + site.store_power(view.battery, ac_watt) * view.dt_second / 3600.0


def stored_wh(view: View) -> float:
    """Stored energy now. [Wh]"""
    return view.soc * capacity_wh(view)


def capacity_wh(view: View) -> float:
    """Energy between soc 0 and 1 at present health. [Wh]"""
    return view.battery.energy_capacity_wh * view.battery.soh_capacity

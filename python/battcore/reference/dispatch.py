"""The policies as they are worded: an interval of battery power, and a wish within it."""

from collections.abc import Sequence
from math import inf
from typing import Any

from battcore.dispatch import (
    BackupReserve,
    Command,
    LoadSmoothing,
    PeakShaving,
    Policy,
    RampLimit,
    Stack,
    View,
)
from battcore.reference import site

FREE = Command(-inf, None, inf)
MARGIN = 1e-3  # of the capacity: a reserve neither gives nor refills so far above its floor


def decide(policy: Policy, memory: Any, view: View) -> tuple[Any, Command]:  # noqa: ANN401
    """What a policy remembers after a step, and what it answers; no memory before the first."""
    match policy:
        case PeakShaving():
            return None, shave(policy, view)
        case RampLimit():
            return None, limit_ramp(policy, view)
        case LoadSmoothing():
            past = [*(memory or ()), (view.dt_second, view.load_watt)]
            return past, smooth(policy, past, view)
        case BackupReserve():
            highest = max(memory or 0.0, critical_watt(view))
            return highest, reserve(policy, highest, view)
        case Stack():
            conflicts, memories = memory or (0, [None] * len(policy.policies))
            return decide_together(policy, conflicts, memories, view)
    raise TypeError(policy)


def decide_together(
    stack: Stack, conflicts: int, memories: Sequence[Any], view: View
) -> tuple[tuple[int, list[Any]], Command]:
    """Each member narrows what those before it left; its wish counts where its bounds cannot."""
    command = FREE
    kept = []
    for member, memory in zip(stack.policies, memories, strict=True):
        remembered, later = decide(member, memory, view)
        kept.append(remembered)
        lower = max(command.lower_watt, later.lower_watt)
        upper = min(command.upper_watt, later.upper_watt)
        first = later.wish_watt if command.wish_watt is None else command.wish_watt
        if lower > upper:
            conflicts += 1
            lower, upper = command.lower_watt, command.upper_watt
        command = Command(lower, first, upper)
    return (conflicts, kept), command


def shave(policy: PeakShaving, view: View) -> Command:
    """No more from the grid than the limit; refill from what it leaves."""
    headroom = policy.limit_watt - view.load_watt
    goal = min(policy.recharge_soc, view.battery.soc_max)
    wish = None
    if headroom <= 0.0:
        wish = headroom
    elif view.soc < goal:
        refill = power_towards(goal * capacity_wh(view), view)
        wish = min(refill, headroom, policy.recharge_power_watt)
    return Command(-inf, wish, headroom)


def limit_ramp(policy: RampLimit, view: View) -> Command:
    """Grid power within a band around that of the step before, if there was one."""
    if view.grid_before_watt is None:
        return FREE
    change = policy.ramp_watt_per_second * view.dt_second
    rest = view.grid_before_watt - view.load_watt
    return Command(rest - change, None, rest + change)


def smooth(policy: LoadSmoothing, past: Sequence[tuple[float, float]], view: View) -> Command:
    """Grid power at the mean of the load, and the soc led back to its target."""
    astray_wh = (policy.target_soc - view.soc) * capacity_wh(view)
    back = astray_wh * 3600.0 / max(policy.centering_second, view.dt_second)
    return Command(-inf, moving_mean(past, policy.window_second) - view.load_watt + back, inf)


def moving_mean(past: Sequence[tuple[float, float]], window: float) -> float:
    """Mean over the last `window` seconds of steps and their values, or over all of them."""
    left, integral = window, 0.0
    for dt, value in reversed(past):
        if left == 0.0:
            break
        held = min(dt, left)
        integral += held * value
        left -= held
    return integral / (window - left)


def reserve(policy: BackupReserve, highest: float, view: View) -> Command:
    """Stored energy between a floor and a ceiling; in an outage, free."""
    if view.outage:
        return FREE
    critical = highest if policy.critical_load_watt is None else policy.critical_load_watt
    full = view.battery.soc_max * capacity_wh(view)
    drain = -site.store_power(view.battery, -critical) * policy.ride_through_second / 3600.0
    floor = min(view.battery.soc_min * capacity_wh(view) + drain, full)
    dropped = site.store_power(view.battery, policy.load_drop_watt)
    safe = min(floor + MARGIN * capacity_wh(view), full)
    ceiling = max(full - dropped * policy.load_drop_second / 3600.0, safe)
    wish = None
    if stored_wh(view) < floor:
        wish = min(power_towards(safe, view), policy.recharge_power_watt)
    return Command(lowest_power(safe, view), wish, highest_power(ceiling, view))


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


def critical_watt(view: View) -> float:
    """The part of the load that an outage leaves to be carried; no more than there is. [W]"""
    critical = view.critical_load_watt
    return view.load_watt if critical is None else min(critical, view.load_watt)

"""The policies as they are worded: an interval of battery power, and a wish within it."""

from collections.abc import Sequence
from math import inf
from typing import Any

from battcore.dispatch import (
    BackupReserve,
    Command,
    CycleAware,
    LearnedPeakShaving,
    LoadSmoothing,
    PeakShaving,
    RampLimit,
    RangeLimit,
    Schedule,
    View,
)
from battcore.reference import site, tariff
from battcore.reference.dispatch import stored

FREE = Command(-inf, None, inf)
MARGIN = 1e-3  # of the capacity: a reserve neither gives nor refills so far above its floor


def wish(watt: float) -> Command:
    """Best this power, and any other right."""
    return Command(-inf, watt, inf)


def net_watt(view: View) -> float:
    """What the load asks for beyond generation. [W]"""
    return view.load_watt - view.generation_watt


def critical_watt(view: View) -> float:
    """The part of the load that an outage leaves to be carried; no more than there is. [W]"""
    critical = view.critical_load_watt
    return view.load_watt if critical is None else min(critical, view.load_watt)


def shave(policy: PeakShaving, view: View) -> Command:
    """No more from the grid than the limit; refill from what it leaves."""
    headroom = policy.limit_watt - net_watt(view)
    goal = min(policy.recharge_soc, view.battery.soc_max)
    wish = None
    if headroom <= 0.0:
        wish = headroom
    elif view.soc < goal:
        refill = stored.power_towards(goal * stored.capacity_wh(view), view)
        wish = min(refill, headroom, policy.recharge_power_watt)
    return Command(-inf, wish, headroom)


def learn(policy: LearnedPeakShaving, memory: Any, view: View) -> tuple[Any, Command]:  # noqa: ANN401
    """Shave at the highest grid power of the billing period so far."""
    now = tariff.Clock(None).shown(view.clock_second + 1e-6 * view.dt_second)
    period = None if policy.reset == "never" else tariff.period(policy.reset, now)
    old, limit = memory or ("none", 0.0)
    if period == old:
        limit = max(limit, view.grid_before_watt or 0.0)
    else:
        limit = max(policy.start_limit_watt, policy.keep_share * limit)
    shaving = PeakShaving(
        limit_watt=limit,
        recharge_power_watt=policy.recharge_power_watt,
        recharge_soc=policy.recharge_soc,
    )
    return (period, limit), shave(shaving, view)


def limit_ramp(policy: RampLimit, view: View) -> Command:
    """Grid power within a band around that of the step before, if there was one."""
    if view.grid_before_watt is None:
        return FREE
    change = policy.ramp_watt_per_second * view.dt_second
    rest = view.grid_before_watt - net_watt(view)
    return Command(rest - change, None, rest + change)


def smooth(policy: LoadSmoothing, past: Sequence[tuple[float, float]], view: View) -> Command:
    """Grid power at the mean of the load, and the soc led back to its target."""
    goal = moving_mean(past, policy.window_second)
    return wish(goal - net_watt(view) + centering(policy, view))


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


def centering(policy: Any, view: View) -> float:  # noqa: ANN401
    """Power that leads the soc back to its target with a time constant."""
    astray_wh: float = (policy.target_soc - view.soc) * stored.capacity_wh(view)
    pace: float = max(policy.centering_second, view.dt_second)
    return astray_wh * 3600.0 / pace


def limit_range(policy: RangeLimit, past: Sequence[tuple[float, float]], view: View) -> Command:
    """Grid power no further than the range from any that began within the window."""
    age, recent = 0.0, []
    for dt, grid in reversed(past):
        age += dt
        if age <= policy.window_second * (1.0 + 1e-9) + 1e-6 * past[-1][0]:
            recent.append(grid)
    if not recent:
        return FREE
    low, high = min(recent), max(recent)
    middle = (low + high) / 2
    lower, upper = min(high - policy.range_watt, middle), max(low + policy.range_watt, middle)
    return Command(lower - net_watt(view), None, upper - net_watt(view))


def reserve(policy: BackupReserve, highest: float, view: View) -> Command:
    """Stored energy between a floor and a ceiling; in an outage, free."""
    if view.outage:
        return FREE
    critical = highest if policy.critical_load_watt is None else policy.critical_load_watt
    full = view.battery.soc_max * stored.capacity_wh(view)
    drain = -site.store_power(view.battery, -critical) * policy.ride_through_second / 3600.0
    floor = min(view.battery.soc_min * stored.capacity_wh(view) + drain, full)
    dropped = site.store_power(view.battery, policy.load_drop_watt)
    safe = min(floor + MARGIN * stored.capacity_wh(view), full)
    ceiling = max(full - dropped * policy.load_drop_second / 3600.0, safe)
    wish = None
    if stored.stored_wh(view) < floor:
        wish = min(stored.power_towards(safe, view), policy.recharge_power_watt)
    return Command(stored.lowest_power(safe, view), wish, stored.highest_power(ceiling, view))


def limit_cycles(policy: CycleAware, past: Sequence[float], view: View) -> Command:
    """Energy no further from the highest and the lowest so far than the depth."""
    capacity = stored.capacity_wh(view)
    floor, ceiling = (max(past) - policy.depth) * capacity, (min(past) + policy.depth) * capacity
    return Command(stored.lowest_power(floor, view), None, stored.highest_power(ceiling, view))


def follow(policy: Schedule, view: View) -> Command:
    """What was planned for this step of the trace."""
    if policy.power_watt is not None:
        powers: Any = policy.power_watt
        return wish(float(powers[view.step % len(powers)]))
    socs: Any = policy.soc
    goal = float(socs[view.step % len(socs)]) * stored.capacity_wh(view)
    return wish(stored.power_towards(goal, view))

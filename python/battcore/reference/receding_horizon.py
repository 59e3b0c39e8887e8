"""The optimum over a horizon that moves along: planned from scratch, as far as anyone can see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, takewhile
from math import exp, sqrt
from typing import Any

import numpy as np

from battcore.dispatch import Command, ForecastError, RecedingHorizon, View
from battcore.reference import optimum
from battcore.reference import site as place
from battcore.reference.aging import draw
from battcore.reference.dispatch import rules, stored
from battcore.reference.horizon import (
    Horizon,
    can_be_kept,
    follow,
    is_convex,
    offers,
    with_both_powers,
)
from battcore.reference.horizon_peaks import Peak, under_best_limits
from battcore.reference.optimum import Step, Store
from battcore.site import Site
from battcore.tariff import DemandPrice, prices

Forecast = Site | Callable[[View], Site]


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned, and for which steps of the trace."""

    first: int
    due: int
    """After how many steps another plan is due."""
    change_kwh: list[float]
    """Of stored energy, in the steps to be carried out and in as many after them."""
    hours: list[float]


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known from step to step."""

    seen: int = -1
    """The step of the trace that was seen last."""
    reached_kw: tuple[float, ...] = ()
    """The highest import so far of each charge in each of its periods: it is paid."""
    planned: Planned | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """A receding horizon as a policy of one's own, which believes in `site` if in nothing else."""

    policy: RecedingHorizon
    site: Site

    def decide(self, memory: Memory | None, view: View) -> tuple[Memory, Command]:
        """Carry out what was planned; plan anew where that is over."""
        memory = memory or Memory()
        reached = self._reached(memory, view)
        if view.outage:
            return Memory(view.step, reached, None), rules.FREE
        goes_on = view.step - memory.seen in (0, 1)
        planned = memory.planned if goes_on else None
        if planned is None or view.step - planned.first >= planned.due:
            before = planned.change_kwh[view.step - planned.first :] if planned else []
            planned = plan(self.policy, self.policy.forecast or self.site, view, before, reached)
        at = view.step - planned.first
        power = place.ac_power(view.battery, planned.change_kwh[at] / planned.hours[at] * 1e3)
        charge, discharge = place.power_limits(view.battery)
        command = rules.wish(min(max(power, -discharge), charge))
        return Memory(view.step, reached, planned), command

    def _reached(self, memory: Memory, view: View) -> tuple[float, ...]:
        """Take note of what the step before drew, which a trace that begins anew forgets."""
        forecast = self.policy.forecast or self.site
        if callable(forecast) or view.step < memory.seen:
            return ()
        charges = charges_of(forecast)
        reached = memory.reached_kw or (0.0,) * len(charges)
        drawn = (view.grid_before_watt or 0.0) / 1e3
        return tuple(
            max(kw, drawn) if memory.seen in steps_of(charge) else kw
            for kw, charge in zip(reached, charges, strict=True)
        )


def charges_of(site: Site) -> Sequence[DemandPrice]:
    """What is charged for peaks, one for each charge in each of its periods."""
    if site.tariff is None:
        return ()
    return prices(site.tariff, site.dt_second, np.size(site.load_watt), start=site.start).demand


def steps_of(charge: DemandPrice) -> set[int]:
    """The steps of a trace that a charge counts."""
    return {step for start, stop in charge.steps for step in range(start, stop)}


def plan(
    policy: RecedingHorizon,
    forecast: Forecast,
    view: View,
    planned_kwh: Sequence[float],
    reached_kw: Sequence[float],
) -> Planned:
    """Make the best plan over the horizon, as far as it is to be carried out or compared with."""
    site, now = (forecast(view), 0) if callable(forecast) else (forecast, view.step)
    believed = outlook(policy, view, site, now)
    believed = believed[: within(believed, policy.horizon_second)]
    steps = [asked(policy, view, step, lead) for lead, step in enumerate(believed)]
    horizon = Horizon(
        store=Store.of(view.battery),
        steps=steps,
        start_kwh=stored.stored_wh(view) / 1e3,
        lowest_end_kwh=(policy.soc_end_min or 0.0) * stored.capacity_wh(view) / 1e3,
        end_value=policy.end_value_per_kwh,
        planned_kwh=planned_kwh,
    )
    changes = best_changes(horizon, peaks_of(site, now, len(steps), reached_kw))
    due = within(steps, policy.replan_second)
    return Planned(view.step, due, changes[: 2 * due], [step.hours for step in steps])


def peaks_of(site: Site, now: int, count: int, reached_kw: Sequence[float]) -> list[Peak]:
    """What is charged for peaks within a horizon: only what is above those reached before."""
    found = []
    charges = charges_of(site)
    for charge, reached in zip(charges, reached_kw or [0.0] * len(charges), strict=True):
        leads = frozenset(step - now for step in steps_of(charge) if now <= step < now + count)
        free = max(charge.floor_watt / 1e3, reached)
        price = float(charge.price_per_kw[0])
        if leads:
            found.append(Peak(price_per_kw=price, free_kw=free, leads=leads))
    return found


def best_changes(horizon: Horizon, peaks: Sequence[Peak]) -> list[float]:
    """By how much the best plan changes the stored energy in each step.

    Where costs bend down or peaks are charged for it is the optimum without both powers at once, if
    there is one; where there is none, peaks do not count, and limits give way.
    """
    if not peaks and is_convex(horizon):
        return follow(horizon, offers(horizon)).changes
    capped = under_best_limits(horizon, peaks)
    if capped is not None and can_be_kept(capped):
        is_straight = is_convex(capped)
        return (
            follow(capped, offers(capped)).changes if is_straight else one_power_at_a_time(capped)
        )
    return follow(horizon, with_both_powers(horizon)).changes


def one_power_at_a_time(horizon: Horizon) -> list[float]:
    """Changes of the optimum that keeps all limits."""
    steps = [*horizon.steps]
    lowest = max(steps[-1].floor_kwh, horizon.lowest_end_kwh)
    steps[-1] = replace(steps[-1], floor_kwh=lowest)
    start = horizon.start_kwh
    _, energies = optimum.optimize(horizon.store, steps, start, horizon.end_value)
    stays = zip(pairwise([start, *energies]), steps, strict=True)
    return [after - before * step.retention for (before, after), step in stays]


def within(steps: Sequence[Step], second: float) -> int:
    """How many steps begin within so many seconds, one at least."""
    begins = accumulate((step.hours * 3600.0 for step in steps[:-1]), initial=0.0)
    return max(1, len([*takewhile(lambda begin: begin < second * (1 - 1e-9), begins)]))


def outlook(policy: RecedingHorizon, view: View, site: Site, now: int) -> list[Step]:
    """What is believed of the steps from now on, of which the first one is known."""
    count = len(np.atleast_1d(site.load_watt))
    tariff: Any = site.tariff
    prices = (tariff.energy_price_per_kwh, tariff.export_price_per_kwh)
    watts = (site.load_watt, site.generation_watt, site.import_limit_watt, site.export_limit_watt)
    columns = [np.broadcast_to(column, count)[now:] for column in (site.dt_second, *prices, *watts)]
    rows = [tuple(map(float, row)) for row in zip(*columns, strict=True)]
    errors = (policy.price_error, policy.load_error, policy.generation_error)
    dt = [row[0] for row in rows]
    price, load, sun = (drift(error, view.step, dt) for error in errors)
    found = []
    for lead, (second, bought, sold, consumed, given, most_in, most_out) in enumerate(rows):
        told = max(load[lead](consumed), 0.0), max(sun[lead](given), 0.0)
        watt, shine = told if lead else (view.load_watt, view.generation_watt)
        step = Step(
            hours=second / 3600.0,
            net_kw=(watt - shine) / 1e3,
            import_price=price[lead](bought),
            export_price=price[lead](sold),
            import_limit_kw=most_in / 1e3,
            export_limit_kw=most_out / 1e3,
            spillable_kw=shine / 1e3 if site.curtailable else 0.0,
        )
        found.append(step)
    return found


def drift(error: ForecastError | None, now: int, dt: Sequence[float]) -> list[Any]:
    """Of each step from now on, what is told where the truth is a number."""
    astray, told = 0.0, [lambda truth: truth]
    for step, second in enumerate(dt[1:], now + 1):
        if error is not None:
            kept = exp(-second / error.correlation_second)
            chance = draw.normal(error.seed, "forecast", step)
            astray = kept * astray + error.std * sqrt(1.0 - kept * kept) * chance
        told.append(_astray(error, astray))
    return told


def _astray(error: ForecastError | None, by: float) -> Any:  # noqa: ANN401
    if error is not None and error.relative:
        return lambda truth: truth * max(1.0 + by, 0.0)
    return lambda truth: truth + by


def asked(policy: RecedingHorizon, view: View, step: Step, lead: int) -> Step:
    """The same step with what is asked of the store at its end."""
    battery, capacity = view.battery, stored.capacity_wh(view) / 1e3
    at = view.step + lead
    ceiling = min(_at(policy.soc_ceiling, at), battery.soc_max)
    floor = min(max(_at(policy.soc_floor, at), battery.soc_min), ceiling)
    holding: list[tuple[float, float]] = []
    if policy.holding_cost is not None:
        cost = policy.holding_cost
        hours = step.hours * _at(cost.weight, at)
        prices = zip(cost.soc, cost.price_per_kwh_hour, strict=True)
        holding = [(soc * capacity, price * hours) for soc, price in prices]
    return replace(
        step,
        retention=(1.0 - battery.self_discharge_per_day) ** (step.hours / 24.0),
        floor_kwh=floor * capacity,
        ceiling_kwh=ceiling * capacity,
        holding=holding,
    )


def _at(values: Any, step: int) -> float:  # noqa: ANN401
    """One value for all steps of the trace, or that of a step."""
    each = np.atleast_1d(values)
    return float(each[min(step, each.size - 1)])

"""The optimum over a horizon that moves along: planned from scratch, as far as anyone can see.

Costs of different steps are taken to differ and limits to leave a plan, so that there is one best
plan. What the policy does where plans cost the same, where none is possible, and at demand charges
is not told here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, takewhile
from math import exp, sqrt
from typing import Any

import numpy as np

from battcore.dispatch import Command, ForecastError, RecedingHorizon, View
from battcore.reference import site as place
from battcore.reference import slope_queue
from battcore.reference.aging import draw
from battcore.reference.dispatch import rules, stored
from battcore.reference.optimum import Step, Store
from battcore.site import Site

Forecast = Site | Callable[[View], Site]


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned, and for which steps of the trace."""

    first: int
    power_kw: list[float]
    """Into the store, in each step that is to be carried out."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A receding horizon as a policy of one's own, which believes in `site` if in nothing else."""

    policy: RecedingHorizon
    site: Site

    def decide(self, memory: Planned | None, view: View) -> tuple[Planned | None, Command]:
        """Carry out what was planned; plan anew where that is over."""
        if view.outage:
            return None, rules.FREE
        planned = memory
        if planned is None or not 0 <= view.step - planned.first < len(planned.power_kw):
            planned = plan(self.policy, self.policy.forecast or self.site, view)
        power = place.ac_power(view.battery, planned.power_kw[view.step - planned.first] * 1e3)
        charge, discharge = place.power_limits(view.battery)
        return planned, rules.wish(min(max(power, -discharge), charge))


def plan(policy: RecedingHorizon, forecast: Forecast, view: View) -> Planned:
    """The best plan over the horizon, as far as it is to be carried out."""
    site, now = (forecast(view), 0) if callable(forecast) else (forecast, view.step)
    believed = outlook(policy, view, site, now)
    believed = believed[: within(believed, policy.horizon_second)]
    steps = [asked(policy, view, step, lead) for lead, step in enumerate(believed)]
    if policy.soc_end_min is not None:
        lowest = policy.soc_end_min * stored.capacity_wh(view) / 1e3
        steps[-1] = replace(steps[-1], floor_kwh=max(steps[-1].floor_kwh, lowest))
    start = stored.stored_wh(view) / 1e3
    found = slope_queue.optimize(Store.of(view.battery), steps, start, policy.end_value_per_kwh)
    stays = zip(pairwise([start, *found.energies]), steps, strict=True)
    powers = [(after - before * step.retention) / step.hours for (before, after), step in stays]
    return Planned(view.step, powers[: within(steps, policy.replan_second)])


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

"""The plan of least cost that never charges and discharges at once: backwards, knot by knot.

The least cost of all that follows is a chain of knots (stored energy, cost) with straight lines in
between, and so is the cost of a step. Energies in kWh, powers in kW.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Self

from battcore.site import Battery

Knot = tuple[float, float]
Chain = list[Knot]

DUST = 1e-12  # of all that a chain spans: nearer knots are one


@dataclass(frozen=True, kw_only=True)
class Store:
    """A battery without a converter."""

    capacity_kwh: float
    charge_kw: float
    discharge_kw: float
    charge_efficiency: float = 1.0
    discharge_efficiency: float = 1.0
    charge_cost: float = 0.0
    discharge_cost: float = 0.0

    @classmethod
    def of(cls, battery: Battery) -> Self:
        """Read a battery."""
        return cls(
            capacity_kwh=battery.energy_capacity_wh * battery.soh_capacity / 1e3,
            charge_kw=battery.charge_power_watt / 1e3,
            discharge_kw=battery.discharge_power_watt / 1e3,
            charge_efficiency=battery.charge_efficiency,
            discharge_efficiency=battery.discharge_efficiency,
            charge_cost=battery.charge_cost_per_kwh,
            discharge_cost=battery.discharge_cost_per_kwh,
        )


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the meter and of what is asked of the store."""

    hours: float
    net_kw: float
    import_price: float
    export_price: float
    import_limit_kw: float = inf
    export_limit_kw: float = inf
    spillable_kw: float = 0.0
    retention: float = 1.0
    floor_kwh: float = 0.0
    ceiling_kwh: float = inf
    holding: Sequence[tuple[float, float]] = ()
    """From which energy on a kWh more costs how much: ascending, the first from below all."""


def cost_of_power(store: Store, step: Step, power_kw: float) -> float:
    """What a step costs at an AC power of the battery; infinite where a limit forbids it."""
    net = step.net_kw + power_kw
    wished = (0.0, step.spillable_kw, -net, -step.export_limit_kw - net)
    spilled = {min(max(kw, 0.0), step.spillable_kw) for kw in wished}
    grids = [net + kw for kw in spilled]
    slack = 1e-9 * (1.0 + abs(net))
    allowed = [kw for kw in grids if -step.export_limit_kw <= kw + slack]
    allowed = [kw for kw in allowed if kw - slack <= step.import_limit_kw]
    energy = (kw * (step.import_price if kw > 0.0 else step.export_price) for kw in allowed)
    wear = max(power_kw, 0.0) * store.charge_cost + max(-power_kw, 0.0) * store.discharge_cost
    return (min(energy, default=inf) + wear) * step.hours


def cost_of_change(store: Store, step: Step) -> Chain:
    """What a step costs at each change of stored energy that is possible."""
    lowest = -step.export_limit_kw - step.spillable_kw
    highest = step.import_limit_kw
    bends = [lowest, -step.spillable_kw, -step.export_limit_kw, 0.0, highest - step.spillable_kw]
    least = max(-store.discharge_kw, lowest - step.net_kw)
    most = min(store.charge_kw, highest - step.net_kw)
    powers = {kw for kw in (0.0, *(bend - step.net_kw for bend in bends)) if least < kw < most}
    stored = {
        kw: kw * (store.charge_efficiency if kw > 0.0 else 1.0 / store.discharge_efficiency)
        for kw in sorted(powers | {least, most})
    }
    return [(kwh * step.hours, cost_of_power(store, step, kw)) for kw, kwh in stored.items()]


def value(chain: Chain, place: float) -> float:
    """The value of a chain at a place; infinite beyond its ends."""
    if place == chain[0][0]:
        return chain[0][1]
    for (left, low), (right, high) in pairwise(chain):
        if left <= place <= right:
            return low + (high - low) * ((place - left) / (right - left))
    return inf


def lower(one: Chain, other: Chain) -> Chain:
    """The lower of two chains, with the places where they cross."""
    if not one:
        return other
    places = sorted({place for place, _ in (*one, *other)})
    ends = [(place, value(one, place), value(other, place)) for place in places]
    found = [(place, min(first, second)) for place, first, second in ends]
    for (left, *before), (right, *after) in pairwise(ends):
        gaps = before[0] - before[1], after[0] - after[1]
        if min(gaps) < 0.0 < max(gaps) and max(map(abs, gaps)) < inf:
            share = gaps[0] / (gaps[0] - gaps[1])
            cost = before[0] + share * (after[0] - before[0])
            found.append((left + share * (right - left), cost))
    return without_dust(sorted(found))


def without_dust(chain: Chain) -> Chain:
    """The same chain without knots that a line through their neighbors meets."""
    span = chain[-1][0] - chain[0][0]
    costs = [cost for _, cost in chain]
    kept: Chain = []
    for index, (place, cost) in enumerate(chain):
        if kept and place - kept[-1][0] <= DUST * span:
            continue
        if kept and index + 1 < len(chain):
            line = value([kept[-1], chain[index + 1]], place)
            if abs(line - cost) <= DUST * (max(costs) - min(costs)):
                continue
        kept.append((place, cost))
    return kept


def least_sum(one: Chain, other: Chain) -> Chain:
    """The least of ``one(u) + other(y - u)`` over u, for all y.

    Of two straight lines it is both, the flatter one first; of chains the lowest of all pairs.
    """
    found: Chain = []
    for first in lines(one):
        part: Chain = []
        for second in lines(other):
            steepness = sorted((first, second), key=slope)
            place, cost = first[0][0] + second[0][0], first[0][1] + second[0][1]
            pair = [(place, cost)]
            for (left, low), (right, high) in steepness:
                place, cost = place + right - left, cost + high - low
                pair.append((place, cost))
            part = lower(part, without_dust(pair))
        found = lower(found, part)
    return found


def lines(chain: Chain) -> Iterable[tuple[Knot, Knot]]:
    """From knot to knot; a chain of one knot is a line without length."""
    return pairwise(chain) if len(chain) > 1 else [(chain[0], chain[0])]


def slope(line: tuple[Knot, Knot]) -> float:
    """How steep a line is."""
    (left, low), (right, high) = line
    return (high - low) / (right - left) if right > left else 0.0


def within(chain: Chain, low: float, high: float) -> Chain:
    """What a chain is between two places."""
    low, high = max(low, chain[0][0]), min(high, chain[-1][0])
    inside = [knot for knot in chain if low < knot[0] < high]
    return [(low, value(chain, low)), *inside, *([(high, value(chain, high))] * (low < high))]


def held(step: Step, kwh: float) -> float:
    """What holding so much energy over a step costs."""
    starts = [0.0, *(start for start, _ in step.holding[1:]), inf]
    prices = [price for _, price in step.holding]
    spans = zip(starts, starts[1:], prices, strict=False)
    return sum((price * max(min(kwh, high) - low, 0.0) for low, high, price in spans), start=0.0)


def costs_ahead(store: Store, steps: Sequence[Step], end_value: float) -> list[Chain]:
    """Of each step, the least cost of holding energy over it and of all that follows."""
    ahead: list[Chain] = []
    for step, after in zip(reversed(steps), [None, *reversed(steps)], strict=False):
        low, high = step.floor_kwh, min(step.ceiling_kwh, store.capacity_kwh)
        chain = [(low, -end_value * low), (high, -end_value * high)]
        if after is not None:
            offered = [(-change, cost) for change, cost in reversed(cost_of_change(store, after))]
            kept = within(least_sum(offered, ahead[-1]), low * after.retention, inf)
            chain = within([(kwh / after.retention, cost) for kwh, cost in kept], low, high)
        bends = {start for start, _ in step.holding if chain[0][0] < start < chain[-1][0]}
        places = sorted(bends | {place for place, _ in chain})
        ahead.append([(kwh, value(chain, kwh) + held(step, kwh)) for kwh in places])
    return ahead[::-1]


def optimize(
    store: Store, steps: Sequence[Step], start_kwh: float, end_value: float = 0.0
) -> tuple[float, list[float]]:
    """What the best plan costs, and its energy at the end of each step."""
    total, stored, energies = 0.0, start_kwh, []
    for step, ahead in zip(steps, costs_ahead(store, steps, end_value), strict=True):
        rest, costs = stored * step.retention, cost_of_change(store, step)
        reached = {kwh for kwh, _ in ahead} | {rest + change for change, _ in costs}
        low, high = max(ahead[0][0], rest + costs[0][0]), min(ahead[-1][0], rest + costs[-1][0])
        choices = [min(max(kwh, low), high) for kwh in sorted(reached)]
        spent = {
            kwh: value(costs, min(max(kwh - rest, costs[0][0]), costs[-1][0])) for kwh in choices
        }
        stored = min(choices, key=lambda kwh: spent[kwh] + value(ahead, kwh))
        total += spent[stored] + held(step, stored)
        energies.append(stored)
    return total - end_value * stored, energies

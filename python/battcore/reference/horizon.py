"""The best that a store can do over a horizon where costs are convex, whatever its limits.

Of changes that cost the same it is the one planned before. Where limits exclude each other, each is
missed as late and as little as can be.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import inf, nextafter

from battcore.reference import optimum, slope_queue
from battcore.reference.optimum import (
    Chain,
    Step,
    Store,
    cost_of_change,
    cost_of_power,
    held,
    value,
)
from battcore.reference.slope_queue import Queue, pieces

TIE = 1e-12  # costs closer than this share of themselves are equal
ROUNDING = 1e-12  # what sums may have lost


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """What a plan is made for."""

    store: Store
    steps: Sequence[Step]
    start_kwh: float
    lowest_end_kwh: float = 0.0
    end_value: float = 0.0
    planned_kwh: Sequence[float] = ()
    """Changes that were planned before for the first steps."""


@dataclass(frozen=True)
class Course:
    """What the store does in each step."""

    changes: list[float]
    cost: float
    keeps_limits: bool


def offer(store: Store, step: Step) -> tuple[Chain, bool]:
    """What each change of stored energy costs, and whether one is possible at all.

    Where none is, full power is nearest to what the limits of the connection ask for.
    """
    if step.net_kw - store.discharge_kw > step.import_limit_kw:
        return [(-store.discharge_kw / store.discharge_efficiency * step.hours, 0.0)], False
    if step.net_kw + store.charge_kw < -step.export_limit_kw - step.spillable_kw:
        return [(store.charge_kw * store.charge_efficiency * step.hours, 0.0)], False
    return cost_of_change(store, step), True


def offers(horizon: Horizon) -> list[tuple[Chain, bool]]:
    """That of each step."""
    return [offer(horizon.store, step) for step in horizon.steps]


def is_convex(horizon: Horizon) -> bool:
    """Whether the costs of all steps rise ever more steeply."""
    return all(_rises(chain) for chain, _ in offers(horizon))


def _rises(chain: Chain) -> bool:
    slopes = [optimum.slope(line) for line in pairwise(chain) if line[0][0] < line[1][0]]
    return all(left <= right + ROUNDING * abs(left) for left, right in pairwise(slopes))


def follow(horizon: Horizon, chains: Sequence[tuple[Chain, bool]]) -> Course:
    """Find the best course through convex costs, as near to all limits as it can be."""
    rounding = slope_queue.ROUNDING * horizon.store.capacity_kwh
    queue = Queue(horizon.start_kwh, horizon.start_kwh, rounding)
    kept = [*accumulate((step.retention for step in horizon.steps), lambda a, b: a * b)]
    is_held = all(is_possible for _, is_possible in chains)
    rows = zip(horizon.steps, chains, kept, strict=True)
    for lead, (step, (chain, _), now) in enumerate(rows):
        parts = pieces(chain)
        if lead < len(horizon.planned_kwh):
            parts = [*preferring(horizon.planned_kwh[lead] - chain[0][0], parts)]
        queue.push(chain[0][0] / now, [(slope * now, length / now) for slope, length in parts])
        ceiling = min(step.ceiling_kwh, horizon.store.capacity_kwh)
        is_held &= hold(queue, step.floor_kwh / now, ceiling / now)
        if any(price for _, price in step.holding):
            queue.hold([(start / now, price * now) for start, price in step.holding])
    is_held &= hold(queue, horizon.lowest_end_kwh / kept[-1], inf)
    queue.finish(horizon.end_value * kept[-1])
    changes = [change * now for change, now in zip(queue.changes, kept, strict=True)]
    return Course(changes, cost_of(horizon, chains, changes), is_held)


def preferring(
    planned: float, parts: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Make what leads to a change cheaper by a rounding, and what leads beyond it dearer."""
    for slope, length in parts:
        below = min(max(planned, 0.0), length)
        planned -= length
        if below > 0.0:
            yield nextafter(slope - TIE * abs(slope), -inf), below
        if below < length:
            yield nextafter(slope + TIE * abs(slope), inf), length - below


def hold(queue: Queue, floor: float, ceiling: float) -> bool:
    """Keep to a floor and a ceiling, or to the energies nearest to them."""
    low, high = queue.low, queue.high
    slack = ROUNDING * (abs(low) + abs(high))
    queue.raise_low(min(floor, high))
    queue.lower_high(max(ceiling, low))
    return floor <= high + slack and ceiling >= low - slack


def cost_of(
    horizon: Horizon, chains: Sequence[tuple[Chain, bool]], changes: Sequence[float]
) -> float:
    """What a course costs."""
    total, stored = 0.0, horizon.start_kwh
    for step, (chain, _), change in zip(horizon.steps, chains, changes, strict=True):
        stored = stored * step.retention + change
        total += value(chain, min(max(change, chain[0][0]), chain[-1][0])) + held(step, stored)
    return total - horizon.end_value * stored


def can_be_kept(horizon: Horizon) -> bool:
    """Whether one power at a time can keep all limits."""
    low = high = horizon.start_kwh
    slack = ROUNDING * horizon.store.capacity_kwh
    for step, (chain, is_possible) in zip(horizon.steps, offers(horizon), strict=True):
        low = max(low * step.retention + chain[0][0], step.floor_kwh)
        high = min(high * step.retention + chain[-1][0], step.ceiling_kwh)
        if not is_possible or low > high + slack:
            return False
    return high >= horizon.lowest_end_kwh - slack


def with_both_powers(horizon: Horizon) -> list[tuple[Chain, bool]]:
    """Let the store charge and discharge at once where losing energy earns something."""
    apart = zip(horizon.steps, offers(horizon), strict=True)
    return [
        (lower_hull(corners(horizon.store, step)), True)
        if is_possible and step.export_price < 0.0
        else (chain, is_possible)
        for step, (chain, is_possible) in apart
    ]


def corners(store: Store, step: Step) -> Iterator[tuple[float, float]]:
    """Change and cost where both powers are at an end, or the grid is where its price changes."""
    lowest, highest = -step.export_limit_kw - step.spillable_kw, step.import_limit_kw
    kinks = (lowest, -step.spillable_kw, -step.export_limit_kw, 0.0, highest - step.spillable_kw)
    into, out = (0.0, store.charge_kw), (0.0, store.discharge_kw)
    pairs = {(charge, discharge) for charge in into for discharge in out}
    for power in (kink - step.net_kw for kink in (*kinks, highest) if abs(kink) < inf):
        pairs |= {(charge, charge - power) for charge in into}
        pairs |= {(discharge + power, discharge) for discharge in out}
    bare = replace(store, charge_cost=0.0, discharge_cost=0.0)
    for charge, discharge in pairs:
        if 0.0 <= charge <= store.charge_kw and 0.0 <= discharge <= store.discharge_kw:
            change = charge * store.charge_efficiency - discharge / store.discharge_efficiency
            wear = charge * store.charge_cost + discharge * store.discharge_cost
            cost = cost_of_power(bare, step, charge - discharge) + wear * step.hours
            if cost < inf:
                yield change * step.hours, cost


def lower_hull(knots: Iterable[tuple[float, float]]) -> Chain:
    """The knots that no mixture of others undercuts."""
    hull: Chain = []
    for knot in sorted(knots):
        if hull and knot[0] <= hull[-1][0]:
            continue
        while len(hull) > 1 and optimum.slope((hull[-2], hull[-1])) >= optimum.slope(
            (hull[-1], knot)
        ):
            hull.pop()
        hull.append(knot)
    return hull

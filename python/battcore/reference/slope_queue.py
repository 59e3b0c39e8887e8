"""The slope queue: the plan of least cost where costs are convex, forwards, segment by segment.

What a step costs at each change of stored energy is a chain of straight segments. While they get
steeper to the right, the least cost of all steps so far is made of the same segments, in the order
of their slopes. So one sorted list is all that must be kept. Energies in kWh, powers in kW.
"""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import inf
from operator import attrgetter

from battcore.reference.optimum import Step, Store, cost_of_change, held, value

ROUNDING = 1e-14
"""What is left of a segment below this share of the capacity is what sums are rounded by."""


@dataclass(slots=True)
class Segment:
    """A stretch of stored energy that a step offers."""

    slope: float
    """What a kWh of it costs."""
    length: float
    """How much of it is left."""
    step: int
    """Who offers it."""


@dataclass(slots=True)
class Queue:
    """The least cost of holding an energy: `low`, and from there along the segments."""

    low: float
    """The least energy that can be held."""
    high: float
    """The most."""
    rounding: float
    """Energies this close are one."""
    segments: list[Segment] = field(default_factory=list)
    """What the future still decides about, the cheapest first."""
    changes: list[float] = field(default_factory=list)
    """By how much each step changes the energy, as far as that is decided."""
    open_segments: list[int] = field(default_factory=list)
    """How many segments of each step are still open."""
    settled_at: list[int | None] = field(default_factory=list)
    """The step that settled each step; None while it is open."""

    def push(self, lowest: float, pieces: Sequence[tuple[float, float]]) -> None:
        """Add a step that may change the energy by `lowest` and on along its (slope, length)."""
        step = len(self.changes)
        self.changes.append(lowest)
        self.open_segments.append(len(pieces))
        self.settled_at.append(None if pieces else step)
        for slope, length in pieces:
            insort(self.segments, Segment(slope, length, step), key=attrgetter("slope"))
        self.low += lowest
        self.high += lowest + sum(length for _, length in pieces)

    def raise_low(self, floor: float) -> float:
        """Use the cheapest segments until nothing below `floor` is left; give the last slope."""
        slope, missing = -inf, floor - self.low
        while missing > self.rounding and self.segments:
            slope, step, used = self._cut(0, missing)
            self.changes[step] += used
            missing -= used
        self.low = max(self.low, floor)
        return slope

    def lower_high(self, ceiling: float) -> float:
        """Drop the dearest segments until nothing above `ceiling` is left; give the last slope."""
        slope, excess = inf, self.high - ceiling
        while excess > self.rounding and self.segments:
            slope, _, dropped = self._cut(-1, excess)
            excess -= dropped
        self.high = min(self.high, ceiling)
        return slope

    def hold(self, marginal: Sequence[tuple[float, float]]) -> None:
        """Make each kWh dearer by what holding it costs: from which energy on, and how much."""
        dearer, at = [], self.low
        ends = [start for start, _ in marginal[1:]] + [inf]
        for segment in self.segments:
            self.open_segments[segment.step] -= 1
            until = at + segment.length
            for (_, price), end in zip(marginal, ends, strict=True):
                if at < min(until, end):
                    slope, length = segment.slope + price, min(until, end) - at
                    dearer.append(Segment(slope, length, segment.step))
                    self.open_segments[segment.step] += 1
                    at = min(until, end)
        self.segments = dearer

    def finish(self, end_value: float) -> None:
        """Use every segment that costs less than what a kWh is worth at the end."""
        while self.segments and self.segments[0].slope < end_value:
            segment = self.segments.pop(0)
            self.changes[segment.step] += segment.length

    def _cut(self, end: int, most: float) -> tuple[float, int, float]:
        """Take up to `most` off the segment at one end: its slope, its step, and how much."""
        segment = self.segments[end]
        taken = min(segment.length, most)
        segment.length -= taken
        if segment.length <= self.rounding:
            del self.segments[end]
            self.open_segments[segment.step] -= 1
            if self.open_segments[segment.step] == 0:
                self.settled_at[segment.step] = len(self.changes) - 1
        return segment.slope, segment.step, taken


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The best schedule, and what follows from it."""

    cost: float
    energies: list[float]
    """Stored at the end of each step."""
    worths: list[float]
    """What a kWh stored at the end of each step is worth."""
    look_ahead: list[int]
    """How many later steps had to be known to settle each one; -1 where the end settled it."""


def optimize(store: Store, steps: Sequence[Step], start_kwh: float, end_value: float = 0.0) -> Plan:
    """Find the plan of least cost; energies and slopes are told in the terms of the start.

    What leaks is so many per cent of what was there, so a kWh of the start is `kept` kWh of now.
    Raises ValueError where no plan keeps within all limits.
    """
    queue = Queue(start_kwh, start_kwh, ROUNDING * store.capacity_kwh)
    slopes: list[tuple[float, float]] = []
    kept = list(accumulate((step.retention for step in steps), lambda a, b: a * b))
    chains = [cost_of_change(store, step) for step in steps]
    for step, chain, now in zip(steps, chains, kept, strict=True):
        queue.push(chain[0][0] / now, [(slope * now, kwh / now) for slope, kwh in pieces(chain)])
        floor, ceiling = step.floor_kwh / now, min(step.ceiling_kwh, store.capacity_kwh) / now
        if not can_be_held(queue, chain, floor, ceiling):
            raise ValueError(f"no plan gets through step {len(slopes)}")
        slopes.append((queue.raise_low(floor), queue.lower_high(ceiling)))
        if any(price for _, price in step.holding):
            queue.hold([(start / now, price * now) for start, price in step.holding])
    queue.finish(end_value * kept[-1])
    return _plan(queue, steps, chains, kept, slopes, start_kwh, end_value)


def can_be_held(
    queue: Queue, chain: Sequence[tuple[float, float]], floor: float, ceiling: float
) -> bool:
    """Whether a step has a change that its limits allow and an energy that its bounds do."""
    slack = 1e-9 * (abs(queue.low) + abs(queue.high))
    is_allowed = max(cost for _, cost in chain) < inf
    return is_allowed and queue.high >= floor - slack and queue.low <= ceiling + slack


def pieces(chain: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Slope and length of each segment of a chain, in the order of their slopes."""
    spans = [(right - left, high - low) for (left, low), (right, high) in pairwise(chain)]
    return sorted((rise / length, length) for length, rise in spans if length > 0.0)


def _plan(
    queue: Queue,
    steps: Sequence[Step],
    chains: Sequence[list[tuple[float, float]]],
    kept: Sequence[float],
    slopes: Sequence[tuple[float, float]],
    start_kwh: float,
    end_value: float,
) -> Plan:
    stored = list(accumulate(queue.changes, initial=start_kwh))[1:]
    energies = [energy * now for energy, now in zip(stored, kept, strict=True)]
    changes = [change * now for change, now in zip(queue.changes, kept, strict=True)]
    costs = [value(chain, _within(chain, x)) for chain, x in zip(chains, changes, strict=True)]
    costs += [held(step, energy) for step, energy in zip(steps, energies, strict=True)]
    prices = [_price_held(step, energy) for step, energy in zip(steps, energies, strict=True)]
    bounds = [(price * now, *pair) for price, now, pair in zip(prices, kept, slopes, strict=True)]
    backwards = accumulate(reversed(bounds), _clamp, initial=end_value * kept[-1])
    worths = list(backwards)[:0:-1]
    settled = [-1 if last is None else last - step for step, last in enumerate(queue.settled_at)]
    return Plan(
        cost=sum(costs) - end_value * energies[-1],
        energies=energies,
        worths=[worth / now for worth, now in zip(worths, kept, strict=True)],
        look_ahead=settled,
    )


def _price_held(step: Step, kwh: float) -> float:
    """What holding the last kWh of an energy over a step costs."""
    prices = [price for start, price in step.holding if start < kwh]
    return max(prices, default=step.holding[0][1] if step.holding else 0.0)


def _within(chain: Sequence[tuple[float, float]], change: float) -> float:
    return min(max(change, chain[0][0]), chain[-1][0])


def _clamp(after: float, bounds: tuple[float, float, float]) -> float:
    """Worth a step before: less what holding costs, between what floor and ceiling used."""
    held, lowest, highest = bounds
    return min(max(after - held, lowest), highest)

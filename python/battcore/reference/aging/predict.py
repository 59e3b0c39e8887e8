"""States along their curves, and what is left of the cell."""

from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from battcore.reference.aging.card import Card
from battcore.reference.aging.duty import DAY, Conditions, Cycle, Duty
from battcore.reference.aging.growth import moved, rises, started, value_of
from battcore.reference.aging.seams import Seams

Levels = dict[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """What is left of the cell at the end of a window."""

    time_second: float
    efc: float
    soh_capacity: float
    soh_resistance: float
    losses: dict[str, float]
    gains: dict[str, float]


@dataclass(slots=True)
class Rainflow:
    """Open turning points, the last of which is the last sample that moved."""

    open: list[int] = field(default_factory=list)

    def push(self, soc: Any, sample: int) -> Iterator[Cycle]:  # noqa: ANN401
        """Take one more sample, and give the cycles that it closes."""
        points = self.open
        if points and soc[points[-1]] == soc[sample]:
            return
        if len(points) > 1 and (soc[points[-1]] > soc[points[-2]]) == (
            soc[sample] > soc[points[-1]]
        ):
            points.pop()
        points.append(sample)
        while len(points) > 2 and is_back(*(soc[point] for point in points[-3:])):
            whole = len(points) > 3
            start, end, _ = points[-3:]
            yield Cycle(start, end, closed=sample, count=1.0 if whole else 0.5)
            del points[-3 : -1 if whole else -2]

    def halves(self) -> list[Cycle]:
        """Open ranges as half cycles."""
        return [Cycle(a, b, closed=b, count=0.5) for a, b in pairwise(self.open)]


def is_back(a: float, b: float, c: float) -> bool:
    """Whether the way from b to c leads back to a or beyond."""
    return c >= a if a > b else c <= a


@dataclass(slots=True)
class Cell:
    """A cell that ages, window by window."""

    card: Card
    start_soc: InitVar[float]
    min_depth: float = 0.02
    capacity: float = 1.0
    rainflow: Rainflow = field(default_factory=Rainflow)
    levels: dict[str, float] = field(init=False)
    ages: dict[str, float] = field(init=False)

    def __post_init__(self, start_soc: float) -> None:
        states = self.card.states
        self.levels = {name: float(state.get("start", 0.0)) for name, state in states.items()}
        self.ages = {name: started(self.card, state) for name, state in states.items()}
        for _ in self.rainflow.push([start_soc], 0):
            pass

    def live(self, duty: Duty, start: int, end: int) -> Row:
        """Health after a window of the duty."""
        for sample in range(start + 1, end + 1):
            for cycle in self.rainflow.push(duty.soc, sample):
                self.ages = self.worn(duty, self.ages, cycle)
        self.ages = aged(self.card, duty, self.ages, self.levels, start, end)
        ahead = self.ages
        for cycle in self.rainflow.halves():
            ahead = self.worn(duty, ahead, cycle)
        for name, state in self.card.states.items():
            value = value_of(self.card, state, ahead[name])
            least = self.levels[name] if rises(self.card, state) else value
            self.levels[name] = max(least, value)
        return row(self.card, duty, end, self.levels)

    def worn(self, duty: Duty, ages: dict[str, float], cycle: Cycle) -> dict[str, float]:
        """Ages after a cycle."""
        return worn(self.card, duty, ages, self.levels, cycle, self.min_depth, self.capacity)


def predict(card: Card, duty: Duty, *, min_depth: float = 0.02) -> list[Row]:
    """Health at the end of each window, with cycles by the rainflow rule."""
    cell = Cell(card, float(duty.soc[0]), min_depth)
    return [cell.live(duty, start, end) for start, end in pairwise(duty.borders)]


def aged(
    card: Card, duty: Duty, ages: Levels, levels: Levels, start: int, end: int
) -> dict[str, float]:
    """Ages after a window, of the states that go with time; rates may read the last levels."""
    conditions = duty.window(start, end) | levels
    known: dict[str, Any] = conditions | mean_rates(card, duty, conditions, start, end)
    days = (duty.time[end] - duty.time[start]) / DAY
    by_time = {name: state for name, state in card.states.items() if state["x"] == "time_day"}
    return ages | {
        name: moved(card, state, ages[name], known, days) for name, state in by_time.items()
    }


def mean_rates(
    card: Card, duty: Duty, conditions: Conditions, start: int, end: int
) -> dict[str, float]:
    """Means over a window of the rates that are averaged."""
    kelvin, soc, weight = duty.samples(start, end, seams_of(card.text))
    moment = conditions | {"T": kelvin, "soc": soc}
    rates = [name for name in card.entries.get("rates", {}) if card.is_averaged(name)]
    return {
        name: float(np.sum(card.rate(name, moment) * weight) / np.sum(weight)) for name in rates
    }


@lru_cache(maxsize=64)
def seams_of(text: str) -> Seams:
    """Where records are cut before the rates of a card, as it is written, are sampled."""
    return Seams(Card(text))


def worn(
    card: Card,
    duty: Duty,
    ages: Levels,
    levels: Levels,
    cycle: Cycle,
    min_depth: float,
    capacity: float,
) -> dict[str, float]:
    """Ages after a cycle of a cell that holds a share of its nominal capacity."""
    conditions = duty.cycle(cycle)
    if conditions["dod"] < min_depth:
        return ages
    charge = conditions["dod"] * capacity
    is_up = duty.soc[cycle.end] > duty.soc[cycle.start]
    charges, discharges = cycle.count == 1.0 or is_up, cycle.count == 1.0 or not is_up
    dx = {
        "time_day": 0.0,
        "efc": cycle.count * charge,
        "cycle": cycle.count,
        "charge_throughput": charge * charges,
        "discharge_throughput": charge * discharges,
    }
    return {
        name: moved(card, state, ages[name], conditions | levels, dx[state["x"]])
        for name, state in card.states.items()
    }


def row(card: Card, duty: Duty, end: int, levels: dict[str, float]) -> Row:
    """Health, losses and gains from the states."""
    health = card.entries["health"]
    losses, gains = (card.entries.get(table, {}) for table in ("losses", "gains"))
    return Row(
        time_second=float(duty.time[end]),
        efc=float(duty.flow["moved"][end]) / 2,
        soh_capacity=max(float(card.value(health["soh_capacity"], levels)), 0.0),
        soh_resistance=float(card.value(health.get("soh_resistance", "1"), levels)),
        losses={name: float(card.value(formula, levels)) for name, formula in losses.items()},
        gains={name: float(card.value(formula, levels)) for name, formula in gains.items()},
    )

"""How finely a condition must be followed so that the means of rates are met."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from battcore.reference.aging.card import Card
from battcore.reference.aging.steady import conditions

Floats = NDArray[np.float64]
Rule = tuple[Floats, Floats]

STRAIGHT = 1 / 64  # a way this short is as good as straight: its middle serves
ORDERS = {STRAIGHT: 1, 1 / 8: 3, 1 / 4: 4, 1 / 2: 6, 1.0: 8}  # points by the way
TOLERANCE = (1e-3, 2.5e-4)  # share of a mean that a middle may miss, and other rules
SMALL = 0.1  # of a rate so much smaller than at other states of charge, less is asked
PIECES = 32  # of the whole range, looked at one by one
STEEPEST = 64  # how much finer than elsewhere a condition is followed at most
MODERATE = (25.0, 0.5, 0.5, 0.5)


@dataclass(frozen=True)
class Condition:
    """One of the two conditions that change from moment to moment."""

    name: str
    low: float
    high: float
    unit: float  # how far it goes while rates bend as much as over all states of charge
    others: tuple[dict[str, float], ...]


SOC = Condition("soc", 0.0, 1.0, 1.0, tuple({"T": 273.15 + warm} for warm in (0.0, 25.0, 45.0)))
TEMPERATURE = Condition("T", 233.15, 353.15, 64.0, tuple({"soc": soc} for soc in (0.1, 0.5, 0.9)))


@dataclass(frozen=True)
class Slope:
    """A piece of the range, and how much finer than usual it is followed."""

    start: float
    end: float
    steepness: float


def gauss(way: float) -> Rule:
    """Points between 0 and 1 and their shares, more of them the longer the way."""
    order = next((order for longest, order in ORDERS.items() if way <= longest), ORDERS[1.0])
    points, shares = np.polynomial.legendre.leggauss(order)
    return (points + 1) / 2, shares / 2


def resting(card: Card) -> dict[str, float]:
    """Conditions and states of a new cell that is cycled moderately."""
    states = {name: float(state.get("start", 0.0)) for name, state in card.states.items()}
    return conditions(MODERATE) | states


class Smoothness:
    """Averaged rates along one condition, at several values of the other one."""

    def __init__(self, card: Card, rates: list[str], condition: Condition) -> None:
        self.card, self.rates, self.condition = card, rates, condition
        self.known = resting(card)
        borders = np.linspace(condition.low, condition.high, PIECES + 1)
        self.borders = borders
        overall = np.abs(self._means(borders[:-1], np.diff(borders), gauss(1 / 4)).mean(axis=-1))
        self.small = SMALL * overall * (condition is SOC)

    def slopes(self, creases: Floats) -> list[Slope]:
        """Pieces of the whole range, as few as may be, some of which end at a crease."""
        low, high = self.condition.low, self.condition.high
        within = creases[(low < creases) & (creases < high)]
        found: list[Slope] = []
        for start, end in pairwise(np.union1d(self.borders, within).tolist()):
            slope = Slope(start, end, self._steepness(start, end))
            if found and self._is_one(found[-1], slope):
                found[-1] = replace(found[-1], end=end)
            else:
                found.append(slope)
        return found

    def _is_one(self, a: Slope, b: Slope) -> bool:
        """Whether two neighbors may be followed as one."""
        near = max(a.start, 2 * b.start - b.end)
        return (
            a.steepness == b.steepness
            and self._is_met(replace(b, start=near))
            and self._is_met_at_once(replace(b, start=a.start))
        )

    def _steepness(self, start: float, end: float) -> float:
        steepness = 1.0
        while steepness < STEEPEST and not self._is_met(Slope(start, end, steepness)):
            steepness *= 2
        return steepness

    def _is_met(self, slope: Slope) -> bool:
        """Whether rules meet the means over all of it, over halves, over halves of these ..."""
        panels = 2
        while self._way(slope) / panels > STRAIGHT / 2:
            panels *= 2
        borders = np.linspace(slope.start, slope.end, panels + 1)
        exact = self._means(borders[:-1], np.diff(borders), gauss(1 / 4))
        count = panels
        while count > 1:
            if not self._are_met(borders, exact, count, gauss(self._way(slope) * count / panels)):
                return False
            count //= 2
        return True

    def _is_met_at_once(self, slope: Slope) -> bool:
        """Whether the mean over all of it is met."""
        borders = np.linspace(slope.start, slope.end, PIECES + 1)
        exact = self._means(borders[:-1], np.diff(borders), gauss(1 / 4))
        return self._are_met(borders, exact, PIECES, gauss(self._way(slope)))

    def _way(self, slope: Slope) -> float:
        return slope.steepness * (slope.end - slope.start) / self.condition.unit

    def _are_met(self, borders: Floats, exact: Floats, count: int, rule: Rule) -> bool:
        """Whether a rule meets the means over some panels in a row, halfway into others too."""
        starts = np.arange(0, borders.size - count, count // 2)
        mean = np.mean([exact[..., starts + k] for k in range(count)], axis=0)
        found = self._means(borders[starts], borders[starts + count] - borders[starts], rule)
        allowed = TOLERANCE[rule[0].size > 1] * np.maximum(np.abs(mean), self.small[:, np.newaxis])
        return not np.any(np.abs(found - mean) > allowed)

    def _means(self, starts: Floats, ways: Floats, rule: Rule) -> Floats:
        """Means of the rates, by the other condition, rate and piece."""
        places = starts[:, np.newaxis] + ways[:, np.newaxis] * rule[0]
        with np.errstate(all="ignore"):
            values = [
                np.broadcast_to(
                    self.card.rate(rate, self.known | other | {self.condition.name: places}),
                    places.shape,
                )
                for other in self.condition.others
                for rate in self.rates
            ]
        return np.array(values).reshape(-1, *places.shape) @ rule[1]

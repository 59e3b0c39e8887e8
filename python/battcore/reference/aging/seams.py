"""Where a record is cut before it is sampled, since rates jump, bend or become steep there."""

import ast
from dataclasses import dataclass
from typing import Any

import numpy as np

from battcore.reference.aging.card import Card, Values
from battcore.reference.aging.smoothness import (
    SOC,
    TEMPERATURE,
    Condition,
    Floats,
    Smoothness,
    resting,
)

TURNS = 256  # pieces of a range in each of which a comparison turns once at most
HALVINGS = 64


class Comparisons(Card):
    """A card that takes note of what its formulas compare, and of the points of its tables."""

    def __init__(self, card: Card) -> None:
        self.entries, self.states = card.entries, card.states
        self.found: list[Any] = []

    def at(self, rates: list[str], known: Values) -> list[Any]:
        """Whether each comparison holds."""
        self.found = []
        for rate in rates:
            self.rate(rate, known)
        return self.found

    def _node(self, node: ast.expr, known: Values) -> Any:  # noqa: ANN401
        value = super()._node(node, known)
        if isinstance(node, ast.Compare):
            self.found.append(value)
        return value

    def _call(self, name: str, arguments: list[Any], known: Values) -> Any:  # noqa: ANN401
        if name in {"min", "max"}:
            self.found.append(arguments[0] < arguments[1])
        elif name == "abs":
            self.found.append(arguments[0] < 0)
        elif name in self.entries.get("tables", {}):
            self.found += [arguments[0] < x for x in self.entries["tables"][name]["x"]]
        elif name in self.entries.get("families", {}):
            knots = self.entries["families"][name]["x"]
            self.found += [arguments[1] < x for curve in knots for x in curve]
        return super()._call(name, arguments, known)


def creases(card: Card, rates: list[str], condition: Condition) -> Floats:
    """Places along a condition where comparisons turn, and the points of tables."""
    known = resting(card) | condition.others[1]
    comparisons = Comparisons(card)

    def holds(places: Floats) -> Floats:
        found = comparisons.at(rates, known | {condition.name: places})
        return np.array([np.broadcast_to(one, places.shape) for one in found])

    grid = np.linspace(condition.low, condition.high, TURNS + 1)
    truths = holds(grid)
    if not truths.size:
        return np.empty(0)
    turn, piece = np.nonzero(truths[:, 1:] != truths[:, :-1])
    before, after = grid[piece], grid[piece + 1]
    for _ in range(HALVINGS):
        middle = (before + after) / 2
        is_there = holds(middle)[turn, np.arange(turn.size)] == truths[turn, piece + 1]
        before, after = np.where(is_there, before, middle), np.where(is_there, middle, after)
    return np.unique(after)


@dataclass(frozen=True)
class Axis:
    """One condition: where it is cut, and how finely each piece is followed."""

    cuts: Floats
    steepness: Floats

    def region(self, place: float) -> int:
        """Count the cuts before a place twice, and once the one on which it lies."""
        before = int(np.searchsorted(self.cuts, place))
        return 2 * before + bool(np.isin(place, self.cuts))

    def crossed(self, start: float, end: float) -> Floats:
        """Shares of a way at which it crosses a cut."""
        within = (min(start, end) < self.cuts) & (self.cuts < max(start, end))
        return (self.cuts[within] - start) / (end - start) if within.any() else np.empty(0)


class Seams:
    """State of charge and temperature, cut into pieces along which rates are smooth."""

    def __init__(self, card: Card) -> None:
        self.axes = [self._axis(card, condition) for condition in (SOC, TEMPERATURE)]

    @staticmethod
    def _axis(card: Card, condition: Condition) -> Axis:
        rates = card.averaged()
        slopes = Smoothness(card, rates, condition).slopes(creases(card, rates, condition))
        steepness = np.array([slope.steepness for slope in slopes]) / condition.unit
        return Axis(np.array([slope.start for slope in slopes[1:]]), steepness)

    def region(self, place: Floats) -> tuple[int, ...]:
        """Which pieces, or cuts, a state of charge and a temperature lie in."""
        return tuple(axis.region(at) for axis, at in zip(self.axes, place, strict=True))

    def steepness(self, region: tuple[int, ...]) -> Floats:
        """What one unit of each condition counts as."""
        pairs = zip(self.axes, region, strict=True)
        return np.array([axis.steepness[at // 2] for axis, at in pairs])

    def pieces(self, start: Floats, end: Floats) -> Floats:
        """Shares of a way at which the pieces of it begin and end."""
        ways = zip(self.axes, start, end, strict=True)
        return np.sort(np.concatenate([[0.0, 1.0], *(axis.crossed(a, b) for axis, a, b in ways)]))

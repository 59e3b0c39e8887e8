"""Rainflow counting as ASTM E1049-85 words it, section 5.4.4."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import isnan
from typing import Literal, TypeAlias

Nan: TypeAlias = Literal["skip", "hold"]
Plateau: TypeAlias = Literal["first", "last"]
Residue: TypeAlias = Literal["half", "full", "discard", "repeat"]


@dataclass(frozen=True, slots=True)
class Point:
    """A sample and where it stands."""

    value: float
    index: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """A counted range."""

    range: float
    mean: float
    count: float
    start: int
    end: int


def turning_points(
    series: Sequence[float], plateau: Plateau = "first", nan: Nan = "skip"
) -> list[Point]:
    """First sample, every change of direction, last sample; equal neighbors are one point."""
    runs = [[*run] for _, run in groupby(_numbers(series, nan), key=lambda point: point.value)]
    points = [
        run[0] if plateau == "first" or number == 0 else Point(run[0].value, run[-1].index)
        for number, run in enumerate(runs)
    ]
    inner = [
        b
        for a, b, c in zip(points, points[1:], points[2:], strict=False)
        if (a.value < b.value) != (b.value < c.value)
    ]
    return [*points[:1], *inner, *points[1:][-1:]]


def rainflow(
    series: Sequence[float],
    residue: Residue = "half",
    plateau: Plateau = "first",
    nan: Nan = "skip",
) -> list[Cycle]:
    """Cycles in the order in which they are counted."""
    if residue == "repeat":
        return _rainflow_of_repeating(series, plateau)
    worth = {"half": 0.5, "full": 1.0, "discard": 0.0}[residue]
    cycles: list[Cycle] = []
    points: list[Point] = []
    for point in turning_points(series, plateau, nan):
        points.append(point)  # step 1: the next peak or valley
        while len(points) >= 3 and _is_at_least_as_large(points[-3:]):  # steps 2 and 3
            if len(points) == 3:  # step 5: range Y contains the starting point
                cycles.append(_cycle(points[0], points[1], worth))
                del points[0]
            else:  # step 4: range Y is one cycle
                cycles.append(_cycle(points[-3], points[-2], 1.0))
                del points[-3:-1]
    cycles += [_cycle(start, end, worth) for start, end in pairwise(points)]  # step 6
    return [cycle for cycle in cycles if cycle.count > 0]


def damage(series: Sequence[float], exponent: float) -> float:
    """Sum of count times range to the power of `exponent`."""
    return sum((c.count * c.range**exponent for c in rainflow(series)), start=0.0)


def equivalent_full_cycles(soc: Sequence[float]) -> float:
    """Half of all charge moved, in or out."""
    return 0.5 * sum((abs(b - a) for a, b in pairwise(soc)), start=0.0)


def _numbers(series: Sequence[float], nan: Nan) -> list[Point]:
    """The samples that are numbers, or with the last number held where one is not."""
    points: list[Point] = []
    for index, value in enumerate(series):
        if not isnan(value):
            points.append(Point(value, index))
        elif nan == "hold" and points:
            points.append(Point(points[-1].value, index))
    return points


def _is_at_least_as_large(points: list[Point]) -> bool:
    """Whether range X, the newest, is at least range Y, the one before it, told by values."""
    a, b, c = (point.value for point in points)
    return c >= a if a > b else c <= a


def _cycle(start: Point, end: Point, count: float) -> Cycle:
    middle = 0.5 * (start.value + end.value)
    return Cycle(abs(start.value - end.value), middle, count, start.index, end.index)


def _rainflow_of_repeating(series: Sequence[float], plateau: Plateau) -> list[Cycle]:
    """Section 5.4.5: begin and end the history with its largest peak, so that all ranges close."""
    if not series:
        return []
    peak = max(range(len(series)), key=lambda i: series[i])
    turned = [*series[peak:], *series[: peak + 1]]
    cycles = rainflow(turned, "half", plateau)
    closed = [c for c in cycles if c.count == 1.0 or turned[c.start] > turned[c.end]]
    whole = len(series)
    return [
        replace(c, count=1.0, start=(c.start + peak) % whole, end=(c.end + peak) % whole)
        for c in closed
    ]

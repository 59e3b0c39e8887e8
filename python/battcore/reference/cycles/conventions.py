"""Cycles as different tools find them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from battcore.reference.cycles.counting import rainflow, turning_points

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Count:
    """What one convention makes of a series."""

    convention: str
    cycles: float
    equivalent_full_cycles: float
    deepest: float
    damage: float


def compare(
    soc: Sequence[float], law: Callable[[float], float], dt_second: Sequence[float] | None = None
) -> list[Count]:
    """Counts by all conventions; by the day only with the time between samples."""
    clock = [0.0, *accumulate(dt_second)] if dt_second is not None else None
    turned = [point.value for point in turning_points(soc)[:-1]]
    halves = [(abs(b - a), 0.5) for a, b in pairwise(turned)]
    counts = [
        _count("astm", _rainflow(soc), law),
        _count("half_cycle", halves, law),
        _count("sam", _sam(turned), law),
        _count("window", _depths(_parts(soc, _window_ends(soc, clock))), law),
    ]
    if clock is not None:
        days = [int(second // DAY) for second in clock]
        midnights = [k + 1 for k, (a, b) in enumerate(pairwise(days)) if b > a]
        daily = [cycle for day in _parts(soc, midnights) for cycle in _rainflow(day)]
        counts.append(_count("per_day", daily, law))
    return counts


def _rainflow(soc: Sequence[float]) -> list[tuple[float, float]]:
    return [(cycle.range, cycle.count) for cycle in rainflow(soc)]


def _sam(turned: Sequence[float]) -> Iterable[tuple[float, float]]:
    """Three points, no rule for the start, a tolerance of 0.002 %, no residue."""
    open_points: list[float] = []
    for turn in turned:
        open_points.append(turn)
        while len(open_points) >= 3:
            a, b, c = open_points[-3:]
            if abs(c - b) + 0.002 / 100.0 < abs(b - a):
                break
            yield abs(b - a), 1.0
            del open_points[-3:-1]


def _window_ends(soc: Sequence[float], clock: Sequence[float] | None) -> Iterable[int]:
    """Ends of cycles, the first after more than a full cycle or a day since the one before."""
    start = 0
    for end in sorted({cycle.end for cycle in rainflow(soc)}):
        moved = sum(abs(b - a) for a, b in pairwise(soc[start : end + 1]))
        if 0.5 * moved > 1.0 or (clock is not None and clock[end] - clock[start] > DAY):
            yield end
            start = end


def _depths(windows: Iterable[Sequence[float]]) -> Iterable[tuple[float, float]]:
    for window in windows:
        depth = max(window, default=0.0) - min(window, default=0.0)
        if depth > 0.0:
            yield depth, 0.5 * sum(abs(b - a) for a, b in pairwise(window)) / depth


def _parts(soc: Sequence[float], ends: Iterable[int]) -> list[Sequence[float]]:
    """The series cut at some samples, which belong to both sides."""
    return [soc[a : b + 1] for a, b in pairwise([0, *ends, len(soc) - 1])]


def _count(
    convention: str, cycles: Iterable[tuple[float, float]], law: Callable[[float], float]
) -> Count:
    listed = list(cycles)
    return Count(
        convention,
        cycles=sum((count for _, count in listed), start=0.0),
        equivalent_full_cycles=sum((r * count for r, count in listed), start=0.0),
        deepest=max((r for r, _ in listed), default=0.0),
        damage=sum((count * law(r) for r, count in listed), start=0.0),
    )

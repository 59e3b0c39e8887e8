"""What happens between the turning points of a cycle, along straight lines between samples."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from battcore.reference.cycles.counting import Cycle, rainflow


@dataclass(frozen=True, slots=True)
class Attributes:
    """A counted cycle, with times in seconds and rates per hour."""

    cycle: Cycle
    duration: float
    own_duration: float
    soc: float
    own_soc: float
    celsius: float
    own_celsius: float
    throughput: float
    mean_c_rate: float
    peak_c_rate: float


def attributes(
    soc: Sequence[float],
    dt_second: Sequence[float],
    celsius: Sequence[float],
    min_range: float = 0.0,
) -> list[Attributes]:
    """Attributes of every cycle that is not too small, in the order of counting."""
    cycles = [cycle for cycle in rainflow(soc) if cycle.range >= min_range]
    ends = [_end(cycle, soc) for cycle in cycles]
    found = []
    for cycle, end in zip(cycles, ends, strict=True):
        nested = _outermost(
            (other.start, other_end)
            for other, other_end in zip(cycles, ends, strict=True)
            if other.count == 1.0 and cycle.start <= other.start and other_end <= end
            if (other.start, other_end) != (cycle.start, end)
        )
        whole = _integrals(cycle.start, end, soc, dt_second, celsius)
        inner = [_integrals(*span, soc, dt_second, celsius) for span in nested]
        own = [all_of_it - sum(parts) for all_of_it, *parts in zip(whole, *inner, strict=True)]
        steps = range(cycle.start, len(dt_second))
        rates = [abs(soc[k + 1] - soc[k]) / dt_second[k] for k in steps if k < end]
        found.append(
            Attributes(
                cycle,
                duration=whole[0],
                own_duration=own[0],
                soc=whole[1] / whole[0],
                own_soc=own[1] / own[0],
                celsius=whole[2] / whole[0],
                own_celsius=own[2] / own[0],
                throughput=whole[3],
                mean_c_rate=2.0 * cycle.count * cycle.range / whole[0] * 3600.0,
                peak_c_rate=max(rates) * 3600.0,
            )
        )
    return found


def _end(cycle: Cycle, soc: Sequence[float]) -> float:
    """Where the line is back at the beginning, in samples; the turning point for half a cycle."""
    if cycle.count < 1.0:
        return float(cycle.end)
    level, rises = soc[cycle.start], soc[cycle.start] > soc[cycle.end]
    for at in range(cycle.end, len(soc) - 1):
        before, after = soc[at], soc[at + 1]
        if after >= level if rises else after <= level:
            return at + (level - before) / (after - before)
    raise AssertionError("a full cycle comes back")


def _outermost(spans: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    """The spans that lie in no other, as nested cycles come in layers."""
    outer: list[tuple[int, float]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return outer


def _integrals(
    start: int,
    end: float,
    soc: Sequence[float],
    dt_second: Sequence[float],
    celsius: Sequence[float],
) -> list[float]:
    """Time, state of charge over time, temperature over time, and way between two places."""
    sums = [0.0, 0.0, 0.0, 0.0]
    for k in range(start, len(dt_second)):
        share = min(end - k, 1.0)
        if share <= 0.0:
            break
        time = share * dt_second[k]
        soc_end = soc[k] + share * (soc[k + 1] - soc[k])
        celsius_end = celsius[k] + share * (celsius[k + 1] - celsius[k])
        parts = (
            time,
            time * (soc[k] + soc_end) / 2.0,
            time * (celsius[k] + celsius_end) / 2.0,
            abs(soc_end - soc[k]),
        )
        sums = [a + b for a, b in zip(sums, parts, strict=True)]
    return sums

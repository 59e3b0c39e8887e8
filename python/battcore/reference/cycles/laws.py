"""Damage by any law of the range, and what it depends on."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf

from battcore.reference.cycles.counting import rainflow


def cost(series: Sequence[float], level: float, law: Callable[[float], float]) -> float:
    """Damage that is added by going on from the last sample straight to `level`."""
    after = sum((c.count * law(c.range) for c in rainflow([*series, level])), start=0.0)
    return after - sum((c.count * law(c.range) for c in rainflow(series)), start=0.0)


def gradient(series: Sequence[float], slope: Callable[[float], float]) -> list[float]:
    """Change of damage with each sample, for a law that rises by `slope` of the range."""
    slopes = [0.0] * len(series)
    for cycle in rainflow(series):
        pull = cycle.count * slope(cycle.range)
        low, high = sorted((cycle.start, cycle.end), key=lambda at: series[at])
        slopes[low] -= pull
        slopes[high] += pull
    return slopes


def play_damage(
    series: Sequence[float], ranges: Sequence[float], damages: Sequence[float]
) -> float:
    """Damage by straight lines through points, from the ways of play operators."""
    total, slope_before = 0.0, 0.0
    for (r, d), (next_r, next_d) in pairwise(zip(ranges, damages, strict=True)):
        slope = (next_d - d) / (next_r - r)
        total += 0.5 * (slope - slope_before) * _way_of_play(series, r)
        slope_before = slope
    return total


def _way_of_play(series: Sequence[float], width: float) -> float:
    """Way of a play that is dragged along, and at first may be anywhere."""
    low, high, way = -inf, inf, 0.0
    for x in series:
        least, most = x - width / 2.0, x + width / 2.0
        if least > high:
            way += least - high
            low = high = least
        elif most < low:
            way += low - most
            low = high = most
        else:
            low, high = max(low, least), min(high, most)
    return way

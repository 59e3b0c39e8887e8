"""Limits of grid codes, straight from their definitions."""

from collections.abc import Iterator, Sequence
from math import inf, pi, sqrt, tan

from battcore.gridcode import BandAmplitudeLimit, Limit, MeanRampLimit
from battcore.reference.trace import SAME, starts


def bound(limit: Limit, peak: float) -> float:
    """The lesser of watts and share of the peak."""
    if isinstance(limit, MeanRampLimit):
        watt, share = limit.limit_watt_per_minute, limit.limit_share_per_minute
    else:
        watt, share = limit.limit_watt, limit.limit_share
    return watt if share == inf else min(watt, share * peak)


def sizes(limit: Limit, power: Sequence[float], steps: Sequence[float]) -> dict[int, float]:
    """The bounded figure, for the window that ends with each sample that counts."""
    if isinstance(limit, MeanRampLimit):
        found = dict.fromkeys(range(len(power)), 0.0)
        for now, later, second in ramp_pairs(limit, steps):
            rise = (power[later] - power[now]) * 60.0 / second
            found[later] = max(found[later], directed(limit.direction, rise))
        return found
    first = 0
    if limit.band_hertz is not None:
        first = sum(start < 2.0 / limit.band_hertz[0] for start in starts(steps)[:-1])
        power = in_band(power, steps[0], *limit.band_hertz)
    if isinstance(limit, BandAmplitudeLimit):
        return {index: abs(power[index]) for index in range(first, len(power))}
    return {
        last: max(near) - min(near)
        for last in range(first, len(power))
        if (near := [power[i] for i in within(limit.window_second, steps, last) if i >= first])
    }


def within(window: float, steps: Sequence[float], last: int) -> list[int]:
    """Samples whose starts lie no further before that of the last than the window is long."""
    edges = starts(steps)
    return [i for i in range(last + 1) if edges[last] - edges[i] <= window * (1.0 + SAME)]


def ramp_pairs(limit: MeanRampLimit, steps: Sequence[float]) -> Iterator[tuple[int, int, float]]:
    """Samples that a mean ramp compares, and the seconds between them."""
    edges, window = starts(steps), limit.window_second
    for now in range(len(steps)):
        if window == 0.0 and now + 1 < len(steps):
            yield now, now + 1, steps[now]
        elif window > 0.0:
            for later in range(now, len(steps)):
                to_start, to_end = edges[later] - edges[now], edges[later + 1] - edges[now]
                if to_start <= window * (1.0 + SAME) < to_end:
                    yield now, later, window


def directed(direction: str, rise: float) -> float:
    """How far a rise goes in a direction."""
    return {"both": abs(rise), "up": max(rise, 0.0), "down": max(-rise, 0.0)}[direction]


def in_band(power: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """High-pass, then low-pass where the sampling has one, from rest."""
    above_first = [watt - power[0] for watt in power]
    if 2.0 * low * step >= 1.0:
        return [0.0] * len(power)
    passed = butterworth(above_first, tan(pi * low * step), is_high=True)
    seen = 2.0 * high * step < 1.0
    return butterworth(passed, tan(pi * high * step), is_high=False) if seen else passed


def butterworth(values: Sequence[float], edge: float, *, is_high: bool) -> list[float]:
    """Second order, by the bilinear transform; `edge` is the tangent of half the edge's angle."""
    whole = 1.0 + sqrt(2.0) * edge + edge * edge
    back = 2.0 * (edge * edge - 1.0) / whole, (1.0 - sqrt(2.0) * edge + edge * edge) / whole
    forward = (1.0, -2.0, 1.0) if is_high else (edge**2, 2.0 * edge**2, edge**2)
    passed: list[float] = []
    for n in range(len(values)):
        heard = sum(part / whole * values[n - age] for age, part in enumerate(forward) if n >= age)
        passed.append(
            heard - sum(part * passed[n - age] for age, part in enumerate(back, 1) if n >= age)
        )
    return passed

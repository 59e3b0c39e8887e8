"""Samples on a clock, resampled and measured, straight from the definitions."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import ceil, floor, fsum

SAME = 1e-9  # instants closer than this share of a step are one


def starts(steps: Sequence[float]) -> list[float]:
    """When each sample starts, and when the last one ends."""
    return [fsum(steps[:index]) for index in range(len(steps) + 1)]


def pieces(
    values: Sequence[float], steps: Sequence[float], begin: float, end: float
) -> Iterator[tuple[float, float]]:
    """Samples between two instants, each with the seconds for which it holds there."""
    edges = starts(steps)
    for value, step, (left, right) in zip(values, steps, pairwise(edges), strict=True):
        inside = min(right, end) - max(left, begin)
        if inside > SAME * min(step, end - begin):
            yield value, inside


def intervals(span: float, new_dt: float, partial: str) -> list[tuple[float, float]]:
    """Begin and end of each interval of the new clock."""
    whole = floor(span / new_dt * (1.0 + SAME))
    edges = [index * new_dt for index in range(whole + 1)]
    if partial == "keep" and span - edges[-1] > SAME * new_dt:
        edges.append(span)
    return list(pairwise(edges))


def over_intervals(
    values: Sequence[float],
    steps: Sequence[float],
    new_dt: float,
    partial: str,
    gather: Callable[[list[tuple[float, float]]], float],
) -> list[float]:
    """What `gather` makes of the pieces of each interval."""
    spans = intervals(fsum(steps), new_dt, partial)
    return [gather(list(pieces(values, steps, *span))) for span in spans]


def mean(parts: list[tuple[float, float]]) -> float:
    """Mean of pieces, each weighted by its seconds."""
    return fsum(value * dt for value, dt in parts) / fsum(dt for _, dt in parts)


def mean_square(parts: list[tuple[float, float]]) -> float:
    """Mean of the squares of pieces."""
    return mean([(value * value, dt) for value, dt in parts])


def mean_positive(parts: list[tuple[float, float]]) -> float:
    """Mean of the positive parts of pieces."""
    return mean([(max(value, 0.0), dt) for value, dt in parts])


def rolling_range(
    values: Sequence[float], steps: Sequence[float], window: float
) -> tuple[float, int, int]:
    """Largest swing among samples whose starts lie within the window, low end, high end."""
    edges = starts(steps)
    best = (0.0, 0, 0)
    for last in range(len(values)):
        near = [i for i in range(last + 1) if edges[last] - edges[i] <= window * (1.0 + SAME)]
        low = max(near, key=lambda i: (-values[i], -i))
        high = max(near, key=lambda i: (values[i], -i))
        if values[high] - values[low] > best[0]:
            best = (values[high] - values[low], low, high)
    return best


def rates(values: Sequence[float], steps: Sequence[float], window: float) -> list[float]:
    """Change per second from each sample to the one that holds a window later."""
    edges = starts(steps)
    reach = window * (1.0 + SAME)
    return [
        (values[later] - values[now]) / window
        for now in range(len(values))
        for later in range(now, len(values))
        if edges[later] - edges[now] <= reach < edges[later + 1] - edges[now]
    ]


def quantile(series: Sequence[float], level: float) -> float:
    """Quantile, linear between order statistics."""
    ordered = sorted(series) or [0.0]
    place = level * (len(ordered) - 1)
    below, above = ordered[floor(place)], ordered[ceil(place)]
    return below + (above - below) * (place - floor(place))


def moving_mean(values: Sequence[float], steps: Sequence[float], window: float) -> list[float]:
    """Mean over the window that ends with each sample, or over what has passed of it."""
    ends = starts(steps)[1:]
    return [mean(list(pieces(values, steps, max(0.0, end - window), end))) for end in ends]


def smoothing_need(
    load: Sequence[float], steps: Sequence[float], window: float
) -> tuple[float, float, float]:
    """Power to charge, power to discharge and Wh of the battery that holds the moving mean."""
    means = moving_mean(load, steps, window)
    power = [target - watt for target, watt in zip(means, load, strict=True)]
    joules = [watt * dt for watt, dt in zip(power, steps, strict=True)]
    stored = list(accumulate(joules, initial=0.0))
    return max(0.0, *power), max(0.0, *(-p for p in power)), (max(stored) - min(stored)) / 3600.0


def resolvable(steps: Sequence[float], window: float) -> bool:
    """Whether the window spans two of the longest steps and fits between two samples."""
    farthest = fsum(steps[:-1])
    return 2.0 * max(steps) <= window * (1.0 + SAME) and window <= farthest * (1.0 + SAME)

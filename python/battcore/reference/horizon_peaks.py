"""The best limits on peaks that are charged for: a search in each, one within the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt

from battcore.reference.horizon import ROUNDING, Horizon, follow, with_both_powers

Found = tuple[float, list[float]]
GOLDEN = (sqrt(5.0) - 1.0) / 2.0
CLOSE = 1e-9  # of all that there is to search


@dataclass(frozen=True, kw_only=True)
class Peak:
    """A charge on the highest import of some steps."""

    price_per_kw: float
    free_kw: float
    """What is paid in any case: a floor, or what was reached before."""
    leads: frozenset[int]
    """The steps, counted from now."""


def under_best_limits(horizon: Horizon, peaks: Sequence[Peak]) -> Horizon | None:
    """Limit imports so that energy and peaks cost least in all; None where nothing is possible."""

    def cost(limits: Sequence[float]) -> float:
        capped = under(horizon, peaks, limits)
        course = follow(capped, with_both_powers(capped))
        charged = sum(peak.price_per_kw * kw for peak, kw in zip(peaks, limits, strict=True))
        return course.cost + charged if course.keeps_limits else inf

    least, limits = lowest(cost, [between(horizon, peak) for peak in peaks])
    return under(horizon, peaks, limits) if least < inf else None


def under(horizon: Horizon, peaks: Sequence[Peak], limits: Sequence[float]) -> Horizon:
    """Hold each peak to its limit; what was planned without them is no guide."""
    steps = [*horizon.steps]
    for peak, limit in zip(peaks, limits, strict=True):
        for lead in peak.leads:
            most = min(steps[lead].import_limit_kw, limit)
            steps[lead] = replace(steps[lead], import_limit_kw=most)
    return replace(horizon, steps=steps, planned_kwh=())


def between(horizon: Horizon, peak: Peak) -> tuple[float, float]:
    """Limits on a peak of which none is too low for full power, nor too high to matter."""
    highest = max(horizon.steps[lead].net_kw for lead in peak.leads)
    held = highest - horizon.store.discharge_kw + ROUNDING * abs(highest)
    low = max(held, peak.free_kw, 0.0)
    return low, max(highest + horizon.store.charge_kw, low)


def lowest(
    cost: Callable[[Sequence[float]], float], ranges: Sequence[tuple[float, float]]
) -> Found:
    """Find where a convex function of some numbers is least, one number within the other."""
    if not ranges:
        return cost([]), []

    def at(first: float) -> Found:
        least, rest = lowest(lambda rest: cost([first, *rest]), ranges[1:])
        return least, [first, *rest]

    return golden_section(at, *ranges[0])


def golden_section(at: Callable[[float], Found], low: float, high: float) -> Found:
    """Narrow a range down to where a convex function is least, which may be infinite at its low."""
    best = min(at(low), at(high))
    slack = CLOSE * (high - low)
    left, right = at(high - GOLDEN * (high - low)), at(low + GOLDEN * (high - low))
    while high - low > slack:
        best = min(best, left, right)
        if left[0] < right[0]:
            high, right = low + GOLDEN * (high - low), left
            left = at(high - GOLDEN * (high - low))
        else:
            low, left = high - GOLDEN * (high - low), right
            right = at(low + GOLDEN * (high - low))
    return best

"""A bill, straight from the words of a tariff, on a clock whose years all have 365 days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import floor

from battcore.tariff import DemandCharge

DAY = 86_400.0
JOULE_PER_KWH = 3.6e6


def period(kind: str, second: float) -> tuple[int, int]:
    """Year, and month if it is billed by the month, in which a second of the clock lies."""
    year, day = divmod(floor(second / DAY), 365)
    common_year = date(2001, 1, 1)
    return year, (common_year + timedelta(days=day)).month if kind == "month" else 0


def energy_cost(grid: Sequence[float], steps: Sequence[float], price: Sequence[float]) -> float:
    """What the energy costs that is drawn."""
    rows = zip(grid, steps, price, strict=True)
    return sum((max(watt, 0.0) * dt / JOULE_PER_KWH * each for watt, dt, each in rows), start=0.0)


def export_revenue(grid: Sequence[float], steps: Sequence[float], price: Sequence[float]) -> float:
    """What the energy brings that is fed in."""
    return energy_cost([-watt for watt in grid], steps, price)


def demand_cost(
    charge: DemandCharge, grid: Sequence[float], steps: Sequence[float], start: float
) -> float:
    """The highest mean of each period, never below zero, times the price."""
    peaks: defaultdict[tuple[int, int], float] = defaultdict(float)
    for begin, mean in means(charge, grid, steps, start):
        month = period(charge.period, begin)
        peaks[month] = max(peaks[month], mean)
    return sum(peaks.values()) / 1e3 * charge.price_per_kw


def means(
    charge: DemandCharge, grid: Sequence[float], steps: Sequence[float], start: float
) -> Iterator[tuple[float, float]]:
    """When each interval begins, and the mean power over what the trace covers of it."""
    joules: defaultdict[float, float] = defaultdict(float)
    seconds: defaultdict[float, float] = defaultdict(float)
    for begin, watt, held in pieces(charge.interval_second, grid, steps, start):
        joules[begin] += watt * held
        seconds[begin] += held
    return ((begin, joules[begin] / seconds[begin]) for begin in joules)


def pieces(
    length: float | None, grid: Sequence[float], steps: Sequence[float], now: float
) -> Iterator[tuple[float, float, float]]:
    """Each step cut at the edges of intervals: begin of the interval, watts, seconds."""
    for watt, dt in zip(grid, steps, strict=True):
        end = now + dt
        while now < end:
            begin = now if length is None else floor(now / length) * length
            until = end if length is None else min(end, begin + length)
            yield begin, watt, until - now
            now = until

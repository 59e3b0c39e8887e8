"""A bill, straight from the words of a tariff.

Rules are looked up at every quarter of an hour, so windows must begin and end on one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import floor, inf
from typing import NamedTuple

from battcore._clock import second_of_year
from battcore.tariff import DemandCharge, EnergyRate, Ratchet, Tariff, Window

DAY = 86_400.0
QUARTER = 900.0
JOULE_PER_KWH = 3.6e6
SUNDAY = 6
Rows = Sequence[float]


class Shown(NamedTuple):
    """What the clock of a place shows."""

    year: int
    month: int
    day: int
    weekday: int
    hour: float


class Clock(NamedTuple):
    """When a trace starts, and which days count as Sundays."""

    start: datetime | None
    holidays: Sequence[date] = ()

    def second(self) -> float:
        """Since the start of the year, when the trace starts."""
        return second_of_year(self.start)

    def shown(self, passed: float) -> Shown:
        """Date and hour after so many seconds."""
        start = self.start or datetime(2001, 1, 1)  # noqa: DTZ001 - a Monday
        if start.tzinfo is None:
            return self.common(start, self.second() + passed)
        moment = (start.astimezone(UTC) + timedelta(seconds=passed)).astimezone(start.tzinfo)
        hour = moment.hour + moment.minute / 60 + moment.second / 3600
        weekday = SUNDAY if moment.date() in self.holidays else moment.weekday()
        return Shown(moment.year, moment.month, moment.day, weekday, hour)

    def common(self, start: datetime, second: float) -> Shown:
        """The same where every year has 365 days."""
        days, passed_days = floor(second / DAY), floor(second / DAY) - floor(self.second() / DAY)
        now = date(2001, 1, 1) + timedelta(days=days % 365)
        today = (start.year + days // 365, now.month, now.day)
        is_holiday = today in {(each.year, each.month, each.day) for each in self.holidays}
        weekday = SUNDAY if is_holiday else (start.weekday() + passed_days) % 7
        return Shown(*today, weekday, second % DAY / 3600)


def holds(windows: Sequence[Window], now: Shown) -> bool:
    """Whether one of the windows is open."""
    return any(
        now.month in window.months
        and now.weekday in window.weekdays
        and any(is_between(now.hour, start, stop) for start, stop in window.hours)
        for window in windows
    )


def is_between(hour: float, start: float, stop: float) -> bool:
    """Whether an hour lies in a span, which may go over midnight."""
    return start <= hour < stop if start < stop else hour >= start or hour < stop


def period(kind: str, now: Shown) -> tuple[int, ...]:
    """The year; with the month, and the day, if it is billed so often."""
    return (now.year, now.month, now.day)[: {"year": 1, "month": 2, "day": 3}[kind]]


def in_tiers(amount: float, price: float | Rows, limits: Rows) -> float:
    """Each part of an amount at the price of its tier."""
    prices = [price] if isinstance(price, float) else price
    bounds = pairwise([0.0, *limits, inf])
    return sum(
        each * max(min(amount, high) - low, 0.0)
        for each, (low, high) in zip(prices, bounds, strict=True)
    )


def pieces(
    grid: Rows, steps: Rows, clock: Clock, *lengths: float
) -> Iterator[tuple[int, float, float, float]]:
    """Each step cut at quarters of an hour and other edges: its number, begin, watts, seconds."""
    new_year = -clock.second()
    now = 0.0
    for number, (watt, dt) in enumerate(zip(grid, steps, strict=True)):
        end = now + dt
        while now < end:
            since = now - new_year
            edges = [(floor(since / each) + 1) * each + new_year for each in (QUARTER, *lengths)]
            until = min(end, *edges)
            yield number, now, watt, until - now
            now = until


def energy_cost(
    price: float | Rows | Sequence[EnergyRate], grid: Rows, steps: Rows, clock: Clock
) -> float:
    """What the energy costs that is drawn."""
    cost = 0.0
    used: defaultdict[tuple[int, ...], float] = defaultdict(float)
    for number, begin, watt, held in pieces(grid, steps, clock):
        kwh, now = max(watt, 0.0) * held / JOULE_PER_KWH, clock.shown(begin)
        cost += sum(piece_cost(each, number, kwh, now, used) for each in rates(price))
        for kind in ("day", "month", "year"):
            used[period(kind, now)] += kwh
    return cost


def rates(price: float | Rows | Sequence[EnergyRate]) -> Sequence[float | Rows | EnergyRate]:
    """All that add up to a price."""
    is_list = isinstance(price, tuple) and isinstance(price[0], EnergyRate)
    return price if is_list else (price,)  # type: ignore[return-value]


def piece_cost(
    price: float | Rows | EnergyRate,
    step: int,
    kwh: float,
    now: Shown,
    used: dict[tuple[int, ...], float],
) -> float:
    """What the energy of a piece costs at one price."""
    if isinstance(price, float):
        return kwh * price
    if not isinstance(price, EnergyRate):
        return kwh * price[step]
    if not holds(windows_of(price), now):
        return 0.0
    before = used[period(price.tier_period, now)]
    tiers = price.price_per_kwh, price.tier_limit_kwh
    return in_tiers(before + kwh, *tiers) - in_tiers(before, *tiers)


def import_price(tariff: Tariff, step: int, now: Shown) -> float:
    """What a kWh more costs in the first of its tiers, taxes included."""
    little, unused = 1e-6, defaultdict[tuple[int, ...], float](float)
    prices = rates(tariff.energy_price_per_kwh)  # type: ignore[arg-type]
    energy = sum(piece_cost(each, step, little, now, unused) for each in prices) / little
    return (energy + tariff.tax_per_kwh) * (1.0 + tariff.tax_share)


def windows_of(rule: EnergyRate | DemandCharge) -> Sequence[Window]:
    """When a rule holds."""
    return rule.windows if isinstance(rule, EnergyRate) else rule.steps  # type: ignore[return-value]


def demand_cost(charge: DemandCharge, grid: Rows, steps: Rows, clock: Clock) -> float:
    """The highest mean of each period in which one counts, never below zero, priced."""
    peaks: defaultdict[tuple[int, ...], float] = defaultdict(float)
    for number, begin, mean in means(charge, grid, steps, clock):
        now = clock.shown(begin)
        if counts(charge, number, now):
            month = period(charge.period, now)
            peaks[month] = max(peaks[month], mean)
    billed = {
        month: max(peak, charge.floor_watt, ratcheted(charge.ratchet, month, peaks))
        for month, peak in peaks.items()
    }
    tiers = charge.price_per_kw, charge.tier_limit_watt
    return sum((in_tiers(watt, *tiers) for watt in billed.values()), start=0.0) / 1e3


def ratcheted(
    ratchet: Ratchet | None, month: tuple[int, ...], peaks: dict[tuple[int, ...], float]
) -> float:
    """What the peaks of the months before leave to be billed."""
    if ratchet is None:
        return 0.0
    number = 12 * month[0] + month[1]
    before = {12 * each[0] + each[1]: peak for each, peak in peaks.items()}
    looked_at = [
        peak
        for each, peak in before.items()
        if number - ratchet.months <= each < number and (each - 1) % 12 + 1 in ratchet.of_months
    ]
    shares: Sequence[float] = ratchet.share  # type: ignore[assignment]
    return shares[month[1] - 1] * max(looked_at, default=0.0)


def counts(charge: DemandCharge, step: int, now: Shown) -> bool:
    """Whether a charge looks at a moment of a step."""
    steps = charge.steps
    if steps is None:
        return True
    if isinstance(steps, tuple) and isinstance(steps[0], Window):
        return holds(windows_of(charge), now)
    if isinstance(steps, tuple):
        return any(start <= step < stop for start, stop in steps)
    return bool(steps[step])  # type: ignore[index]


def means(
    charge: DemandCharge, grid: Rows, steps: Rows, clock: Clock
) -> Iterator[tuple[int, float, float]]:
    """When each interval begins, in which step, and the mean over what the trace covers of it."""
    length = charge.interval_second
    if length is None:
        yield from ((number, begin, watt) for number, begin, watt, _ in pieces(grid, steps, clock))
        return
    joules: defaultdict[float, float] = defaultdict(float)
    seconds: defaultdict[float, float] = defaultdict(float)
    first: dict[float, tuple[int, float]] = {}
    for number, begin, watt, held in pieces(grid, steps, clock, length):
        interval = floor((begin + clock.second()) / length)
        first.setdefault(interval, (number, begin))
        joules[interval] += watt * held
        seconds[interval] += held
    yield from ((*first[each], joules[each] / seconds[each]) for each in joules)


def fixed_cost(tariff: Tariff, steps: Rows, clock: Clock) -> float:
    """What being connected costs, once in each period."""
    moments = [clock.shown(begin) for _, begin, _, _ in pieces([0.0] * len(steps), steps, clock)]
    return sum(
        (each.price * len({period(each.period, now) for now in moments}))
        for each in tariff.fixed_charges
    )


def bill(
    tariff: Tariff, grid: Rows, steps: Rows, start: datetime | None = None
) -> tuple[float, float, float, float, float]:
    """Cost of energy, revenue of exports, cost of demand, of the connection, and taxes."""
    clock = Clock(start, tariff.holidays)
    fed_in = [-watt for watt in grid]
    energy = energy_cost(tariff.energy_price_per_kwh, grid, steps, clock)  # type: ignore[arg-type]
    revenue = energy_cost(tariff.export_price_per_kwh, fed_in, steps, clock)  # type: ignore[arg-type]
    demand = sum(demand_cost(each, grid, steps, clock) for each in tariff.demand_charges)
    fixed = fixed_cost(tariff, steps, clock)
    levy = energy_cost(tariff.tax_per_kwh, grid, steps, clock)
    tax = levy + tariff.tax_share * (energy + demand + fixed + levy)
    return energy, revenue, demand, fixed, tax

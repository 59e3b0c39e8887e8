"""What the clock of a place shows, from the moment a trace starts."""

from calendar import isleap
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from battcore.error import InputError

_DAY = timedelta(days=1)
_A_WEEK = timedelta(weeks=1)
_A_SECOND = timedelta(seconds=1)
_KNOWN_YEARS = 100
_ANY_YEAR = datetime(2001, 1, 1)  # noqa: DTZ001 - a common year that starts on a Monday


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which date second 0 of a clock shows, and when the clock is put forward or back."""

    has_leap_years: bool
    """Whether leap years have 366 days; else all have 365."""
    first_day: int
    """Days since the first of 1970, in years of that length."""
    first_weekday: int
    """Monday is 0."""
    changes: tuple[tuple[float, float], ...]
    """From which second on the clock is ahead of second 0 by how many."""


def second_of_year(moment: datetime | None) -> float:
    """Seconds since the start of the year; a leap day counts as the day before it."""
    if moment is None:
        return 0.0
    if not isinstance(moment, datetime):
        raise InputError(f"start is {moment!r}, expected a datetime", "start")
    moment = _shown(moment)
    passed = moment.replace(tzinfo=None) - datetime(moment.year, 1, 1)  # noqa: DTZ001
    if isleap(moment.year) and (moment.month, moment.day) > (2, 28):
        passed -= _DAY
    return passed.total_seconds()


def calendar_of(start: datetime | None) -> Calendar:
    """Years of 365 days without a time zone; with one, its own years and changes of the clock."""
    second = second_of_year(start)
    moment = _shown(start or _ANY_YEAR)
    days = int(second // _DAY.total_seconds())
    weekday = (moment.weekday() - days) % 7
    if moment.tzinfo is None:
        return Calendar(False, (moment.year - 1970) * 365, weekday, ())
    first_day = moment.toordinal() - date(1970, 1, 1).toordinal() - days
    return Calendar(True, first_day, weekday, _changes_since(moment, second))


def _shown(moment: datetime) -> datetime:
    """Turn a time of day that the clock skips into the one that it shows instead."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(UTC).astimezone(moment.tzinfo)


def _changes_since(start: datetime, second: float) -> tuple[tuple[float, float], ...]:
    if start.tzinfo is None:
        return ()
    try:
        changes = _changes_of(start.tzinfo, start.year)
    except TypeError:  # a time zone that cannot be hashed
        changes = _changes_of.__wrapped__(start.tzinfo, start.year)
    began = _offset(start)
    return tuple(
        ((moment - start).total_seconds() + second, (offset - began).total_seconds())
        for moment, offset in changes
        if moment > start
    )


@lru_cache(maxsize=64)
def _changes_of(zone: tzinfo, year: int) -> tuple[tuple[datetime, timedelta], ...]:
    """When the clock is changed in the years to come, and how far ahead it is of UTC then."""
    now = datetime(max(year, 2), 1, 1, tzinfo=UTC) - _A_WEEK
    end = datetime(min(year + _KNOWN_YEARS, 9999), 1, 1, tzinfo=UTC)
    found = []
    while now < end:
        later = now + _A_WEEK
        if _offset(later.astimezone(zone)) != _offset(now.astimezone(zone)):
            change = _change_between(now, later, zone)
            found.append((change, _offset(change.astimezone(zone))))
        now = later
    return tuple(found)


def _change_between(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    offset = _offset(before.astimezone(zone))
    while after - before > _A_SECOND:
        middle = before + (after - before) // 2
        if _offset(middle.astimezone(zone)) == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta(0)

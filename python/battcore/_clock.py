"""Where in the clock's year of 365 days a moment stands."""

from calendar import isleap
from datetime import datetime, timedelta

from battcore.error import InputError


def second_of_year(moment: datetime | None) -> float:
    """Seconds since the start of the year; a leap day counts as the day before it."""
    if moment is None:
        return 0.0
    if not isinstance(moment, datetime):
        raise InputError(f"start is {moment!r}, expected a datetime", "start")
    passed = moment.replace(tzinfo=None) - datetime(moment.year, 1, 1)  # noqa: DTZ001
    if isleap(moment.year) and (moment.month, moment.day) > (2, 28):
        passed -= timedelta(days=1)
    return passed.total_seconds()

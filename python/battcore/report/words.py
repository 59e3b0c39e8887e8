"""Figures in words: powers, energies, times and bars that fit on a line."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log10

from battcore._clock import second_of_year

_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""))
_BARS = " ▁▂▃▄▅▆▇█"
_DAY_SECOND = 86_400.0
_YEAR_SECOND = 365.0 * _DAY_SECOND


def quantity(value: float, unit: str) -> str:
    """Write a number with three digits and the prefix that suits it.

    Parameters
    ----------
    value : float
        In the plain unit.
    unit : str
        Such as W or Wh.

    Returns
    -------
    str
        Number and unit.

    Examples
    --------
    >>> quantity(1.234e7, "W"), quantity(0.0, "Wh")
    ('12.3 MW', '0 Wh')
    """
    scale, prefix = _prefix(value)
    return f"{_digits(value / scale)} {prefix}{unit}"


def change(before: float, after: float, unit: str) -> str:
    """Write what became of a figure.

    Parameters
    ----------
    before, after : float
        In the plain unit.
    unit : str
        Such as W.

    Returns
    -------
    str
        Both and the relative change.

    Examples
    --------
    >>> change(3e8, 2.85e8, "W")
    '300 → 285 MW (-5%)'
    """
    scale, prefix = _prefix(max(abs(before), abs(after)))
    share = f" ({after / before - 1.0:+.0%})" if before > 0 else ""
    return f"{_digits(before / scale)} → {_digits(after / scale)} {prefix}{unit}{share}"


def _prefix(value: float) -> tuple[float, str]:
    return next((pair for pair in _PREFIXES if abs(value) >= pair[0]), (1.0, ""))


def _digits(value: float) -> str:
    if value == 0:
        return "0"
    return f"{value:,.{max(0, 2 - int(log10(max(abs(value), 1.0))))}f}"


_SPANS = (
    (31_536_000.0, 31_536_000.0, "years"),
    (172_800.0, 86_400.0, "days"),
    (7200.0, 3600.0, "h"),
    (600.0, 60.0, "min"),
    (0.0, 1.0, "s"),
)


def duration(second: float) -> str:
    """Write a time span.

    Parameters
    ----------
    second : float
        How long. [s]

    Returns
    -------
    str
        In years, days, hours, minutes or seconds.

    Examples
    --------
    >>> duration(315_360_000.0), duration(86_400.0), duration(900.0), duration(90.0)
    ('10 years', '24 h', '15 min', '90 s')
    """
    _, length, unit = next(span for span in _SPANS if second >= span[0])
    return f"{round(second / length, 1):g} {unit}".replace("1 years", "a year")


def moment(second: float, start: datetime | None) -> str:
    """Write when something happened.

    Parameters
    ----------
    second : float
        Since the start of the run. [s]
    start : datetime or None
        When the run started; None: at the turn of a year.

    Returns
    -------
    str
        A date within the first year of a run that knows its start, or time since a start within
        two days, else a date of the clock with 365 days a year and the number of that year.

    Examples
    --------
    >>> moment(86_400.0 * 400 + 3600.0, None), moment(5400.0, None)
    ('year 2, 5 Feb 01:00', '90 min after the start')
    """
    year, rest = divmod(second, _YEAR_SECOND)
    if start is not None and year == 0:
        return f"{start + timedelta(seconds=second):%Y-%m-%d %H:%M}"
    if second < 2.0 * _DAY_SECOND:
        return f"{duration(second)} after the start"
    date = datetime(2001, 1, 1) + timedelta(seconds=second_of_year(start) + rest)  # noqa: DTZ001
    return f"year {year + 1:.0f}, {date.day} {date:%b %H:%M}"


def bars(values: Sequence[float]) -> str:
    """Draw values as bars of one line, each a decade of counts from 1 to 10^8 high.

    Parameters
    ----------
    values : sequence of float
        Not negative.

    Returns
    -------
    str
        A character per value.

    Examples
    --------
    >>> bars([0, 1, 30, 4000])
    ' ▁▂▄'
    """
    heights = (0 if value < 0.5 else 1 + int(log10(max(value, 1.0))) for value in values)
    return "".join(_BARS[min(height, 8)] for height in heights)

"""Figures in words: powers, energies, times and bars that fit on a line."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log10

_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""))
_BARS = " ▁▂▃▄▅▆▇█"
_YEAR_DAYS = 365


def quantity(value: float, unit: str) -> str:
    """Write a number with three to four digits and the prefix that suits it.

    Parameters
    ----------
    value : float
        In the plain unit.
    unit : str
        Such as W or Wh.

    Returns
    -------
    str
        Such as ``12.3 MW``.

    Examples
    --------
    >>> quantity(1.234e7, "W"), quantity(0.0, "Wh")
    ('12.3 MW', '0 Wh')
    """
    scale, prefix = next((p for p in _PREFIXES if abs(value) >= p[0]), (1.0, ""))
    scaled = value / scale
    digits = 0 if scaled == 0 else max(0, 2 - int(log10(max(abs(scaled), 1.0))))
    return f"{scaled:,.{digits}f} {prefix}{unit}"


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
        Such as ``300 MW → 285 MW (-5 %)``.
    """
    share = f" ({after / before - 1.0:+.0%})" if before > 0 else ""
    return f"{quantity(before, unit)} → {quantity(after, unit)}{share}"


def duration(second: float) -> str:
    """Write a time span.

    Parameters
    ----------
    second : float
        How long. [s]

    Returns
    -------
    str
        In years, days, hours, or seconds.

    Examples
    --------
    >>> duration(315_360_000.0), duration(5400.0), duration(90.0)
    ('10 years', '1.5 h', '90 s')
    """
    units = ((31_536_000.0, " years"), (172_800.0, " days"), (3600.0, " h"), (1.0, " s"))
    scales = {86_400.0 if unit == " days" else length: unit for length, unit in units}
    floors = [length for length, _ in units]
    chosen = zip(floors, scales.items(), strict=True)
    length, unit = next((pair for floor, pair in chosen if second >= floor), (1.0, " s"))
    return f"{round(second / length, 2):g}{unit}"


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
        A date of the year of 365 days, with the number of that year.

    Examples
    --------
    >>> moment(86_400.0 * 400 + 3600.0, None)
    'year 2, 5 Feb 01:00:00'
    """
    begin = datetime(2001, 1, 1) if start is None else start.replace(tzinfo=None)  # noqa: DTZ001
    if start is not None and second < 86_400.0 * _YEAR_DAYS:
        return f"{begin + timedelta(seconds=second):%Y-%m-%d %H:%M:%S}"
    year, rest = divmod(second, 86_400.0 * _YEAR_DAYS)
    date = datetime(2001, 1, 1) + timedelta(seconds=rest)  # noqa: DTZ001
    return f"year {year + 1:.0f}, {date.day} {date:%b %H:%M:%S}"


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

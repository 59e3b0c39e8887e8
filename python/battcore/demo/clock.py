"""From a column of times to steps, with holes held or refused."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from battcore._arrays import Floats
from battcore.error import InputError


def clock_of(name: str, cells: Sequence[Any]) -> tuple[Floats, datetime | None]:
    """Read times.

    Parameters
    ----------
    name : str
        Name of the column.
    cells : sequence
        Seconds, or ISO 8601 timestamps.

    Returns
    -------
    second : ndarray, shape (n,)
        Seconds from the first. [s]
    start : datetime or None
        The first timestamp; None where the column holds seconds.
    """
    try:
        second = np.array(cells, np.float64)
    except (TypeError, ValueError):
        moments = [_moment(name, index, cell) for index, cell in enumerate(cells)]
        second = np.array([_unix_second(moment) for moment in moments])
        return second - second[0], moments[0]
    wrong = ~np.isfinite(second)
    if wrong.any():
        index = int(np.argmax(wrong))
        raise InputError(f"{name}[{index}] is no time", name, index)
    return second - second[0], None


def steps_of(
    second: Floats, rows: NDArray[np.intp], longest_hole_second: float | None
) -> tuple[Floats, NDArray[np.intp], list[str]]:
    """Turn the times of samples into steps.

    Parameters
    ----------
    second : ndarray, shape (n,)
        When each sample was taken. [s]
    rows : ndarray, shape (n,)
        Where it stands in the file.
    longest_hole_second : float or None
        Longest hole that may be held; None: the longer of 30 s and five steps. [s]

    Returns
    -------
    dt_second : ndarray, shape (n,)
        Time to the next sample; at the last one the median. [s]
    repeats : ndarray, shape (n,)
        In how many equal steps that time passes: 1, and more at a hole.
    messages : list of str
        What was held.

    Raises
    ------
    InputError
        If time does not run forward, or a hole is longer.
    """
    gap = np.diff(second)
    if (gap <= 0).any():
        at = int(np.argmax(gap <= 0))
        place = f"at data row {rows[at + 1] + 1}, {second[at + 1]:g} s after the first"
        question = "does the file hold several series?"
        raise InputError(f"time does not run forward {place}; {question}", "time", at + 1)
    step = float(np.median(gap))
    longest = max(30.0, 5.0 * step) if longest_hole_second is None else longest_hole_second
    is_hole = gap > 1.5 * step
    _refuse_long(gap, second, rows, is_hole & (gap > longest), longest)
    dt_second = np.append(gap, step)
    repeats = np.append(np.where(is_hole, np.rint(gap / step), 1.0), 1.0).astype(np.intp)
    return dt_second, repeats, _told(gap, is_hole, step)


def _told(gap: Floats, is_hole: NDArray[np.bool_], step: float) -> list[str]:
    if not is_hole.any():
        return []
    missing = float((gap[is_hole] - step).sum())
    told = f"{is_hole.sum()} holes of up to {gap.max():g} s held at the sample before"
    return [f"{told}, {missing:g} s in all, {missing / gap.sum():.1%} of the time"]


def _refuse_long(
    gap: Floats,
    second: Floats,
    rows: NDArray[np.intp],
    is_long: NDArray[np.bool_],
    longest: float,
) -> None:
    if not is_long.any():
        return
    at = int(np.argmax(is_long))
    place = f"after data row {rows[at] + 1}, {second[at]:g} s after the first"
    told = f"time: a hole of {gap[at]:g} s {place}, is longer than {longest:g} s"
    raise InputError(f"{told}; --longest-hole {gap.max():g} would hold all", "time", at, gap[at])


def _moment(name: str, index: int, cell: object) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    try:
        return datetime.fromisoformat(str(cell).strip())
    except ValueError:
        found = f"{name}[{index}] = {cell!r} is neither seconds nor an ISO 8601 timestamp"
        raise InputError(found, name, index) from None


def _unix_second(moment: datetime) -> float:
    """A timestamp without a zone runs like UTC: no hour is skipped or repeated."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()

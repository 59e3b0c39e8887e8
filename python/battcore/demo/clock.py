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
) -> tuple[Floats, list[str]]:
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
        Steps; the last one is the median. [s]
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
        told = f"time does not run forward at row {rows[at + 1]}, {second[at + 1]:g} s after the"
        raise InputError(f"{told} first; does the file hold several series?", "time", at + 1)
    step = float(np.median(gap))
    longest = max(30.0, 5.0 * step) if longest_hole_second is None else longest_hole_second
    is_hole = gap > 1.5 * step
    _refuse_long(gap, second, rows, np.where(is_hole, gap, 0.0) > longest, longest)
    dt_second = np.append(gap, step)
    if not is_hole.any():
        return dt_second, []
    missing = float((gap[is_hole] - step).sum())
    told = f"{is_hole.sum()} holes of up to {gap.max():g} s held at the sample before"
    return dt_second, [f"{told}, {missing:g} s in all, {missing / dt_second.sum():.1%} of the time"]


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
    place = f"after row {rows[at]}, {second[at]:g} s after the first"
    told = f"a hole of {gap[at]:g} s {place}, is longer than {longest:g} s"
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

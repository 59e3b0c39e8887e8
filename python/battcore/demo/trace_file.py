"""A load out of a file: CSV or Parquet, plain or gz."""

import csv
import gzip
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from battcore._arrays import Floats
from battcore._extras import require
from battcore.demo.clock import clock_of, steps_of
from battcore.demo.columns import guess_power, guess_time, guess_unit, the_column
from battcore.error import InputError

WATT = {"W": 1.0, "kW": 1e3, "MW": 1e6}
Table: TypeAlias = dict[str, Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadTrace:
    """A load on a clock, with what was done to get it."""

    name: str
    """Name of the file."""
    load_watt: Floats
    """Load, shape (n,). [W]"""
    dt_second: Floats
    """Length of each step, shape (n,). [s]"""
    start: datetime | None
    """When it starts, if the file says."""
    messages: tuple[str, ...]
    """What was guessed and what was held."""


def read_trace(
    path: Path,
    *,
    power_column: str | None = None,
    time_column: str | None = None,
    unit: str | None = None,
    longest_hole_second: float | None = None,
) -> LoadTrace:
    """Read a load from a file.

    Parameters
    ----------
    path : Path
        ``.csv`` or ``.parquet``, also with ``.gz`` behind.
    power_column, time_column : str, optional
        Names of columns; None: guessed by name.
    unit : {"W", "kW", "MW"}, optional
        Unit of the power; None: guessed by the name of the column, else W.
    longest_hole_second : float, optional
        Holes up to this length between samples are held at the sample before; None: the longer of
        30 s and five steps. [s]

    Returns
    -------
    LoadTrace
        Its steps are those of the file; through a hole the sample before it holds.

    Raises
    ------
    InputError
        If a column is missing, a cell is no number, time does not run forward, or a hole is longer.
    """
    table = _read(path)
    power = the_column(power_column, table, "power_column") or guess_power(table)
    clock = the_column(time_column, table, "time_column") or guess_time(table)
    scale = unit or guess_unit(power)
    if scale not in WATT:
        raise InputError(f"unit = {scale!r} is none of {', '.join(WATT)}", "unit")
    load = _numbers(power, table[power])
    second, start = clock_of(clock, table[clock])
    known = np.isfinite(load)
    if known.sum() < 2:
        raise InputError(f"{power} has fewer than two numbers", power)
    rows = np.flatnonzero(known)
    dt_second, repeats, held = steps_of(second[known], rows, longest_hole_second)
    guessed = f"power from column {power!r} in {scale}, time from column {clock!r}"
    empty = [f"{(~known).sum()} empty cells of {power!r} left out"] if not known.all() else []
    return LoadTrace(
        name=path.name,
        load_watt=np.repeat(load[known] * WATT[scale], repeats),
        dt_second=np.repeat(dt_second / repeats, repeats),
        start=start,
        messages=(guessed, *empty, *held),
    )


def _read(path: Path) -> Table:
    if not path.is_file():
        raise InputError(f"trace = {str(path)!r} is no file", "trace")
    is_packed = path.suffix == ".gz"
    kind = Path(path.stem).suffix if is_packed else path.suffix
    try:
        content = gzip.decompress(path.read_bytes()) if is_packed else path.read_bytes()
        is_parquet = kind.lower() in {".parquet", ".pq"}
        return _read_parquet(content) if is_parquet else _read_csv(content)
    except InputError:
        raise
    except (ValueError, EOFError, OSError, zlib.error, csv.Error) as error:
        raise InputError(f"trace = {str(path)!r} cannot be read: {error}", "trace") from error


def _read_parquet(content: bytes) -> Table:
    parquet = require("pyarrow.parquet", "parquet")
    columns: Table = parquet.read_table(io.BytesIO(content)).to_pydict()
    return columns


def _read_csv(content: bytes) -> Table:
    text = content.decode("utf-8-sig")
    header, _, _ = text.partition("\n")
    comma = max(",;\t", key=header.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=comma) if row]
    if len(rows) < 3:
        raise InputError("trace needs a header and at least two rows", "trace")
    names, *body = rows
    for line, row in enumerate(body, start=2):
        if len(row) != len(names):
            found = f"line {line} has {len(row)} cells, the header {len(names)}"
            raise InputError(f"trace: {found}", "trace", line)
    return {name.strip(): cells for name, cells in zip(names, zip(*body, strict=True), strict=True)}


def _numbers(name: str, cells: Sequence[Any]) -> Floats:
    """Numbers of a column; an empty cell is NaN."""
    try:
        return np.array([cell if cell not in {"", None} else "nan" for cell in cells], float)
    except (TypeError, ValueError):
        index = next(place for place, cell in enumerate(cells) if not _is_number(cell))
        found = f"{name}[{index}] = {cells[index]!r} is no number"
        raise InputError(found, name, index) from None


def _is_number(cell: object) -> bool:
    try:
        float(str(cell) or "nan")
    except ValueError:
        return cell is None
    return True

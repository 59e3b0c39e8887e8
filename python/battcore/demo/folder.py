"""Writes what came of the demo into a folder."""

import csv
from pathlib import Path

from battcore._results import Columns
from battcore.demo.job import Outcome
from battcore.plot import cycle_depth, day_view, health, load_duration, spikes
from battcore.report import Report

DPI = 110


def write(outcome: Outcome, page: Report, folder: Path) -> list[Path]:
    """Write pictures, tables and the report.

    Parameters
    ----------
    outcome : Outcome
        From `perform`.
    page : Report
        From `tell`.
    folder : Path
        Made if it is not there; files of the same names are replaced.

    Returns
    -------
    list of Path
        What was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {
        "day.png": day_view(outcome.close_up),
        "spikes.png": spikes(outcome.close_up),
        "health.png": health(outcome.run),
        "cycle_depth.png": cycle_depth(outcome.run),
        "load_duration.png": load_duration(outcome.first_year),
    }
    for name, picture in pictures.items():
        picture.savefig(folder / name, dpi=DPI)
    tables = {
        "daily.csv": outcome.run.log,
        "first_year_quarter_hours.csv": outcome.first_year.log,
        "outages.csv": outcome.run.outages,
    }
    for name, table in tables.items():
        write_csv(table, folder / name)
    (folder / "report.txt").write_text(page.text() + "\n", encoding="utf-8")
    return [folder / name for name in [*pictures, *tables, "report.txt"]]


def write_csv(table: Columns, path: Path) -> None:
    """Write the columns of a result; names carry the units.

    Parameters
    ----------
    table : Columns
        A log, or another result in columns.
    path : Path
        The file.
    """
    columns = table.columns()
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        rows.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))

"""Writes what came of the demo into a folder."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from battcore._arrays import Floats
from battcore.demo.job import Outcome
from battcore.plot import cycle_depth, day_view, health, load_duration, spikes
from battcore.report import Report
from battcore.simulation import SimulationRun
from battcore.simulation._power import battery_watt, grid_watt, load_watt, start_second

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
        "load_duration.png": load_duration(outcome.close_up),
    }
    for name, picture in pictures.items():
        picture.savefig(folder / name, dpi=DPI)
    tables = {
        "daily.csv": {**outcome.run.log.columns(), **_losses(outcome.run)},
        "close_up.csv": _powers(outcome.close_up),
        "outages.csv": outcome.run.outages.columns(),
    }
    for name, columns in tables.items():
        write_csv(columns, folder / name)
    (folder / "report.txt").write_text(page.text() + "\n", encoding="utf-8")
    return [folder / name for name in [*pictures, *tables, "report.txt"]]


def write_csv(columns: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Write columns of equal length; their names carry the units.

    Parameters
    ----------
    columns : mapping of str to ndarray
        Columns by name.
    path : Path
        The file.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        rows.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))


def _losses(run: SimulationRun) -> dict[str, Floats]:
    return {f"capacity_lost_by_{cause}": lost for cause, lost in run.losses.items()}


def _powers(run: SimulationRun) -> dict[str, Floats]:
    return {
        "time_second": start_second(run),
        "load_power_watt": load_watt(run).round(1),
        "grid_power_watt": grid_watt(run).round(1),
        "battery_power_watt": battery_watt(run).round(1),
        "soc": run.log.soc.round(6),
    }

"""The options of ``battcore demo``, each with what it means."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

Trace: TypeAlias = Annotated[
    Path | None, typer.Option(help="CSV or Parquet with a load of yours, gz too.")
]
PowerColumn: TypeAlias = Annotated[
    str | None, typer.Option(help="Column with its power; guessed by name if left out.")
]
TimeColumn: TypeAlias = Annotated[
    str | None, typer.Option(help="Column with seconds or ISO 8601 times; guessed if left out.")
]
Unit: TypeAlias = Annotated[
    Literal["W", "kW", "MW"] | None, typer.Option(help="Unit of the power; guessed if left out.")
]
LongestHole: TypeAlias = Annotated[
    float | None,
    typer.Option(
        help="Longest hole to be held, in s; the longer of 30 s and five steps if left out."
    ),
]
Years: TypeAlias = Annotated[
    float | None, typer.Option(help="How long; 10, or one pass of a trace, if left out.")
]
BatteryPower: TypeAlias = Annotated[
    float | None, typer.Option(help="Rated power in MW; half the peak if left out.")
]
BatteryHours: TypeAlias = Annotated[
    float, typer.Option(help="Energy capacity over rated power, in h.")
]
Output: TypeAlias = Annotated[Path, typer.Option(help="Folder for pictures, tables and report.")]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be run; write nothing.")
]

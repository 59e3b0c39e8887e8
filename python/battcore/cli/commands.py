"""What can be typed."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from battcore import __version__
from battcore.aging import models as aging_models
from battcore.demo import (
    LoadTrace,
    Scenario,
    beside,
    campus,
    campus_day,
    describe,
    perform,
    read_trace,
    tell,
    write,
)
from battcore.error import InputError
from battcore.report import Report

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


def _version(asked: bool) -> None:  # noqa: FBT001
    if asked:
        typer.echo(f"battcore {__version__}")
        raise typer.Exit


@app.callback()
def battcore(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Batteries beside loads: state of charge, aging, dispatch and what it is worth."""


@app.command()
def demo(
    *,
    trace: Annotated[
        Path | None, typer.Option(help="CSV or Parquet with a load of yours, gz too.")
    ] = None,
    power_column: Annotated[
        str | None, typer.Option(help="Its power; guessed if left out.")
    ] = None,
    time_column: Annotated[
        str | None, typer.Option(help="Its time, in seconds or ISO 8601; guessed if left out.")
    ] = None,
    unit: Annotated[
        Literal["W", "kW", "MW"] | None, typer.Option(help="Unit of the power; by default guessed.")
    ] = None,
    longest_hole: Annotated[
        float | None,
        typer.Option(help="Longest hole that is held, in s; by default 30 s or five steps."),
    ] = None,
    years: Annotated[
        float | None, typer.Option(help="How long; by default 10, or one pass of a trace.")
    ] = None,
    battery_power: Annotated[
        float | None, typer.Option(help="Rated power in MW; by default half the peak.")
    ] = None,
    battery_hours: Annotated[
        float, typer.Option(help="Energy capacity over rated power, in h.")
    ] = 1.0,
    output: Annotated[Path, typer.Option(help="Folder for pictures, CSV and report.")] = Path(
        "battcore-demo"
    ),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be run; write nothing.")
    ] = False,
) -> None:
    """Run ten years of a battery beside an AI data center, or beside a load of your own."""
    console = _console()
    power_watt = None if battery_power is None else battery_power * 1e6
    try:
        if trace is None:
            scenario = campus(
                10.0 if years is None else years, power_watt=power_watt, hours=battery_hours
            )
            close_up = campus_day(1.0, like=scenario)
        else:
            load = read_trace(
                trace,
                power_column=power_column,
                time_column=time_column,
                unit=unit,
                longest_hole_second=longest_hole,
            )
            for message in load.messages:
                console.print(f"{load.name}: {message}", markup=False)
            scenario = beside(load, years, power_watt=power_watt, hours=battery_hours)
            close_up = None
        if dry_run:
            Report("What would be run", (describe(scenario),)).show(console)
            return
        outcome = perform(scenario, close_up)
        page = tell(outcome)
        written = write(outcome, page, output)
    except InputError as error:
        console.print(f"battcore: {error}", markup=False)
        raise typer.Exit(2) from error
    page.show(console)
    console.print(f"{len(written)} files in {output}/: " + ", ".join(f.name for f in written))


def _console() -> Console:
    """A page of two columns where nobody looks at the width: in a pipe or a file."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


@app.command()
def models() -> None:
    """List the aging models, the range in which each was tested, and its sources."""
    console = _console()
    for key, model in aging_models().items():
        console.print(Text(key, style="bold cyan"), f"{model.label}, {model.capacity_ah:g} Ah")
        for name, (low, high) in model.tested_range.items():
            console.print(f"  tested {name:<20} {low:g} to {high:g}")
        for source in model.cite().splitlines():
            console.print(f"  {source}", soft_wrap=True, markup=False)
        console.print()

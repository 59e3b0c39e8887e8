"""What can be typed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from battcore import __version__
from battcore.aging import models as aging_models
from battcore.cli import options
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
    trace: options.Trace = None,
    power_column: options.PowerColumn = None,
    time_column: options.TimeColumn = None,
    unit: options.Unit = None,
    longest_hole: options.LongestHole = None,
    years: options.Years = None,
    battery_power: options.BatteryPower = None,
    battery_hours: options.BatteryHours = 1.0,
    output: options.Output = Path("battcore-demo"),
    dry_run: options.DryRun = False,
) -> None:
    """Run ten years of a battery beside an AI data center, or beside a load of your own."""
    read = partial(
        read_trace,
        power_column=power_column,
        time_column=time_column,
        unit=unit,
        longest_hole_second=longest_hole,
    )
    power_watt = None if battery_power is None else battery_power * 1e6
    with _told_in_a_sentence():
        load = None if trace is None else read(trace)
        scenario, close_up = _scenarios(load, years, power_watt, battery_hours)
        _run(scenario, close_up, () if load is None else load.messages, output, dry_run=dry_run)


def _scenarios(
    load: LoadTrace | None, years: float | None, power_watt: float | None, hours: float
) -> tuple[Scenario, Scenario | None]:
    if load is not None:
        return beside(load, years, power_watt=power_watt, hours=hours), None
    whole = campus(10.0 if years is None else years, power_watt=power_watt, hours=hours)
    return whole, campus_day(1.0, like=whole)


def _run(
    scenario: Scenario,
    close_up: Scenario | None,
    messages: tuple[str, ...],
    output: Path,
    *,
    dry_run: bool,
) -> None:
    console = _console()
    for message in messages:
        console.print(f"{scenario.name}: {message}", markup=False)
    if dry_run:
        Report(f"Would be run, into {output}/", (describe(scenario),)).show(console)
        return
    outcome = perform(scenario, close_up)
    page = tell(outcome)
    written = write(outcome, page, output)
    page.show(console)
    console.print(f"In {output}/: " + ", ".join(file.name for file in written), markup=False)


@app.command()
def models() -> None:
    """List the aging models, the range in which each was tested, and its sources."""
    console = _console()
    for key, model in aging_models().items():
        console.print(Text(key, style="bold cyan"), model.label)
        for name, (low, high) in model.tested_range.items():
            console.print(f"  tested {name:<20} {low:g} to {high:g}")
        for source in model.cite().splitlines():
            console.print(f"  {source}", soft_wrap=True, markup=False)
        console.print()


def _console() -> Console:
    """A page of two columns where nobody looks at the width: in a pipe or a file."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


@contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    """What cannot be done with these inputs ends in one line and exit code 2."""
    try:
        yield
    except (InputError, OSError) as error:
        typer.echo(f"battcore: {error}", err=True)
        raise typer.Exit(2) from error

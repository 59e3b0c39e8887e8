"""The report of the demo: that of the run, with what only the demo knows."""

from dataclasses import asdict
from math import inf

import numpy as np

from battcore._power import grid_watt, load_watt
from battcore.demo.job import Outcome
from battcore.demo.minutes import Understatement
from battcore.demo.scenario import Scenario
from battcore.dispatch import Policy, Stack
from battcore.report import Report, Section, of
from battcore.report._words import change, duration, quantity
from battcore.simulation import SimulationRun
from battcore.trace import rolling_range


def tell(outcome: Outcome) -> Report:
    """Put the page of the demo together.

    Parameters
    ----------
    outcome : Outcome
        From `perform`.

    Returns
    -------
    Report
        One screen.
    """
    scenario = outcome.scenario
    page = of(outcome.run, start=scenario.site.start, title=_title(outcome))
    first, *rest = page.sections
    hidden = [] if outcome.understatement is None else [_hidden(outcome.understatement)]
    sections = (describe(scenario), first, *rest, _swings(outcome.close_up), *hidden)
    return Report(page.title, (*sections, _run_time(outcome)))


def describe(scenario: Scenario) -> Section:
    """Say what is run.

    Parameters
    ----------
    scenario : Scenario
        Before or after it has run.

    Returns
    -------
    Section
        Load, battery and policy with all that was chosen.
    """
    battery, site = scenario.battery, scenario.site
    step = np.asarray(site.dt_second)
    once = duration(scenario.pass_second)
    span = f"{once}, once" if scenario.years is None else f"{once}, for {scenario.years:g} years"
    size = f"{quantity(battery.discharge_power_watt, 'W')}, "
    size += quantity(battery.energy_capacity_wh, "Wh")
    lines = [
        ("load", f"{scenario.name}, peak {quantity(np.max(site.load_watt), 'W')}"),
        ("steps", f"{len(np.atleast_1d(site.load_watt)):,} of {np.median(step):g} s; {span}"),
        ("battery", f"{size}, {battery.aging.key if battery.aging else 'no aging'}"),
        ("start", f"soc {scenario.soc_start:g}"),
        *_policies(scenario),
    ]
    return Section("Scenario", tuple(lines))


def _title(outcome: Outcome) -> str:
    span = float(outcome.run.log.duration_second.sum())
    return f"{duration(span)} of a battery beside {outcome.scenario.name}"


def _policies(scenario: Scenario) -> list[tuple[str, str]]:
    policy = scenario.policy
    members = policy.policies if isinstance(policy, Stack) else (policy,)
    return [(type(member).__name__, _numbers(member)) for member in members]


def _numbers(policy: Policy) -> str:
    given = {name: value for name, value in asdict(policy).items() if value not in {None, inf, 0.0}}
    return ", ".join(_number(name, value) for name, value in given.items())


def _number(name: str, value: float) -> str:
    words, _, unit = name.rpartition("_")
    if unit == "watt":
        return f"{words.replace('_', ' ')} {quantity(value, 'W')}"
    if unit == "second":
        return f"{words.replace('_', ' ')} {duration(value)}"
    return f"{name.replace('_', ' ')} {value:g}"


def _swings(run: SimulationRun) -> Section:
    """What moves within the windows of grid codes, before and after."""
    step = run.log.duration_second
    load = rolling_range(load_watt(run), step)
    grid = rolling_range(grid_watt(run), step)
    windows = zip(load.window_second, load.range, grid.range, load.resolvable, strict=True)
    lines = [
        (f"  within {window:g} s", change(before, after, "W") if judged else "steps too long")
        for window, before, after, judged in windows
    ]
    span = f"{duration(round(step.sum()))} at steps of {np.median(step):g} s"
    return Section(f"Largest swing, {span}", tuple(lines))


def _hidden(found: Understatement) -> Section:
    fine, coarse = found.fine_step_second, found.coarse_step_second
    mean = (found.fine_mean_square**0.5, found.coarse_mean_square**0.5)
    return Section(
        f"What steps of {coarse:g} s hide from those of {fine:g} s",
        (
            ("throughput", f"{found.throughput_share:.0%} of it: {_both(found)}"),
            ("ohmic loss", f"{found.ohmic_share:.0%} of it, as the mean square of power"),
            ("root mean square power", change(*mean, "W")),
        ),
    )


def _both(found: Understatement) -> str:
    return change(found.fine_throughput_wh, found.coarse_throughput_wh, "Wh")


def _run_time(outcome: Outcome) -> Section:
    run, second = outcome.run, outcome.wall_second
    speed = f"{run.steps:,} steps in {second:.2f} s, {run.steps / second / 1e6:.2f} million a second"
    return Section(
        "Run time",
        (
            ("simulation", speed),
            ("beyond what it can", f"{run.curtailed_steps:,} steps"),
            ("policies in conflict", f"{run.conflicts:,} times"),
        ),
    )

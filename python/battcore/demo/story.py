"""The report of the demo: that of the run, with what only the demo knows."""

import numpy as np

from battcore.demo.equipment import SMOOTHING_SECOND
from battcore.demo.job import Outcome
from battcore.demo.minutes import Understatement
from battcore.demo.scenario import YEAR_SECOND, Scenario
from battcore.dispatch import BackupReserve, LoadSmoothing, OwnPolicy, PeakShaving, Policy, Stack
from battcore.report import Report, Section, of
from battcore.report.words import change, duration, quantity
from battcore.simulation import SimulationRun
from battcore.simulation._power import grid_watt, load_watt, start_second
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
    grid, *rest = page.sections
    hidden = [] if outcome.understatement is None else [_hidden(outcome.understatement)]
    sections = (describe(scenario), grid, _close_up(outcome.close_up), *hidden, *rest)
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
    battery = scenario.battery
    once = f"{duration(scenario.pass_second)} at {np.median(scenario.dt_second):g} s a step"
    size = quantity(battery.energy_capacity_wh, "Wh")
    policy = scenario.policy
    members = policy.policies if isinstance(policy, Stack) else (policy,)
    lines = (
        ("load", scenario.name),
        ("peak", quantity(scenario.load_watt.max(), "W")),
        ("trace", once if scenario.years is None else f"{once}, repeated"),
        ("battery", f"{quantity(battery.discharge_power_watt, 'W')}, {size}"),
        ("aging", battery.aging.key if battery.aging else "none"),
        *(_duty(member) for member in members),
    )
    return Section(f"Scenario, {_span(scenario)}", lines)


def _span(scenario: Scenario) -> str:
    return "one pass" if scenario.years is None else duration(scenario.years * YEAR_SECOND)


def _duty(policy: Policy | OwnPolicy) -> tuple[str, str]:
    match policy:
        case BackupReserve(critical_load_watt=critical, ride_through_second=second):
            load = "the highest load" if critical is None else quantity(critical, "W")
            return "backup reserve", f"{duration(second)} of {load}"
        case LoadSmoothing(window_second=window, target_soc=soc):
            return "load smoothing", f"mean of {duration(window)}, around soc {soc:g}"
        case PeakShaving(limit_watt=limit):
            return "peak shaving", f"limit {quantity(limit, 'W')}"
    return "policy", str(policy)


def _title(outcome: Outcome) -> str:
    span = float(outcome.run.log.duration_second.sum())
    return f"{duration(span)} of a battery beside {outcome.scenario.name}"


def _close_up(run: SimulationRun) -> Section:
    """What moves within the windows of grid codes, before and after."""
    step = run.log.duration_second
    peak = change(run.log.load_peak_watt.max(), run.log.grid_peak_watt.max(), "W")
    is_warm = start_second(run) >= SMOOTHING_SECOND  # the moving mean starts empty
    kept = is_warm if is_warm.sum() > is_warm.size // 2 else np.full(is_warm.shape, fill_value=True)
    load = rolling_range(load_watt(run)[kept], step[kept])
    grid = rolling_range(grid_watt(run)[kept], step[kept])
    windows = zip(load.window_second, load.range, grid.range, load.resolvable, strict=True)
    told = (
        (f"swing within {window:g} s", change(before, after, "W") if judged else "not judged")
        for window, before, after, judged in windows
    )
    span = f"{duration(round(step.sum()))} at steps of {np.median(step):g} s"
    return Section(f"Grid, {span}", (("peak", peak), *told))


def _hidden(found: Understatement) -> Section:
    throughput = (found.fine_throughput_wh, found.coarse_throughput_wh)
    mean = (found.fine_mean_square**0.5, found.coarse_mean_square**0.5)
    return Section(
        f"Understated by steps of {found.coarse_step_second:g} s",
        (
            ("throughput", change(*throughput, "Wh")),
            ("root mean square power", change(*mean, "W")),
            ("ohmic loss, its square", f"{-found.ohmic_share:+.0%}"),
        ),
    )


def _run_time(outcome: Outcome) -> Section:
    run, second = outcome.run, outcome.wall_second
    speed = f"{run.steps / second / 1e6:.2f} million steps/s"
    return Section(
        "Run time",
        (
            ("simulation", f"{run.steps:,} steps in {second:.2f} s"),
            ("speed", speed),
            ("beyond what it can", f"{run.curtailed_steps:,} steps"),
            ("policies in conflict", f"{run.conflicts:,} times"),
        ),
    )

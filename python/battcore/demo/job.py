"""Runs a scenario, and its load at steps of a minute to see what they would hide."""

from dataclasses import dataclass
from time import perf_counter

from battcore.demo.minutes import Understatement, understatement
from battcore.demo.scenario import Scenario
from battcore.simulation import SimulationRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a scenario, near and far."""

    scenario: Scenario
    """What was run."""
    run: SimulationRun
    """The whole run, a row per clock day."""
    wall_second: float
    """How long it took to compute. [s]"""
    close_up: SimulationRun
    """A short time in every step."""
    understatement: Understatement | None
    """What steps of a minute hide in the close-up; None if it has no shorter ones."""


def perform(scenario: Scenario, close_up: Scenario | None = None) -> Outcome:
    """Run a scenario and look closer at a part of it.

    Parameters
    ----------
    scenario : Scenario
        The whole.
    close_up : Scenario, optional
        A short part in fine steps; None: the first pass of the whole.

    Returns
    -------
    Outcome
        All runs.
    """
    started = perf_counter()
    run = scenario.simulate(log="day")
    wall_second = perf_counter() - started
    near = scenario.over(None) if close_up is None else close_up
    fine = near.simulate(log="all")
    coarse = near.resampled(60.0)
    hidden = None if coarse is None else understatement(fine, coarse.simulate(log="all"))
    return Outcome(
        scenario=scenario,
        run=run,
        wall_second=wall_second,
        close_up=fine,
        understatement=hidden,
    )

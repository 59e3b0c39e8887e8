"""The closed loop: a battery beside a site under a policy, for seconds or decades."""

from battcore.simulation._log import Log, OutageReports
from battcore.simulation._regret import Regret, regret
from battcore.simulation._reports import CycleHistogram, PlanCounts, RideThrough
from battcore.simulation._run import SimulationRun
from battcore.simulation._simulate import simulate
from battcore.simulation._state import State
from battcore.simulation._step import Step, start, step

__all__ = [
    "CycleHistogram",
    "Log",
    "OutageReports",
    "PlanCounts",
    "Regret",
    "RideThrough",
    "SimulationRun",
    "State",
    "Step",
    "regret",
    "simulate",
    "start",
    "step",
]

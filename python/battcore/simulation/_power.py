"""Powers of a logged run, as means over the rows of its log."""

from battcore._arrays import Floats
from battcore.simulation._run import SimulationRun


def load_watt(run: SimulationRun) -> Floats:
    """What the load asked for. [W]"""
    return run.log.load_energy_wh * 3600.0 / run.log.duration_second


def grid_watt(run: SimulationRun) -> Floats:
    """What the grid gave. [W]"""
    log = run.log
    return (log.import_energy_wh - log.export_energy_wh) * 3600.0 / log.duration_second


def battery_watt(run: SimulationRun) -> Floats:
    """What the battery took, positive when charging. [W]"""
    log = run.log
    return (log.charging_energy_wh - log.discharging_energy_wh) * 3600.0 / log.duration_second


def start_second(run: SimulationRun) -> Floats:
    """When each row of the log begins. [s]"""
    return run.log.time_second - run.log.duration_second

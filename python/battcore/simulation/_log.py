"""What a run writes down."""

from dataclasses import dataclass

from battcore._arrays import Floats
from battcore._results import Columns


@dataclass(frozen=True, slots=True, eq=False)
class Log(Columns):
    """A row per step, day, year or whatever was asked for.

    Energies are sums over the row, peaks, lows and ramps are extremes over its steps, and states
    are those at its end. Times count from the start of the first run.
    """

    time_second: Floats
    """When the row ends. [s]"""
    duration_second: Floats
    """How long it is. [s]"""
    load_energy_wh: Floats
    """What the load asked for. [Wh]"""
    import_energy_wh: Floats
    """Drawn from the grid. [Wh]"""
    export_energy_wh: Floats
    """Fed into the grid. [Wh]"""
    generation_energy_wh: Floats
    """What generation would have given. [Wh]"""
    curtailed_energy_wh: Floats
    """What of it was turned down, and in an outage what neither load nor battery took. [Wh]"""
    import_excess_wh: Floats
    """Drawn from the grid beyond its limit. [Wh]"""
    import_excess_second: Floats
    """For how long. [s]"""
    export_excess_wh: Floats
    """Fed into the grid beyond its limit. [Wh]"""
    export_excess_second: Floats
    """For how long. [s]"""
    charging_energy_wh: Floats
    """Into the battery, at the AC side. [Wh]"""
    discharging_energy_wh: Floats
    """Out of the battery, at the AC side. [Wh]"""
    converter_loss_wh: Floats
    """Lost between AC side and DC terminals. [Wh]"""
    battery_loss_wh: Floats
    """Lost inside the battery while it charges or discharges. [Wh]"""
    self_discharge_wh: Floats
    """Lost at rest. [Wh]"""
    auxiliary_energy_wh: Floats
    """Drawn from the AC side beside the battery. [Wh]"""
    unserved_energy_wh: Floats
    """Load that was not served, shed load included. [Wh]"""
    stored_change_wh: Floats
    """Change of the stored energy, but for the next. [Wh]"""
    capacity_change_wh: Floats
    """Change of the stored energy because the capacity changed while soc stayed. [Wh]"""
    load_peak_watt: Floats
    """Highest load. [W]"""
    load_ramp_watt_per_second: Floats
    """Largest change of the load from one step to the next, per second. [W/s]"""
    grid_peak_watt: Floats
    """Highest grid power. [W]"""
    grid_low_watt: Floats
    """Lowest grid power. [W]"""
    grid_ramp_watt_per_second: Floats
    """Largest change of the grid power from one step to the next, per second. [W/s]"""
    soc: Floats
    """State of charge. [1]"""
    soc_low: Floats
    """Lowest state of charge. [1]"""
    soc_high: Floats
    """Highest state of charge. [1]"""
    temperature_celsius: Floats
    """Mean temperature of the battery. [°C]"""
    temperature_high_celsius: Floats
    """Highest temperature of the battery. [°C]"""
    soh_capacity: Floats
    """Present over nominal capacity. [1]"""
    soh_resistance: Floats
    """Present over nominal resistance. [1]"""
    efc: Floats
    """Equivalent full cycles of the nominal capacity so far. [1]"""


@dataclass(frozen=True, slots=True, eq=False)
class OutageReports(Columns):
    """How each outage went, a row per outage that the run has seen."""

    start_second: Floats
    """When it began. [s]"""
    duration_second: Floats
    """How long it lasts. [s]"""
    seen_second: Floats
    """How much of it the run has seen. [s]"""
    unserved_energy_wh: Floats
    """Load that was not served, shed load included. [Wh]"""
    unserved_critical_energy_wh: Floats
    """Critical load that was not served. [Wh]"""

    @property
    def carried(self) -> list[bool]:
        """Whether the battery carried the critical load through each outage, to a watt-hour."""
        return [bool(energy < 1.0) for energy in self.unserved_critical_energy_wh]

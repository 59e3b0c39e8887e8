"""What came of a simulation."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from battcore._arrays import Floats
from battcore._pictures import pictures
from battcore.simulation._log import Log, OutageReports
from battcore.simulation._reports import CycleHistogram, PlanCounts, RideThrough
from battcore.simulation._state import State
from battcore.site import Battery
from battcore.tariff import Bill

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import xarray as xr


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulationRun:
    """The log of a run, what was counted beside it, and where it stopped."""

    battery: Battery
    """The battery as it began."""
    log: Log
    """What happened, a row per day or whatever was asked for."""
    losses: Mapping[str, Floats]
    """Capacity lost by each cause of the aging model, a value per row of the log. [1]"""
    cycles: CycleHistogram
    """Rainflow cycles since the first run, by depth and mean soc."""
    ride_through: RideThrough
    """How long the battery would have carried the critical load, for every start instant."""
    outages: OutageReports
    """How each outage went."""
    bill: Bill
    """What the connection cost over this run; zeros without a tariff."""
    steps: int
    """Steps and parts of steps that were run."""
    curtailed_steps: int
    """Those in which the battery did not do what the policy commanded."""
    conflicts: int
    """How often a policy of a stack asked for what an earlier one excluded."""
    plans: PlanCounts
    """How often policies planned; zeros if none of them plans."""
    state: State
    """Where the loop stands now; hand it to `battcore.simulate` to go on."""

    @property
    def soh_capacity(self) -> float:
        """Present over nominal capacity at the end. [1]"""
        return self.state.soh_capacity

    @property
    def soh_resistance(self) -> float:
        """Present over nominal resistance at the end. [1]"""
        return self.state.soh_resistance

    @property
    def round_trip_efficiency(self) -> float:
        """Energy given back over energy taken in and drawn from the store, at the AC side. [1]"""
        taken = self.log.charging_energy_wh.sum() - self.log.stored_change_wh.sum()
        return float(self.log.discharging_energy_wh.sum() / taken) if taken > 0 else float("nan")

    @property
    def energy_lost_wh(self) -> float:
        """Lost in converter and battery, at work and at rest. [Wh]"""
        log = self.log
        return float(
            log.converter_loss_wh.sum() + log.battery_loss_wh.sum() + log.self_discharge_wh.sum()
        )

    def end_of_life(self, soh_capacity: float = 0.8) -> float | None:
        """Find when the capacity fell below a share of the nominal one.

        Parameters
        ----------
        soh_capacity : float
            The share. [1]

        Returns
        -------
        float or None
            End of the first row of the log with less, from the start of the first run; None if
            there is none. [s]
        """
        below = self.log.soh_capacity < soh_capacity
        return float(self.log.time_second[np.argmax(below)]) if below.any() else None

    def summary(self) -> str:
        """Tell in a few lines what came of it.

        Returns
        -------
        str
            Lines of text, with a figure each.
        """
        log = self.log
        years = log.duration_second.sum() / 31_536_000.0
        lines = {
            "time": f"{years:.2f} years in {self.steps:,} steps",
            "capacity": f"{self.soh_capacity:.1%} of new",
            "resistance": self._resistance(),
            "equivalent full cycles": f"{self.state.efc:,.0f}",
            "peak, load and grid": f"{_mw(log.load_peak_watt)} and {_mw(log.grid_peak_watt)} MW",
            "shortest ride-through": f"{self.ride_through.shortest_second:,.0f} s",
            "outages carried": f"{sum(self.outages.carried)} of {len(self.outages.carried)}",
            "energy unserved": f"{log.unserved_energy_wh.sum() / 1e6:,.3f} MWh",
            "energy lost": f"{self.energy_lost_wh / 1e6:,.1f} MWh",
            "round trip": f"{self.round_trip_efficiency:.1%}",
        }
        lines |= self._generation() | self._excess()
        return "\n".join(f"{name:<24}{text}" for name, text in lines.items())

    def _generation(self) -> dict[str, str]:
        given = self.log.generation_energy_wh.sum()
        if given == 0.0:
            return {}
        turned_down = self.log.curtailed_energy_wh.sum()
        return {"generation": f"{given / 1e6:,.1f} MWh, {turned_down / given:.1%} of it curtailed"}

    def _excess(self) -> dict[str, str]:
        log = self.log
        lines = {
            "beyond import limit": (log.import_excess_wh.sum(), log.import_excess_second.sum()),
            "beyond export limit": (log.export_excess_wh.sum(), log.export_excess_second.sum()),
        }
        return {
            name: f"{energy / 1e6:,.3f} MWh in {second:,.0f} s"
            for name, (energy, second) in lines.items()
            if second > 0.0
        }

    def _resistance(self) -> str:
        aging = self.battery.aging
        if aging is not None and not aging.models_resistance:
            return "not modeled by the aging model"
        return f"{self.soh_resistance:.1%} of new"

    def to_pandas(self) -> "pd.DataFrame":
        """Make a DataFrame of the log.

        Returns
        -------
        pandas.DataFrame
            A row per row of the log.
        """
        return self.log.to_pandas()

    def to_polars(self) -> "pl.DataFrame":
        """Make a Polars DataFrame of the log.

        Returns
        -------
        polars.DataFrame
            A row per row of the log.
        """
        return self.log.to_polars()

    def to_xarray(self) -> "xr.Dataset":
        """Make a Dataset of the log.

        Returns
        -------
        xarray.Dataset
            A variable per column of the log.
        """
        return self.log.to_xarray()

    @property
    def plot(self) -> Any:  # noqa: ANN401
        """Pictures of the run: ``run.plot.health()`` and others; needs matplotlib."""
        return pictures(self)

    def save(self, path: str | Path) -> None:
        """Write log, losses, histogram, outages, bill and state into one ``.npz`` file.

        Parameters
        ----------
        path : str or Path
            The file; NumPy reads it, and `State.from_json` the text under ``state``.
        """
        arrays = {
            **{f"log/{name}": values for name, values in self.log.columns().items()},
            **{f"losses/{cause}": values for cause, values in self.losses.items()},
            **{f"outages/{name}": values for name, values in self.outages.columns().items()},
            "cycles": self.cycles.count,
            "ride_through/bin_second": self.ride_through.bin_second,
            "ride_through/count": self.ride_through.count,
            "bill": np.array(json.dumps(asdict(self.bill))),
            "state": np.array(self.state.to_json()),
        }
        np.savez_compressed(Path(path), allow_pickle=False, **arrays)


def _mw(watt: Floats) -> str:
    return f"{watt.max() / 1e6:,.1f}"

"""The step folded over a site, with the grid there or away."""

from dataclasses import dataclass, fields, replace
from math import inf
from typing import Any

import numpy as np

from battcore import Battery, Site
from battcore.dispatch import Policy, View
from battcore.reference import dispatch
from battcore.reference.simulation.plant import HOUR, SAME_MOMENT, Flow, Plant
from battcore.reference.site import grid_power


@dataclass(slots=True)
class Row:
    """What happened over a step of the trace; energies are sums, states those at its end."""

    time_second: float = 0.0
    duration_second: float = 0.0
    load_energy_wh: float = 0.0
    import_energy_wh: float = 0.0
    export_energy_wh: float = 0.0
    charging_energy_wh: float = 0.0
    discharging_energy_wh: float = 0.0
    converter_loss_wh: float = 0.0
    battery_loss_wh: float = 0.0
    self_discharge_wh: float = 0.0
    auxiliary_energy_wh: float = 0.0
    unserved_energy_wh: float = 0.0
    stored_change_wh: float = 0.0
    capacity_change_wh: float = 0.0
    soc: float = 0.0
    temperature_celsius: float = 0.0
    soh_capacity: float = 0.0
    soh_resistance: float = 0.0
    efc: float = 0.0


class Loop:
    """A battery beside a site under a policy."""

    def __init__(self, battery: Battery, site: Site, policy: Policy, soc_start: float) -> None:
        self.site = site
        self.policy = policy
        self.plant = Plant(battery, soc_start, site.start_second)
        self.memory: Any = None
        self.grid_before: float | None = None
        self.load = np.asarray(site.load_watt)
        per_step = [site.dt_second, site.ambient_temperature_celsius]
        self.dt, self.ambient = (np.broadcast_to(values, self.load.shape) for values in per_step)
        critical = inf if site.critical_load_watt is None else site.critical_load_watt
        self.critical = np.minimum(critical, self.load)

    def step(self, at: int, end: float) -> Row:
        """Run a step of the trace, or what is left of it before the end."""
        row, left = Row(), float(self.dt[at])
        while left > 0.0 and self.plant.time_second < end:
            outage, edge = self._grid_away()
            until = min(edge, end, self.plant.midnight_second) - self.plant.time_second
            piece = left if left <= until * (1.0 + SAME_MOMENT) else until
            self._piece(row, at, piece, outage=outage)
            left -= piece
        self._close(row)
        return row

    def _grid_away(self) -> tuple[bool, float]:
        """Whether the grid is away now, and when that changes."""
        now = self.plant.time_second
        for start, duration in self.site.outages:
            if now < start:
                return False, start
            if now < start + duration:
                return True, start + duration
        return False, inf

    def _piece(self, row: Row, at: int, dt: float, *, outage: bool) -> None:
        load, critical = float(self.load[at]), float(self.critical[at])
        wanted = self._decide(load, critical, dt, outage=outage)
        power = -critical if outage else wanted
        flows = self.plant.step(power, dt, float(self.ambient[at]), grid=not outage)
        for flow in flows:
            _add(row, flow)
        energy = {name: sum(getattr(f, name) * f.dt_second for f in flows) for name in POWERS}
        battery, auxiliary = energy["power_watt"] / dt, energy["auxiliary_watt"] / dt
        unserved = load + battery if outage else 0.0
        grid = grid_power(load, battery, unserved, auxiliary)
        row.load_energy_wh += load * dt / HOUR
        row.import_energy_wh += max(grid, 0.0) * dt / HOUR
        row.export_energy_wh += max(-grid, 0.0) * dt / HOUR
        row.charging_energy_wh += max(energy["power_watt"], 0.0) / HOUR
        row.discharging_energy_wh += max(-energy["power_watt"], 0.0) / HOUR
        row.unserved_energy_wh += unserved * dt / HOUR
        self.grid_before = grid

    def _decide(self, load: float, critical: float, dt: float, *, outage: bool) -> float:
        """Power that the policy wants; it also sees an outage, for its memory."""
        view = View(
            battery=replace(self.plant.battery, soh_capacity=self.plant.soh_capacity, aging=None),
            soc=self.plant.soc,
            load_watt=load,
            critical_load_watt=critical,
            dt_second=dt,
            grid_before_watt=self.grid_before,
            outage=outage,
        )
        self.memory, command = dispatch.decide(self.policy, self.memory, view)
        wish = 0.0 if command.wish_watt is None else command.wish_watt
        return min(max(wish, command.lower_watt), command.upper_watt)

    def _close(self, row: Row) -> None:
        row.time_second = self.plant.time_second
        row.temperature_celsius /= row.duration_second
        for name in ("soc", "soh_capacity", "soh_resistance", "efc"):
            setattr(row, name, getattr(self.plant, name))


POWERS = ("power_watt", "auxiliary_watt")


def _add(row: Row, flow: Flow) -> None:
    row.duration_second += flow.dt_second
    row.converter_loss_wh += flow.converter_loss_wh
    row.battery_loss_wh += flow.battery_loss_wh
    row.self_discharge_wh += flow.self_discharge_wh
    row.auxiliary_energy_wh += flow.auxiliary_watt * flow.dt_second / HOUR
    row.stored_change_wh += flow.stored_wh
    row.capacity_change_wh += flow.capacity_change_wh
    row.temperature_celsius += flow.temperature_celsius * flow.dt_second


@dataclass(frozen=True, slots=True)
class Run:
    """Columns of the log, with a row per step of the trace, and what was lost by cause."""

    log: dict[str, list[float]]
    losses: dict[str, float]


def simulate(
    battery: Battery, site: Site, policy: Policy, *, duration_second: float, soc_start: float = 0.5
) -> Run:
    """Repeat the trace until the time is up."""
    loop, rows, at = Loop(battery, site, policy, soc_start), [], 0
    while loop.plant.time_second < duration_second:
        rows.append(loop.step(at, duration_second))
        at = (at + 1) % loop.load.size
    log = {field.name: [getattr(row, field.name) for row in rows] for field in fields(Row)}
    return Run(log, loop.plant.wear.losses if loop.plant.wear else {})

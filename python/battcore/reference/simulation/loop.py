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
from battcore.reference.tariff import Clock, import_price


@dataclass(slots=True)
class Row:
    """What happened over a step of the trace; energies are sums, states those at its end."""

    time_second: float = 0.0
    duration_second: float = 0.0
    load_energy_wh: float = 0.0
    import_energy_wh: float = 0.0
    export_energy_wh: float = 0.0
    generation_energy_wh: float = 0.0
    curtailed_energy_wh: float = 0.0
    import_excess_wh: float = 0.0
    import_excess_second: float = 0.0
    export_excess_wh: float = 0.0
    export_excess_second: float = 0.0
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
        self.dt, self.ambient, self.generation, self.most_in, self.most_out = (
            np.broadcast_to(np.asarray(values), self.load.shape)
            for values in (
                site.dt_second,
                site.ambient_temperature_celsius,
                site.generation_watt,
                site.import_limit_watt,
                site.export_limit_watt,
            )
        )
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
        wanted = self._decide(at, dt, outage=outage)
        power = self._island(at) if outage else self._within_limits(wanted, at)
        flows = self.plant.step(power, dt, float(self.ambient[at]), grid=not outage)
        for flow in flows:
            _add(row, flow)
        energy = {name: sum(getattr(f, name) * f.dt_second for f in flows) for name in POWERS}
        connection = self._connect(at, energy["power_watt"] / dt, energy["auxiliary_watt"] / dt)
        if outage:
            connection = self._disconnect(at, energy["power_watt"] / dt)
        row.charging_energy_wh += max(energy["power_watt"], 0.0) / HOUR
        row.discharging_energy_wh += max(-energy["power_watt"], 0.0) / HOUR
        self._book(row, at, dt, connection)
        self.grid_before = connection.grid_watt

    def _island(self, at: int) -> float:
        """Carry what generation leaves of the critical load; take up what the load leaves."""
        surplus = float(self.generation[at] - self.load[at])
        lacking = float(self.critical[at] - self.generation[at])
        return -lacking if lacking > 0.0 else max(surplus, 0.0)

    def _within_limits(self, wanted: float, at: int) -> float:
        """Power nearest to the one wanted that holds the limits of the connection."""
        net = float(self.load[at] - self.generation[at])
        parts = self.plant.battery.converter
        standby = parts.standby_power_watt if parts else 0.0
        least, most = -float(self.most_out[at]) - net, float(self.most_in[at]) - net
        if self.site.curtailable:
            least = min(least, 0.0)
        power = min(max(wanted, least), most)
        return most - standby if power == 0.0 and most < standby else power

    def _connect(self, at: int, battery: float, auxiliary: float) -> "Connection":
        load, generation = float(self.load[at]), float(self.generation[at])
        drawn = grid_power(load, battery, auxiliary_watt=auxiliary, generation_watt=generation)
        beyond = max(-drawn - float(self.most_out[at]), 0.0)
        curtailed = min(beyond, generation) if self.site.curtailable else 0.0
        return Connection(drawn + curtailed, 0.0, curtailed)

    def _disconnect(self, at: int, battery: float) -> "Connection":
        left = float(self.generation[at]) - battery - float(self.load[at])
        return Connection(0.0, max(-left, 0.0), max(left, 0.0))

    def _book(self, row: Row, at: int, dt: float, connection: "Connection") -> None:
        hour, grid = dt / HOUR, connection.grid_watt
        row.load_energy_wh += float(self.load[at]) * hour
        row.generation_energy_wh += float(self.generation[at]) * hour
        row.import_energy_wh += max(grid, 0.0) * hour
        row.export_energy_wh += max(-grid, 0.0) * hour
        row.unserved_energy_wh += connection.unserved_watt * hour
        row.curtailed_energy_wh += connection.curtailed_watt * hour
        scale = float(self.load[at] + self.generation[at])
        for way, flow, most in (("import", grid, self.most_in), ("export", -grid, self.most_out)):
            limit = float(most[at])
            if flow > limit + ROUNDING * (limit + scale):
                _count(row, f"{way}_excess_wh", (flow - limit) * hour)
                _count(row, f"{way}_excess_second", dt)

    def _decide(self, at: int, dt: float, *, outage: bool) -> float:
        """Power that the policy wants; it also sees an outage, for its memory."""
        site, tariff = self.site, self.site.tariff
        view = View(
            battery=replace(self.plant.battery, soh_capacity=self.plant.soh_capacity, aging=None),
            soc=self.plant.soc,
            load_watt=float(self.load[at]),
            generation_watt=float(self.generation[at]),
            critical_load_watt=float(self.critical[at]),
            dt_second=dt,
            grid_before_watt=self.grid_before,
            outage=outage,
            clock_second=site.start_second + self.plant.time_second,
            step=at,
            price_per_kwh=self._price(at, dt) if tariff else None,
            frequency_hertz=_at(site.frequency_hertz, at),
            signal=_at(site.signal, at),
        )
        self.memory, command = dispatch.decide(self.policy, self.memory, view)
        wish = 0.0 if command.wish_watt is None else command.wish_watt
        return min(max(wish, command.lower_watt), command.upper_watt)

    def _price(self, at: int, dt: float) -> float:
        """What a kWh from the grid costs at the start of a piece, whatever rounding did to it."""
        tariff: Any = self.site.tariff
        clock = Clock(self.site.start, tariff.holidays)
        return import_price(tariff, at, clock.shown(self.plant.time_second + 1e-6 * dt))

    def _close(self, row: Row) -> None:
        row.time_second = self.plant.time_second
        row.temperature_celsius /= row.duration_second
        for name in ("soc", "soh_capacity", "soh_resistance", "efc"):
            setattr(row, name, getattr(self.plant, name))


POWERS = ("power_watt", "auxiliary_watt")
ROUNDING = 1e-9  # a share of the powers at the connection that is not beyond a limit


@dataclass(frozen=True, slots=True)
class Connection:
    """Powers at the connection over a piece of a step."""

    grid_watt: float
    unserved_watt: float
    curtailed_watt: float


def _at(values: Any, at: int) -> float | None:  # noqa: ANN401
    """One value, or that of a step, if there is any."""
    return None if values is None else float(np.asarray(values).reshape(-1)[at % np.size(values)])


def _count(row: Row, name: str, amount: float) -> None:
    setattr(row, name, getattr(row, name) + amount)


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

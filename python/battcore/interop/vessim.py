"""A battery of battcore in a Vessim microgrid: stepped by `battcore.simulation.step`.

Signs, watts and seconds are those of battcore: positive power charges. Needs the extra ``vessim``.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from battcore._extras import require

require("vessim", "vessim")  # before what follows fails with less of a hint

import vessim

from battcore._clock import second_of_year
from battcore.dispatch import Command, Memory, Policy, View
from battcore.error import InputError
from battcore.simulation import State, Step, step
from battcore.simulation import start as at_rest
from battcore.site import Battery

__all__ = ["PolicyDispatch", "Storage"]


class Storage(vessim.Storage):
    """A battery of a microgrid, with its converter, heat and aging.

    Parameters
    ----------
    name : str
        How the microgrid calls it.
    battery : Battery
        The battery. Its converter must not draw standby power: a microgrid has no place for it.
    soc : float
        State of charge at the start. [1]
    ambient_temperature_celsius : float
        Around the battery; may be set anew between steps. [°C]
    start : datetime, optional
        When the first step begins, on the clock of the place; None: at the start of a year.

    Raises
    ------
    InputError
        If `soc` lies outside the limits of the battery, or its converter draws standby power.

    Examples
    --------
    >>> import battcore as bc
    >>> import vessim
    >>> power = {"charge_power_watt": 2e3, "discharge_power_watt": 2e3}
    >>> battery = bc.Battery(energy_capacity_wh=4e3, discharge_efficiency=0.9, **power)
    >>> storage = bc.interop.vessim.Storage("battery", battery, soc=1.0)
    >>> servers = vessim.Consumer("servers", vessim.StaticSignal(2.5e3))
    >>> environment = vessim.Environment(sim_start="2026-01-01", step_size=3600)
    >>> _ = environment.add_microgrid([servers], [storage, vessim.GridConnection()])
    >>> _ = environment.run(until=3600)
    >>> round(storage.soc(), 3), storage.last.power_watt
    (0.444, -2000.0)
    """

    def __init__(
        self,
        name: str,
        battery: Battery,
        *,
        soc: float = 0.5,
        ambient_temperature_celsius: float = 25.0,
        start: datetime | None = None,
    ) -> None:
        super().__init__(name)
        if battery.converter and battery.converter.standby_power_watt:
            raise InputError("a microgrid has no place for standby power: add a load", "battery")
        self.battery = battery
        self.ambient_temperature_celsius = ambient_temperature_celsius
        self.now: State = at_rest(battery, soc=soc, start=start)
        self.last: Step | None = None
        self._ageless = replace(battery, aging=None)
        self._ageless_now = at_rest(self._ageless, soc=soc)
        self._start_second = second_of_year(start)

    @property
    def clock_second(self) -> float:
        """Time since the start of a year, on the clock of the place. [s]"""
        return self._start_second + self.now.time_second

    def feasible_range(self, duration: float) -> tuple[float, float]:
        """Tell what the battery could do if all were asked of it.

        Parameters
        ----------
        duration : float
            Of the step. [s]

        Returns
        -------
        low, high : float
            Least and most power over the step. [W]
        """
        wishes = -self.battery.discharge_power_watt, self.battery.charge_power_watt
        low, high = (self._possible(power, duration) for power in wishes)
        return min(low, 0.0), max(high, 0.0)

    def step(self, duration: float) -> None:
        """Run the battery at the power that was set.

        Parameters
        ----------
        duration : float
            Of the step. [s]
        """
        ambient = self.ambient_temperature_celsius
        self.now, self.last = step(
            self.battery,
            self.now,
            self.current_power,
            duration,
            ambient_temperature_celsius=ambient,
        )
        present = ("soc", "soh_capacity", "soh_resistance", "temperature_celsius")
        known = {name: getattr(self.now, name) for name in present}
        self._ageless_now = replace(self._ageless_now, **known)

    def soc(self) -> float:
        """Tell how full the battery is.

        Returns
        -------
        float
            State of charge. [1]
        """
        return self.now.soc

    def config(self) -> dict[str, Any]:
        """Tell what stays.

        Returns
        -------
        dict
            Energy capacity and powers.
        """
        names = ("energy_capacity_wh", "charge_power_watt", "discharge_power_watt")
        return {name: getattr(self.battery, name) for name in names}

    def state(self) -> dict[str, Any]:
        """Tell what changes.

        Returns
        -------
        dict
            Power, state of charge, health and cycles; once it has run, the temperature too.
        """
        told = {"current_power": self.current_power, "soc": self.now.soc}
        told |= {
            name: getattr(self.now, name) for name in ("soh_capacity", "soh_resistance", "efc")
        }
        if self.now.temperature_celsius is not None:
            told["temperature_celsius"] = self.now.temperature_celsius
        return told

    def _possible(self, power_watt: float, dt_second: float) -> float:
        """Ask without aging, which is slow and does not tell before the step is over."""
        ambient = self.ambient_temperature_celsius
        _, done = step(
            self._ageless,
            self._ageless_now,
            power_watt,
            dt_second,
            ambient_temperature_celsius=ambient,
        )
        return done.power_watt


class PolicyDispatch(vessim.DispatchPolicy):
    """A policy of battcore leads the battery, and what stands behind it balances the rest.

    The battery is to be the first dispatchable of the microgrid. Grid signals of the names
    ``price_per_kwh``, ``frequency_hertz`` and ``signal`` reach the policy. Without a connected grid
    the battery carries what it can, whatever the policy says.

    Parameters
    ----------
    policy : Policy
        What the battery should do.

    Examples
    --------
    >>> import battcore as bc
    >>> import vessim
    >>> power = {"charge_power_watt": 2e3, "discharge_power_watt": 2e3}
    >>> battery = bc.Battery(energy_capacity_wh=4e3, **power)
    >>> storage = bc.interop.vessim.Storage("battery", battery, soc=1.0)
    >>> shaving = bc.interop.vessim.PolicyDispatch(bc.dispatch.PeakShaving(limit_watt=2e3))
    >>> servers = vessim.Consumer("servers", vessim.StaticSignal(2.5e3))
    >>> environment = vessim.Environment(sim_start="2026-01-01", step_size=3600)
    >>> microgrid = environment.add_microgrid(
    ...     [servers], [storage, vessim.GridConnection()], policy=shaving
    ... )
    >>> _ = environment.run(until=7200)
    >>> microgrid.p_grid, storage.soc()
    (-2000.0, 0.75)
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._memory: Memory | None = None
        self._grid_before_watt: float | None = None
        self._steps = 0

    def apply(
        self,
        p_delta: float,
        duration: float,
        dispatchables: list[vessim.Dispatchable],
        grid_signals: Mapping[str, float] | None = None,
    ) -> None:
        """Set the powers of the next step.

        Parameters
        ----------
        p_delta : float
            Generation less load. [W]
        duration : float
            Of the step. [s]
        dispatchables : list of vessim.Dispatchable
            The battery, and what balances it.
        grid_signals : mapping of str to float, optional
            What the grid tells.

        Raises
        ------
        InputError
            If the first dispatchable is no `Storage`.
        """
        storage, *rest = dispatchables
        if not isinstance(storage, Storage):
            raise InputError("the first of them must be the battery", "dispatchables")
        is_outage = not any(
            isinstance(each, vessim.GridConnection) and each.connected for each in rest
        )
        view = self._view(storage, p_delta, duration, is_outage, grid_signals or {})
        self._memory, command = self.policy.decide(self._memory, view)
        balance = vessim.DefaultDispatchPolicy()
        if is_outage:
            balance.apply(p_delta, duration, dispatchables)
        else:
            power = _followed(command, storage.feasible_range(duration))
            storage.set_power(power, duration)
            balance.apply(p_delta - power, duration, rest)
        self._grid_before_watt = storage.current_power - p_delta
        self._steps += 1

    def _view(
        self,
        storage: Storage,
        p_delta: float,
        duration: float,
        is_outage: bool,  # noqa: FBT001
        signals: Mapping[str, float],
    ) -> View:
        known = ("price_per_kwh", "frequency_hertz", "signal")
        return View(
            battery=replace(storage.battery, soh_capacity=storage.now.soh_capacity),
            soc=storage.soc(),
            load_watt=max(-p_delta, 0.0),
            generation_watt=max(p_delta, 0.0),
            dt_second=duration,
            grid_before_watt=self._grid_before_watt,
            outage=is_outage,
            clock_second=storage.clock_second,
            step=self._steps,
            **{name: signals[name] for name in known if name in signals},
        )


def _followed(command: Command, possible: tuple[float, float]) -> float:
    """The wish, or rest, within what is right and what the battery can do."""
    wish = 0.0 if command.wish_watt is None else command.wish_watt
    right = min(max(wish, command.lower_watt), command.upper_watt)
    return min(max(right, possible[0]), possible[1])

"""The linear program of the smallest energy, as HiGHS reads it."""

from dataclasses import dataclass

import numpy as np

from battcore._arrays import Floats
from battcore.cycles.results import Integers
from battcore.dispatch._program import Indices, Program

_FAR = 1e6  # swings of the load: as good as no bound
_RATHER_NOT = 1e-9  # price of discharging, so that ties are not broken by burning energy


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyProgram:
    """Power p, stored energy e, its range E, and d = discharge where efficiencies are below one.

    Charge is p + d then. In units of the swing of the load, minimize E subject to
    e[t+1] - e[t] = h (into p - (1/out - into) d), 0 <= e <= E, 0 <= p + d and
    (l + p)[j] - (l + p)[i] <= bound for each pair.
    """

    load_watt: Floats
    hour: Floats
    power_limit_watt: float
    charge_efficiency: float
    discharge_efficiency: float
    pairs: tuple[Integers, Integers, Floats]

    @property
    def _is_lossy(self) -> bool:
        return min(self.charge_efficiency, self.discharge_efficiency) < 1.0

    @property
    def _swing_watt(self) -> float:
        return float(np.ptp(self.load_watt)) or 1.0

    def solve(self) -> tuple[float, Floats, Floats, Floats, float]:
        """Capacity, battery power, grid power, stored energy, and energy burned."""
        program = Program()
        columns = self._columns(program)
        found = program.solve().value * self._swing_watt
        power, stored, energy = (found[numbers] for numbers in columns)
        charging = np.maximum(power, 0.0) * self.charge_efficiency
        apart = charging + np.minimum(power, 0.0) / self.discharge_efficiency
        burned = float((apart * self.hour - np.diff(stored)).sum())
        burned = burned if self._is_lossy else 0.0
        return energy.item(), power, self.load_watt + power, stored, burned

    def _columns(self, program: Program) -> tuple[Indices, Indices, Indices]:
        """Power, stored energy and its range, with the rows that tie them."""
        samples, limit = self.load_watt.size, self.power_limit_watt / self._swing_watt
        power = program.columns(samples, low=-limit, high=limit)
        stored = program.columns(samples + 1)
        capacity = program.columns(1, cost=1.0)
        within = program.rows(samples + 1, high=0.0)
        program.enter(within, stored, 1.0)
        program.enter(within, capacity, -1.0)
        gained = program.rows(samples, low=0.0, high=0.0)
        program.enter(gained, stored[1:], 1.0)
        program.enter(gained, stored[:-1], -1.0)
        program.enter(gained, power, -self.charge_efficiency * self.hour)
        if self._is_lossy:
            self._discharge(program, power, gained, limit)
        self._limits(program, power)
        return power, stored, capacity

    def _discharge(self, program: Program, power: Indices, gained: Indices, limit: float) -> None:
        """The part of the power that is drawn, and what that loses beyond charging."""
        drawn = program.columns(power.size, high=limit, cost=_RATHER_NOT)
        lost = 1.0 / self.discharge_efficiency - self.charge_efficiency
        program.enter(gained, drawn, lost * self.hour)
        charge = program.rows(power.size, low=0.0, high=limit)
        program.enter(charge, power, 1.0)
        program.enter(charge, drawn, 1.0)

    def _limits(self, program: Program, power: Indices) -> None:
        lower, higher, bound = self.pairs
        room = np.minimum(bound, _FAR * self._swing_watt)
        room = (room - self.load_watt[higher] + self.load_watt[lower]) / self._swing_watt
        apart = program.rows(room.size, high=room)
        program.enter(apart, power[higher], 1.0)
        program.enter(apart, power[lower], -1.0)

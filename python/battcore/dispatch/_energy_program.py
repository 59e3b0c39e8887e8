"""The linear program of the smallest energy, as HiGHS reads it."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from battcore._arrays import Floats
from battcore._extras import require
from battcore.cycles.results import Integers

_EXACT = 1e-9  # of the swing of the load
_FAR = 1e6  # swings of the load: as good as no bound
_RATHER_NOT = 1e-9  # price of discharging, so that ties are not broken by burning energy
_Rows: TypeAlias = tuple[NDArray[np.intp], Floats, Floats, Floats]  # columns, values, low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyProgram:
    """Power p, stored energy e, its range E, and d = discharge where efficiencies are below one.

    Charge is p + d then. In units of the swing of the load, columns stand in that order:
    minimize E subject to e[t+1] - e[t] = h (into p - (1/out - into) d), 0 <= e <= E, 0 <= p + d
    and (l + p)[j] - (l + p)[i] <= bound for each pair.
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
        samples = self.load_watt.size
        solution = _solve(*self._objective_and_bounds(), self._rows()) * self._swing_watt
        power, stored = solution[:samples], solution[samples : 2 * samples + 1]
        charging = np.maximum(power, 0.0) * self.charge_efficiency
        apart = charging + np.minimum(power, 0.0) / self.discharge_efficiency
        burned = float((apart * self.hour - np.diff(stored)).sum())
        capacity = float(solution[2 * samples + 1])
        return capacity, power, self.load_watt + power, stored, burned if self._is_lossy else 0.0

    def _objective_and_bounds(self) -> tuple[Floats, Floats, Floats]:
        samples = self.load_watt.size
        limit = self.power_limit_watt / self._swing_watt
        discharge = samples if self._is_lossy else 0
        sizes = [samples, samples + 2, discharge]  # power; energy and its range; discharge
        cost = np.repeat([0.0, 0.0, _RATHER_NOT], sizes)
        cost[2 * samples + 1] = 1.0
        low = np.repeat([-limit, 0.0, 0.0], sizes)
        return cost, low, np.repeat([limit, np.inf, limit], sizes)

    def _rows(self) -> list[_Rows]:
        samples = self.load_watt.size
        power = np.arange(samples)
        stored = samples + np.arange(samples + 1)
        full = np.full(samples + 1, 2 * samples + 1)
        zero, none = np.zeros(samples + 1), np.full(samples + 1, -np.inf)
        rows = [
            self._storage(power, stored[:-1], 2 * samples + 2 + power),
            (np.stack([stored, full], 1), np.tile([1.0, -1.0], (samples + 1, 1)), none, zero),
            self._limits(),
        ]
        if self._is_lossy:
            limit = np.full(samples, self.power_limit_watt / self._swing_watt)
            both = np.stack([power, 2 * samples + 2 + power], 1)
            rows.append((both, np.ones((samples, 2)), zero[1:], limit))
        return rows

    def _storage(self, power: Integers, stored: Integers, discharge: Integers) -> _Rows:
        one = np.ones_like(self.hour)
        columns = [stored, stored + 1, power]
        values = [-one, one, -self.charge_efficiency * self.hour]
        if self._is_lossy:
            columns.append(discharge)
            values.append((1.0 / self.discharge_efficiency - self.charge_efficiency) * self.hour)
        return np.stack(columns, 1), np.stack(values, 1), 0.0 * one, 0.0 * one

    def _limits(self) -> _Rows:
        lower, higher, bound = self.pairs
        room = np.minimum(bound, _FAR * self._swing_watt)
        room = (room - self.load_watt[higher] + self.load_watt[lower]) / self._swing_watt
        values = np.tile([1.0, -1.0], (room.size, 1))
        return np.stack([higher, lower], 1), values, np.full(room.size, -np.inf), room


def _solve(cost: Floats, low: Floats, high: Floats, rows: list[_Rows]) -> Floats:
    highspy = require("highspy", "lp")
    program: Any = highspy.HighsLp()
    program.num_col_, program.num_row_ = cost.size, sum(row[2].size for row in rows)
    program.col_cost_, program.col_lower_, program.col_upper_ = cost, low, high
    program.row_lower_ = np.concatenate([row[2] for row in rows])
    program.row_upper_ = np.concatenate([row[3] for row in rows])
    widths = np.concatenate([np.full(row[2].size, row[0].shape[1]) for row in rows])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.concatenate([[0], np.cumsum(widths)])
    program.a_matrix_.index_ = np.concatenate([row[0].ravel() for row in rows])
    program.a_matrix_.value_ = np.concatenate([row[1].ravel() for row in rows])
    solver: Any = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("primal_feasibility_tolerance", _EXACT)
    solver.setOptionValue("dual_feasibility_tolerance", _EXACT)
    solver.passModel(program)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"HiGHS ended with {solver.modelStatusToString(status)}")
    return np.array(solver.getSolution().col_value)

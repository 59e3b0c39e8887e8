"""A linear program that grows block by block, and what HiGHS finds."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore._arrays import Floats
from battcore._extras import require

Indices: TypeAlias = NDArray[np.intp]
EXACT = 1e-9
_PATIENCE_SECOND = 60.0  # for choices; then the best known ones are taken, with their gap


class NoSolutionError(Exception):
    """No values of the columns keep within all bounds."""


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The values that cost least."""

    value: Floats
    """Of each column."""
    reduced_cost: Floats
    """What a bound of each column costs when it rises by one."""
    dual: Floats
    """What each row costs when its bounds rise by one."""
    bound: float
    """No values cost less."""


class Program:
    """Minimize cost · x with low <= x <= high, and with bounds on rows of sums of them."""

    __slots__ = ("_columns", "_entries", "_rows", "_sizes", "_whole")

    def __init__(self) -> None:
        self._columns: list[tuple[Floats, Floats, Floats]] = []
        self._rows: list[tuple[Floats, Floats]] = []
        self._entries: list[tuple[Indices, Indices, Floats]] = []
        self._whole: list[Indices] = []
        self._sizes = [0, 0]

    def columns(
        self,
        shape: int | tuple[int, ...],
        *,
        low: ArrayLike = 0.0,
        high: ArrayLike = np.inf,
        cost: ArrayLike = 0.0,
    ) -> Indices:
        """Add columns, and return their numbers in that shape."""
        numbers = self._more(0, shape)
        self._columns.append((_flat(low, shape), _flat(high, shape), _flat(cost, shape)))
        return numbers

    def choices(self, shape: int | tuple[int, ...]) -> Indices:
        """Add columns that are 0 or 1."""
        numbers = self.columns(shape, high=1.0)
        self._whole.append(numbers.ravel())
        return numbers

    def rows(
        self, shape: int | tuple[int, ...], *, low: ArrayLike = -np.inf, high: ArrayLike = np.inf
    ) -> Indices:
        """Add empty sums with bounds, and return their numbers in that shape."""
        numbers = self._more(1, shape)
        self._rows.append((_flat(low, shape), _flat(high, shape)))
        return numbers

    def enter(self, rows: Indices, columns: Indices, factor: ArrayLike) -> None:
        """Add factor times column to each row; the three go together as shapes allow."""
        places, numbers, factors = np.broadcast_arrays(rows, columns, np.asarray(factor, float))
        self._entries.append((places.ravel(), numbers.ravel(), factors.ravel()))

    def solve(self) -> Solution:
        """Find the values that cost least.

        Choices are settled first; then they stand, so that all other values are exact and have
        their duals.
        """
        low, high, cost = self.bounds()
        if not self._whole:
            return self._run(low, high, cost, None)
        whole = np.concatenate(self._whole)
        chosen = self._run(low, high, cost, whole)
        low[whole] = high[whole] = chosen.value[whole].round()
        found = self._run(low, high, cost, None)
        return Solution(found.value, found.reduced_cost, found.dual, chosen.bound)

    def bounds(self) -> tuple[Floats, Floats, Floats]:
        """Lowest and highest values of all columns, and their costs."""
        low, high, cost = (np.concatenate(part) for part in zip(*self._columns, strict=True))
        return low, high, cost

    def row_bounds(self) -> tuple[Floats, Floats]:
        """Lowest and highest values of all rows."""
        low, high = (np.concatenate(part) for part in zip(*self._rows, strict=True))
        return low, high

    def entries(self) -> tuple[Indices, Indices, Floats]:
        """Rows, columns and factors in their order, each place once."""
        rows, numbers, factors = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        places, group = np.unique(rows * self._sizes[0] + numbers, return_inverse=True)
        row, number = np.divmod(places, self._sizes[0])
        return row, number, np.bincount(group, factors).astype(np.float64)

    def _more(self, kind: int, shape: int | tuple[int, ...]) -> Indices:
        first = self._sizes[kind]
        self._sizes[kind] += int(np.prod(shape))
        return np.arange(first, self._sizes[kind]).reshape(shape)

    def _run(self, low: Floats, high: Floats, cost: Floats, whole: Indices | None) -> Solution:
        return _solved(self.written(low, high, cost, whole), is_mixed=whole is not None)

    def written(
        self,
        low: Floats,
        high: Floats,
        cost: Floats,
        whole: Indices | None = None,
    ) -> Any:  # noqa: ANN401
        """Write it for HiGHS with other bounds and costs; some columns may have to be whole."""
        highspy = require("highspy", "lp")
        program: Any = highspy.HighsLp()
        program.num_col_, program.num_row_ = self._sizes
        program.col_cost_, program.col_lower_, program.col_upper_ = cost, low, high
        program.row_lower_, program.row_upper_ = self.row_bounds()
        rows, numbers, factors = self.entries()
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.searchsorted(rows, np.arange(self._sizes[1] + 1))
        program.a_matrix_.index_, program.a_matrix_.value_ = numbers, factors
        if whole is not None:
            kinds = highspy.HighsVarType
            integrality = [kinds.kContinuous] * self._sizes[0]
            for number in whole.tolist():
                integrality[number] = kinds.kInteger
            program.integrality_ = integrality
        return program


def solver_of(program: Any) -> Any:  # noqa: ANN401
    """A solver to which a program is known."""
    highspy = require("highspy", "lp")
    solver: Any = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for kind in ("primal_feasibility", "dual_feasibility", "mip_feasibility"):
        solver.setOptionValue(f"{kind}_tolerance", EXACT)
    solver.setOptionValue("mip_rel_gap", EXACT)
    if solver.passModel(program) == highspy.HighsStatus.kError:
        raise ArithmeticError("HiGHS refuses the program")
    return solver


def _solved(program: Any, *, is_mixed: bool) -> Solution:  # noqa: ANN401
    highspy, solver = require("highspy", "lp"), solver_of(program)
    if is_mixed:
        solver.setOptionValue("time_limit", _PATIENCE_SECOND)
    solver.run()
    status, known = solver.getModelStatus(), highspy.HighsModelStatus
    if status in {known.kInfeasible, known.kUnboundedOrInfeasible}:
        raise NoSolutionError
    is_good_enough = status == known.kTimeLimit and solver.getSolution().value_valid
    if status != known.kOptimal and not is_good_enough:
        raise ArithmeticError(f"HiGHS ended with {solver.modelStatusToString(status)}")
    found = solver.getSolution()
    reduced_cost, dual = np.array(found.col_dual), np.array(found.row_dual)
    if is_mixed:
        bound = float(solver.getInfo().mip_dual_bound)
    else:
        bound = _least(reduced_cost, program.col_lower_, program.col_upper_)
        bound += _least(dual, program.row_lower_, program.row_upper_)
    return Solution(np.array(found.col_value), reduced_cost, dual, bound)


def _least(price: Floats, low: ArrayLike, high: ArrayLike) -> float:
    """The least that anything within bounds comes to; where there is no bound, it has no price."""
    place = np.where(price > 0.0, low, high)
    return float(price @ np.where(np.isfinite(place), place, 0.0))


def _flat(values: ArrayLike, shape: int | tuple[int, ...]) -> Floats:
    return np.broadcast_to(np.asarray(values, float), shape).ravel()

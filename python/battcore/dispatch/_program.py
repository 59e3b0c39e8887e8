"""A linear program, put together block by block, as HiGHS reads it."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats
from battcore._extras import require
from battcore.cycles.results import Integers

_EXACT = 1e-9
Term: TypeAlias = tuple[Integers, ArrayLike] | tuple[Integers, ArrayLike, Integers]
"""Columns, their coefficients, and to which row of the block each belongs: else one to each."""


@dataclass(slots=True)
class LinearProgram:
    """Minimize a cost of columns between bounds, subject to rows between bounds."""

    _columns: list[tuple[Floats, Floats, Floats]] = field(default_factory=list)
    _rows: list[tuple[Floats, Floats]] = field(default_factory=list)
    _entries: list[tuple[Integers, Integers, Floats]] = field(default_factory=list)
    _sizes: list[int] = field(default_factory=lambda: [0, 0])

    def columns(
        self, shape: tuple[int, ...], low: ArrayLike, high: ArrayLike, cost: ArrayLike = 0.0
    ) -> Integers:
        """Add columns; gives their numbers."""
        every = [np.broadcast_to(np.asarray(of, float), shape).ravel() for of in (low, high, cost)]
        self._columns.append((every[0], every[1], every[2]))
        first, size = self._sizes[0], every[0].size
        self._sizes[0] += size
        return np.arange(first, first + size).reshape(shape)

    def rows(self, low: ArrayLike, high: ArrayLike, *terms: Term) -> None:
        """Add rows whose terms add up to something from `low` to `high`."""
        bounds = np.atleast_1d(np.asarray(low, float)), np.atleast_1d(np.asarray(high, float))
        self._rows.append(bounds)
        for columns, values, *which in terms:
            into = which[0].ravel() if which else np.arange(columns.size)
            factors = np.broadcast_to(np.asarray(values, float), columns.shape).ravel()
            self._entries.append((self._sizes[1] + into, columns.ravel(), factors))
        self._sizes[1] += bounds[0].size

    def solve(self) -> Floats:
        """Give the value of each column."""
        highspy = require("highspy", "lp")
        solver: Any = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("primal_feasibility_tolerance", _EXACT)
        solver.setOptionValue("dual_feasibility_tolerance", _EXACT)
        solver.passModel(self._spelled(highspy))
        solver.run()
        status = solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"HiGHS ended with {solver.modelStatusToString(status)}")
        return np.array(solver.getSolution().col_value)

    def _spelled(self, highspy: Any) -> Any:  # noqa: ANN401
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self._sizes
        low, high, cost = (np.concatenate(part) for part in zip(*self._columns, strict=True))
        program.col_lower_, program.col_upper_, program.col_cost_ = low, high, cost
        low, high = (np.concatenate(part) for part in zip(*self._rows, strict=True))
        program.row_lower_, program.row_upper_ = low, high
        row, column, value = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        order = np.argsort(row, kind="stable")
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.searchsorted(row[order], np.arange(self._sizes[1] + 1))
        program.a_matrix_.index_, program.a_matrix_.value_ = column[order], value[order]
        return program

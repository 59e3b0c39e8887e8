"""Bounds of a linear program that cannot be kept at once, and how much some of them must give."""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from battcore._arrays import Floats
from battcore._extras import require
from battcore.dispatch._program import EXACT, Indices, Program, solver_of

Flags: TypeAlias = NDArray[np.bool_]
_PATIENCE = 200  # proofs, of which a handful are usually enough


class NoProofError(Exception):
    """HiGHS finds no solution, and no proof that there is none."""


class Side(NamedTuple):
    """Highest or lowest values of some columns, which give by one amount."""

    columns: Indices
    """Of which columns."""
    share: Floats | float = 1.0
    """How much each gives when the amount is one."""
    utmost: Floats | float = np.inf
    """Beyond this they cannot give."""
    is_upper: bool = True
    """Whether it is the highest values that give."""

    def given(self, low: Floats, high: Floats, amount: float) -> tuple[Floats, Floats, Flags]:
        """What bounds of all columns become, and which of the side may give more."""
        change = amount * np.asarray(self.share)
        if self.is_upper:
            bounds, new = (
                (high := high.copy()),
                np.minimum(high[self.columns] + change, self.utmost),
            )
        else:
            bounds, new = (low := low.copy()), np.maximum(low[self.columns] - change, self.utmost)
        bounds[self.columns] = new
        return low, high, np.asarray(new != self.utmost)


class _Proof(NamedTuple):
    """A sum of rows that no values within bounds reach."""

    weight: Floats
    """What it makes of each column."""
    asked: float
    """What the rows ask of it at least."""

    def lacking(self, low: Floats, high: Floats) -> float:
        """By how much the highest value that it can have within bounds falls short."""
        best = np.where(self.weight > 0.0, high, low)
        return self.asked - float(self.weight @ np.where(np.isfinite(best), best, 0.0))

    def counts(self, weight: Floats) -> Flags:
        """Which weights are more than rounding."""
        return np.asarray(weight > EXACT * np.abs(self.weight).max())


class Conflict:
    """A linear program that ought to have no solution, to be asked why."""

    __slots__ = ("_bounds", "_entries", "_rows", "_solver")

    def __init__(self, program: Program) -> None:
        low, high, cost = program.bounds()
        self._bounds = (low, high)
        self._rows, self._entries = program.row_bounds(), program.entries()
        self._solver: Any = solver_of(program.written(low, high, np.zeros_like(cost)))
        self._solver.setOptionValue("presolve", "off")  # it would leave no proof

    def members(self) -> Flags | None:
        """Tell which bounds of columns, low and high, are among those that cannot be kept at once.

        Shape (2, columns); None where all can.
        """
        proof = self._proof(*self._bounds)
        return proof and np.stack([proof.counts(-proof.weight), proof.counts(proof.weight)])

    def least_give(self, side: Side) -> tuple[float, Flags] | None:
        """How much a side must give at least, and where all of it is needed; None if it is no use.

        Each proof that there is no solution tells how much is lacking. When so much is given,
        another proof is asked for, until there is none: Newton's method, from below.
        """
        amount, needed = 0.0, np.zeros(np.shape(side.columns), np.bool_)
        for _ in range(_PATIENCE):
            low, high, may_give = side.given(*self._bounds, amount)
            proof = self._proof(low, high)
            if proof is None:
                return amount, needed
            weight = proof.weight[side.columns] * (1.0 if side.is_upper else -1.0)
            helps = proof.counts(weight) & may_give
            if not helps.any():
                return None
            more = proof.lacking(low, high) / float(np.where(helps, weight * side.share, 0.0).sum())
            amount, needed = amount + more, helps
            if more <= EXACT * amount:
                break
        return amount, needed

    def _proof(self, low: Floats, high: Floats) -> _Proof | None:
        """Why no values within these bounds will do; None if some will."""
        solver, statuses = self._solver, require("highspy", "lp").HighsModelStatus
        solver.changeColsBounds(low.size, np.arange(low.size, dtype=np.int32), low, high)
        solver.run()
        if solver.getModelStatus() == statuses.kOptimal:
            return None
        _, is_proven, ray = solver.getDualRay()
        if not is_proven:
            raise NoProofError
        rows, columns, factors = self._entries
        by_row = np.array(ray)
        weight = np.bincount(columns, factors * by_row[rows], low.size).astype(np.float64)
        asked = np.where(by_row > 0.0, *self._rows)
        return _Proof(weight, float(by_row @ np.where(np.isfinite(asked), asked, 0.0)))

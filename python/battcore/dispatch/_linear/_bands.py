"""Cycles in a linear program: a battery as bands, of which each is full or empty apart."""

from dataclasses import dataclass, replace

import numpy as np

from battcore._arrays import Floats
from battcore.cycles import turning_points
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._linear._store import Store
from battcore.dispatch._program import Indices, Program, Solution


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Parts of a battery that charge and discharge at the prices of depth.

    Band by band the price rises with depth, so the optimum uses the shallowest band that it can,
    and what it pays is what rainflow counting finds (B. Xu et al., IEEE Trans. Power Systems
    33(2), 2018). Where each band is filled at first is free: no cycle is open then. What bounds
    the deepest band is the battery, so that a limit of stored energy is priced there alone.
    """

    store: Store
    price: CycleCost

    @classmethod
    def added(cls, program: Program, store: Store, price: CycleCost) -> "Bands":
        """Add columns and rows of the bands of a battery."""
        bands = cls(store, price)
        past = bands._past_kwh
        fill = bands._filled(program, past)
        known = program.rows(past.size, low=past, high=past)
        program.enter(known, fill[:, : past.size], 1.0)
        made_up = program.rows(store.stored.size, low=0.0, high=0.0)
        program.enter(made_up, fill[:, past.size :], 1.0)
        program.enter(made_up, store.stored, -1.0)
        program.columns(1, low=1.0, high=1.0, cost=-bands._paid_before)  # not to be paid again
        return bands

    def cost(self, solution: Solution) -> float:
        """What the cycles of the course come to, as counting finds them. [currency]"""
        terms = self.store.terms
        course = np.append(terms.start_kwh, solution.value[self.store.stored])
        return self.price.of(np.clip(course / terms.capacity_kwh, 0.0, 1.0))  # as plans tell it

    @property
    def _paid_before(self) -> float:
        return replace(self.price, history=()).of(self.price.history)

    @property
    def _past_kwh(self) -> Floats:
        """Turns of stored energy before the plan, and where it begins."""
        terms = self.store.terms
        turns = turning_points(self.price.history).value * terms.capacity_kwh
        return np.append(turns, terms.start_kwh)

    def _filled(self, program: Program, past: Floats) -> Indices:
        """Columns of the fill of each band, and what its moves cost.

        Its rises come to what it gains in all and its falls, so that its first fill, its last one
        and its falls tell the price of both.
        """
        capacity_kwh = self.store.terms.capacity_kwh
        width, into, out = (of[:, None] for of in self.price.bands(self._reach(past)))
        full, empty = width * capacity_kwh, np.zeros_like(width)
        full[-1], empty[-1] = np.inf, -np.inf
        cost = np.zeros((width.size, past.size + self.store.stored.size))
        cost[:, :1] -= into / capacity_kwh
        cost[:, -1:] += into / capacity_kwh
        fill = program.columns(cost.shape, low=empty, high=full, cost=cost)
        before, after = fill[:, :-1], fill[:, 1:]
        falls = program.columns(after.shape, cost=(into + out) / capacity_kwh)
        moves = program.rows(after.shape, low=0.0)
        for columns, factor in ((falls, 1.0), (after, 1.0), (before, -1.0)):
            program.enter(moves, columns, factor)
        return fill

    def _reach(self, past: Floats) -> float:
        """How much of the capacity the past and the plan may use. [1]"""
        terms = self.store.terms
        low = min(past.min(), terms.floor_kwh.min())
        high = max(past.max(), terms.ceiling_kwh.max())
        return float(np.clip((high - low) / terms.capacity_kwh, np.finfo(float).tiny, 1.0))

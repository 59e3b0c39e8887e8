"""Batteries behind one connection, or sites behind a common one, as a linear program."""

from dataclasses import dataclass

import numpy as np

from battcore.dispatch._linear._beyond import Coupling
from battcore.dispatch._linear._branch import Branch
from battcore.dispatch._linear._exclusive import rule_out
from battcore.dispatch._linear._reserve import Market
from battcore.dispatch._linear._store import Store
from battcore.dispatch._place import Place
from battcore.dispatch._program import Program, Solution


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The program and the connection to the grid; ramps and reserve are those of that one."""

    program: Program
    root: Branch

    @classmethod
    def of(cls, place: Place, coupling: Coupling) -> "Model":
        """Write the problem down."""
        program, offer = Program(), coupling.reserve
        market = Market(offer, place.site.signal) if offer else None
        root = Branch.added(program, place, coupling.ramp_watt_per_second, market)
        if root.reserve and root.reserve.offer.symmetric:
            root.reserve.sell_as_much_down_as_up(program)
        return cls(program, root)

    @property
    def stores(self) -> list[Store]:
        """All batteries."""
        return [store for branch in self.root.walk() for store in branch.stores]

    def solve(self, *, exclusive: bool) -> tuple[Solution, int]:
        """Find the optimum, and tell how often HiGHS was asked.

        Choices between charging and discharging are made only where both at once paid before.
        """
        stores = self.stores
        solution, solves = self.program.solve(), 1
        is_ruled = np.zeros((len(stores), self.root.steps), bool)
        while exclusive and stores:
            burned = np.stack([store.burned_kwh(solution) for store in stores])
            burns_anew = (burned > 0.0) & ~is_ruled
            if not burns_anew.any():
                break
            for store, steps in zip(stores, burns_anew, strict=True):
                rule_out(self.program, store, np.flatnonzero(steps))
            is_ruled |= burns_anew
            solution, solves = self.program.solve(), solves + 1
        return solution, solves

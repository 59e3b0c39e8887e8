"""Cycle costs in a linear program: the battery as bands, of which each is full or empty apart."""

from dataclasses import dataclass

import numpy as np

from battcore._arrays import Floats
from battcore.cycles import turning_points
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._offered import Offered
from battcore.dispatch._program import Indices, Program


@dataclass(frozen=True, slots=True)
class BandProgram:
    """What steps offer, and bands that charge and discharge at the prices of depth.

    Band by band the price rises with depth, so the optimum uses the shallowest band that it can,
    and what it pays is what rainflow counting finds (B. Xu et al., IEEE Trans. Power Systems
    33(2), 2018). Where each band is filled at first is free: no cycle is open then.
    """

    offered: Offered
    cost: CycleCost

    def solve(self) -> Floats:
        """State of charge at the end of each step."""
        program = Program()
        soc = self._battery(program)
        self._hold(program, soc)
        self._bands(program, soc)
        return program.solve().value[soc]

    def _battery(self, program: Program) -> Indices:
        """Columns of the state of charge, which follows what is taken of the pieces."""
        offered, steps = self.offered, self.offered.least.size
        taken = program.columns(offered.slope.shape, high=offered.length, cost=offered.slope)
        worth = np.zeros(steps)
        worth[-1] = -offered.end_value
        soc = program.columns(steps, low=offered.floor, high=offered.ceiling, cost=worth)
        change = offered.least.copy()
        change[0] += offered.retention[0] * offered.start
        follows = program.rows(steps, low=change, high=change)
        program.enter(follows, soc, 1.0)
        program.enter(follows[1:], soc[:-1], -offered.retention[1:])
        program.enter(follows[offered.step_of_piece], taken, -1.0)
        return soc

    def _hold(self, program: Program, soc: Indices) -> None:
        """Spans of charge that are held, each at its price."""
        width, price = self.offered.holding
        if width.size:
            held = program.columns(price.shape, high=width[:, np.newaxis], cost=price)
            made_up = program.rows(soc.size, low=0.0, high=0.0)
            program.enter(made_up, soc, -1.0)
            program.enter(made_up, held, 1.0)

    def _bands(self, program: Program, soc: Indices) -> None:
        """Fills of the bands, which make up the known past and then the state of charge."""
        past = np.append(turning_points(self.cost.history).value, self.offered.start)
        lowest = min(self.offered.lowest, past.min())
        highest = max(self.offered.lowest + self.offered.reach, past.max())
        width, into, out = (of[:, np.newaxis] for of in self.cost.bands(highest - lowest))
        fill = program.columns((width.size, past.size + soc.size), high=width)
        up = program.columns((width.size, fill.shape[1] - 1), cost=into)
        down = program.columns(up.shape, cost=out)
        moves = program.rows(up.shape, low=0.0, high=0.0)
        for columns, factor in ((fill[:, 1:], 1.0), (fill[:, :-1], -1.0), (up, -1.0), (down, 1.0)):
            program.enter(moves, columns, factor)
        known = program.rows(past.size, low=past - lowest, high=past - lowest)
        program.enter(known, fill[:, : past.size], 1.0)
        made_up = program.rows(soc.size, low=-lowest, high=-lowest)
        program.enter(made_up, fill[:, past.size :], 1.0)
        program.enter(made_up, soc, -1.0)

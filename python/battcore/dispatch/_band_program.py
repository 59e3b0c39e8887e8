"""Cycle costs in a linear program: the battery as bands, of which each is full or empty apart."""

from dataclasses import dataclass

import numpy as np

from battcore._arrays import Floats
from battcore.cycles.results import Integers
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._offered import Offered
from battcore.dispatch._program import LinearProgram


@dataclass(frozen=True, slots=True)
class BandProgram:
    """What steps offer, and bands that charge and discharge at the prices of depth.

    Band by band the price rises with depth, so the optimum uses the shallowest band that it can,
    and what it pays is what rainflow counting finds (B. Xu et al., IEEE Trans. Power Systems
    33(2), 2018). The fill of each band at the start is free: no cycle is open then.
    """

    offered: Offered
    cost: CycleCost

    def solve(self) -> Floats:
        """State of charge at the end of each step."""
        program = LinearProgram()
        soc = self._battery(program)
        self._hold(program, soc)
        self._bands(program, soc)
        return program.solve()[soc]

    def _battery(self, program: LinearProgram) -> Integers:
        """Columns of the state of charge, which follows what is taken of the pieces."""
        offered, steps = self.offered, self.offered.least.size
        taken = program.columns(offered.slope.shape, 0.0, offered.length, offered.slope)
        worth = np.zeros(steps)
        worth[-1] = -offered.end_value
        soc = program.columns((steps,), offered.floor, offered.ceiling, worth)
        change = offered.least.copy()
        change[0] += offered.retention[0] * offered.start
        before = (soc[:-1], -offered.retention[1:], np.arange(1, steps))
        program.rows(change, change, (soc, 1.0), before, (taken, -1.0, offered.step_of_piece))
        return soc

    def _hold(self, program: LinearProgram, soc: Integers) -> None:
        """Spans of charge that are held, each at its price."""
        width, price = self.offered.holding
        if width.size:
            held = program.columns(price.shape, 0.0, width[:, np.newaxis], price)
            none, step = np.zeros(soc.size), np.broadcast_to(np.arange(soc.size), held.shape)
            program.rows(none, none, (soc, -1.0), (held, 1.0, step))

    def _bands(self, program: LinearProgram, soc: Integers) -> None:
        """Fills of the bands before and after each step, which make up the state of charge."""
        width, into, out = (of[:, np.newaxis] for of in self.cost.bands(self.offered.reach))
        every = (width.size, soc.size)
        fill = program.columns((width.size, soc.size + 1), 0.0, width)
        up = program.columns(every, 0.0, np.inf, into)
        down = program.columns(every, 0.0, np.inf, out)
        none = np.zeros(up.size)
        program.rows(none, none, (fill[:, 1:], 1.0), (fill[:, :-1], -1.0), (up, -1.0), (down, 1.0))
        bottom = np.full(soc.size, -self.offered.lowest)
        step = np.broadcast_to(np.arange(soc.size), every)
        program.rows(bottom, bottom, (fill[:, 1:], 1.0, step), (soc, -1.0))
        start = self.offered.start - self.offered.lowest
        program.rows(start, start, (fill[:, 0], 1.0, np.zeros(width.size, np.int64)))

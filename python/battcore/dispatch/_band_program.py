"""Cycle costs in a linear program: the battery as bands, of which each is full or empty apart."""

from dataclasses import dataclass

import numpy as np

from battcore._arrays import Floats
from battcore.cycles import turning_points
from battcore.cycles.results import Integers
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._offered import Offered
from battcore.dispatch._program import LinearProgram


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
        """Fills of the bands, which make up the known past and then the state of charge."""
        past = np.append(turning_points(self.cost.history).value, self.offered.start)
        lowest = min(self.offered.lowest, past.min())
        highest = max(self.offered.lowest + self.offered.reach, past.max())
        width, into, out = (of[:, np.newaxis] for of in self.cost.bands(highest - lowest))
        fill = program.columns((width.size, past.size + soc.size), 0.0, width)
        up = program.columns((width.size, fill.shape[1] - 1), 0.0, np.inf, into)
        down = program.columns(up.shape, 0.0, np.inf, out)
        none = np.zeros(up.size)
        program.rows(none, none, (fill[:, 1:], 1.0), (fill[:, :-1], -1.0), (up, -1.0), (down, 1.0))
        before, during = fill[:, : past.size], fill[:, past.size :]
        program.rows(past - lowest, past - lowest, (before, 1.0, _row_of_each(before)))
        bottom = np.full(soc.size, -lowest)
        program.rows(bottom, bottom, (during, 1.0, _row_of_each(during)), (soc, -1.0))


def _row_of_each(fill: Integers) -> Integers:
    """A row for each time, in which all bands stand."""
    return np.broadcast_to(np.arange(fill.shape[1]), fill.shape)

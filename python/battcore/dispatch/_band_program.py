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
        """Stored energy at the end of each step. [kWh]"""
        program = LinearProgram()
        stored = self._battery(program)
        self._bands(program, stored)
        return program.solve()[stored]

    def _battery(self, program: LinearProgram) -> Integers:
        offered = self.offered
        taken = program.columns(offered.slope.shape, 0.0, offered.length_kwh, offered.slope)
        steps = offered.least_kwh.size
        worth = np.zeros(steps)
        worth[-1] = -offered.end_value_per_kwh
        stored = program.columns((steps,), offered.floor_kwh, offered.ceiling_kwh, worth)
        change = offered.least_kwh.copy()
        change[0] += offered.retention[0] * offered.start_kwh
        before = (stored[:-1], -offered.retention[1:], np.arange(1, steps))
        program.rows(change, change, (stored, 1.0), before, (taken, -1.0, offered.step_of_piece))
        self._hold(program, stored)
        return stored

    def _hold(self, program: LinearProgram, stored: Integers) -> None:
        widths, prices = self.offered.holding
        if widths.size:
            part = program.columns(prices.shape, 0.0, widths[:, np.newaxis], prices)
            zero, into = np.zeros(stored.size), np.broadcast_to(np.arange(stored.size), part.shape)
            program.rows(zero, zero, (stored, -1.0), (part, 1.0, into))

    def _bands(self, program: LinearProgram, stored: Integers) -> None:
        offered, steps = self.offered, stored.size
        widths, prices = self._widths_and_prices()
        every = (widths.size, steps)
        fill = program.columns((widths.size, steps + 1), 0.0, widths[:, np.newaxis])
        rising = 0.5 if self.cost.paid_on == "both" else 0.0
        up = program.columns(every, 0.0, np.inf, rising * prices[:, np.newaxis])
        down = program.columns(every, 0.0, np.inf, (1.0 - rising) * prices[:, np.newaxis])
        still = np.zeros(up.size)
        program.rows(still, still, (fill[:, 1:], 1.0), (fill[:, :-1], -1.0), (up, -1.0), (down, 1.0))
        bottom = np.full(steps, -offered.lowest_kwh)
        into = np.broadcast_to(np.arange(steps), every)
        program.rows(bottom, bottom, (fill[:, 1:], 1.0, into), (stored, -1.0))
        start = offered.start_kwh - offered.lowest_kwh
        program.rows(start, start, (fill[:, 0], 1.0, np.zeros(widths.size, int)))

    def _widths_and_prices(self) -> tuple[Floats, Floats]:
        """Of the bands that lie within the reach of the battery. [kWh, currency/kWh]"""
        capacity = self.offered.capacity_kwh
        edges = capacity * np.array([*self.cost.depth[:-1], np.inf])
        reach = self.offered.highest_kwh - self.offered.lowest_kwh
        widths = np.diff(np.minimum(edges, reach))
        return widths[widths > 0.0], self.cost.prices[widths > 0.0] / capacity

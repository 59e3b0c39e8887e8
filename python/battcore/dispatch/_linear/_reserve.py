"""Reserve in a linear program: power and energy that a call would need."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats
from battcore.dispatch._linear._connection import Connection
from battcore.dispatch._linear._store import Store
from battcore.dispatch._program import Indices, Program, Solution
from battcore.dispatch._reserve_offer import ReserveOffer
from battcore.error import InputError


@dataclass(frozen=True, slots=True, eq=False)
class Reserve:
    """What each battery keeps free.

    Powers are those with the calls that the signal of the site tells of; the plan without them is
    what a call comes on top of.
    """

    offer: ReserveOffer
    up_price: Floats
    """For a kW up over each step, shape (n,). [currency/kW]"""
    down_price: Floats
    """For a kW down, shape (n,). [currency/kW]"""
    given: Floats
    """Share of what is sold up that the signal calls, shape (n,). [1]"""
    taken: Floats
    """The same down, shape (n,). [1]"""
    up: Indices
    """Power that can be given, shape (batteries, n). [kW]"""
    down: Indices
    """Power that can be taken, shape (batteries, n). [kW]"""

    @classmethod
    def added(
        cls,
        program: Program,
        offer: ReserveOffer,
        signal: ArrayLike | None,
        stores: Sequence[Store],
        connection: Connection,
    ) -> "Reserve":
        """Add columns and rows of what is offered."""
        hours = connection.terms.hours
        up_price, down_price = (
            _beside_steps(name, getattr(offer, name), hours.size) * hours
            for name in ("price_up_per_kw_hour", "price_down_per_kw_hour")
        )
        called = np.broadcast_to(np.asarray(0.0 if signal is None else signal, float), hours.size)
        up = program.columns((len(stores), hours.size), cost=-up_price)
        down = program.columns((len(stores), hours.size), cost=-down_price)
        given, taken = np.maximum(called, 0.0), np.maximum(-called, 0.0)
        reserve = cls(offer, up_price, down_price, given, taken, up, down)
        reserve.hold(program, stores, connection)
        return reserve

    def hold(self, program: Program, stores: Sequence[Store], connection: Connection) -> None:
        """Add rows that keep free what is sold."""
        for row, store in enumerate(stores):
            self._hold_power(program, store, row)
            self._hold_energy(program, store, row)
        self._hold_connection(program, connection)
        if self.offer.symmetric:
            same = program.rows(self.given.size, low=0.0, high=0.0)
            program.enter(same, self.up, 1.0)
            program.enter(same, self.down, -1.0)

    def watt(self, solution: Solution) -> tuple[Floats, Floats]:
        """What is sold up and down, shape (batteries, n). [W]"""
        up, down = solution.value[self.up], solution.value[self.down]
        return np.maximum(up, 0.0) * 1e3, np.maximum(down, 0.0) * 1e3

    def cost(self, solution: Solution) -> float:
        """What it earns, below zero. [currency]"""
        up, down = (watt.sum(0) / 1e3 for watt in self.watt(solution))
        return -float(up @ self.up_price + down @ self.down_price)

    def _hold_power(self, program: Program, store: Store, row: int) -> None:
        """Keep power free beside the plan, which is what flows less what is called."""
        length, rest = store.terms.stretch_kw, store.terms.discharges
        least = _beside(program, self.up[row], -1.0, low=-length[:rest].sum())
        most = _beside(program, self.down[row], 1.0, high=length[rest:].sum())
        for rows in (least, most):
            program.enter(rows, store.charge, 1.0)
            program.enter(rows, store.discharge, -1.0)
            self._leave_calls_out(program, rows, row)

    def _hold_energy(self, program: Program, store: Store, row: int) -> None:
        """Keep energy and room for a full call from the start of a step to its end."""
        hours, terms, stored = self.offer.duration_second / 3600.0, store.terms, store.stored
        drawn = hours * float(store.drawn_per_discharged.max(initial=0.0))
        filled = hours * float(store.stored_per_charged.max(initial=0.0))
        up, down, floor, ceiling = self.up[row], self.down[row], terms.floor_kwh, terms.ceiling_kwh
        _beside(program, up[:1], -drawn, low=min(floor[0] - terms.start_kwh, 0.0))
        _beside(program, down[:1], filled, high=max(ceiling[0] - terms.start_kwh, 0.0))
        for step, before in ((slice(None), slice(None)), (slice(1, None), slice(-1))):
            least = _beside(program, up[step], -drawn, low=floor[before])
            most = _beside(program, down[step], filled, high=ceiling[before])
            program.enter(least, stored[before], 1.0)
            program.enter(most, stored[before], 1.0)

    def _hold_connection(self, program: Program, connection: Connection) -> None:
        """Let the connection carry a call of all that is sold."""
        least = _beside(program, self.up, -1.0, low=-connection.terms.export_kw)
        most = _beside(program, self.down, 1.0, high=connection.terms.import_kw)
        for rows in (least, most):
            connection.enter_grid(program, rows)
            self._leave_calls_out(program, rows, slice(None))

    def _leave_calls_out(self, program: Program, rows: Indices, batteries: int | slice) -> None:
        program.enter(rows, self.up[batteries], self.given)
        program.enter(rows, self.down[batteries], -self.taken)


def _beside(
    program: Program,
    sold: Indices,
    factor: float,
    *,
    low: ArrayLike = -np.inf,
    high: ArrayLike = np.inf,
) -> Indices:
    """Rows beside whose sums what is sold has room."""
    rows = program.rows(sold.shape[-1], low=low, high=high)
    program.enter(rows, sold, factor)
    return rows


def _beside_steps(name: str, prices: ArrayLike, steps: int) -> Floats:
    array = np.asarray(prices, np.float64)
    if array.ndim and array.size != steps:
        raise InputError(f"{name} has {array.size} prices beside {steps} steps", name)
    return array

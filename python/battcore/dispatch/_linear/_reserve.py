"""Reserve in a linear program: power and energy that a call would need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats
from battcore.dispatch._linear._connection import Connection
from battcore.dispatch._linear._store import Store
from battcore.dispatch._program import Indices, Program, Solution
from battcore.dispatch._reserve_offer import ReserveOffer
from battcore.error import InputError


class Market(NamedTuple):
    """What is offered, and which share of it is called."""

    offer: ReserveOffer
    signal: ArrayLike | None


@dataclass(frozen=True, slots=True, eq=False)
class Reserve:
    """What each battery of a site keeps free.

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
    behind: Sequence["Reserve"]
    """What is sold behind its connection."""

    @classmethod
    def added(
        cls,
        program: Program,
        market: Market,
        stores: Sequence[Store],
        connection: Connection,
        behind: Sequence["Reserve"],
    ) -> "Reserve":
        """Add columns and rows of what is offered."""
        hours, (offer, signal) = connection.terms.hours, market
        up_price, down_price = (
            _beside_steps(name, getattr(offer, name), hours.size) * hours
            for name in ("price_up_per_kw_hour", "price_down_per_kw_hour")
        )
        called = np.broadcast_to(np.asarray(0.0 if signal is None else signal, float), hours.size)
        up = program.columns((len(stores), hours.size), cost=-up_price)
        down = program.columns((len(stores), hours.size), cost=-down_price)
        given, taken = np.maximum(called, 0.0), np.maximum(-called, 0.0)
        reserve = cls(offer, up_price, down_price, given, taken, up, down, behind)
        for row, store in enumerate(stores):
            reserve._hold_power(program, store, row)
            reserve._hold_energy(program, store, row)
        reserve._hold_connection(program, connection)
        return reserve

    @property
    def all_up(self) -> Indices:
        """What batteries here and behind can give, shape (batteries, n). [kW]"""
        return np.concatenate([self.up, *(each.all_up for each in self.behind)])

    @property
    def all_down(self) -> Indices:
        """What they can take, shape (batteries, n). [kW]"""
        return np.concatenate([self.down, *(each.all_down for each in self.behind)])

    def sell_as_much_down_as_up(self, program: Program) -> None:
        """Add rows for an offer that is symmetric."""
        same = program.rows(self.given.size, low=0.0, high=0.0)
        program.enter(same, self.all_up, 1.0)
        program.enter(same, self.all_down, -1.0)

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
            self._leave_calls_out(program, rows, self.up[row], self.down[row])

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
        up, down = self.all_up, self.all_down
        least = _beside(program, up, -1.0, low=-connection.terms.export_kw)
        most = _beside(program, down, 1.0, high=connection.terms.import_kw)
        for rows in (least, most):
            connection.enter_grid(program, rows)
            self._leave_calls_out(program, rows, up, down)

    def _leave_calls_out(self, program: Program, rows: Indices, up: Indices, down: Indices) -> None:
        program.enter(rows, up, self.given)
        program.enter(rows, down, -self.taken)


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

"""The connection in a linear program, and what stands beside the batteries."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from battcore._arrays import Floats
from battcore._battcore import MeterTerms
from battcore.dispatch._linear._store import Store
from battcore.dispatch._program import Indices, Program

_ALL = slice(None)
_KW_HOUR = 3.6  # kW per hour in a W per second


@dataclass(frozen=True, slots=True, eq=False)
class Connection:
    """The columns of a connection, each of shape (n,)."""

    terms: MeterTerms
    imported: Indices
    """Drawn from the grid. [kW]"""
    exported: Indices
    """Fed into it. [kW]"""
    curtailed: Indices
    """Generation turned down. [kW]"""
    change: Indices
    """Rise and fall of grid power at each step but the first, shape (2, n - 1); (2, 0) where
    nothing limits them. [kW]"""
    balance: Indices
    """Rows that make it carry load less generation, shape (n,). [kW]"""

    @classmethod
    def added(
        cls,
        program: Program,
        terms: MeterTerms,
        stores: Sequence[Store],
        behind: Sequence["Connection"],
        ramp_watt_per_second: float | None,
    ) -> "Connection":
        """Add columns and rows of a connection that `stores` and those `behind` share."""
        steps = terms.hours.size
        bought, sold = terms.import_price * terms.hours, terms.export_price * terms.hours
        connection = cls(
            terms,
            program.columns(steps, high=terms.import_kw, cost=bought),
            program.columns(steps, high=terms.export_kw, cost=-sold),
            program.columns(steps, high=terms.spillable_kw),
            _change(program, terms.hours[1:], ramp_watt_per_second),
            program.rows(steps, low=terms.net_kw, high=terms.net_kw),
        )
        balance = connection.balance
        connection.enter_grid(program, balance)
        program.enter(balance, connection.curtailed, -1.0)
        for store in stores:
            program.enter(balance, store.charge, -1.0)
            program.enter(balance, store.discharge, 1.0)
        for other in behind:
            other.enter_grid(program, balance, factor=-1.0)
        if connection.change.size:
            connection.limit_ramp(program)
        return connection

    def enter_grid(
        self,
        program: Program,
        rows: Indices,
        steps: Indices | slice = _ALL,
        factor: Floats | float = 1.0,
    ) -> None:
        """Add grid power, positive when drawn, of each of `steps` to the row beside it."""
        program.enter(rows, self.imported[steps], factor)
        program.enter(rows, self.exported[steps], -np.asarray(factor))

    def limit_ramp(self, program: Program) -> None:
        """Make rise and fall those of the grid power."""
        rows = program.rows(self.change.shape[1], low=0.0, high=0.0)
        self.enter_grid(program, rows, slice(1, None))
        self.enter_grid(program, rows, slice(-1), -1.0)
        program.enter(rows, self.change, [[-1.0], [1.0]])

    def costs(self, grid_kw: Floats) -> tuple[float, float]:
        """What energy drawn costs, and what energy fed in. [currency]"""
        kwh = grid_kw * self.terms.hours
        bought = np.maximum(kwh, 0.0) @ self.terms.import_price
        return float(bought), -float(np.maximum(-kwh, 0.0) @ self.terms.export_price)


def _change(program: Program, hours: Floats, ramp_watt_per_second: float | None) -> Indices:
    if ramp_watt_per_second is None:
        return program.columns((2, 0))
    most_kw = ramp_watt_per_second * _KW_HOUR * hours
    return program.columns((2, hours.size), high=most_kw)

"""A battery in a linear program."""

from dataclasses import dataclass

import numpy as np

from battcore._arrays import Floats
from battcore._battcore import StoreTerms
from battcore.dispatch._linear._rises import add_rises, cost_of_rises
from battcore.dispatch._program import Indices, Program, Solution

_SHARE_BURNED = 1e-8  # of all that a step could move; less is rounding


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """The columns of a battery: AC power by straight pieces, from rest outward, and energy."""

    terms: StoreTerms
    hours: Floats
    charge: Indices
    """AC power of charging, shape (pieces, n). [kW]"""
    discharge: Indices
    """AC power of discharging, shape (pieces, n). [kW]"""
    stored: Indices
    """Energy at the end of each step, shape (n,). [kWh]"""
    balance: Indices
    """Rows that carry it from step to step, shape (n,)."""

    @classmethod
    def added(cls, program: Program, terms: StoreTerms, hours: Floats) -> "Store":
        """Add columns and rows of a battery."""
        steps = hours.size
        into, out = slice(terms.discharges, None), slice(None, terms.discharges)
        length, wear = terms.stretch_kw[:, None], terms.wear_per_kwh[:, None] * hours
        first, price = _holding(terms, steps)
        stored_cost = np.broadcast_to(first, steps).copy()
        stored_cost[-1] -= terms.end_value_per_kwh
        charge = program.columns(wear[into].shape, high=length[into], cost=wear[into])
        discharge = program.columns(wear[out].shape, high=length[out][::-1], cost=-wear[out][::-1])
        low, high = terms.floor_kwh.copy(), terms.ceiling_kwh.copy()
        low[-1], high[-1] = max(low[-1], terms.end_kwh[0]), min(high[-1], terms.end_kwh[1])
        stored = program.columns(steps, low=low, high=high, cost=stored_cost)
        given = np.zeros(steps)
        given[0] = terms.retention[0] * terms.start_kwh
        balance = program.rows(steps, low=given, high=given)
        store = cls(terms, hours, charge, discharge, stored, balance)
        program.enter(balance, stored, 1.0)
        program.enter(balance[1:], stored[:-1], -terms.retention[1:])
        program.enter(balance, charge, -hours * store.stored_per_charged)
        program.enter(balance, discharge, hours * store.drawn_per_discharged)
        add_rises(program, stored, terms.holding_from_kwh[1:], price)
        return store

    @property
    def stored_per_charged(self) -> Floats:
        """Stored per AC energy, shape (pieces, 1). [1]"""
        return self.terms.stored_per_ac[self.terms.discharges :, None]

    @property
    def drawn_per_discharged(self) -> Floats:
        """Drawn per AC energy, shape (pieces, 1). [1]"""
        return self.terms.stored_per_ac[: self.terms.discharges, None][::-1]

    def powers(self, solution: Solution) -> tuple[Floats, Floats]:
        """AC power of charging and of discharging, shape (n,). [kW]"""
        charge, discharge = (
            np.maximum(solution.value[pieces], 0.0).sum(0)
            for pieces in (self.charge, self.discharge)
        )
        if (self.terms.stored_per_ac == 1.0).all():  # where both at once do nothing
            both = np.minimum(charge, discharge)
            return charge - both, discharge - both
        return charge, discharge

    def burned_kwh(self, solution: Solution) -> Floats:
        """Energy lost only because both powers, or pieces out of their order, paid, shape (n,)."""
        charge, discharge = solution.value[self.charge], solution.value[self.discharge]
        gained = (self.stored_per_charged * charge).sum(0)
        gained -= (self.drawn_per_discharged * discharge).sum(0)
        length, per_ac = self.terms.stretch_kw, self.terms.stored_per_ac
        ac, inside = (np.cumsum(np.append(0.0, each)) for each in (length, length * per_ac))
        rest = self.terms.discharges
        needed = np.interp(gained, inside - inside[rest], ac - ac[rest])
        burned = (charge.sum(0) - discharge.sum(0) - needed) * self.hours
        return np.where(burned > _SHARE_BURNED * ac[-1] * self.hours, burned, 0.0)

    def costs(self, solution: Solution) -> tuple[float, float, float]:
        """What wear, holding and what is left come to. [currency]"""
        wear = self.terms.wear_per_kwh
        charge, discharge = self.powers(solution)
        rest = self.terms.discharges
        worn = charge @ self.hours * (wear[rest] if rest < wear.size else 0.0)
        worn -= discharge @ self.hours * (wear[0] if rest else 0.0)
        stored = solution.value[self.stored]
        first, price = _holding(self.terms, stored.size)
        held = float((stored * first).sum())
        held += cost_of_rises(stored, self.terms.holding_from_kwh[1:], price)
        return float(worn), held, -float(stored[-1]) * self.terms.end_value_per_kwh


def _holding(terms: StoreTerms, steps: int) -> tuple[Floats | float, Floats]:
    """The lowest price of holding at each step, and the rises above it, shape (k, n)."""
    if terms.holding_from_kwh.size == 0:
        return 0.0, np.zeros((0, steps))
    prices = terms.holding_price.reshape(steps, -1).T
    return prices[0], np.diff(prices, axis=0)

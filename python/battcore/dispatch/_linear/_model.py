"""Batteries behind one connection as a linear program."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from battcore import _battcore
from battcore._arrays import Floats
from battcore.dispatch._linear._bands import Bands
from battcore.dispatch._linear._beyond import Coupling
from battcore.dispatch._linear._connection import Connection
from battcore.dispatch._linear._exclusive import rule_out
from battcore.dispatch._linear._peaks import Peak, add_peaks, peaks_of
from battcore.dispatch._linear._reserve import Reserve
from battcore.dispatch._linear._store import Store
from battcore.dispatch._linear._tiers import Tiers, tiers_of, untiered
from battcore.dispatch._program import Program, Solution
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site
from battcore.tariff import prices


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The program with its parts."""

    program: Program
    stores: tuple[Store, ...]
    bands: tuple[Bands, ...]
    connection: Connection
    peaks: tuple[Peak, ...]
    tiers: tuple[Tiers, ...]
    reserve: Reserve | None

    @classmethod
    def of(
        cls,
        batteries: Sequence[Battery],
        site: Site,
        wishes: Sequence[Wishes],
        coupling: Coupling,
    ) -> "Model":
        """Write the problem down."""
        program, flat = Program(), untiered(site)
        found = [
            _battcore.linear_terms(battery, flat, asked)
            for battery, asked in zip(batteries, wishes, strict=True)
        ]
        meter = found[0][1]
        stores = tuple(Store.added(program, terms, meter.hours) for terms, _ in found)
        bands = tuple(
            Bands.added(program, store, asked.cycle_cost)
            for store, asked in zip(stores, wishes, strict=True)
            if asked.cycle_cost
        )
        connection = Connection.added(program, meter, stores, coupling.ramp_watt_per_second)
        peaks, tiers = _peaks(flat), tuple(tiers_of(site))
        add_peaks(program, connection, peaks)
        for each in tiers:
            each.add(program, connection)
        reserve = None
        if offer := coupling.reserve:
            reserve = Reserve.added(program, offer, site.signal, stores, connection)
        return cls(program, stores, bands, connection, peaks, tiers, reserve)

    def solve(self, *, exclusive: bool) -> tuple[Solution, int]:
        """Find the optimum, and tell how often HiGHS was asked.

        Choices between charging and discharging are made only where both at once paid before.
        """
        solution, solves = self.program.solve(), 1
        is_ruled = np.zeros((len(self.stores), self.connection.terms.hours.size), bool)
        while exclusive:
            burned = np.stack([store.burned_kwh(solution) for store in self.stores])
            burns_anew = (burned > 0.0) & ~is_ruled
            if not burns_anew.any():
                break
            for store, steps in zip(self.stores, burns_anew, strict=True):
                rule_out(self.program, store, np.flatnonzero(steps))
            is_ruled |= burns_anew
            solution, solves = self.program.solve(), solves + 1
        return solution, solves

    def grid_kw(self, solution: Solution) -> Floats:
        """Power at the connection, positive when drawn, shape (n,)."""
        grid = self.connection.terms.net_kw + solution.value[self.connection.curtailed]
        for store in self.stores:
            charge, discharge = store.powers(solution)
            grid += charge - discharge
        return grid


def _peaks(site: Site) -> tuple[Peak, ...]:
    if site.tariff is None or not site.tariff.demand_charges:
        return ()
    steps = np.size(site.load_watt)
    edges = np.append(0.0, np.cumsum(np.broadcast_to(site.dt_second, steps)))
    found = prices(site.tariff, site.dt_second, steps, start=site.start)
    return peaks_of(found.demand, site.tariff, edges)

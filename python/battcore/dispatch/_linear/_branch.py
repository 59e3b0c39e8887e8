"""A connection in a linear program with all that hangs on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from battcore import _battcore
from battcore._arrays import Floats
from battcore.dispatch._linear._bands import Bands
from battcore.dispatch._linear._connection import Connection
from battcore.dispatch._linear._peaks import Peak, add_peaks, billed_kw, peaks_of
from battcore.dispatch._linear._reserve import Market, Reserve
from battcore.dispatch._linear._store import Store
from battcore.dispatch._linear._tiers import Tiers, tiers_of, untiered
from battcore.dispatch._place import IDLE, NOTHING_ASKED, Place
from battcore.dispatch._plan import Costs
from battcore.dispatch._program import Program, Solution
from battcore.dispatch._told_of import told_of
from battcore.site import Site
from battcore.tariff import prices


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A place with its columns; the places behind it are branches of their own."""

    place: Place
    stores: tuple[Store, ...]
    bands: tuple[Bands, ...]
    connection: Connection
    peaks: tuple[Peak, ...]
    tiers: tuple[Tiers, ...]
    reserve: Reserve | None
    behind: tuple["Branch", ...]

    @classmethod
    def added(
        cls,
        program: Program,
        place: Place,
        ramp_watt_per_second: float | None,
        market: Market | None,
    ) -> "Branch":
        """Add columns and rows of a place, and of all behind it."""
        behind = tuple(cls.added(program, each, None, market) for each in place.behind)
        nearer = [each.connection for each in behind]
        sold = [each.reserve for each in behind if each.reserve]
        with told_of(place.name):
            flat, reserve = untiered(place.site), None
            meter = _battcore.linear_terms(IDLE, flat, NOTHING_ASKED)[1]
            stores = tuple(_stores(program, place, flat, meter.hours))
            bands = tuple(_bands(program, place, stores))
            connection = Connection.added(program, meter, stores, nearer, ramp_watt_per_second)
            peaks, tiers = _peaks(flat), tuple(tiers_of(place.site))
            add_peaks(program, connection, peaks)
            for each in tiers:
                each.add(program, connection)
            if market:
                reserve = Reserve.added(program, market, stores, connection, sold)
        return cls(place, stores, bands, connection, peaks, tiers, reserve, behind)

    @property
    def steps(self) -> int:
        """How many there are."""
        return self.connection.terms.hours.size

    def walk(self) -> Iterator["Branch"]:
        """Visit it and all behind it."""
        yield self
        for each in self.behind:
            yield from each.walk()

    def powers_watt(self, solution: Solution) -> tuple[Floats, Floats]:
        """AC power of charging and of discharging, shape (batteries, n)."""
        each = [store.powers(solution) for store in self.stores]
        charge, discharge = np.reshape(each, (-1, 2, self.steps)).swapaxes(0, 1) * 1e3
        return charge, discharge

    def soc(self, solution: Solution) -> Floats:
        """State of charge at the end of each step, shape (batteries, n)."""
        soc = [solution.value[store.stored] / store.terms.capacity_kwh for store in self.stores]
        return np.clip(np.reshape(soc, (-1, self.steps)), 0.0, 1.0)  # else no plan goes on from it

    def curtailed_watt(self, solution: Solution) -> Floats:
        """Generation turned down, shape (n,)."""
        return np.maximum(solution.value[self.connection.curtailed], 0.0) * 1e3

    def grid_kw(self, solution: Solution) -> Floats:
        """Power at the connection, positive when drawn, shape (n,)."""
        grid = self.connection.terms.net_kw + solution.value[self.connection.curtailed]
        for store in self.stores:
            charge, discharge = store.powers(solution)
            grid += charge - discharge
        for each in self.behind:
            grid += each.grid_kw(solution)
        return grid

    def peaks_kw(self, solution: Solution) -> list[float]:
        """The power that each demand charge is paid for."""
        return billed_kw(self.peaks, self.grid_kw(solution))

    def costs(self, solution: Solution) -> Costs:
        """What it comes to, without what lies behind it."""
        grid_kw, peaks_kw = self.grid_kw(solution), self.peaks_kw(solution)
        energy, export = self.connection.costs(grid_kw)
        grid_kwh = grid_kw * self.connection.terms.hours
        for tiers in self.tiers:
            more = tiers.cost(grid_kwh)
            energy, export = (energy + more, export) if tiers.is_import else (energy, export + more)
        used = (store.costs(solution) for store in self.stores)
        wear, holding, end = (float(sum(part)) for part in zip((0.0,) * 3, *used, strict=True))
        reserve = self.reserve.cost(solution) if self.reserve else 0.0
        demand = sum(peak.cost(kw) for peak, kw in zip(self.peaks, peaks_kw, strict=True))
        cycles = float(sum(bands.cost(solution) for bands in self.bands))
        return Costs(energy, export, wear, holding, end, float(demand), reserve, cycles)


def _stores(program: Program, place: Place, flat: Site, hours: Floats) -> Iterator[Store]:
    for battery, asked in zip(place.batteries, place.wishes, strict=True):
        terms, _ = _battcore.linear_terms(battery, flat, asked)
        yield Store.added(program, terms, hours)


def _bands(program: Program, place: Place, stores: Sequence[Store]) -> Iterator[Bands]:
    for store, asked in zip(stores, place.wishes, strict=True):
        if asked.cycle_cost:
            yield Bands.added(program, store, asked.cycle_cost)


def _peaks(site: Site) -> tuple[Peak, ...]:
    if site.tariff is None or not site.tariff.demand_charges:
        return ()
    steps = np.size(site.load_watt)
    edges = np.append(0.0, np.cumsum(np.broadcast_to(site.dt_second, steps)))
    found = prices(site.tariff, site.dt_second, steps, start=site.start)
    return peaks_of(found.demand, site.tariff, edges)

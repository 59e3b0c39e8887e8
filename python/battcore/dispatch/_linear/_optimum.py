"""What a linear program found, as its owner reads it."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from battcore._arrays import Floats
from battcore.dispatch._linear._beyond import Coupling
from battcore.dispatch._linear._impossible import explain
from battcore.dispatch._linear._model import Model
from battcore.dispatch._linear._peaks import billed_kw
from battcore.dispatch._plan import Certificate, Costs, Duals, FleetPlan, Plan, by_battery
from battcore.dispatch._program import NoSolutionError, Solution
from battcore.dispatch._queue import no_bids
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site


def cheapest(
    batteries: Sequence[Battery],
    site: Site,
    wishes: Sequence[Wishes],
    coupling: Coupling,
) -> FleetPlan:
    """Find the plan that costs least."""
    write = partial(Model.of, batteries, site, wishes, coupling)
    model = write()
    try:
        solution, solves = model.solve(exclusive=wishes[0].exclusive)
    except NoSolutionError:
        ends = (end for asked in wishes for end in (asked.soc_end, asked.soc_end_min))
        raise explain(write, has_end=any(end is not None for end in ends)) from None
    grid_kw = model.grid_kw(solution)
    charge, discharge = np.stack([store.powers(solution) for store in model.stores], 1) * 1e3
    soc = [solution.value[store.stored] / store.terms.capacity_kwh for store in model.stores]
    peaks_kw = billed_kw(model.peaks, grid_kw)
    costs = _costs(model, solution, grid_kw, peaks_kw)
    up, down = model.reserve.watt(solution) if model.reserve else np.zeros((2, *charge.shape))
    return FleetPlan(
        power_watt=charge - discharge,
        charge_watt=charge,
        discharge_watt=discharge,
        soc=np.clip(soc, 0.0, 1.0),  # a rounding beyond, no plan could go on from there
        reserve_up_watt=up,
        reserve_down_watt=down,
        import_watt=np.maximum(grid_kw, 0.0) * 1e3,
        export_watt=np.maximum(-grid_kw, 0.0) * 1e3,
        curtailed_watt=np.maximum(solution.value[model.connection.curtailed], 0.0) * 1e3,
        costs=costs,
        peaks_watt=np.array(peaks_kw) * 1e3,
        certificate=_certificate(model, solution, solves, costs.total),
        _duals=partial(_duals, model, solution),
    )


def cheapest_alone(battery: Battery, site: Site, wishes: Wishes, coupling: Coupling) -> Plan:
    """Find the plan of one battery that costs least."""
    fleet = cheapest([battery], site, [wishes], coupling)
    return Plan(
        power_watt=fleet.power_watt[0],
        charge_watt=fleet.charge_watt[0],
        discharge_watt=fleet.discharge_watt[0],
        import_watt=fleet.import_watt,
        export_watt=fleet.export_watt,
        curtailed_watt=fleet.curtailed_watt,
        soc=fleet.soc[0],
        reserve_up_watt=fleet.reserve_up_watt[0],
        reserve_down_watt=fleet.reserve_down_watt[0],
        costs=fleet.costs,
        peaks_watt=fleet.peaks_watt,
        certificate=fleet.certificate,
        _duals=lambda: by_battery(fleet.duals(), lambda rows: rows[0]),
        _bids=no_bids,
    )


def _costs(model: Model, solution: Solution, grid_kw: Floats, peaks_kw: list[float]) -> Costs:
    energy, export = model.connection.costs(grid_kw)
    grid_kwh = grid_kw * model.connection.terms.hours
    for tiers in model.tiers:
        more = tiers.cost(grid_kwh)
        energy, export = (energy + more, export) if tiers.is_import else (energy, export + more)
    wear, holding, end = np.sum([store.costs(solution) for store in model.stores], axis=0)
    reserve = model.reserve.cost(solution) if model.reserve else 0.0
    demand = sum(peak.cost(kw) for peak, kw in zip(model.peaks, peaks_kw, strict=True))
    used = (float(wear), float(holding), float(end))
    cycles = sum(bands.cost(solution) for bands in model.bands)
    return Costs(energy, export, *used, demand=float(demand), reserve=reserve, cycles=cycles)


def _certificate(model: Model, solution: Solution, solves: int, cost: float) -> Certificate:
    burned = sum(float(store.burned_kwh(solution).sum()) for store in model.stores)
    return Certificate(
        method="HiGHS",
        bound=solution.bound,
        gap=max(cost - solution.bound, 0.0) / max(abs(cost), 1.0),
        solves=solves,
        burned_wh=burned * 1e3,
        look_ahead=np.full(model.connection.terms.hours.size, -1, np.int64),
    )


def _duals(model: Model, solution: Solution) -> Duals:
    worth = np.maximum(-solution.reduced_cost, 0.0)
    costs = np.maximum(solution.reduced_cost, 0.0)
    stores, steps = model.stores, model.connection.terms.hours.size
    last = [store.charge[-1:] for store in stores], [store.discharge[-1:] for store in stores]
    charge, discharge = (
        np.stack([worth[piece].sum(0) if piece.size else np.zeros(steps) for piece in pieces])
        for pieces in last
    )
    return Duals(
        stored_per_kwh=np.stack([-solution.dual[store.balance] for store in stores]),
        floor_per_kwh=np.stack([costs[store.stored] for store in stores]),
        ceiling_per_kwh=np.stack([worth[store.stored] for store in stores]),
        charge_per_kw=charge,
        discharge_per_kw=discharge,
        import_per_kw=worth[model.connection.imported],
        export_per_kw=worth[model.connection.exported],
    )

"""Many unlike batteries behind one connection, by prices on which they agree."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from battcore import _battcore
from battcore.dispatch._plan import Certificate, Costs, Duals, FleetPlan
from battcore.dispatch._queue import plan_each_by_queue
from battcore.dispatch._stacked import stacked
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site
from battcore.tariff import Tariff


def plan_shared(
    batteries: Sequence[Battery], site: Site, wishes: Sequence[Wishes]
) -> FleetPlan | None:
    """Find a plan that costs little more than any could, if one is found that keeps all limits."""
    native = _battcore.plan_shared(batteries, site, wishes)
    if native is None:
        return None
    shape = (len(batteries), -1)
    charge, discharge = native.charge_watt.reshape(shape), native.discharge_watt.reshape(shape)
    costs = Costs(*native.costs)
    return FleetPlan(
        power_watt=charge - discharge,
        charge_watt=charge,
        discharge_watt=discharge,
        soc=native.soc.reshape(shape),
        reserve_up_watt=np.broadcast_to(0.0, charge.shape),
        reserve_down_watt=np.broadcast_to(0.0, charge.shape),
        import_watt=native.import_watt,
        export_watt=native.export_watt,
        curtailed_watt=native.curtailed_watt,
        costs=costs,
        peaks_watt=native.peaks_watt,
        certificate=_certificate(native, costs.total, charge.shape[1]),
        _duals=partial(_duals, batteries, site, wishes, native),
    )


def _certificate(native: _battcore.SharedColumns, cost: float, steps: int) -> Certificate:
    return Certificate(
        method="price decomposition",
        bound=native.bound,
        gap=max(cost - native.bound, 0.0) / max(abs(cost), 1.0),
        solves=native.solves,
        burned_wh=0.0,
        look_ahead=np.full(steps, -1, np.int64),
    )


def _duals(
    batteries: Sequence[Battery],
    site: Site,
    wishes: Sequence[Wishes],
    native: _battcore.SharedColumns,
) -> Duals:
    """Let each battery tell what it would give at the prices, and the connection what it would."""
    price, energy = native.price_per_kwh, native.price_per_kwh - native.toll_per_kwh
    terms = _battcore.linear_terms(batteries[0], site, wishes[0])[1]
    alone = Site(
        load_watt=np.zeros(price.size),
        dt_second=site.dt_second,
        tariff=Tariff(energy_price_per_kwh=price, export_price_per_kwh=price),
    )
    each = [plan.duals() for plan in plan_each_by_queue(batteries, alone, wishes)]
    return replace(
        stacked(each),
        load_per_kwh=price,
        import_per_kw=np.maximum(energy - terms.import_price, 0.0) * terms.hours,
        export_per_kw=np.maximum(terms.export_price - energy, 0.0) * terms.hours,
    )

"""Plans by the slope queue."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from battcore import _battcore
from battcore.dispatch._plan import BidCurve, Certificate, Costs, Duals, Plan
from battcore.dispatch._wishes import Wishes
from battcore.error import InputError
from battcore.site import Battery, Site


def plan_by_queue(battery: Battery, site: Site, wishes: Wishes) -> Plan:
    """Find the plan of one battery that costs least."""
    return _plan(_battcore.optimize(battery, site, wishes), battery, site, wishes)


def plan_each_by_queue(
    batteries: Sequence[Battery], site: Site, wishes: Sequence[Wishes]
) -> list[Plan]:
    """Find that of each battery, as if it were alone, on all cores."""
    found = _battcore.optimize_each(batteries, site, wishes)
    each = zip(found, batteries, wishes, strict=True)
    return [_plan(native, battery, site, asked) for native, battery, asked in each]


def _plan(native: _battcore.OptimalPlan, battery: Battery, site: Site, wishes: Wishes) -> Plan:
    charge, discharge, imported, exported, curtailed, soc = native.columns()
    costs = Costs(*native.costs())
    peaks, bound, solves, burned = native.certificate()
    certificate = Certificate(
        method=native.method,
        bound=bound,
        gap=max(costs.total - bound, 0.0) / max(abs(costs.total), 1.0),
        solves=solves,
        burned_wh=burned,
        look_ahead=native.look_ahead(),
    )
    return Plan(
        power_watt=charge - discharge,
        charge_watt=charge,
        discharge_watt=discharge,
        import_watt=imported,
        export_watt=exported,
        curtailed_watt=curtailed,
        soc=soc,
        reserve_up_watt=np.broadcast_to(0.0, soc.shape),
        reserve_down_watt=np.broadcast_to(0.0, soc.shape),
        costs=costs,
        peaks_watt=np.asarray(peaks, np.float64),
        certificate=certificate,
        _duals=partial(_duals, native, battery, site, wishes),
        _bids=partial(_bids, native, battery, site, wishes),
    )


def _duals(native: _battcore.OptimalPlan, battery: Battery, site: Site, wishes: Wishes) -> Duals:
    return Duals(*native.shadow_prices(battery, site, wishes))


def _bids(
    native: _battcore.OptimalPlan, battery: Battery, site: Site, wishes: Wishes, step: int
) -> BidCurve:
    return BidCurve(*native.bid_curve(battery, site, wishes, step))


def no_bids(_step: int) -> BidCurve:
    """Refuse: a plan of several steps at once does not tell what one step would answer."""
    raise InputError("step: only plans of the slope queue have bid curves", "step")

"""Batteries that share nothing but a price: each planned alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from battcore import _battcore
from battcore.dispatch._alone import plan_alone
from battcore.dispatch._linear import Coupling
from battcore.dispatch._only_price import has_only_a_price
from battcore.dispatch._plan import Certificate, Costs, FleetPlan, Plan
from battcore.dispatch._queue import plan_each_by_queue
from battcore.dispatch._stacked import stacked
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

if TYPE_CHECKING:
    from battcore._battcore import MeterTerms

# from the quickest way to the last resort; of several the last is told
_METHODS = (
    "slope queue",
    "bands",
    "breakpoints",
    "cutting planes",
    "HiGHS",
    "price decomposition",
    "linearization",
)


def plan_apart(
    batteries: Sequence[Battery], site: Site, wishes: Sequence[Wishes]
) -> FleetPlan | None:
    """Find the plan that costs least, if nothing that one does changes what others pay."""
    terms = _battcore.linear_terms(batteries[0], site, wishes[0])[1]
    if not has_only_a_price(site, terms):
        return None
    empty = replace(site, load_watt=np.zeros(terms.hours.size), generation_watt=0.0)
    return _together(_planned(batteries, empty, wishes), terms)


def _planned(batteries: Sequence[Battery], site: Site, wishes: Sequence[Wishes]) -> list[Plan]:
    if all(asked.cycle_cost is None for asked in wishes):
        return plan_each_by_queue(batteries, site, wishes)
    pairs = zip(batteries, wishes, strict=True)
    return [plan_alone(battery, site, asked, Coupling()) for battery, asked in pairs]


def _together(plans: Sequence[Plan], terms: "MeterTerms") -> FleetPlan:
    charge = np.stack([plan.charge_watt for plan in plans])
    discharge = np.stack([plan.discharge_watt for plan in plans])
    grid_watt = terms.net_kw * 1e3 + (charge - discharge).sum(0)
    imported, exported = np.maximum(grid_watt, 0.0), np.maximum(-grid_watt, 0.0)
    price = terms.import_price * terms.hours / 1e3
    costs = Costs(
        energy=float(imported @ price),
        export=-float(exported @ price),
        wear=sum(plan.costs.wear for plan in plans),
        holding=sum(plan.costs.holding for plan in plans),
        end=sum(plan.costs.end for plan in plans),
        demand=0.0,
        cycles=sum(plan.costs.cycles for plan in plans),
    )
    missed = sum(plan.objective - plan.certificate.bound for plan in plans)
    return FleetPlan(
        power_watt=charge - discharge,
        charge_watt=charge,
        discharge_watt=discharge,
        soc=np.stack([plan.soc for plan in plans]),
        reserve_up_watt=np.broadcast_to(0.0, charge.shape),
        reserve_down_watt=np.broadcast_to(0.0, charge.shape),
        import_watt=imported,
        export_watt=exported,
        curtailed_watt=np.zeros(grid_watt.size),
        costs=costs,
        peaks_watt=np.zeros(0),
        certificate=joint_certificate(plans, costs.total - missed, missed),
        _duals=lambda: stacked([plan.duals() for plan in plans]),
    )


def joint_certificate(
    plans: Sequence[Plan | FleetPlan], bound: float, missed: float
) -> Certificate:
    """What proves plans of which none changes another."""
    certificates = [plan.certificate for plan in plans]
    ahead = np.stack([certificate.look_ahead for certificate in certificates])
    return Certificate(
        method=max((each.method for each in certificates), key=_METHODS.index),
        bound=bound,
        gap=max(missed, 0.0) / max(abs(bound), 1.0),
        solves=sum(certificate.solves for certificate in certificates),
        burned_wh=sum(certificate.burned_wh for certificate in certificates),
        look_ahead=np.where((ahead < 0).any(0), -1, ahead.max(0)),
    )

"""Several sites: together where a common connection ties them, else one by one."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from battcore.dispatch._alike import Alike, each_apart, grouped, split
from battcore.dispatch._alone import plan_alone
from battcore.dispatch._apart import joint_certificate
from battcore.dispatch._fleet import plan_fleet
from battcore.dispatch._fleet_of_one import as_fleet, as_plan
from battcore.dispatch._linear import Coupling, cheapest_behind
from battcore.dispatch._place import IDLE, NOTHING_ASKED, Place
from battcore.dispatch._plan import Costs, FleetPlan, Plan
from battcore.dispatch._sites_asked import upstream_of
from battcore.dispatch._sites_plan import SitesPlan, UpstreamPlan
from battcore.dispatch._told_of import told_of
from battcore.error import InputError
from battcore.site import Site


def plan_sites(places: Sequence[Place], upstream: Site | None, coupling: Coupling) -> SitesPlan:
    """Find the plan of several sites that costs least in all."""
    if upstream is None:
        return _plan_one_by_one(places, coupling)
    root = upstream_of(upstream, places)
    if coupling.reserve:
        _have_no_signals(places)
    if not _ties(upstream, coupling):
        free = _plan_one_by_one(places, coupling)
        return replace(free, upstream=_unlimited(upstream, free))
    return _plan_together(root, coupling)


def _have_no_signals(places: Sequence[Place]) -> None:
    for number, place in enumerate(places):
        if place.site.signal is not None:
            message = f"{place.name} has a signal, but reserve is sold upstream: that one calls it"
            raise InputError(message, "signal", number)


def _plan_one_by_one(places: Sequence[Place], coupling: Coupling) -> SitesPlan:
    plans = []
    for place in places:
        with told_of(place.name):
            plans.append(_plan_of(place, coupling))
    missed = sum(plan.objective - plan.certificate.bound for plan in plans)
    bound = sum(plan.certificate.bound for plan in plans)
    return SitesPlan(tuple(plans), None, joint_certificate(plans, bound, missed))


def _plan_of(place: Place, coupling: Coupling) -> Plan | FleetPlan:
    if place.stands_alone:
        return plan_alone(place.batteries[0], place.site, place.wishes[0], coupling)
    if place.batteries:
        return plan_fleet(place.batteries, place.site, place.wishes, coupling)
    idle = plan_alone(IDLE, place.site, NOTHING_ASKED, coupling)
    return split(as_fleet(idle), [()])


def _ties(upstream: Site, coupling: Coupling) -> bool:
    """Whether what one site does changes what others may do or pay."""
    limits = (upstream.import_limit_watt, upstream.export_limit_watt)
    is_limited = not all(np.isinf(limit).all() for limit in limits)
    is_asked_more = coupling.ramp_watt_per_second is not None or coupling.reserve is not None
    return is_limited or is_asked_more or upstream.tariff is not None


def _unlimited(upstream: Site, plan: SitesPlan) -> UpstreamPlan:
    """What flows through a connection without limits and price."""
    grid = upstream.load_watt - np.asarray(upstream.generation_watt)
    grid = grid + sum(each.import_watt - each.export_watt for each in plan.sites)
    nothing = np.zeros(grid.size)
    return UpstreamPlan(
        import_watt=np.maximum(grid, 0.0),
        export_watt=np.maximum(-grid, 0.0),
        curtailed_watt=nothing,
        import_per_kw=nothing,
        export_per_kw=nothing,
        costs=Costs(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        peaks_watt=np.zeros(0),
    )


def _plan_together(root: Place, coupling: Coupling) -> SitesPlan:
    """Plan alike batteries of a site as one, unless one of them would burn what another stores."""
    alike = [grouped(place.batteries, place.wishes) for place in root.behind]
    plan = _solve(root, alike, coupling, exclusive=False)
    exclusive = all(asked.exclusive for place in root.behind for asked in place.wishes)
    if not exclusive or plan.certificate.burned_wh == 0.0:
        return plan
    apart = [each_apart(place.batteries, place.wishes) for place in root.behind]
    return _solve(root, apart, coupling, exclusive=True)


def _solve(
    root: Place, alike: Sequence[Sequence[Alike]], coupling: Coupling, *, exclusive: bool
) -> SitesPlan:
    behind = [
        replace(
            place,
            batteries=[each.combined for each in groups],
            wishes=[replace(each.combined_wishes, exclusive=exclusive) for each in groups],
        )
        for place, groups in zip(root.behind, alike, strict=True)
    ]
    found, through, certificate = cheapest_behind(replace(root, behind=behind), coupling)
    fleets = [
        split(fleet, [each.members for each in groups])
        for fleet, groups in zip(found, alike, strict=True)
    ]
    sites = [
        as_plan(fleet) if place.stands_alone else fleet
        for fleet, place in zip(fleets, root.behind, strict=True)
    ]
    return SitesPlan(tuple(sites), through, certificate)

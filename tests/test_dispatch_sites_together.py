"""What sites behind a common connection do together: reserve, bills, wear, alike batteries."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

import battcore as bc
from dispatch_sites import random_sites

OFFER = bc.dispatch.ReserveOffer(price_up_per_kw_hour=0.05, price_down_per_kw_hour=0.03)


def alone(batteries, sites, **asked):
    pairs = zip(batteries, sites, strict=True)
    return [bc.dispatch.optimize(battery, site, **asked) for battery, site in pairs]


@pytest.mark.parametrize("seed", range(4))
def test_reserve_of_sites_that_share_nothing_earns_what_each_would(seed):
    rng = np.random.default_rng([seed, 1])
    batteries, sites, upstream = random_sites(rng, 2, 12)
    free = bc.Site(load_watt=upstream.load_watt, dt_second=upstream.dt_second)
    asked = {"soc_start": 0.5, "reserve": OFFER}
    expected = sum(plan.objective for plan in alone(batteries, sites, **asked))
    plan = bc.dispatch.optimize(batteries, sites, **asked, upstream=free)
    assert plan.objective == pytest.approx(expected, rel=1e-9)
    apart = bc.dispatch.optimize(batteries, sites, **asked)
    assert apart.objective == pytest.approx(expected, rel=1e-9)
    assert plan.costs.reserve < 0.0
    for each in plan.sites:
        sold = each.reserve_up_watt * 0.05 + each.reserve_down_watt * 0.03
        hours = np.broadcast_to(free.dt_second, 12) / 3600.0
        assert each.costs.reserve == pytest.approx(-(sold @ hours) / 1e3)


@pytest.mark.parametrize("seed", range(4))
def test_the_common_connection_carries_a_call_of_all_that_is_sold(seed):
    rng = np.random.default_rng([seed, 4])
    batteries, sites, upstream = random_sites(rng, 2, 12)
    called = replace(upstream, signal=rng.uniform(-0.2, 0.2, 12))
    offer = replace(OFFER, symmetric=True)
    plan = bc.dispatch.optimize(
        batteries, sites, soc_start=0.5, reserve=offer, upstream=called, exclusive=False
    )
    up, down = (
        sum(getattr(each, f"reserve_{way}_watt") for each in plan.sites) for way in ("up", "down")
    )
    assert up == pytest.approx(down, abs=1e-6)
    flows = np.maximum(-called.signal, 0.0) * down - np.maximum(called.signal, 0.0) * up
    grid = plan.upstream.import_watt - plan.upstream.export_watt - flows
    assert (grid + down <= np.asarray(called.import_limit_watt) * (1 + 1e-9)).all()
    assert (grid - up >= -np.asarray(called.export_limit_watt) * (1 + 1e-9)).all()


def test_a_signal_stands_upstream_where_the_reserve_is_sold():
    rng = np.random.default_rng(0)
    batteries, sites, upstream = random_sites(rng, 2, 12)
    sites[1] = replace(sites[1], signal=0.1)
    with pytest.raises(bc.InputError, match=r"site\[1\] has a signal"):
        bc.dispatch.optimize(batteries, sites, soc_start=0.5, reserve=OFFER, upstream=upstream)


@pytest.mark.parametrize("seed", range(4))
def test_bills_with_means_ratchets_and_tiers_come_out_at_every_meter(seed):
    rng = np.random.default_rng([seed, 6])
    batteries, sites, upstream = random_sites(rng, 2, 62)
    clock = {"dt_second": 43_200.0, "start": datetime(2026, 1, 16, tzinfo=UTC)}
    charge = bc.DemandCharge(
        price_per_kw=[0.2, 0.5],
        tier_limit_watt=[4e3],
        interval_second=86_400.0,
        ratchet=bc.tariff.Ratchet(share=0.8, months=1),
    )
    tariff = bc.Tariff(
        energy_price_per_kwh=[
            bc.tariff.EnergyRate(price_per_kwh=[0.1, 0.2], tier_limit_kwh=[100.0])
        ],
        export_price_per_kwh=0.0,
        demand_charges=[charge],
    )
    sites = [replace(site, **clock, tariff=tariff) for site in sites]
    upstream = replace(upstream, **clock, tariff=tariff, import_limit_watt=np.inf)
    plan = bc.dispatch.optimize(batteries, sites, soc_start=0.5, upstream=upstream)
    for each, site in zip([*plan.sites, plan.upstream], [*sites, upstream], strict=True):
        grid = each.import_watt - each.export_watt
        bill = bc.tariff.bill(tariff, grid, site.dt_second, start=site.start)
        assert each.costs.demand == pytest.approx(bill.demand_cost, rel=1e-9)
        assert each.costs.energy + each.costs.export == pytest.approx(bill.energy_cost, rel=1e-9)
        assert len(each.peaks_watt) == 2
    assert plan.certificate.gap < 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_alike_batteries_of_a_site_share_what_they_do(seed):
    rng = np.random.default_rng([seed, 8])
    (one, other), sites, upstream = random_sites(rng, 2, 16)
    half = replace(
        one,
        energy_capacity_wh=one.energy_capacity_wh / 2,
        charge_power_watt=one.charge_power_watt / 2,
        discharge_power_watt=one.discharge_power_watt / 2,
    )
    asked = {"soc_start": 0.5, "upstream": upstream}
    expected = bc.dispatch.optimize([one, other], sites, **asked)
    plan = bc.dispatch.optimize([[half, half], [other]], sites, **asked)
    assert plan.objective == pytest.approx(expected.objective, rel=1e-9)
    halves, whole = plan.sites[0], expected.sites[0]
    assert (halves.power_watt[0] == halves.power_watt[1]).all()
    assert halves.duals().stored_per_kwh.shape == (2, 16)
    assert plan.sites[1].power_watt.shape == (1, 16)
    assert whole.power_watt.shape == (16,)


@pytest.mark.parametrize("seed", range(4))
def test_what_a_site_can_save_alone_is_bounded_by_its_certificate(seed):
    rng = np.random.default_rng([seed, 10])
    batteries, sites, upstream = random_sites(rng, 3, 16)
    plan = bc.dispatch.optimize(batteries, sites, soc_start=0.5, upstream=upstream)
    assert plan.certificate.bound <= plan.objective + 1e-9
    for each in plan.sites:
        assert each.certificate.method == "HiGHS"
        assert each.certificate.bound == pytest.approx(each.objective, rel=1e-8)
    assert (plan.certificate.look_ahead == -1).all()


def test_a_site_without_batteries_is_planned_too():
    """Generation is turned down where feeding in costs."""
    tariff = bc.Tariff(energy_price_per_kwh=0.1, export_price_per_kwh=-0.05)
    sunny = bc.Site(
        load_watt=[0.0, 2e3],
        dt_second=3600.0,
        generation_watt=1e3,
        curtailable=True,
        tariff=tariff,
    )
    plan = bc.dispatch.optimize([[]], [sunny], soc_start=0.5)
    assert plan.sites[0].curtailed_watt == pytest.approx([1e3, 0.0])
    assert plan.sites[0].power_watt.shape == plan.sites[0].soc.shape == (0, 2)
    assert plan.objective == pytest.approx(0.1)
    assert plan.certificate.method == "slope queue"
    shared = bc.Site(load_watt=[0.0, 0.0], dt_second=3600.0, import_limit_watt=1e3)
    again = bc.dispatch.optimize([[]], [sunny], soc_start=0.5, upstream=shared)
    assert again.objective == pytest.approx(0.1)
    assert again.sites[0].duals().stored_per_kwh.shape == (0, 2)

"""Regulation capacity sold beside energy: its room is kept, and what it earns is weighed."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from dispatch_cases import random_problem
from test_dispatch_fleet import check

IDEAL = bc.Battery(energy_capacity_wh=1e3, charge_power_watt=1e3, discharge_power_watt=1e3)
LOSSY = replace(IDEAL, charge_efficiency=0.8, discharge_efficiency=0.8)


DEAR = bc.Tariff(energy_price_per_kwh=0.5, export_price_per_kwh=0.0)  # to be left alone


def idle_site(steps=4, **fields):
    return bc.Site(load_watt=[0.0] * steps, dt_second=3600.0, **{"tariff": DEAR, **fields})


def sold(battery, site=None, soc_start=0.5, **offered):
    offer = bc.dispatch.ReserveOffer(**{"price_up_per_kw_hour": 0.02, **offered})
    return bc.dispatch.optimize(battery, site or idle_site(), soc_start=soc_start, reserve=offer)


def test_a_short_call_is_bound_by_power_and_a_long_one_by_energy():
    short = sold(IDEAL, duration_second=900.0, price_down_per_kw_hour=0.01)
    assert short.reserve_up_watt == pytest.approx([1e3] * 4)
    assert short.reserve_down_watt == pytest.approx([1e3] * 4)
    assert short.objective == pytest.approx(-0.12)
    assert short.costs.reserve == short.objective
    long = sold(LOSSY, duration_second=7200.0)
    assert long.reserve_up_watt[0] == pytest.approx(0.5e3 * 0.8 / 2.0)


def test_symmetric_reserve_stands_in_the_middle():
    cheap = idle_site(8, tariff=bc.Tariff(energy_price_per_kwh=0.01))
    plan = sold(LOSSY, cheap, soc_start=0.0, price_down_per_kw_hour=0.02, symmetric=True)
    assert plan.reserve_up_watt == pytest.approx(plan.reserve_down_watt)
    room = plan.reserve_up_watt[-1] / 0.8, plan.reserve_down_watt[-1] * 0.8
    assert plan.soc[-1] * 1e3 == pytest.approx(room[0])
    assert (1.0 - plan.soc[-1]) * 1e3 == pytest.approx(room[1])


def test_reserve_gives_way_to_a_better_price_of_energy():
    tariff = bc.Tariff(energy_price_per_kwh=[0.1, 0.1, 0.5, 0.1], export_price_per_kwh=0.0)
    site = replace(idle_site(tariff=tariff), load_watt=[1e3] * 4)
    plan = sold(IDEAL, site, duration_second=900.0)
    assert plan.discharge_watt[2] == pytest.approx(1e3)
    assert plan.reserve_up_watt[2] == pytest.approx(0.0, abs=1e-6)
    dear = sold(IDEAL, site, duration_second=900.0, price_up_per_kw_hour=[0.0, 0.0, 0.9, 0.0])
    assert dear.reserve_up_watt[2] == pytest.approx(1e3 + dear.power_watt[2])
    assert dear.reserve_up_watt[2] >= 1e3 - 1e-6


@pytest.mark.parametrize("seed", range(8))
def test_power_energy_and_connection_have_room_for_any_call(seed):
    rng = np.random.default_rng(seed)
    one, site = random_problem(rng, 24, limits=True, leaky=True, negative=seed % 2 == 1)
    other, _ = random_problem(rng, 24)
    signal = rng.uniform(-1.0, 1.0, 24) if seed % 3 else None
    site, hours = replace(site, signal=signal), rng.choice([0.25, 1.0])
    offer = bc.dispatch.ReserveOffer(
        price_up_per_kw_hour=rng.uniform(0.0, 0.05, 24),
        price_down_per_kw_hour=rng.uniform(0.0, 0.05, 24),
        duration_second=hours * 3600.0,
    )
    batteries = [one, other]
    plan = bc.dispatch.optimize(batteries, site, soc_start=0.5, reserve=offer)
    up, down = plan.reserve_up_watt, plan.reserve_down_watt
    assert up.max() > 0.0 or down.max() > 0.0
    called = np.zeros(24) if signal is None else signal
    call = np.minimum(called, 0.0) * -down - np.maximum(called, 0.0) * up
    planned = plan.power_watt - call
    for row, battery in enumerate(batteries):
        assert (planned[row] - up[row] >= -battery.discharge_power_watt - 1e-5).all()
        assert (planned[row] + down[row] <= battery.charge_power_watt + 1e-5).all()
        size = battery.energy_capacity_wh
        drawn = up[row] * hours / battery.discharge_efficiency
        filled = down[row] * hours * battery.charge_efficiency
        for stored in (plan.soc[row], np.append(0.5, plan.soc[row][:-1])):
            assert (stored * size - drawn >= -1e-5).all()
            assert (stored * size + filled <= size + 1e-5).all()
    grid = plan.import_watt - plan.export_watt - call.sum(0)
    assert (grid + down.sum(0) <= site.import_limit_watt + 1e-5).all()
    assert (grid - up.sum(0) >= -site.export_limit_watt - 1e-5).all()
    step = np.broadcast_to(site.dt_second, 24) / 3600.0
    earned = (up * offer.price_up_per_kw_hour + down * offer.price_down_per_kw_hour) / 1e3 @ step
    assert plan.costs.reserve == pytest.approx(-earned.sum())
    without = bc.dispatch.optimize(batteries, site, soc_start=0.5)
    assert plan.objective <= without.objective + 1e-9
    assert plan.certificate.gap < 1e-8


def test_a_free_offer_changes_nothing():
    rng = np.random.default_rng(5)
    batteries, site = [random_problem(rng, 20)[0] for _ in range(2)], random_problem(rng, 20)[1]
    offer = bc.dispatch.ReserveOffer()
    plan = bc.dispatch.optimize(batteries, site, soc_start=0.5, reserve=offer)
    same = bc.dispatch.optimize(batteries, site, soc_start=0.5)
    assert plan.objective == pytest.approx(same.objective, rel=1e-9)
    check(same, batteries, site, 0.5)


def test_a_called_share_flows():
    site = idle_site(2, signal=[0.5, -0.5])
    plan = sold(IDEAL, site, duration_second=900.0, price_down_per_kw_hour=0.02)
    up, down = plan.reserve_up_watt, plan.reserve_down_watt
    assert plan.export_watt - plan.import_watt == pytest.approx(-plan.power_watt)
    assert up.sum() + down.sum() == pytest.approx(4e3)
    assert plan.soc == pytest.approx(0.5 + np.cumsum(plan.power_watt) / 1e3)


@pytest.mark.parametrize("prices", [[0.1] * 3, [[0.1] * 4], [0.1, np.nan, 0.1, 0.1], "dear"])
@pytest.mark.parametrize("name", ["price_up_per_kw_hour", "price_down_per_kw_hour"])
def test_prices_are_one_or_one_for_each_step(name, prices):
    with pytest.raises(bc.InputError, match=name):
        sold(IDEAL, **{name: prices})


def test_an_offer_is_an_offer():
    with pytest.raises(bc.InputError, match="reserve"):
        bc.dispatch.optimize(IDEAL, idle_site(), soc_start=0.5, reserve=0.02)
    with pytest.raises(bc.InputError, match="duration_second"):
        bc.dispatch.ReserveOffer(duration_second=0.0)

"""Many unlike batteries behind one connection, by prices on which they agree."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from dispatch_cases import random_problem
from test_dispatch_fleet import check

GOAL = 1e-4


@pytest.fixture
def decomposed(monkeypatch):
    """Plan fleets of any size by prices."""

    def plan(*args, **asked):
        with monkeypatch.context() as small:
            small.setattr("battcore.dispatch._fleet._MOST_FOR_A_PROGRAM", 0)
            return bc.dispatch.optimize(*args, **asked)

    return plan


def random_fleet(rng, count, steps, *, negative=False):
    """Batteries, and a site whose limits all of them share."""
    batteries = [random_problem(rng, steps, leaky=True)[0] for _ in range(count)]
    _, site = random_problem(rng, steps, limits=True, negative=negative)
    site = replace(
        site,
        load_watt=site.load_watt * count,
        generation_watt=site.generation_watt * count,
        import_limit_watt=site.import_limit_watt * count,
        export_limit_watt=site.export_limit_watt * count,
    )
    return batteries, site


def almost_alike(battery):
    """Ten batteries that together are as large as one."""
    tenth = replace(
        battery,
        energy_capacity_wh=battery.energy_capacity_wh / 10,
        charge_power_watt=battery.charge_power_watt / 10,
        discharge_power_watt=battery.discharge_power_watt / 10,
    )
    return [replace(tenth, soc_min=1e-9 * place) for place in range(10)]


@pytest.mark.parametrize("seed", range(12))
def test_meets_the_linear_program_within_its_gap(decomposed, seed):
    rng = np.random.default_rng(seed)
    batteries, site = random_fleet(rng, 6, 40)
    holding = bc.dispatch.HoldingCost(soc=[0.0, 0.5], price_per_kwh_hour=[1e-4, 1e-3])
    asked = {
        "soc_start": rng.random(6),
        "soc_end_min": 0.2 if seed % 2 else None,
        "end_value_per_kwh": 0.1 if seed % 3 else 0.0,
        "holding_cost": holding if seed % 4 == 0 else None,
    }
    best = bc.dispatch.optimize(batteries, site, **asked)
    plan = decomposed(batteries, site, **asked)
    assert best.certificate.method == "HiGHS"
    assert plan.certificate.method == "price decomposition"
    slack = 1e-8 * max(abs(best.objective), 1.0)
    assert plan.certificate.bound <= best.objective + slack
    assert best.objective <= plan.objective + slack
    assert plan.certificate.gap < 3e-3
    missed = (plan.objective - plan.certificate.bound) / max(abs(plan.objective), 1.0)
    assert plan.certificate.gap == pytest.approx(missed, abs=1e-12)


@pytest.mark.parametrize("negative", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_keeps_all_limits_and_adds_up(decomposed, seed, negative):
    rng = np.random.default_rng(seed)
    batteries, site = random_fleet(rng, 20, 40, negative=negative)
    start = rng.random(20)
    plan = decomposed(batteries, site, soc_start=start)
    check(plan, batteries, site, start)
    assert (np.minimum(plan.charge_watt, plan.discharge_watt) == 0.0).all()
    assert plan.certificate.burned_wh == 0.0
    assert plan.certificate.bound <= plan.objective + 1e-9 * max(abs(plan.objective), 1.0)
    assert (plan.certificate.look_ahead == -1).all()


@pytest.mark.parametrize("seed", range(6))
def test_at_prices_below_zero_the_bound_burns_no_energy(decomposed, seed):
    rng = np.random.default_rng(seed)
    batteries, site = random_fleet(rng, 4, 24, negative=True)
    best = bc.dispatch.optimize(batteries, site, soc_start=0.5)
    plan = decomposed(batteries, site, soc_start=0.5)
    slack = 1e-8 * max(abs(best.objective), 1.0)
    assert best.certificate.method == "HiGHS"
    assert plan.certificate.bound <= best.objective + slack
    assert best.objective <= plan.objective + slack
    assert plan.certificate.gap < 1e-3


def test_a_month_of_fifty_needs_no_program():
    rng = np.random.default_rng(5)
    batteries, site = random_fleet(rng, 50, 744)
    plan = bc.dispatch.optimize(batteries, site, soc_start=0.5)
    assert plan.certificate.method == "price decomposition"
    assert plan.certificate.gap <= GOAL
    check(plan, batteries, site, 0.5)


def test_one_more_or_a_larger_battery_costs_no_more_than_the_gap(decomposed):
    rng = np.random.default_rng(3)
    batteries, site = random_fleet(rng, 12, 60)
    first, *others = batteries
    plan = decomposed(batteries, site, soc_start=0.0)
    larger = replace(first, energy_capacity_wh=2.0 * first.energy_capacity_wh)
    missed = plan.objective - plan.certificate.bound
    for more in ([larger, *others], [replace(first, soc_max=0.9), *batteries]):
        richer = decomposed(more, site, soc_start=0.0)
        assert richer.certificate.bound <= plan.objective
        assert richer.objective <= plan.objective + 2.0 * missed + 1e-9


def test_the_order_of_batteries_matters_no_more_than_the_gap(decomposed):
    rng = np.random.default_rng(4)
    batteries, site = random_fleet(rng, 16, 60)
    plan = decomposed(batteries, site, soc_start=0.5)
    turned = decomposed(batteries[::-1], site, soc_start=0.5)
    assert turned.certificate.bound <= plan.objective
    assert plan.certificate.bound <= turned.objective
    assert turned.objective == pytest.approx(plan.objective, rel=2.0 * plan.certificate.gap + GOAL)


def test_batteries_that_are_almost_alike_cost_what_one_as_large_does(decomposed):
    rng = np.random.default_rng(6)
    battery, site = random_problem(rng, 60, limits=True)
    one = bc.dispatch.optimize(battery, site, soc_start=0.5)
    plan = decomposed(almost_alike(battery), site, soc_start=0.5)
    assert plan.certificate.method == "price decomposition"
    assert plan.objective == pytest.approx(one.objective, rel=1e-3)
    assert plan.certificate.bound <= one.objective * (1.0 + 1e-8)


def test_shadow_prices_are_those_of_the_program(decomposed):
    """A small fleet, whose prices both ways find."""
    rng = np.random.default_rng(8)
    batteries, site = random_fleet(rng, 8, 48)
    found = decomposed(batteries, site, soc_start=0.5)
    duals, program = found.duals(), bc.dispatch.optimize(batteries, site, soc_start=0.5).duals()
    assert duals.stored_per_kwh.shape == (8, 48)
    assert np.median(np.abs(duals.stored_per_kwh - program.stored_per_kwh)) < 1e-2
    limit = np.broadcast_to(site.import_limit_watt, 48)
    is_open = found.import_watt < 0.9 * limit
    assert (duals.import_per_kw[is_open] < 1e-6).all()
    assert (duals.import_per_kw >= 0.0).all()


def test_what_all_of_them_cannot_do_is_told(decomposed):
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    batteries = [bc.Battery(energy_capacity_wh=size, **power) for size in (1e3, 2e3)]
    site = bc.Site(load_watt=[4e3] * 2, dt_second=3600.0, import_limit_watt=2e3)
    with pytest.raises(bc.error.InfeasibleError, match="import_limit_watt") as caught:
        decomposed(batteries, site, soc_start=1.0)
    assert caught.value.relaxations["import_limit_watt"] == pytest.approx(500.0)
    eased = replace(site, import_limit_watt=2.6e3)
    plan = decomposed(batteries, eased, soc_start=1.0)
    assert plan.certificate.method == "price decomposition"
    assert (plan.import_watt <= 2.6e3 * (1.0 + 1e-9)).all()


def test_what_one_of_them_cannot_do_is_told(decomposed):
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    batteries = [bc.Battery(energy_capacity_wh=size, **power) for size in (1e3, 9e3)]
    site = bc.Site(load_watt=[4e3] * 2, dt_second=3600.0, import_limit_watt=9e3)
    with pytest.raises(bc.error.InfeasibleError, match="soc_floor"):
        decomposed(batteries, site, soc_start=0.0, soc_floor=0.5)


BITS = """
import sys
sys.path.insert(0, "tests")
import hashlib, numpy as np, battcore as bc
from dataclasses import replace
from test_dispatch_shared import random_fleet
bc.dispatch._fleet._MOST_FOR_A_PROGRAM = 0
batteries, site = random_fleet(np.random.default_rng(2), 48, 50)
charges = [bc.DemandCharge(price_per_kw=2.0)]
site = replace(site, tariff=replace(site.tariff, demand_charges=charges))
plan = bc.dispatch.optimize(batteries, site, soc_start=0.5)
assert plan.certificate.method == "price decomposition"
print(hashlib.sha256(plan.power_watt.tobytes() + plan.soc.tobytes()).hexdigest(), plan.objective)
"""


def test_threads_do_not_change_bits():
    told = []
    for threads in ("1", "3"):
        environment = {**os.environ, "BATTCORE_NUM_THREADS": threads}
        told.append(subprocess.check_output([sys.executable, "-c", BITS], env=environment))
    assert told[0] == told[1]

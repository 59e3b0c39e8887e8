"""The receding horizon beside its plain twin, in runs: what it believes, plans and carries out."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore import reference
from battcore.dispatch import BackupReserve, ForecastError, HoldingCost, RecedingHorizon, Stack
from battcore.reference import slope_queue
from battcore.reference.receding_horizon import Twin
from dispatch_cases import random_problem
from horizon_cases import ERROR, HOUR
from test_dispatch_exclusive import told

STEPS = 48
LOAD_ERROR = ForecastError(std=0.3, correlation_second=2 * HOUR, seed=6)
SUN_ERROR = ForecastError(std=50.0, correlation_second=8 * HOUR, relative=False, seed=7)
AGING = HoldingCost(soc=[0.0, 0.5, 0.8], price_per_kwh_hour=[2e-3, 1e-2, 4e-2])
WARM = replace(AGING, weight=np.linspace(0.0, 2.0, STEPS))
POLICIES = {
    "plain": {},
    "rarely": {"replan_second": 5 * HOUR},
    "at the end": {"end_value_per_kwh": 0.04, "soc_end_min": 0.2},
    "floors": {"soc_floor": np.linspace(0.0, 0.3, STEPS), "soc_ceiling": 0.9},
    "prices astray": {"price_error": ERROR},
    "all astray": {"price_error": ERROR, "load_error": LOAD_ERROR, "generation_error": SUN_ERROR},
    "aging": {"holding_cost": AGING},
    "warm": {"holding_cost": WARM, "price_error": ERROR, "replan_second": 3 * HOUR},
}


def problem(seed, **family):
    battery, site = random_problem(np.random.default_rng(seed), STEPS, **family)
    sold = np.maximum(site.tariff.export_price_per_kwh, 0.01)  # so that no cost bends down
    tariff = replace(site.tariff, export_price_per_kwh=sold)
    return battery, replace(site, dt_second=HOUR, curtailable=False, tariff=tariff)


def runs(battery, site, policy):
    """By the kernel, and by the twin."""
    log = bc.simulate(battery, site, policy, log="all").log
    policies = policy.policies if isinstance(policy, Stack) else [policy]
    twins = [Twin(one, site) if isinstance(one, RecedingHorizon) else one for one in policies]
    twin = reference.simulation.simulate(battery, site, Stack(twins), duration_second=STEPS * HOUR)
    return log, twin.log


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("family", ["plain", "leaky"])
@pytest.mark.parametrize("name", POLICIES)
def test_it_does_what_the_twin_does(name, family, seed):
    battery, site = problem(seed, **({} if family == "plain" else {family: True}))
    policy = RecedingHorizon(horizon_second=12 * HOUR, **POLICIES[name])
    log, twin = runs(battery, site, policy)
    assert log.soc == pytest.approx(twin["soc"], abs=1e-9)
    assert log.import_energy_wh == pytest.approx(twin["import_energy_wh"], abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_with_steps_of_several_lengths_and_a_forecast_that_is_asked_for(seed):
    battery, site = problem(seed)
    uneven = replace(site, dt_second=np.resize([HOUR, HOUR / 2, HOUR / 2], STEPS))

    def ask(view):
        rest = slice(view.step, None)
        parts = {
            name: getattr(uneven, name)[rest]
            for name in ("load_watt", "dt_second", "generation_watt")
        }
        prices = (uneven.tariff.energy_price_per_kwh, uneven.tariff.export_price_per_kwh)
        tariff = bc.Tariff(
            energy_price_per_kwh=prices[0][rest] * 1.1, export_price_per_kwh=prices[1][rest] * 0.9
        )
        return bc.Site(tariff=tariff, **parts)

    policy = RecedingHorizon(horizon_second=7 * HOUR, forecast=ask)
    log, twin = runs(battery, uneven, policy)
    assert log.soc == pytest.approx(twin["soc"][: len(log.soc)], abs=1e-9)


def test_in_a_stack_and_after_an_outage():
    battery, site = problem(4)
    site = replace(site, outages=[(5.5 * HOUR, 2 * HOUR)])
    policy = RecedingHorizon(horizon_second=9 * HOUR)
    log, twin = runs(battery, site, Stack([BackupReserve(ride_through_second=600.0), policy]))
    assert log.soc == pytest.approx(twin["soc"], abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("cost", [AGING, WARM])
def test_what_holding_costs_is_planned_as_the_optimum_plans_it(seed, cost):
    battery, site = problem(seed)
    asked = {"soc_start": 0.5, "holding_cost": cost}
    plan = bc.dispatch.optimize(battery, site, **asked)
    run = bc.simulate(
        battery, site, RecedingHorizon(horizon_second=1e9, holding_cost=cost), log="all"
    )
    assert run.log.soc == pytest.approx(plan.soc, abs=1e-9)
    free = bc.dispatch.optimize(battery, site, soc_start=0.5)
    assert plan.soc.mean() < free.soc.mean()


@pytest.mark.parametrize("seed", range(5))
def test_the_slope_queue_holds_energy_at_the_cost_of_the_optimum(seed):
    battery, site = problem(seed)
    asked = {"soc_start": 0.5, "holding_cost": WARM}
    plan = bc.dispatch.optimize(battery, site, **asked)
    expected = told(battery, site, asked, slope_queue.optimize)
    assert plan.objective == pytest.approx(expected.cost, rel=1e-9)
    energies = np.array(expected.energies) / battery.energy_capacity_wh * 1e3
    assert plan.soc == pytest.approx(energies, abs=1e-9)
    same = np.isclose(plan.duals().stored_per_kwh, expected.worths, atol=1e-9)
    assert same.mean() > 0.8  # at a kink of the price the worth on either side is right


def test_a_weight_is_one_or_one_per_step():
    battery, site = problem(0)
    short = RecedingHorizon(horizon_second=HOUR, holding_cost=replace(AGING, weight=[1.0, 2.0]))
    with pytest.raises(bc.InputError) as caught:
        bc.simulate(battery, site, short)
    assert caught.value.name == "weight"
    with pytest.raises(bc.InputError) as caught:
        RecedingHorizon(horizon_second=HOUR, holding_cost="dear")
    assert caught.value.name == "holding_cost"

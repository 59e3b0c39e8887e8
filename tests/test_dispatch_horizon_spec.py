"""The receding horizon beside its plain twin where plans tie, bend, are charged or cannot be."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore import reference
from battcore.dispatch import RecedingHorizon
from battcore.reference.receding_horizon import Twin
from dispatch_cases import random_problem
from horizon_cases import HOUR

STEPS = 24


def problem(rng, **family):
    """A site whose steps midnight does not cut."""
    battery, site = random_problem(rng, STEPS, **family)
    return battery, replace(site, dt_second=HOUR, curtailable=False)


def check(battery, site, policy, *, steps=STEPS):
    """Both go the same way; gives how the kernel planned."""
    run = bc.simulate(battery, site, policy, log="all")
    twin = reference.simulation.simulate(
        battery, site, Twin(policy, site), duration_second=steps * HOUR
    )
    assert run.log.soc == pytest.approx(twin.log["soc"], abs=1e-6)
    return run.plans


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("replan_hours", [0, 3])
def test_where_plans_cost_the_same(seed, replan_hours):
    """Prices of a few binary fractions, which change from forecast to forecast."""
    rng = np.random.default_rng(seed)
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 2e3}
    battery = bc.Battery(energy_capacity_wh=4e3, discharge_cost_per_kwh=0.125, **power)
    told = rng.choice([0.25, 0.5, 0.75], (STEPS, STEPS))

    def ask(view):
        price = told[view.step, view.step :]
        tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
        return bc.Site(load_watt=np.zeros(price.size), dt_second=HOUR, tariff=tariff)

    tariff = bc.Tariff(energy_price_per_kwh=0.5, export_price_per_kwh=0.5)
    site = bc.Site(load_watt=np.zeros(STEPS), dt_second=HOUR, tariff=tariff)
    horizon = {"horizon_second": 7 * HOUR, "replan_second": replan_hours * HOUR}
    check(battery, site, RecedingHorizon(forecast=ask, **horizon))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("replan_hours", [0, 3])
def test_where_limits_cannot_be_held(seed, replan_hours):
    rng = np.random.default_rng([seed, 1])
    battery, site = problem(rng)
    sold = np.maximum(site.tariff.export_price_per_kwh, 0.01)
    site = replace(
        site,
        tariff=replace(site.tariff, export_price_per_kwh=sold),
        import_limit_watt=rng.uniform(1e3, 3e3),
        export_limit_watt=rng.uniform(1e3, 3e3),
    )
    policy = RecedingHorizon(
        horizon_second=7 * HOUR,
        replan_second=replan_hours * HOUR,
        soc_floor=rng.choice([0.0, 0.8], STEPS, p=[0.8, 0.2]),
        soc_ceiling=rng.choice([0.9, 1.0], STEPS),
        soc_end_min=0.5,
    )
    assert check(battery, site, policy).impossible > 0


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("limits", [False, True])
def test_where_prices_are_below_zero(seed, limits):
    battery, site = problem(np.random.default_rng([seed, 2]), negative=True, limits=limits)
    check(battery, site, RecedingHorizon(horizon_second=7 * HOUR, replan_second=2 * HOUR))


@pytest.mark.parametrize("seed", range(8))
def test_where_prices_are_below_zero_and_limits_cannot_be_held(seed):
    rng = np.random.default_rng([seed, 3])
    battery, site = problem(rng, negative=True)
    floor = rng.choice([0.0, 0.9], STEPS, p=[0.8, 0.2])
    policy = RecedingHorizon(horizon_second=6 * HOUR, soc_floor=floor)
    assert check(battery, replace(site, import_limit_watt=2e3), policy).impossible > 0


CHARGES = {
    "one": [bc.DemandCharge(price_per_kw=2.0)],
    "floor": [bc.DemandCharge(price_per_kw=0.2, floor_watt=2e3)],
    "evening": [bc.DemandCharge(price_per_kw=0.5, steps=[[6, 9], [16, 21]])],
    "days": [bc.DemandCharge(price_per_kw=0.3, period="day")],
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CHARGES)
def test_where_peaks_are_charged_for(name, seed):
    battery, site = problem(np.random.default_rng([seed, 4]))
    tariff = replace(site.tariff, demand_charges=CHARGES[name])
    check(battery, replace(site, tariff=tariff), RecedingHorizon(horizon_second=6 * HOUR))


def test_where_two_charges_overlap():
    battery, site = problem(np.random.default_rng(5))
    charges = [bc.DemandCharge(price_per_kw=0.3), bc.DemandCharge(price_per_kw=0.5, steps=[[5, 9]])]
    tariff = replace(site.tariff, demand_charges=charges)
    policy = RecedingHorizon(horizon_second=4 * HOUR, replan_second=3 * HOUR)
    check(battery, replace(site, tariff=tariff), policy)


@pytest.mark.parametrize("seed", range(4))
def test_where_peaks_are_charged_for_beside_prices_below_zero(seed):
    battery, site = problem(np.random.default_rng([seed, 5]), negative=True)
    tariff = replace(site.tariff, demand_charges=CHARGES["one"])
    policy = RecedingHorizon(horizon_second=4 * HOUR, replan_second=2 * HOUR)
    check(battery, replace(site, tariff=tariff), policy)

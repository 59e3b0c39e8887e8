"""Plans under tiers, ratchets and means of demand: their cost is the bill, and no other is less."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import battcore as bc
from dispatch_cases import random_problem

SMALL = bc.Battery(
    energy_capacity_wh=2e3,
    charge_power_watt=1e3,
    discharge_power_watt=1e3,
    charge_efficiency=0.95,
    discharge_efficiency=0.9,
)
DAY = datetime(2025, 1, 31)  # noqa: DTZ001 - on the clock of the place


def site_of(rng, steps, dt_second, start=DAY, **tariff):
    """Loads and prices by the hour, whatever the step."""
    every = int(3600.0 // dt_second)
    hourly = lambda low, high: np.repeat(rng.uniform(low, high, steps), every)  # noqa: E731
    return bc.Site(
        load_watt=hourly(0.0, 4e3),
        dt_second=dt_second,
        start=start,
        tariff=bc.Tariff(**{"energy_price_per_kwh": hourly(0.05, 0.3), **tariff}),
    )


def check_bill(plan, site):
    grid = plan.import_watt - plan.export_watt
    bill = bc.tariff.bill(site.tariff, grid, site.dt_second, start=site.start)
    billed = plan.costs.energy + plan.costs.export + plan.costs.demand
    assert billed == pytest.approx(bill.total - bill.fixed_cost, rel=1e-9)
    assert plan.certificate.method == "HiGHS"
    assert plan.certificate.gap < 1e-8


def plan_of(site, **asked):
    return bc.dispatch.optimize(SMALL, site, **{"soc_start": 0.5, **asked})


def charge(**fields):
    return {"demand_charges": [bc.DemandCharge(**{"price_per_kw": 8.0, **fields})]}


def test_a_mean_over_two_steps_is_what_counts():
    tariff = bc.Tariff(energy_price_per_kwh=0.0, **charge(interval_second=3600.0))
    site = bc.Site(load_watt=[0.0, 4e3, 1e3, 1e3], dt_second=1800.0, tariff=tariff)
    ideal = replace(SMALL, charge_efficiency=1.0, discharge_efficiency=1.0)
    plan = bc.dispatch.optimize(ideal, site, soc_start=0.25)
    # 2 kWh in the first hour and 1 kWh in the second one, of which half a kWh is stored
    assert plan.peaks_watt == pytest.approx([1500.0])
    assert plan.objective == pytest.approx(12.0)
    check_bill(plan, site)


@pytest.mark.parametrize("seed", range(6))
def test_means_over_equal_steps_are_those_of_one_long_step(seed):
    fine = site_of(np.random.default_rng(seed), 30, 900.0, **charge(interval_second=3600.0))
    coarse = site_of(np.random.default_rng(seed), 30, 3600.0, **charge())
    plan, expected = plan_of(fine), plan_of(coarse)
    assert expected.certificate.method == "cutting planes"
    assert plan.objective == pytest.approx(expected.objective, rel=1e-9)
    check_bill(plan, fine)


@pytest.mark.parametrize("minute", [0, 10, 50])
@pytest.mark.parametrize("seed", range(4))
def test_means_stand_on_the_grid_of_the_clock(seed, minute):
    rng = np.random.default_rng([seed, minute])
    window = bc.tariff.Window(hours=[(2, 9), (17, 21)])
    start = datetime(2025, 3, 30, 22, minute)  # noqa: DTZ001
    site = site_of(rng, 60, 600.0, start, **charge(interval_second=1800.0, steps=window))
    plan = plan_of(site)
    check_bill(plan, site)
    assert len(plan.peaks_watt) == 2
    alone = plan_of(replace(site, tariff=replace(site.tariff, demand_charges=())))
    before = bc.tariff.bill(
        site.tariff, alone.import_watt - alone.export_watt, 600.0, start=start
    ).demand_cost
    assert plan.costs.demand <= before + 1e-9
    assert plan.objective <= alone.objective + before + 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_a_full_ratchet_is_a_charge_for_both_months(seed):
    ratchet = bc.tariff.Ratchet(share=1.0, months=1)
    rng = np.random.default_rng(seed)
    site = site_of(rng, 48, 3600.0, **charge(ratchet=ratchet))
    months = [
        bc.DemandCharge(price_per_kw=8.0, steps=steps, period="year")
        for steps in (np.arange(48) < 24, None)
    ]
    same = replace(site, tariff=replace(site.tariff, demand_charges=months))
    plan, expected = plan_of(site), plan_of(same)
    assert expected.certificate.method == "cutting planes"
    assert plan.objective == pytest.approx(expected.objective, rel=1e-8)
    check_bill(plan, site)


@pytest.mark.parametrize("seed", range(6))
def test_ratchets_by_season_cost_what_is_billed(seed):
    rng = np.random.default_rng(seed)
    share = [0.9, 0.5, 0.7, *[0.0] * 9]
    ratchet = bc.tariff.Ratchet(share=share, months=2, of_months=[1, 2])
    fields = {"ratchet": ratchet, "floor_watt": 500.0, "price_per_kw": [5.0, 9.0]}
    demand = charge(**fields, tier_limit_watt=[2e3])
    site = site_of(rng, 29 * 24 + 48, 3600.0, **demand, tax_share=0.2, tax_per_kwh=0.01)
    check_bill(plan_of(site), site)


@pytest.mark.parametrize("seed", range(6))
def test_a_dearer_tier_of_demand_is_a_charge_above_its_limit(seed):
    rng = np.random.default_rng(seed)
    limit = rng.uniform(1e3, 3e3)
    site = site_of(rng, 20, 3600.0, **charge(price_per_kw=[4.0, 11.0], tier_limit_watt=[limit]))
    parts = [
        bc.DemandCharge(price_per_kw=4.0),
        bc.DemandCharge(price_per_kw=7.0, floor_watt=limit),
    ]
    same = replace(site, tariff=replace(site.tariff, demand_charges=parts))
    plan, expected = plan_of(site), plan_of(same)
    assert plan.objective == pytest.approx(expected.objective - 7.0 * limit / 1e3, rel=1e-8)
    check_bill(plan, site)


@pytest.mark.parametrize("seed", range(4))
def test_a_dearer_tier_of_energy_costs_what_its_price_defends(seed):
    rng = np.random.default_rng(seed)
    site = site_of(rng, 20, 3600.0)
    battery = replace(SMALL, self_discharge_per_day=0.3)
    price, limit, rise = site.tariff.energy_price_per_kwh, rng.uniform(20.0, 60.0), 0.2
    rates = [
        bc.tariff.EnergyRate(price_per_kwh=each, windows=bc.tariff.Window(hours=[(hour, hour + 1)]))
        for hour, each in enumerate(price)
    ]
    rates.append(bc.tariff.EnergyRate(price_per_kwh=[0.0, rise], tier_limit_kwh=[limit]))
    tiered = replace(site, tariff=bc.Tariff(energy_price_per_kwh=rates))

    def bound(multiplier):
        tariff = bc.Tariff(energy_price_per_kwh=price + multiplier)
        dear = replace(site, tariff=tariff)
        return bc.dispatch.optimize(battery, dear, soc_start=0.5).objective - multiplier * limit

    plan = bc.dispatch.optimize(battery, tiered, soc_start=0.5)
    best = minimize_scalar(lambda each: -bound(each), bounds=(0.0, rise), method="bounded")
    assert plan.objective == pytest.approx(max(-best.fun, bound(0.0), bound(rise)), rel=1e-4)
    assert plan.objective >= -best.fun - 1e-9
    check_bill(plan, tiered)


@pytest.mark.parametrize("seed", range(6))
def test_tiers_both_ways_with_generation_cost_what_is_billed(seed):
    rng = np.random.default_rng(seed)
    battery, site = random_problem(rng, 40, limits=True)
    rate = bc.tariff.EnergyRate
    tariff = bc.Tariff(
        energy_price_per_kwh=[
            rate(price_per_kwh=[0.10, 0.2, 0.25], tier_limit_kwh=[4.0, 9.0], tier_period="day"),
            rate(price_per_kwh=0.1, windows=bc.tariff.Window(hours=[(17, 21)])),
        ],
        export_price_per_kwh=rate(
            price_per_kwh=[0.10, 0.02], tier_limit_kwh=[5.0], tier_period="day"
        ),
        tax_share=0.1,
    )
    tiered = replace(site, tariff=tariff, dt_second=3600.0, start=DAY)
    plan = bc.dispatch.optimize(battery, tiered, soc_start=0.5)
    check_bill(plan, tiered)


def refused(name, **tariff):
    site = bc.Site(
        load_watt=[1e3] * 4,
        dt_second=1200.0,
        tariff=bc.Tariff(**{"energy_price_per_kwh": 0.1, **tariff}),
    )
    with pytest.raises(bc.InputError) as caught:
        plan_of(site)
    assert caught.value.name == name


def test_what_is_not_convex_is_refused():
    rate = bc.tariff.EnergyRate
    refused("price_per_kw", **charge(price_per_kw=[9.0, 4.0], tier_limit_watt=[1e3]))
    falls = rate(price_per_kwh=[0.2, 0.1], tier_limit_kwh=[1.0])
    refused("price_per_kwh", energy_price_per_kwh=falls)
    rises = rate(price_per_kwh=[0.01, 0.02], tier_limit_kwh=[1.0])
    refused("price_per_kwh", export_price_per_kwh=rises)
    noon = bc.tariff.Window(hours=[(11, 13)])
    ordered = rate(price_per_kwh=[0.1, 0.2], tier_limit_kwh=[1.0], windows=noon)
    refused("windows", energy_price_per_kwh=ordered)


def test_intervals_that_end_within_a_step_are_refused():
    refused("interval_second", **charge(interval_second=1800.0))

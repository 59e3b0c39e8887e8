"""The best wear price: against a fine grid, and at the two ends of how a life ends."""

import warnings
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import battcore as bc

MODELS = bc.aging.models()
HOUR = np.arange(24 * 28)
COST = 8e4


def market(seed=1):
    rng = np.random.default_rng(seed)
    waves = 0.08 * np.sin(HOUR * np.pi / 12) + 0.03 * np.sin(HOUR * np.pi / 84)
    price = 0.15 + waves + rng.normal(0.0, 0.02, HOUR.size)
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    return bc.Site(load_watt=np.zeros(HOUR.size), dt_second=3600.0, tariff=tariff)


def battery_of(name):
    power = {"charge_power_watt": 5e5, "discharge_power_watt": 5e5}
    loss = {"charge_efficiency": 0.97, "discharge_efficiency": 0.97}
    limits = {"soc_min": 0.1, "soc_max": 0.9}
    return bc.Battery(energy_capacity_wh=1e6, **power, **loss, **limits, aging=MODELS[name])


@cache
def best_of(name, **changed):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bc.aging.RangeWarning)
        asked = {"replacement_cost": COST, **changed}
        return bc.dispatch.best_wear_price(battery_of(name), market(), **asked)


def annuity_by_hand(name, price, rate=0.05):
    """Plan, age and discount anew."""
    battery, site = battery_of(name), market()
    priced = replace(battery, charge_cost_per_kwh=price, discharge_cost_per_kwh=price)
    plan = bc.dispatch.optimize(priced, site, soc_start=0.5, soc_end=0.5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bc.aging.RangeWarning)
        run = bc.aging.predict(
            battery.aging, np.append(0.5, plan.soc), 25.0, 3600.0, years=25, until=0.8
        )
    years = min(run.end_of_life(0.8) / 86_400.0 / 365, 25.0)
    revenue = -(plan.costs.energy + plan.costs.export) * 365 / 28
    worth = (1.0 - 1.05**-years) / np.log(1.05) if rate else years
    return revenue - COST / worth


@pytest.mark.parametrize("name", ["lfp_gr_250ah_prismatic", "nmc622_gr_denso_50ah", "lmo_gr_xu"])
def test_no_price_of_a_fine_grid_is_much_better(name):
    best = best_of(name)
    assert best.annuity == pytest.approx(annuity_by_hand(name, best.price_per_kwh), rel=1e-9)
    grid = np.linspace(0.0, 0.12, 25)
    highest = max(annuity_by_hand(name, price) for price in grid)
    assert best.annuity >= highest - 0.005 * abs(highest)


@pytest.mark.parametrize("name", ["lfp_gr_250ah_prismatic", "nmc622_gr_denso_50ah", "lmo_gr_xu"])
def test_it_earns_no_less_than_the_naive_price(name):
    best = best_of(name)
    assert best.annuity >= annuity_by_hand(name, best.naive_price_per_kwh) - 1e-6
    assert best.annuity >= best.search.annuity[0]


def test_wear_is_free_where_time_alone_ends_life():
    best = best_of("nmc811_grsi_lgm50_sei", years_max=8.0)  # knows no wear of cycles
    assert best.price_per_kwh <= 0.2 * best.naive_price_per_kwh


def test_wear_is_free_where_the_lease_ends_first():
    best = best_of("lfp_gr_250ah_prismatic", years_max=1.0)
    assert best.price_per_kwh == pytest.approx(0.0, abs=1e-6)
    assert best.life_years == 1.0


def test_wear_is_dearer_than_naive_where_use_ends_life():
    best = best_of("nmc622_gr_denso_50ah")
    assert best.price_per_kwh > 1.2 * best.naive_price_per_kwh
    assert best.life_years > best.search.life_years[0]


def test_what_it_tells_goes_together():
    best = best_of("lmo_gr_xu", discount_rate=0.0)
    table = best.search
    assert (np.diff(table.price_per_kwh) >= 0.0).all()
    assert (np.diff(table.throughput_kwh_per_year) <= 1e-6).all()
    assert (np.diff(table.revenue_per_year) <= 1e-6 * table.revenue_per_year[0]).all()
    assert table.annuity == pytest.approx(table.revenue_per_year - COST / table.life_years)
    assert best.annuity == table.annuity.max()
    worth = best.revenue_per_year * best.life_years - COST
    assert best.net_present_value == pytest.approx(worth)
    life = table.throughput_kwh_per_year[0] * table.life_years[0]
    assert best.naive_price_per_kwh == pytest.approx(COST / life)
    assert best.plan.costs.wear == pytest.approx(
        (best.plan.charge_watt + best.plan.discharge_watt).sum() / 1e3 * best.price_per_kwh
    )


def test_says_once_that_the_duty_leaves_the_tests():
    battery = replace(battery_of("lfp_gr_250ah_prismatic"), soc_min=0.0, soc_max=1.0)
    with pytest.warns(bc.aging.RangeWarning) as caught:
        bc.dispatch.best_wear_price(battery, market(), replacement_cost=COST)
    assert len(caught) == 1


def test_a_battery_that_nothing_moves_has_no_price():
    flat = bc.Tariff(energy_price_per_kwh=0.1, export_price_per_kwh=0.1)
    site = bc.Site(load_watt=np.zeros(48), dt_second=3600.0, tariff=flat)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bc.aging.RangeWarning)
        best = bc.dispatch.best_wear_price(
            battery_of("lmo_gr_xu"), site, replacement_cost=COST, soc_start=0.5
        )
    assert best.price_per_kwh == best.naive_price_per_kwh == 0.0
    assert best.revenue_per_year == pytest.approx(0.0)


def test_refuses_a_battery_that_does_not_age():
    battery = replace(battery_of("lmo_gr_xu"), aging=None)
    with pytest.raises(bc.InputError, match="battery"):
        bc.dispatch.best_wear_price(battery, market(), replacement_cost=COST)

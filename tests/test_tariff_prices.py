"""Prices by the step: they bill as the calendar does, and an optimum reads them."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings

import battcore as bc
from tariff_cases import BUSINESS, HOUR, IDLE, STARTS, TARIFFS, TRACES, demand, rate, tariff


@settings(max_examples=60, deadline=None)
@given(TARIFFS, TRACES, STARTS)
def test_prices_by_the_step_bill_as_the_calendar_does(tariff, trace, start):
    grid, steps = trace
    found = bc.tariff.prices(tariff, steps, grid.size, start=start)
    bill = bc.tariff.bill(tariff, grid, steps, start=start)
    if not has_tiers(tariff):
        import_cost = found.import_price_per_kwh @ (np.maximum(grid, 0.0) * steps / 3.6e6)
        revenue = found.export_price_per_kwh @ (np.maximum(-grid, 0.0) * steps / 3.6e6)
        taxed = (bill.demand_cost + bill.fixed_cost) * tariff.tax_share
        assert import_cost == pytest.approx(
            bill.energy_cost + bill.tax_cost - taxed, rel=1e-9, abs=1e-6
        )
        assert revenue == pytest.approx(bill.export_revenue, rel=1e-9, abs=1e-6)
    for price in found.demand:
        assert np.all(np.diff(price.steps.ravel()) > 0)
        assert 0 <= price.steps.min() <= price.steps.max() <= grid.size
    by_step = [charge.interval_second is None for charge in tariff.demand_charges]
    if all(by_step) and not any(charge.ratchet for charge in tariff.demand_charges):
        paid = sum(peak_cost(price, grid) for price in found.demand)
        expected = bill.demand_cost * (1.0 + tariff.tax_share)
        assert paid == pytest.approx(expected, rel=1e-9, abs=1e-6)


def has_tiers(tariff):
    prices = [tariff.energy_price_per_kwh, tariff.export_price_per_kwh]
    rates = [each for price in prices if isinstance(price, tuple) for each in price]
    return any(each.tier_limit_kwh for each in rates)


def peak_cost(price, grid):
    held = np.concatenate([grid[start:stop] for start, stop in price.steps])
    billed = max(held.max(), price.floor_watt, 0.0)
    bounds = np.concatenate([[0.0], price.tier_limit_watt, [np.inf]])
    parts = np.clip(billed - bounds[:-1], 0.0, np.diff(bounds))
    return parts @ price.price_per_kw / 1e3


def test_prices_see_the_tier_that_a_trace_is_in():
    blocks = tariff(energy=rate([0.1, 0.2], tier_limit_kwh=[3.0]))
    grid = [1e3] * 6
    first = bc.tariff.prices(blocks, HOUR, 6).import_price_per_kwh
    seen = bc.tariff.prices(blocks, HOUR, 6, grid_watt=grid).import_price_per_kwh
    assert first.tolist() == [0.1] * 6
    assert seen.tolist() == [0.1] * 3 + [0.2] * 3


def test_intervals_name_the_steps_that_they_touch():
    charge = demand(1.0, steps=BUSINESS, interval_second=1800.0)
    start = datetime(2025, 1, 6, 8, 50)  # noqa: DTZ001 - a Monday
    (price,) = bc.tariff.prices(tariff(charge), 1200.0, 72, start=start).demand
    assert price.steps.tolist() == [[0, 25]]
    assert price.into_interval_second == 1200.0


def test_an_optimum_reads_the_calendar_as_it_reads_prices():
    pay = tariff(
        demand(5.0, steps=BUSINESS), energy=[rate(0.1), rate(0.2, BUSINESS)], tax_share=0.19
    )
    load = 5e5 + 4e5 * np.sin(np.arange(96))
    site = bc.Site(load_watt=load, dt_second=HOUR, tariff=pay, start=datetime(2025, 1, 1))  # noqa: DTZ001
    found = bc.tariff.prices(pay, HOUR, 96, start=site.start)
    (charged,) = found.demand
    plain = bc.Tariff(
        energy_price_per_kwh=found.import_price_per_kwh,
        export_price_per_kwh=found.export_price_per_kwh,
        demand_charges=[demand(charged.price_per_kw[0], steps=charged.steps)],
    )
    plans = [
        bc.dispatch.optimize(IDLE, replace(site, tariff=each), soc_start=0.5)
        for each in (pay, plain)
    ]
    assert plans[0].objective == pytest.approx(plans[1].objective, rel=1e-9)
    billed = bc.tariff.bill(pay, load + plans[0].power_watt, HOUR, start=site.start)
    assert billed.total == pytest.approx(plans[0].objective, rel=1e-9)


@pytest.mark.parametrize(
    ("pay", "name"),
    [
        (tariff(energy=rate([0.2, 0.1], tier_limit_kwh=[5.0])), "price_per_kwh"),
        (tariff(demand([2.0, 1.0], tier_limit_watt=[5.0])), "price_per_kw"),
    ],
    ids=["energy", "demand"],
)
def test_an_optimum_refuses_tiers_that_fall(pay, name):
    site = bc.Site(load_watt=[1e3, 2e3], dt_second=HOUR, tariff=pay)
    with pytest.raises(bc.InputError) as caught:
        bc.dispatch.optimize(IDLE, site, soc_start=0.5)
    assert caught.value.name == name

"""Bills: worked examples to the cent, laws of a meter, agreement with the words of a tariff."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc
from battcore import reference
from tariff_cases import DAY, HOUR, MONTHS, STARTS, TARIFFS, TRACES, costs, demand, tariff


@settings(max_examples=150, deadline=None)
@given(TARIFFS, TRACES, STARTS)
def test_agrees_with_the_reference(tariff, trace, start):
    grid, steps = trace
    found = bc.tariff.bill(tariff, grid, steps, start=start)
    expected = reference.tariff.bill(tariff, grid.tolist(), steps.tolist(), start)
    assert costs(found) == pytest.approx(expected, rel=1e-9, abs=1e-6)


@given(TRACES, st.integers(2, 6))
def test_finer_steps_of_the_same_power_cost_the_same(trace, pieces):
    grid, steps = trace
    charges = tariff(demand(interval_second=900.0), demand(3.0, interval_second=HOUR))
    coarse = bc.tariff.bill(charges, grid, steps)
    fine = bc.tariff.bill(charges, grid.repeat(pieces), steps.repeat(pieces) / pieces)
    for name in ("energy_cost", "export_revenue", "demand_cost", "total"):
        assert getattr(fine, name) == pytest.approx(getattr(coarse, name), rel=1e-9, abs=1e-6)


@given(TRACES, st.floats(0.0, 1e3))
def test_a_bill_is_linear_in_its_prices(trace, factor):
    one = bc.tariff.bill(tariff(demand(), energy=0.2), *trace)
    many = bc.tariff.bill(tariff(demand(10.0 * factor), energy=0.2 * factor), *trace)
    assert many.energy_cost == pytest.approx(factor * one.energy_cost, rel=1e-9)
    assert many.demand_cost == pytest.approx(factor * one.demand_cost, rel=1e-9)


def test_an_example_to_the_cent():
    # A quarter of an hour at 3 MW, 104 minutes at 1 MW, the last minute feeds 1 MW in.
    grid = np.full(120, 1e6)
    grid[15:30] = 3e6
    grid[-1] = -1e6
    found = bc.tariff.bill(tariff(demand(12.0, interval_second=900.0)), grid, 60.0)
    assert round(found.energy_cost, 2) == 496.67  # 2483.33 kWh at 0.20
    assert round(found.export_revenue, 2) == 0.83  # 16.67 kWh at 0.05
    assert round(found.demand_cost, 2) == 36_000.00  # 3000 kW at 12
    assert round(found.total, 2) == 36_495.83


def test_an_interval_starts_on_the_grid_of_the_clock():
    charge = demand(interval_second=900.0)
    late = datetime(2025, 1, 1, 0, 10)  # noqa: DTZ001 - the clock of the place
    found = bc.tariff.bill(tariff(charge), [300e3, 0.0, 300e3, 0.0], 300.0, start=late)
    assert found.demand_cost == pytest.approx(3000.0)  # 00:10 to 00:15 stands alone
    aligned = bc.tariff.bill(tariff(charge), [300e3, 0.0, 300e3, 0.0], 300.0)
    assert aligned.demand_cost == pytest.approx(2000.0)


@pytest.mark.parametrize("interval", [None, 900.0, HOUR])
def test_every_month_pays_its_own_peak(interval):
    days = np.concatenate([np.full(days, 1e3 * month) for month, days in enumerate(MONTHS, 1)])
    monthly = demand(1.0, interval_second=interval)
    yearly = demand(1.0, interval_second=interval, period="year")
    two_years = np.tile(days, 2)
    assert bc.tariff.bill(tariff(monthly), two_years, DAY).demand_cost == pytest.approx(2 * 78.0)
    assert bc.tariff.bill(tariff(yearly), two_years, DAY).demand_cost == pytest.approx(2 * 12.0)


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_year_has_365_days(year):
    last_of_february = datetime(year, 2, 28)  # noqa: DTZ001
    found = bc.tariff.bill(tariff(demand()), [2e3, 1e3], DAY, start=last_of_february)
    assert found.demand_cost == pytest.approx(30.0)  # the next day is in March, leap year or not
    if year == 2024:
        leap_day = datetime(year, 2, 29)  # noqa: DTZ001
        assert bc.tariff.bill(tariff(demand()), [2e3, 1e3], DAY, start=leap_day) == found


def test_the_clock_is_that_of_the_place():
    naive = datetime(2025, 7, 1)  # noqa: DTZ001
    aware = naive.replace(tzinfo=UTC)
    grid = np.arange(100.0)
    assert bc.tariff.bill(tariff(demand()), grid, DAY, start=naive) == bc.tariff.bill(
        tariff(demand()), grid, DAY, start=aware
    )


def test_feeding_in_is_no_demand():
    assert bc.tariff.bill(tariff(demand()), [-5e3, -1e3], HOUR).demand_cost == 0.0


def test_negative_prices_pay_who_draws():
    found = bc.tariff.bill(tariff(energy=[-0.1, 0.2], export=-0.3), [1e6, -1e6], HOUR)
    assert found.energy_cost == pytest.approx(-100.0)
    assert found.export_revenue == pytest.approx(-300.0)


def test_what_rounding_leaves_of_the_clock_is_no_interval():
    grid = np.full(9000, 1e3)
    grid[-1] = 1e6
    found = bc.tariff.bill(tariff(demand(interval_second=900.0)), grid, 0.1)
    assert found.demand_cost == pytest.approx(10.0 * grid.mean() / 1e3)

"""Bills of traces in minutes: a year at prices by the step, and ten years by the calendar."""

from datetime import datetime

import numpy as np
import pytest

import battcore as bc
from battcore import reference
from battcore.tariff import WEEKDAYS, EnergyRate, Window

STEP, QUARTER = 60.0, 900.0
YEARS = 10
CHARGE = bc.DemandCharge(price_per_kw=12.0, interval_second=QUARTER)
PRICE = np.random.default_rng(2).uniform(0.1, 0.4, 525_600)
GRID = np.random.default_rng(1).normal(3e6, 2e6, 525_600)
MONTH_STARTS = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30]) * 96
SUMMER = Window(months=[6, 7, 8, 9], weekdays=WEEKDAYS, hours=[(14, 20)])
BY_CALENDAR = bc.Tariff(
    energy_price_per_kwh=[
        EnergyRate(price_per_kwh=0.1),
        EnergyRate(price_per_kwh=0.2, windows=SUMMER),
    ],
    export_price_per_kwh=0.05,
    demand_charges=[
        CHARGE,
        bc.DemandCharge(price_per_kw=9.0, steps=SUMMER, interval_second=QUARTER),
    ],
)


def native(grid, price):
    tariff = bc.Tariff(
        energy_price_per_kwh=price, export_price_per_kwh=0.05, demand_charges=[CHARGE]
    )
    return bc.tariff.bill(tariff, grid, STEP).total


def numpy_bill(grid, price):
    kwh = grid * STEP / 3.6e6
    energy = np.maximum(kwh, 0.0) @ price - 0.05 * np.maximum(-kwh, 0.0).sum()
    quarters = grid.reshape(-1, 15).mean(axis=1)
    peaks = np.maximum.reduceat(quarters, MONTH_STARTS)
    return energy + 12.0 * np.maximum(peaks, 0.0).sum() / 1e3


def python(grid, price):
    tariff = bc.Tariff(
        energy_price_per_kwh=price, export_price_per_kwh=0.05, demand_charges=[CHARGE]
    )
    energy, revenue, *costs = reference.tariff.bill(tariff, grid.tolist(), [STEP] * grid.size)
    return energy - revenue + sum(costs)


CASES = {"python": python, "numpy": numpy_bill, "native": native}


@pytest.mark.parametrize("case", CASES)
def test_bill(benchmark, case):
    rows = slice(1440 * 10) if case == "python" else slice(None)
    grid, price = GRID[rows], PRICE[rows]
    benchmark.group = f"a bill, {GRID.size:,} steps"
    benchmark.extra_info["samples"] = grid.size
    assert CASES[case](grid, price) == pytest.approx(native(grid, price), rel=1e-9)
    benchmark(CASES[case], grid, price)


def plain(grid):
    return bc.tariff.bill(bc.Tariff(energy_price_per_kwh=0.2), grid, STEP).total


def numpy_plain(grid):
    return np.maximum(grid, 0.0).sum() * STEP / 3.6e6 * 0.2


PLAIN_CASES = {"numpy": numpy_plain, "native": plain}


@pytest.mark.parametrize("case", PLAIN_CASES)
def test_plain_bill(benchmark, case):
    benchmark.group = f"a bill at one price, {GRID.size:,} steps"
    benchmark.extra_info["samples"] = GRID.size
    assert PLAIN_CASES[case](GRID) == pytest.approx(plain(GRID), rel=1e-9)
    benchmark(PLAIN_CASES[case], GRID)


def by_calendar(grid):
    return bc.tariff.bill(BY_CALENDAR, grid, STEP, start=datetime(2023, 1, 1)).total  # noqa: DTZ001


def pandas_groups(grid):
    import pandas as pd  # noqa: PLC0415 - slow to import, and only here

    days = pd.date_range("2023-01-01", periods=YEARS * 365 + 3, freq="D", unit="s")
    days = days[(days.month != 2) | (days.day != 29)]  # years of 365 days
    weekday = (np.arange(YEARS * 365) + 6) % 7 < 5  # from a Sunday on
    at_quarter = np.arange(96) // 4
    summer = np.isin(days.month, SUMMER.months) & weekday
    peak = (summer[:, None] & (at_quarter >= 14) & (at_quarter < 20)).ravel()
    month = np.repeat(days.year * 12 + days.month, 96)
    frame = pd.DataFrame({"watt": grid.reshape(-1, 15).mean(axis=1), "month": month, "peak": peak})
    kwh = np.maximum(grid, 0.0).reshape(-1, 15).sum(axis=1) * STEP / 3.6e6
    sold = np.maximum(-grid, 0.0).sum() * STEP / 3.6e6
    demand = frame.groupby("month")["watt"].max().clip(0.0).sum() * 12.0
    demand += frame[frame["peak"]].groupby("month")["watt"].max().clip(0.0).sum() * 9.0
    return kwh.sum() * 0.1 + kwh[peak].sum() * 0.2 - sold * 0.05 + demand / 1e3


def python_by_calendar(grid):
    steps = [STEP] * grid.size
    start = datetime(2023, 1, 1)  # noqa: DTZ001
    energy, revenue, *costs = reference.tariff.bill(BY_CALENDAR, grid.tolist(), steps, start)
    return energy - revenue + sum(costs)


CALENDAR_CASES = {"python": python_by_calendar, "pandas": pandas_groups, "native": by_calendar}


@pytest.mark.parametrize("case", CALENDAR_CASES)
def test_bill_by_the_calendar(benchmark, case):
    grid = GRID[: 1440 * 5] if case == "python" else np.tile(GRID, YEARS)
    benchmark.group = f"a bill by the calendar, {YEARS} years of minutes"
    benchmark.extra_info["samples"] = grid.size
    assert CALENDAR_CASES[case](grid) == pytest.approx(by_calendar(grid), rel=1e-9)
    benchmark.pedantic(CALENDAR_CASES[case], args=(grid,), rounds=5, warmup_rounds=1)

"""A year of minutes, billed: energy, and a demand charge on quarters of an hour by the month."""

import numpy as np
import pytest

import battcore as bc
from battcore import reference

STEP, QUARTER = 60.0, 900.0
CHARGE = bc.DemandCharge(price_per_kw=12.0, interval_second=QUARTER)
PRICE = np.random.default_rng(2).uniform(0.1, 0.4, 525_600)
GRID = np.random.default_rng(1).normal(3e6, 2e6, 525_600)
MONTH_STARTS = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30]) * 96


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
    rows, steps = grid.tolist(), [STEP] * grid.size
    energy = reference.tariff.energy_cost(rows, steps, price.tolist())
    export = reference.tariff.export_revenue(rows, steps, [0.05] * grid.size)
    return energy - export + reference.tariff.demand_cost(CHARGE, rows, steps, 0.0)


CASES = {"python": python, "numpy": numpy_bill, "native": native}


@pytest.mark.parametrize("case", CASES)
def test_bill(benchmark, case):
    rows = slice(1440 * 10) if case == "python" else slice(None)
    grid, price = GRID[rows], PRICE[rows]
    benchmark.group = f"a bill, {GRID.size:,} steps"
    benchmark.extra_info["samples"] = grid.size
    assert CASES[case](grid, price) == pytest.approx(native(grid, price), rel=1e-9)
    benchmark(CASES[case], grid, price)

"""The plan that costs least: by us, in plain Python, and by the packages that users reach for."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

import battcore as bc
from battcore.reference import slope_queue
from dispatch_peers import BATTERY, by_cvxpy, by_highs, by_pypsa, market, network
from test_dispatch_exclusive import told

HOUR, MINUTE = 3600.0, 60.0
YEAR = 31_536_000.0
MONTH_STEPS = np.cumsum([0, *(24 * np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]))])


def native(site):
    return bc.dispatch.optimize(BATTERY, site, soc_start=0.5).objective


def python(problem):
    return slope_queue.optimize(*problem).cost


def bridge(made):
    return bc.interop.pypsa.optimize(made).objective


def as_is(site):
    return site


def in_words_of_the_twin(site):
    return told(BATTERY, site, {"soc_start": 0.5}, lambda *problem: problem)


CASES = {
    "native": (native, as_is),
    "python": (python, in_words_of_the_twin),
    "highs, simplex": (partial(by_highs, method="simplex"), as_is),
    "highs, interior point": (partial(by_highs, method="ipm"), as_is),
    "cvxpy": (by_cvxpy, as_is),
    "pypsa": (by_pypsa, network),
    "native, from pypsa": (bridge, network),
}


@pytest.mark.parametrize("case", CASES)
def test_hourly_year(benchmark, case):
    benchmark.group = "the cheapest plan of an hourly year"
    solve, told_as = CASES[case]
    site = market(8760)
    problem = told_as(site)
    assert solve(problem) == pytest.approx(native(site), rel=1e-6)
    benchmark.pedantic(solve, (problem,), rounds=100 if case == "native" else 3, warmup_rounds=1)


@pytest.mark.parametrize("case", ["native", "python"])
def test_year_of_minutes(benchmark, case):
    benchmark.group = "the cheapest plan of a year of minutes"
    solve, told_as = CASES[case]
    steps = int(YEAR / MINUTE)
    benchmark.extra_info["samples"] = steps if case == "native" else steps // 20
    problem = told_as(market(benchmark.extra_info["samples"], MINUTE))
    benchmark.pedantic(solve, (problem,), rounds=10 if case == "native" else 1, warmup_rounds=1)


def spiky(steps, dt_second):
    """A load with days, shifts and noise. [W]"""
    day = np.sin(np.arange(steps) * dt_second * 2 * np.pi / 86_400)
    noise = np.random.default_rng(3).standard_normal(steps)
    return np.maximum(2e6 + 8e5 * day + 3e5 * noise, 0.0)


def test_lowest_peak_of_a_year_of_minutes(benchmark):
    benchmark.group = "the lowest peak of a year of minutes"
    site = bc.Site(load_watt=spiky(int(YEAR / MINUTE), MINUTE), dt_second=MINUTE)
    run = partial(bc.dispatch.minimum_peak, BATTERY, site, soc_start=0.5)
    benchmark.pedantic(run, rounds=10, warmup_rounds=1)


def test_energy_and_twelve_demand_charges(benchmark):
    benchmark.group = "an hourly year with twelve monthly demand charges"
    site = market(8760)
    months = np.lib.stride_tricks.sliding_window_view(MONTH_STEPS, 2)
    charges = [bc.DemandCharge(price_per_kw=12.0, steps=[tuple(month)]) for month in months]
    tariff = replace(site.tariff, demand_charges=charges)
    site = replace(site, load_watt=spiky(8760, HOUR), tariff=tariff)
    plan = bc.dispatch.optimize(BATTERY, site, soc_start=0.5)
    assert plan.certificate.gap < 1e-9
    benchmark.pedantic(native, (site,), rounds=5, warmup_rounds=1)


def test_thousand_battery_years(benchmark):
    benchmark.group = "a thousand hourly battery-years on two threads"
    sites = [market(8760)] * 1000

    def all_of_them():
        with ThreadPoolExecutor(2) as pool:
            return sum(pool.map(native, sites))

    benchmark.pedantic(all_of_them, rounds=3, warmup_rounds=1)

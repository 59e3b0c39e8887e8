"""Many unlike batteries behind one connection: prices on which they agree beside HiGHS."""

from dataclasses import replace

import pytest

import battcore as bc
from bench_dispatch_linear import fleet, site

RAMPS = {"native": None, "highs": 1e9}  # a ramp that is never met, but only HiGHS knows that
METHODS = {"native": "price decomposition", "highs": "HiGHS"}


@pytest.mark.parametrize("count", [20, 50])
@pytest.mark.parametrize("case", RAMPS)
def test_month(benchmark, count, case):
    benchmark.group = f"{count} unlike batteries, a month of hours"
    asked = {"soc_start": 0.5, "ramp_watt_per_second": RAMPS[case]}
    plan = benchmark.pedantic(
        bc.dispatch.optimize, (fleet(count), site(count, 744)), asked, rounds=3
    )
    assert plan.certificate.method == METHODS[case]
    assert plan.certificate.gap <= 1e-4


def test_year(benchmark):
    benchmark.group = "100 unlike batteries, a year of hours"
    asked = {"soc_start": 0.5}
    plan = benchmark.pedantic(bc.dispatch.optimize, (fleet(100), site(100, 8760)), asked)
    assert plan.certificate.gap <= 1e-4


def charged(place):
    """The same with a price of each month's peak."""
    charges = [bc.DemandCharge(price_per_kw=10.0)]
    return replace(place, tariff=replace(place.tariff, demand_charges=charges))


@pytest.mark.parametrize("case", RAMPS)
def test_month_with_a_peak(benchmark, case):
    benchmark.group = "50 unlike batteries, a month of hours, its peak charged"
    asked = {"soc_start": 0.5, "ramp_watt_per_second": RAMPS[case]}
    place = charged(site(50, 744))
    plan = benchmark.pedantic(bc.dispatch.optimize, (fleet(50), place), asked, rounds=1)
    assert plan.certificate.method == METHODS[case]
    assert plan.certificate.gap <= 1e-4


def test_year_with_peaks(benchmark):
    benchmark.group = "100 unlike batteries, a year of hours, monthly peaks charged"
    asked = {"soc_start": 0.5}
    place = charged(site(100, 8760))
    plan = benchmark.pedantic(bc.dispatch.optimize, (fleet(100), place), asked)
    assert plan.certificate.gap <= 1e-4

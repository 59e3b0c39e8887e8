"""Demand charges of many unlike batteries, planned by prices on which they agree."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch._shared import plan_shared
from battcore.dispatch._wishes import Wishes
from dispatch_cases import random_problem
from test_dispatch_fleet import check
from test_dispatch_shared import almost_alike, decomposed, random_fleet

__all__ = ["decomposed"]

MORNING = [(4, 13), (30, 37)]
CHARGES = {
    "all": [bc.DemandCharge(price_per_kw=2.0)],
    "window": [bc.DemandCharge(price_per_kw=2.0, steps=MORNING)],
    "both": [bc.DemandCharge(price_per_kw=2.0), bc.DemandCharge(price_per_kw=1.0, steps=MORNING)],
    "twice": [bc.DemandCharge(price_per_kw=0.5), bc.DemandCharge(price_per_kw=1.0, period="year")],
    "days": [bc.DemandCharge(price_per_kw=0.3, period="day")],
    "floor": [bc.DemandCharge(price_per_kw=2.0, floor_watt=12e3)],
}


def charged(site, charges):
    return replace(site, tariff=replace(site.tariff, demand_charges=charges))


def assert_between(plan, best):
    """The bound lies below the optimum, the plan above it, and the gap is between the two."""
    slack = 1e-8 * max(abs(best.objective), 1.0)
    assert best.certificate.method == "HiGHS"
    assert plan.certificate.method == "price decomposition"
    assert plan.certificate.bound <= best.objective + slack
    assert best.objective <= plan.objective + slack
    missed = (plan.objective - plan.certificate.bound) / max(abs(plan.objective), 1.0)
    assert plan.certificate.gap == pytest.approx(missed, abs=1e-12)


@pytest.mark.parametrize("kind", CHARGES)
@pytest.mark.parametrize("seed", range(4))
def test_meets_the_linear_program_within_its_gap(decomposed, seed, kind):
    rng = np.random.default_rng(seed)
    batteries, site = random_fleet(rng, 6, 40)
    site, start = charged(site, CHARGES[kind]), rng.random(6)
    best = bc.dispatch.optimize(batteries, site, soc_start=start)
    plan = decomposed(batteries, site, soc_start=start)
    assert_between(plan, best)
    assert plan.certificate.gap < 2e-2
    check(plan, batteries, site, start)
    assert plan.peaks_watt.shape == best.peaks_watt.shape
    rates = [charge.price_per_kw for charge in CHARGES[kind]]
    if len(rates) == plan.peaks_watt.size:
        assert plan.costs.demand == pytest.approx(plan.peaks_watt @ rates / 1e3)


@pytest.mark.parametrize("seed", range(6))
def test_meets_the_program_with_choices_at_prices_below_zero(decomposed, seed):
    rng = np.random.default_rng(seed)
    batteries, site = random_fleet(rng, 4, 24, negative=True)
    site = charged(site, CHARGES["all"])
    for curtailable, widest in ((False, 2e-3), (True, 0.1)):
        place = replace(site, curtailable=curtailable)
        plan = decomposed(batteries, place, soc_start=0.5)
        assert_between(plan, bc.dispatch.optimize(batteries, place, soc_start=0.5))
        assert plan.certificate.gap < widest


@pytest.mark.parametrize("seed", range(6))
def test_keeps_all_limits_at_prices_below_zero(decomposed, seed):
    rng = np.random.default_rng(seed)
    batteries, site = random_fleet(rng, 20, 40, negative=True)
    site = charged(site, CHARGES["both"])
    plan = decomposed(batteries, site, soc_start=0.5)
    check(plan, batteries, site, 0.5)
    assert (np.minimum(plan.charge_watt, plan.discharge_watt) == 0.0).all()
    assert plan.certificate.bound <= plan.objective + 1e-9 * max(abs(plan.objective), 1.0)


def test_a_charge_of_nothing_changes_nothing(decomposed):
    rng = np.random.default_rng(1)
    batteries, site = random_fleet(rng, 8, 60)
    free = decomposed(batteries, site, soc_start=0.5)
    plan = decomposed(batteries, charged(site, [bc.DemandCharge(price_per_kw=0.0)]), soc_start=0.5)
    assert plan.costs.demand == 0.0
    assert plan.peaks_watt.max() == pytest.approx(plan.import_watt.max())
    assert plan.objective == pytest.approx(free.objective, rel=3e-4)


def test_a_charge_above_all_finds_the_lowest_peak(decomposed):
    """Batteries that are almost alike hold the peak that one as large holds."""
    rng = np.random.default_rng(6)
    battery, site = random_problem(rng, 60)
    lowest = bc.dispatch.minimum_peak(battery, site, soc_start=0.5)
    site = charged(site, [bc.DemandCharge(price_per_kw=20.0, period="year")])
    plan = decomposed(almost_alike(battery), site, soc_start=0.5)
    assert plan.peaks_watt.max() == pytest.approx(lowest.limit_watt, rel=2e-2)
    assert plan.peaks_watt.max() >= lowest.limit_watt * (1.0 - 1e-9)


@pytest.mark.parametrize("kind", CHARGES)
def test_one_battery_meets_the_cutting_planes(kind):
    rng = np.random.default_rng(9)
    battery, site = random_problem(rng, 60, leaky=True)
    site = charged(site, CHARGES[kind])
    exact = bc.dispatch.optimize(battery, site, soc_start=0.5)
    plan = plan_shared([battery], site, [Wishes(soc_start=0.5)])
    assert exact.certificate.method == "cutting planes"
    assert plan.certificate.bound <= exact.objective + 1e-9
    assert plan.objective >= exact.objective - 1e-9
    assert plan.objective == pytest.approx(exact.objective, rel=plan.certificate.gap + 1e-9)
    assert plan.certificate.gap < 1e-2


def test_a_month_of_fifty_is_planned_by_prices():
    rng = np.random.default_rng(5)
    batteries, site = random_fleet(rng, 50, 744)
    site = charged(site, [bc.DemandCharge(price_per_kw=8.0)])
    plan = bc.dispatch.optimize(batteries, site, soc_start=0.5)
    assert plan.certificate.method == "price decomposition"
    assert plan.certificate.gap < 1e-3
    check(plan, batteries, site, 0.5)


def test_shadow_prices_of_limits_leave_the_charge_out(decomposed):
    rng = np.random.default_rng(8)
    batteries, site = random_fleet(rng, 8, 48)
    site = charged(replace(site, import_limit_watt=np.inf), CHARGES["all"])
    duals = decomposed(batteries, site, soc_start=0.5).duals()
    assert (duals.import_per_kw < 1e-9).all()

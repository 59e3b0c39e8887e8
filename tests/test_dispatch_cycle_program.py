"""Cycles priced beside all that a linear program reads, and the shadow prices of such plans."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch import _cycle_plan
from dispatch_cases import random_problem
from dispatch_followers import second_opinion
from test_dispatch_cycle_cost import QUADRATIC, check_cycles, trading

pytest.importorskip("highspy")


def cycle_cost(rng, battery, paid_on="both", bands=3):
    price = rng.uniform(0.05, 0.3) * battery.energy_capacity_wh / 1e3
    law = bc.cycles.PowerLaw(exponent=rng.uniform(1.0, 2.5))
    return bc.dispatch.CycleCost.from_law(law, replacement_cost=price, bands=bands, paid_on=paid_on)


def charged(site, interval_second, price=0.3):
    """The site with a peak that is charged for."""
    charge = bc.DemandCharge(price_per_kw=price, interval_second=interval_second)
    return replace(site, tariff=replace(site.tariff, demand_charges=[charge]))


def check_fleet_cycles(plan, costs, soc_start):
    """What is told of cycles is what counting finds in each course."""
    counted = [
        cost.of(np.append(soc_start, soc)) for cost, soc in zip(costs, plan.soc, strict=True)
    ]
    assert plan.costs.cycles == pytest.approx(sum(counted), rel=1e-9, abs=1e-12)
    assert plan.certificate.bound <= plan.objective + 1e-9
    assert plan.certificate.gap < 1e-8


@pytest.mark.parametrize("paid_on", ["both", "discharge"])
@pytest.mark.parametrize("family", ["peak", "means", "ramp", "both apart"])
@pytest.mark.parametrize("seed", range(3))
def test_one_battery_agrees_with_followers(seed, family, paid_on):
    rng = np.random.default_rng([seed, len(family), len(paid_on)])
    negative = family == "both apart"
    battery, site = random_problem(rng, 14, leaky=seed % 2 == 1, negative=negative)
    site = replace(site, dt_second=3600.0)
    site = charged(site, {"peak": 3600.0, "means": 7200.0}.get(family, 3600.0))
    cost = cycle_cost(rng, battery, paid_on)
    asked = {"soc_start": 0.4, "end_value_per_kwh": 0.1, "exclusive": negative}
    if family == "ramp":
        asked["ramp_watt_per_second"] = rng.uniform(0.8, 1.5)
    expected = second_opinion([battery], site, [cost], **asked)
    asked["cycle_cost"] = cost
    if expected is None:
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.optimize(battery, site, **asked)
        return
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.certificate.method == "HiGHS"
    assert plan.certificate.gap < 1e-8
    assert plan.certificate.bound <= plan.objective + 1e-9
    assert plan.objective == pytest.approx(expected, rel=1e-7, abs=1e-7)
    check_cycles(plan, asked)


def test_demand_charges_and_cycles_go_together_without_a_solver(monkeypatch):
    monkeypatch.setattr(_cycle_plan, "_LARGE", 0)
    battery, site = random_problem(np.random.default_rng(5), 30)
    site = charged(site, None, price=0.2)
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=2e3, bands=4)
    asked = {"soc_start": 0.5, "cycle_cost": cost}
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.certificate.method == "linearization"
    assert plan.costs.demand == pytest.approx(0.2 * plan.peaks_watt[0] / 1e3)
    assert plan.certificate.bound <= plan.objective
    assert plan.certificate.gap < 0.1
    check_cycles(plan, asked)
    monkeypatch.undo()
    exact = bc.dispatch.optimize(battery, site, **asked)
    assert exact.certificate.method == "HiGHS"
    assert plan.certificate.bound <= exact.objective <= plan.objective


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_unlike_batteries_agree_with_followers(seed, exclusive):
    rng = np.random.default_rng([seed, exclusive])
    one, site = random_problem(rng, 10, leaky=True, limits=True, negative=seed % 2 == 1)
    other, _ = random_problem(rng, 10)
    site = charged(replace(site, dt_second=3600.0), 3600.0)
    costs = [cycle_cost(rng, one), cycle_cost(rng, other, "discharge", bands=2)]
    asked = {"soc_start": 0.5, "exclusive": exclusive}
    expected = second_opinion([one, other], site, costs, **asked)
    plan = bc.dispatch.optimize([one, other], site, cycle_cost=costs, **asked)
    assert plan.objective == pytest.approx(expected, rel=1e-7, abs=1e-7)
    check_fleet_cycles(plan, costs, 0.5)


@pytest.mark.parametrize("family", ["limits", "peak"])
@pytest.mark.parametrize("seed", range(3))
def test_alike_batteries_joined_cost_what_they_cost_each_for_itself(seed, family):
    rng = np.random.default_rng([seed, len(family)])
    battery, site = random_problem(rng, 12, leaky=True, limits=family == "limits")
    if family == "peak":
        site = charged(replace(site, dt_second=3600.0), 3600.0)
    cost = cycle_cost(rng, battery)
    plan = bc.dispatch.optimize([battery] * 3, site, soc_start=0.5, cycle_cost=cost)
    expected = second_opinion([battery] * 3, site, [cost] * 3, soc_start=0.5)
    assert plan.objective == pytest.approx(expected, rel=1e-7, abs=1e-7)
    assert plan.soc[0] == pytest.approx(plan.soc[2], abs=1e-12)
    check_fleet_cycles(plan, [cost] * 3, 0.5)


def test_batteries_that_share_only_a_price_are_planned_each_for_itself():
    battery, site = trading(60, 3)
    slow = replace(battery, charge_power_watt=3e3, discharge_power_watt=3e3)
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=3e3, bands=4)
    plan = bc.dispatch.optimize([battery, slow], site, soc_start=0.0, cycle_cost=cost)
    load = replace(site, load_watt=np.zeros(60))
    alone = [
        bc.dispatch.optimize(each, load, soc_start=0.0, cycle_cost=cost) for each in (battery, slow)
    ]
    assert [each.certificate.method for each in alone] == ["bands", "HiGHS"]
    assert plan.certificate.method == "HiGHS"
    for row, each in enumerate(alone):
        assert plan.power_watt[row] == pytest.approx(each.power_watt, abs=1e-6)
    assert plan.costs.cycles == pytest.approx(sum(each.costs.cycles for each in alone))
    check_fleet_cycles(plan, [cost, cost], 0.0)


@pytest.mark.parametrize("cost", ["dear", 1.0, [None], "all", []])
def test_a_price_of_cycles_is_one_or_one_for_each(cost):
    battery, site = trading(4, 3)
    one = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=1e3)
    for batteries, asked in ((battery, cost), ([battery, battery], cost), ([battery] * 2, [one])):
        with pytest.raises(bc.InputError, match="cycle_cost"):
            bc.dispatch.optimize(batteries, site, soc_start=0.5, cycle_cost=asked)


def everything(rng, days):
    """A site with all that no queue reads, and what is asked of it."""
    tariff = bc.Tariff(
        energy_price_per_kwh=[bc.tariff.EnergyRate(price_per_kwh=[0.1, 0.2], tier_limit_kwh=[900])],
        demand_charges=[
            bc.DemandCharge(
                price_per_kw=[2.0, 5.0],
                tier_limit_watt=[3e3],
                interval_second=2 * 43_200.0,
                ratchet=bc.tariff.Ratchet(share=0.8, months=2),
            )
        ],
    )
    site = bc.Site(load_watt=rng.uniform(5e2, 4e3, 2 * days), dt_second=43_200.0, tariff=tariff)
    offer = bc.dispatch.ReserveOffer(price_up_per_kw_hour=0.002, duration_second=3600.0)
    asked = {"reserve": offer, "ramp_watt_per_second": 0.08, "soc_start": 0.5}
    return site, offer, asked


@pytest.mark.parametrize("seed", range(3))
def test_cycles_cost_what_they_cost_beside_tiers_ratchets_reserve_and_ramps(seed):
    rng = np.random.default_rng([seed, 5])
    site, offer, asked = everything(rng, days=70)
    power = {"charge_power_watt": 2e3, "discharge_power_watt": 2e3}
    loss = {"charge_efficiency": 0.95, "discharge_efficiency": 0.9}
    one = bc.Battery(energy_capacity_wh=2e4, **power, **loss)
    other = bc.Battery(energy_capacity_wh=1e4, **power)
    law = bc.cycles.PowerLaw(exponent=1.6)
    cost = bc.dispatch.CycleCost.from_law(law, replacement_cost=0.5, bands=3)
    found = []
    for scale in (0.0, 1.0, 2.0):  # the least of costs that are straight in the scale
        scaled = replace(cost, cost_per_cycle=[scale * each for each in cost.cost_per_cycle])
        plan = bc.dispatch.optimize([one, other], site, **asked, cycle_cost=scaled)
        check_fleet_cycles(plan, [scaled] * 2, 0.5)
        sold = plan.reserve_up_watt.sum() / 1e3 * offer.price_up_per_kw_hour * 12.0
        bill = bc.tariff.bill(site.tariff, plan.import_watt - plan.export_watt, site.dt_second)
        assert plan.objective == pytest.approx(bill.total - sold + plan.costs.cycles, rel=1e-9)
        found.append(plan)
    free = bc.dispatch.optimize([one, other], site, **asked)
    assert found[0].objective == pytest.approx(free.objective, rel=1e-9)
    low, middle, high = (plan.objective for plan in found)
    assert low <= middle <= high + 1e-9
    assert middle >= 0.5 * (low + high) - 1e-7
    assert middle < free.objective + sum(cost.of(np.append(0.5, soc)) for soc in free.soc) - 1e-3


def test_without_the_solver_what_needs_it_names_the_extra(monkeypatch):
    battery, site = trading(6, 1)
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=1e3)
    apart = bc.dispatch.optimize(battery, site, soc_start=0.0, cycle_cost=cost)
    monkeypatch.setitem(__import__("sys").modules, "highspy", None)
    with pytest.raises(ModuleNotFoundError, match="lp"):
        bc.dispatch.optimize(
            battery, site, soc_start=0.0, cycle_cost=cost, ramp_watt_per_second=1e3
        )
    assert apart.certificate.method == "bands"
    with pytest.raises(ModuleNotFoundError, match="lp"):
        apart.duals()

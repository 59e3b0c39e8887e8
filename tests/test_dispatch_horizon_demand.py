"""A receding horizon at a tariff with demand charges: a peak that was reached is paid."""

import pickle
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch import RecedingHorizon, View
from dispatch_cases import random_problem
from horizon_cases import ALL, HOUR, LOSSY, cost, market, priced

STEPS = 60
AT_REST = 0.105  # of a kWh at a price of 0.1: neither charging nor discharging pays
EVENING = [[16, 21], [40, 45]]
CHARGES = {
    "one": [bc.DemandCharge(price_per_kw=2.0)],
    "evenings": [bc.DemandCharge(price_per_kw=0.5, steps=EVENING)],
    "both": [bc.DemandCharge(price_per_kw=1.0), bc.DemandCharge(price_per_kw=0.5, steps=EVENING)],
    "floor": [bc.DemandCharge(price_per_kw=2.0, floor_watt=2500.0)],
}


def charged(seed, charges, **family):
    """A problem with demand charges whose steps midnight does not cut."""
    battery, site = random_problem(np.random.default_rng(seed), STEPS, **family)
    sold = np.maximum(site.tariff.export_price_per_kwh, 0.0)
    tariff = replace(site.tariff, export_price_per_kwh=sold, demand_charges=charges)
    return battery, replace(site, dt_second=HOUR, curtailable=False, tariff=tariff)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", CHARGES)
def test_the_optimum_it_is_held_against_is_proven(name, seed):
    plan = bc.dispatch.optimize(*charged(seed, CHARGES[name]), soc_start=0.5)
    assert plan.certificate.gap < 1e-9


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", CHARGES)
@pytest.mark.parametrize("replan_second", [0.0, 7 * HOUR])
def test_a_perfect_forecast_to_the_end_costs_what_the_optimum_costs(name, seed, replan_second):
    battery, site = charged(seed, CHARGES[name])
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    policy = RecedingHorizon(horizon_second=ALL, replan_second=replan_second)
    run = bc.simulate(battery, site, policy, log="all")
    assert cost(run) == pytest.approx(plan.objective, rel=1e-8)
    assert run.plans.impossible == 0
    blind = replace(site, tariff=replace(site.tariff, demand_charges=()))
    passed_over = bc.simulate(battery, site, replace(policy, forecast=blind))
    assert cost(passed_over) >= cost(run) - 1e-8


def test_negative_prices_and_demand_together():
    battery, site = charged(3, CHARGES["one"])
    prices = 0.1 * np.random.default_rng(3).standard_normal(STEPS)
    tariff = replace(site.tariff, energy_price_per_kwh=prices, export_price_per_kwh=prices)
    site = replace(site, tariff=tariff)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    run = bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL))
    assert run.plans.impossible == 0
    assert cost(run) <= plan.objective * (1.0 + 1e-8)  # planned anew with less left to couple
    assert cost(run) >= plan.certificate.bound - 1e-8


def test_a_peak_that_was_reached_is_used():
    battery, site = priced(np.full(4, 0.1), LOSSY)
    tariff = replace(site.tariff, demand_charges=CHARGES["one"])
    site = replace(site, load_watt=[6e3, 3e3, 5e3, 5e3], tariff=tariff)
    policy = RecedingHorizon(horizon_second=2 * HOUR)
    run = bc.simulate(battery, site, policy, soc_start=0.0, log="all")
    assert run.log.grid_peak_watt.tolist() == [6e3, 3e3, 5e3, 5e3]  # all below what is paid
    low = replace(site, load_watt=[1e3, 3e3, 5e3, 5e3])
    held = bc.simulate(battery, low, policy, soc_start=0.0, log="all").log.grid_peak_watt
    assert held.max() < 5e3 - 1.0


def test_a_new_month_is_a_new_peak():
    load = np.array([5e3, 0.0, 2e3, 2e3])
    charge = bc.DemandCharge(price_per_kw=2.0, period="month")
    tariff = bc.Tariff(energy_price_per_kwh=0.1, demand_charges=[charge])
    site = bc.Site(load_watt=load, dt_second=HOUR, tariff=tariff, start=datetime(2025, 2, 28, 22))  # noqa: DTZ001 - a clock
    policy = RecedingHorizon(horizon_second=3 * HOUR)
    run = bc.simulate(LOSSY, site, policy, soc_start=0.0, log="all")
    assert run.log.grid_peak_watt[2:].max() < 2e3 - 1.0
    same = replace(site, start=datetime(2025, 2, 20))  # noqa: DTZ001 - one month, paid before
    run = bc.simulate(LOSSY, same, policy, soc_start=0.0, log="all")
    assert run.log.grid_peak_watt[2:].tolist() == [2e3, 2e3]


def test_a_run_goes_on_with_the_peaks_it_has_seen():
    battery, site = charged(1, CHARGES["both"])
    policy = RecedingHorizon(horizon_second=9 * HOUR, replan_second=2 * HOUR)
    year = 365 * 24
    whole = bc.simulate(battery, site, policy, years=STEPS / year)
    part = bc.simulate(battery, site, policy, years=31.5 / year)
    state = bc.simulation.State.from_json(pickle.loads(pickle.dumps(part.state)).to_json())  # noqa: S301 - its own
    rest = bc.simulate(battery, site, policy, years=(STEPS - 31.5) / year, state=state)
    assert rest.state.soc == pytest.approx(whole.state.soc, abs=1e-9)
    assert rest.plans == whole.plans


def test_live_it_learns_the_peak_from_the_view():
    battery, site = priced(np.full(3, 0.1), LOSSY)
    tariff = replace(site.tariff, demand_charges=CHARGES["one"])
    site = replace(site, load_watt=[4e3, 1e3, 4e3], tariff=tariff)
    policy = RecedingHorizon(horizon_second=HOUR, forecast=site, end_value_per_kwh=AT_REST)

    def wish_at_last(grid_watt):
        memory, command = None, None
        for step, load in enumerate(site.load_watt):
            view = View(
                battery=battery,
                soc=0.5,
                load_watt=load,
                dt_second=HOUR,
                step=step,
                grid_before_watt=grid_watt if step else None,
            )
            memory, command = policy.decide(memory, view)
        return command.wish_watt

    assert wish_at_last(4e3) == pytest.approx(0.0, abs=1e-6)
    assert wish_at_last(3.5e3) == pytest.approx(-500.0)


def test_a_forecast_that_is_asked_for_tells_the_peak_as_a_floor():
    battery, site = priced(np.full(2, 0.1), LOSSY)

    def wish(floor_watt):
        charges = [bc.DemandCharge(price_per_kw=2.0, floor_watt=floor_watt)]
        told = replace(site, load_watt=[4e3, 4e3])
        told = replace(told, tariff=replace(site.tariff, demand_charges=charges))
        ask = {"forecast": lambda _: told, "end_value_per_kwh": AT_REST}
        policy = RecedingHorizon(horizon_second=HOUR, **ask)
        view = View(battery=battery, soc=0.5, load_watt=4e3, dt_second=HOUR)
        return policy.decide(None, view)[1].wish_watt

    assert wish(4e3) == pytest.approx(0.0, abs=1e-6)
    assert wish(3.7e3) == pytest.approx(-300.0)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"interval_second": 4 * HOUR}, "interval_second"),
        ({"ratchet": bc.tariff.Ratchet(share=0.5)}, "ratchet"),
        ({"price_per_kw": [1.0, 2.0], "tier_limit_watt": [1e3]}, "tier_limit_watt"),
    ],
)
def test_a_charge_that_it_cannot_plan_is_refused_and_may_be_left_out(change, name):
    battery, site = priced(market(0, 24))
    charge = bc.DemandCharge(**{"price_per_kw": 1.0, **change})
    site = replace(site, tariff=replace(site.tariff, demand_charges=[charge]))
    with pytest.raises(bc.InputError) as caught:
        bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL))
    assert caught.value.name == name
    blind = replace(site, tariff=replace(site.tariff, demand_charges=()))
    run = bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL, forecast=blind))
    assert run.plans.impossible == 0

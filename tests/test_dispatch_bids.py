"""Bid curves: what a plan answers to another price is what a plan at that price does."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch import HoldingCost
from dispatch_cases import random_problem

KINDS = ["plain", "leaky", "limits"]


def problem(seed, kind, steps=40):
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    battery, site = random_problem(rng, steps, **({} if kind == "plain" else {kind: True}))
    export = np.maximum(site.tariff.export_price_per_kwh, 0.0)
    tariff = replace(site.tariff, export_price_per_kwh=export)
    return rng, battery, replace(site, curtailable=False, tariff=tariff)


def at_price(site, step, price):
    """The same site, with one price of energy in one step."""
    tariff = site.tariff
    energy, export = tariff.energy_price_per_kwh.copy(), tariff.export_price_per_kwh.copy()
    energy[step] = export[step] = price
    return replace(site, tariff=bc.Tariff(energy_price_per_kwh=energy, export_price_per_kwh=export))


def away_from(bends, rng):
    """Prices between and beyond the bends of a curve, close to each and anywhere."""
    near = np.concatenate([bends - 1e-6, bends + 1e-6, rng.uniform(-0.2, 0.6, 6)])
    return [price for price in near if np.abs(bends - price).min(initial=np.inf) > 1e-7]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kind", KINDS)
def test_another_price_is_answered_as_a_plan_at_that_price_does(seed, kind):
    rng, battery, site = problem(seed, kind)
    asked = {"soc_start": 0.4, "soc_end_min": 0.2, "end_value_per_kwh": 0.05}
    try:
        plan = bc.dispatch.optimize(battery, site, **asked)
    except bc.error.InfeasibleError:
        return
    for step in (0, 17, 39):
        bid = plan.bid_curve(step)
        for price in away_from(bid.price_per_kwh, rng):
            again = bc.dispatch.optimize(battery, at_price(site, step, price), **asked)
            power = again.power_watt[step]
            assert bid.power_at(price) == pytest.approx(power, abs=1e-5), (step, price)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", KINDS)
def test_charging_falls_as_the_price_rises(seed, kind):
    _, battery, site = problem(seed, kind)
    plan = bc.dispatch.optimize(battery, replace(site, import_limit_watt=np.inf), soc_start=0.4)
    for step in range(0, 40, 7):
        bid = plan.bid_curve(step)
        assert (np.diff(bid.price_per_kwh) >= 0.0).all()
        assert (np.diff(bid.power_watt) < 0.0).all()
        assert len(bid.power_watt) == len(bid.price_per_kwh) + 1
        assert bid.power_watt[0] <= battery.charge_power_watt * (1 + 1e-12)
        assert bid.power_watt[-1] >= -battery.discharge_power_watt * (1 + 1e-12)


def test_floor_ceiling_and_holding_cost_count():
    rng, battery, site = problem(3, "plain")
    floor = np.where(np.arange(40) % 9 == 5, 0.6, 0.1)
    holding = HoldingCost(soc=[0.0, 0.4, 0.8], price_per_kwh_hour=[0.001, 0.004, 0.02])
    asked = {"soc_start": 0.4, "soc_floor": floor, "soc_ceiling": 0.9, "holding_cost": holding}
    plan = bc.dispatch.optimize(battery, site, **asked)
    for step in (4, 5, 20):
        bid = plan.bid_curve(step)
        for price in away_from(bid.price_per_kwh, rng):
            again = bc.dispatch.optimize(battery, at_price(site, step, price), **asked)
            assert bid.power_at(price) == pytest.approx(again.power_watt[step], abs=1e-5)


def test_a_converter_bids_in_more_steps():
    rng, battery, site = problem(4, "plain")
    rated = max(battery.charge_power_watt, battery.discharge_power_watt)
    converter = bc.Converter(rated_power_watt=rated, no_load_loss=0.005, quadratic_loss=0.03)
    battery = replace(battery, converter=converter)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.4)
    bid = plan.bid_curve(12)
    assert len(bid.power_watt) > 5
    for price in away_from(bid.price_per_kwh, rng):
        again = bc.dispatch.optimize(battery, at_price(site, 12, price), soc_start=0.4)
        assert bid.power_at(price) == pytest.approx(again.power_watt[12], abs=1e-5)


@pytest.mark.parametrize("step", [-1, 40, 1.5, None])
def test_a_step_that_is_none_is_refused(step):
    _, battery, site = problem(0, "plain")
    with pytest.raises(bc.InputError, match="step"):
        bc.dispatch.optimize(battery, site, soc_start=0.4).bid_curve(step)


def test_a_price_at_which_losing_energy_pays_is_refused():
    _, battery, site = problem(0, "plain")
    plan = bc.dispatch.optimize(battery, at_price(site, 7, -1.0), soc_start=0.4)
    with pytest.raises(bc.InputError, match=r"export_price_per_kwh\[7\]"):
        plan.bid_curve(6)
    assert len(plan.bid_curve(7).power_watt) > 1  # its own price does not count


def test_no_price_is_refused():
    _, battery, site = problem(0, "plain")
    bid = bc.dispatch.optimize(battery, site, soc_start=0.4).bid_curve(0)
    with pytest.raises(bc.InputError, match="price_per_kwh"):
        bid.power_at("cheap")

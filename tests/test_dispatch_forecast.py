"""Forecasts of a receding horizon: known, given, asked for, astray, and those that are refused."""

import json
import pickle
from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch import ForecastError, RecedingHorizon, View
from horizon_cases import ALL, ERROR, HOUR, LOSSY, UNIT, cost, market, priced


def test_errors_are_those_of_their_seed_and_cost_something():
    battery, site = priced(market(2), LOSSY)

    def regret(error):
        policy = RecedingHorizon(horizon_second=24 * HOUR, price_error=error)
        return bc.simulation.regret(battery, site, policy).cost

    assert regret(ERROR) == regret(replace(ERROR))
    assert regret(ERROR) != regret(replace(ERROR, seed=6))
    assert 0.0 < regret(replace(ERROR, std=0.05)) < regret(replace(ERROR, std=1.0))


@pytest.mark.parametrize("relative", [True, False])
def test_load_and_generation_go_astray_too(relative):
    rng = np.random.default_rng(3)
    tariff = bc.Tariff(energy_price_per_kwh=market(3), export_price_per_kwh=0.02)
    load, sun = 2e3 * rng.random(240), 4e3 * rng.random(240)
    site = bc.Site(load_watt=load, generation_watt=sun, dt_second=HOUR, tariff=tariff)
    error = replace(ERROR, std=0.5 if relative else 800.0, relative=relative)
    known, *astray = (
        bc.simulation.regret(LOSSY, site, RecedingHorizon(horizon_second=24 * HOUR, **errors)).cost
        for errors in ({}, {"load_error": error}, {"generation_error": error})
    )
    assert all(each > known for each in astray)


def test_a_forecast_that_is_given_or_asked_for_is_one_that_is_known():
    battery, site = priced(market(6), LOSSY)

    def ask(view):
        tariff = bc.Tariff(
            energy_price_per_kwh=site.tariff.energy_price_per_kwh[view.step :],
            export_price_per_kwh=site.tariff.export_price_per_kwh[view.step :],
        )
        return replace(site, load_watt=site.load_watt[view.step :], tariff=tariff)

    runs = [
        bc.simulate(battery, site, RecedingHorizon(horizon_second=20 * HOUR, forecast=forecast))
        for forecast in (None, site, ask)
    ]
    assert cost(runs[0]) == cost(runs[1]) == pytest.approx(cost(runs[2]), rel=1e-12)


def test_past_the_end_of_a_forecast_it_wants_nothing():
    battery, site = priced(market(0, 4))
    policy = RecedingHorizon(horizon_second=ALL, forecast=site)
    view = View(battery=battery, soc=0.5, load_watt=0.0, dt_second=HOUR, step=4)
    assert policy.decide(None, view)[1].wish_watt is None


def test_a_policy_and_its_error_pickle():
    policy = RecedingHorizon(horizon_second=HOUR, price_error=ERROR, soc_floor=[0.1, 0.2])
    again = pickle.loads(pickle.dumps(policy))  # noqa: S301 - its own
    assert again.price_error == ERROR
    assert again.soc_floor.tolist() == [0.1, 0.2]


BAD = [
    ({"horizon_second": 0.0}, "horizon_second"),
    ({"horizon_second": np.nan}, "horizon_second"),
    ({"replan_second": -1.0}, "replan_second"),
    ({"end_value_per_kwh": np.inf}, "end_value_per_kwh"),
    ({"soc_end_min": 50.0}, "soc_end_min"),
    ({"soc_floor": 0.6, "soc_ceiling": 0.5}, "soc_floor"),
    ({"soc_floor": [0.1, 0.6], "soc_ceiling": 0.5}, r"soc_floor\[1\]"),
    ({"soc_ceiling": []}, "soc_ceiling"),
    ({"price_error": 0.2}, "price_error"),
    ({"forecast": 5.0}, "forecast"),
]


@pytest.mark.parametrize(("change", "message"), BAD)
def test_what_makes_no_sense_is_refused(change, message):
    with pytest.raises(bc.InputError, match=message):
        RecedingHorizon(**{"horizon_second": HOUR, **change})


@pytest.mark.parametrize(
    "change", [{"std": -1.0}, {"std": np.nan}, {"correlation_second": -1.0}, {"seed": -1}]
)
def test_an_error_that_makes_no_sense_is_refused(change):
    with pytest.raises(bc.InputError, match=next(iter(change))):
        ForecastError(**{"std": 0.1, "correlation_second": HOUR, **change})


def test_a_forecast_must_reach_as_far_as_the_trace():
    battery, site = priced(market(0, 48))
    for change in ({"forecast": priced(market(0, 47))[1]}, {"soc_floor": np.zeros(47)}):
        with pytest.raises(bc.InputError, match=next(iter(change))):
            bc.simulate(battery, site, RecedingHorizon(horizon_second=HOUR, **change))
    longer = RecedingHorizon(horizon_second=HOUR, forecast=priced(market(0, 60))[1])
    assert bc.simulate(battery, site, longer).plans.made == 48


def test_alone_without_a_forecast_it_cannot_decide():
    view = View(battery=UNIT, soc=0.5, load_watt=0.0, dt_second=HOUR)
    with pytest.raises(bc.InputError, match="forecast"):
        RecedingHorizon(horizon_second=HOUR).decide(None, view)


def test_an_export_price_above_the_import_price_is_refused():
    tariff = bc.Tariff(energy_price_per_kwh=0.1, export_price_per_kwh=0.2)
    site = bc.Site(load_watt=[1.0], dt_second=HOUR, tariff=tariff)
    for forecast in (None, site):
        with pytest.raises(bc.InputError, match="export_price_per_kwh"):
            bc.simulate(UNIT, site, RecedingHorizon(horizon_second=HOUR, forecast=forecast))


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda _: None, AttributeError),
        (lambda _: 1 / 0, ZeroDivisionError),
        (lambda _: bc.Site(load_watt=[-1.0], dt_second=HOUR), bc.InputError),
    ],
)
def test_what_a_forecast_raises_comes_through(ask, error):
    battery, site = priced(market(0, 4))
    with pytest.raises(error):
        bc.simulate(battery, site, RecedingHorizon(horizon_second=HOUR, forecast=ask))


@pytest.mark.parametrize("memory", [[], [1.0] * 6, [1.0] * 8, [np.nan] * 7, [-1.0] * 7])
def test_the_memory_of_another_is_refused(memory):
    battery, site = priced(market(0, 4))
    policy = RecedingHorizon(horizon_second=HOUR, forecast=site)
    view = View(battery=battery, soc=0.5, load_watt=0.0, dt_second=HOUR)
    known, _ = policy.decide(None, view)
    assert json.loads(json.dumps(known)) == known
    with pytest.raises(bc.InputError, match="memory"):
        policy.decide([known[0], memory], view)

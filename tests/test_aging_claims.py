"""Every card is held to what it claims, wherever its model was tested."""

import tomllib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc

DAY = 86_400.0
MODELS = bc.aging.models()

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

socs = st.lists(st.floats(0, 1), min_size=2, max_size=40)
share = st.floats(0, 1)
few = settings(deadline=None, max_examples=10)


def claiming(claim):
    """The models whose card makes a claim."""
    cards = {key: tomllib.loads(model.card) for key, model in MODELS.items()}
    keys = [key for key, card in cards.items() if claim in card.get("claims", ())]
    return pytest.mark.parametrize("model", [MODELS[key] for key in keys], ids=keys)


def within(model, stressor, at):
    """A value of a stressor, `at` of the way through its tested range."""
    low, high = model.tested_range.get(stressor, (0.0, 1.0))
    return low + at * (high - low)


def lost_at_rest(model, soc, temperature):
    celsius = within(model, "temperature_celsius", temperature)
    return 1 - bc.aging.predict(model, [soc, soc], celsius, 100 * DAY).soh_capacity[-1]


def lost_in_cycles(model, depth, count, celsius, rate):
    """Loss of a hundred days with some cycles of one depth around half charge, then rest."""
    swing = depth / rate * 3600.0
    soc = [0.5, *[0.5 + depth / 2, 0.5 - depth / 2] * count, 0.5, 0.5]
    dt = [swing / 2, *[swing] * (2 * count - 1), swing / 2]
    run = bc.aging.predict(model, soc, celsius, [*dt, 100 * DAY - sum(dt)])
    return 1 - run.soh_capacity[-1]


@claiming("losses_add_up")
@given(socs, share, st.floats(600.0, 5e5))
@few
def test_losses_add_up(model, soc, temperature, dt):
    celsius = within(model, "temperature_celsius", temperature)
    run = bc.aging.predict(model, soc, celsius, dt, years=0.3)
    assert 1 - sum(run.losses.values()) == pytest.approx(run.soh_capacity, abs=1e-12)
    if model.models_resistance:
        assert 1 + sum(run.gains.values()) == pytest.approx(run.soh_resistance, rel=1e-12)


@claiming("losses_never_fall")
@given(socs, st.floats(-30, 70), st.floats(600.0, 5e5))
@few
def test_losses_never_fall(model, soc, celsius, dt):
    run = bc.aging.predict(model, soc, celsius, dt, years=0.2)
    for column in (*run.losses.values(), *run.gains.values()):
        assert (np.diff(column) >= 0).all()


@claiming("more_heat_at_rest")
@given(share, share, share)
@few
def test_a_warmer_rest_never_costs_less(model, soc, one, other):
    soc = within(model, "soc", soc)
    assert lost_at_rest(model, soc, min(one, other)) <= lost_at_rest(model, soc, max(one, other))


@claiming("more_charge_at_rest")
@given(share, share, share)
@few
def test_a_fuller_rest_never_costs_less(model, temperature, one, other):
    emptier, fuller = (within(model, "soc", at) for at in sorted((one, other)))
    assert lost_at_rest(model, emptier, temperature) <= lost_at_rest(model, fuller, temperature)


@claiming("more_depth")
@given(share, share, share, st.integers(1, 40))
@few
def test_deeper_cycles_never_cost_less(model, one, other, temperature, count):
    celsius, rate = conditions(model, temperature)
    shallow, deep = (max(within(model, "dod", at), 0.02) for at in sorted((one, other)))
    less, more = (lost_in_cycles(model, depth, count, celsius, rate) for depth in (shallow, deep))
    assert less <= more + 1e-12


@claiming("more_cycles")
@given(share, share, st.integers(1, 40), st.integers(1, 40))
@few
def test_more_cycles_never_cost_less(model, depth, temperature, one, other):
    celsius, rate = conditions(model, temperature)
    depth = max(within(model, "dod", depth), 0.02)
    less, more = (
        lost_in_cycles(model, depth, count, celsius, rate) for count in sorted((one, other))
    )
    assert less <= more + 1e-12


def conditions(model, temperature):
    rates = [within(model, f"{way}_c_rate", 1.0) for way in ("charge", "discharge")]
    return within(model, "temperature_celsius", temperature), min(*rates, 1.0)

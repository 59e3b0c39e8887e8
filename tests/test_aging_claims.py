"""What the cards claim of their models, and what every model must keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc

DAY = 86_400.0
MODELS = bc.aging.models()
WIDEST = {"temperature_celsius": (10.0, 40.0), "soc": (0.0, 1.0), "dod": (0.1, 1.0)}
ROUNDING = 1e-12

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")
shares = st.floats(0, 1)


def who_claim(claim):
    found = {key: model for key, model in MODELS.items() if claim in model.claims}
    return pytest.mark.parametrize("model", found.values(), ids=list(found))


def within(model, name, share):
    low, high = model.tested_range.get(name, WIDEST[name])
    return low + share * (high - low)


def lost_at_rest(model, soc, celsius):
    return 1 - bc.aging.predict(model, [soc, soc], celsius, 30 * DAY).soh_capacity[-1]


def lost_by_cycles(model, depth, cycles, celsius):
    soc = np.resize([0.5 - depth / 2, 0.5 + depth / 2], 2 * cycles + 1)
    losses = bc.aging.predict(model, soc, celsius, 7200.0).losses
    return sum(loss[-1] for cause, loss in losses.items() if "calendar" not in cause)


@who_claim("losses_add_up")
@given(shares, shares, st.integers(0, 30))
@settings(deadline=None, max_examples=8)
def test_causes_add_up(model, warm, deep, cycles):
    depth, celsius = within(model, "dod", deep), within(model, "temperature_celsius", warm)
    soc = np.resize([0.5, 0.5 + depth / 2, 0.5 - depth / 2], 3 * cycles + 2)
    run = bc.aging.predict(model, soc, celsius, 9000.0)
    assert 1 - run.soh_capacity == pytest.approx(sum(run.losses.values()), abs=1e-12)
    if model.models_resistance:
        assert run.soh_resistance - 1 == pytest.approx(sum(run.gains.values()), abs=1e-12)


@who_claim("losses_never_fall")
@given(st.lists(shares, min_size=2, max_size=40), st.floats(-30, 70), st.floats(600.0, 5e5))
@settings(deadline=None, max_examples=8)
def test_losses_never_fall(model, soc, celsius, dt):
    run = bc.aging.predict(model, soc, celsius, dt, years=0.2)
    for column in (*run.losses.values(), *run.gains.values()):
        assert (np.diff(column) >= 0).all()


@who_claim("more_heat_at_rest")
@given(shares, shares, shares)
@settings(deadline=None, max_examples=8)
def test_a_warmer_rest_never_costs_less(model, soc, warm, warmer):
    cool, hot = (within(model, "temperature_celsius", of) for of in sorted((warm, warmer)))
    assert lost_at_rest(model, soc, cool) <= lost_at_rest(model, soc, hot) + ROUNDING


@who_claim("more_charge_at_rest")
@given(shares, shares, shares)
@settings(deadline=None, max_examples=8)
def test_a_fuller_rest_never_costs_less(model, soc, fuller, warm):
    low, high = sorted((soc, fuller))
    celsius = within(model, "temperature_celsius", warm)
    assert lost_at_rest(model, low, celsius) <= lost_at_rest(model, high, celsius) + ROUNDING


@who_claim("more_depth")
@given(shares, shares, shares)
@settings(deadline=None, max_examples=8)
def test_as_many_deeper_cycles_never_cost_less(model, deep, deeper, warm):
    celsius = within(model, "temperature_celsius", warm)
    shallow, deep = (within(model, "dod", of) for of in sorted((deep, deeper)))
    less, more = (lost_by_cycles(model, depth, 20, celsius) for depth in (shallow, deep))
    assert less <= more + ROUNDING


@who_claim("more_cycles")
@given(st.integers(1, 40), st.integers(0, 40), shares, shares)
@settings(deadline=None, max_examples=8)
def test_more_cycles_never_cost_less(model, cycles, further, deep, warm):
    depth, celsius = within(model, "dod", deep), within(model, "temperature_celsius", warm)
    less, more = (lost_by_cycles(model, depth, n, celsius) for n in (cycles, cycles + further))
    assert less <= more + ROUNDING


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_every_card_claims_something_known(model):
    assert set(model.claims) <= {
        "losses_add_up",
        "losses_never_fall",
        "more_heat_at_rest",
        "more_charge_at_rest",
        "more_depth",
        "more_cycles",
    }
    assert model.claims

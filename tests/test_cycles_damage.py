"""Damage by several exponents, and by laws, in one pass."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc

SOC = [0.9, 0.1, 0.5, 0.3, 0.9, 0.2]
LAW = bc.cycles.PiecewiseLinear(range=[0.0, 0.2, 0.5, 1.0], damage=[0.0, 1e-5, 7e-5, 4e-4])

series_of = st.lists(st.floats(0.0, 1.0), max_size=80)


@given(series_of, st.lists(st.floats(0.0, 4.0), max_size=4))
def test_many_exponents_are_each_of_them(series, exponents):
    found = bc.cycles.damage(series, exponent=exponents)
    assert found.tolist() == [bc.cycles.damage(series, exponent=k) for k in exponents]


@given(series_of)
def test_a_law_is_asked_for_every_cycle(series):
    cycles = bc.cycles.rainflow(series)
    expected = cycles.count @ np.interp(cycles.range, LAW.range, LAW.damage)
    assert bc.cycles.damage(series, law=LAW) == pytest.approx(expected, rel=1e-12, abs=1e-300)


@given(series_of, st.floats(0.0, 4.0), st.floats(0.0, 10.0))
def test_a_power_law_is_its_exponent_scaled(series, exponent, scale):
    law = bc.cycles.PowerLaw(exponent=exponent, scale=scale)
    expected = scale * bc.cycles.damage(series, exponent=exponent)
    assert bc.cycles.damage(series, law=law) == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_exponents_stand_last():
    batch = np.random.default_rng(1).random((2, 3, 50))
    found = bc.cycles.damage(batch, exponent=[1.0, 1.5, 2.2, 3.0])
    assert found.shape == (2, 3, 4)
    assert found[1, 2, 2] == bc.cycles.damage(batch[1, 2], exponent=2.2)
    assert bc.cycles.damage(batch, exponent=np.float32(2)).shape == (2, 3)
    assert bc.cycles.damage(batch, law=LAW).shape == (2, 3)
    assert bc.cycles.damage(batch, exponent=[]).shape == (2, 3, 0)
    assert bc.cycles.damage(batch[:0], exponent=[1.0, 2.0]).shape == (0, 3, 2)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({}, "exponent"),
        ({"exponent": 1.0, "law": LAW}, "law"),
        ({"exponent": [1.0], "law": LAW}, "law"),
        ({"exponent": [1.0, -1.0]}, "exponent"),
        ({"exponent": [[1.0]]}, "exponent"),
        ({"exponent": [1.0, np.nan]}, "exponent"),
        ({"exponent": "text"}, "exponent"),
        ({"law": 1.5}, "law"),
    ],
)
def test_what_names_no_law_is_refused(options, name):
    with pytest.raises(bc.InputError) as caught:
        bc.cycles.damage(SOC, **options)
    assert caught.value.name == name

"""A converter at part load: its law, its inverse, the published figures."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

RATED = 1e5
TYPE_2 = bc.Converter(rated_power_watt=RATED, no_load_loss=0.0072, quadratic_loss=0.034)

SHARES = st.tuples(st.floats(0, 0.05), st.floats(0, 0.05), st.sampled_from([0.0, 0.01, 0.1]))
CONVERTERS = SHARES.map(
    lambda share: bc.Converter(
        rated_power_watt=RATED,
        no_load_loss=share[0],
        linear_loss=share[1],
        quadratic_loss=share[2],
    )
)
POWERS = st.floats(-RATED, RATED)


@given(CONVERTERS, POWERS)
def test_agrees_with_the_reference(converter, power):
    dc = float(converter.dc_power_watt(power))
    assert dc == pytest.approx(reference.converter.dc_power(converter, power), abs=1e-9)
    back = float(converter.ac_power_watt(dc))
    assert back == pytest.approx(reference.converter.ac_power(converter, dc), abs=1e-7)


@given(CONVERTERS, POWERS)
def test_there_and_back_is_where_it_began(converter, power):
    dc = converter.dc_power_watt(power)
    if dc != 0.0:  # else the losses ate all of it
        assert float(converter.ac_power_watt(dc)) == pytest.approx(power, rel=1e-9, abs=1e-7)


@given(CONVERTERS, POWERS)
def test_losses_are_never_negative(converter, power):
    assert converter.dc_power_watt(power) <= power


@given(CONVERTERS)
def test_more_power_never_gives_less(converter):
    assert (np.diff(converter.dc_power_watt(np.linspace(-RATED, RATED, 201))) >= 0.0).all()


@pytest.mark.parametrize("load", [0.05, 0.1, 0.5, 1.0])
def test_meets_the_published_efficiency_on_the_way_out(load):
    efficiency = load / (load + 0.0072 + 0.034 * load**2)  # Notton et al., type 2
    dc = float(TYPE_2.dc_power_watt(-load * RATED))
    assert load * RATED / -dc == pytest.approx(efficiency, rel=1e-14)


def test_a_worked_example():
    # Half load of 100 kW loses 720 W and a quarter of 3400 W.
    assert TYPE_2.dc_power_watt([5e4, -5e4]) == pytest.approx([48_430.0, -51_570.0], abs=1e-9)
    assert TYPE_2.dc_power_watt(500.0) == 0.0  # all of it is eaten
    assert TYPE_2.ac_power_watt([0.0, -719.0]).tolist() == [0.0, 0.0]


def test_an_idle_converter_passes_nothing():
    idle = bc.Converter(rated_power_watt=RATED, no_load_loss=0.01, standby_power_watt=50.0)
    assert idle.dc_power_watt(0.0) == 0.0


def test_any_shape_stays():
    assert TYPE_2.dc_power_watt(np.zeros((2, 3, 4))).shape == (2, 3, 4)
    assert TYPE_2.ac_power_watt(5.0).shape == ()
    assert TYPE_2.dc_power_watt([]).shape == (0,)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"rated_power_watt": 0.0}, "rated_power_watt"),
        ({"rated_power_watt": -1.0}, "rated_power_watt"),
        ({"rated_power_watt": math.inf}, "rated_power_watt"),
        ({"rated_power_watt": None}, "rated_power_watt"),
        ({"rated_power_watt": [1.0, 2.0]}, "rated_power_watt"),
        ({"rated_power_watt": 10**400}, "rated_power_watt"),
        ({"no_load_loss": -0.01}, "no_load_loss"),
        ({"no_load_loss": math.nan}, "no_load_loss"),
        ({"no_load_loss": 0.6}, "no_load_loss"),
        ({"linear_loss": 1.0}, "linear_loss"),
        ({"linear_loss": "much"}, "linear_loss"),
        ({"quadratic_loss": 0.26}, "quadratic_loss"),
        ({"no_load_loss": 0.4, "linear_loss": 0.05, "quadratic_loss": 0.03}, "quadratic_loss"),
        ({"standby_power_watt": -1.0}, "standby_power_watt"),
        ({"standby_power_watt": math.inf}, "standby_power_watt"),
    ],
)
def test_a_converter_that_makes_no_sense_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.Converter(**{"rated_power_watt": RATED, **change})
    assert caught.value.name == name


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1.01e5, -1.01e5])
def test_a_power_beyond_the_rated_one_is_named(bad):
    with pytest.raises(bc.InputError) as caught:
        TYPE_2.dc_power_watt([[0.0, 1.0], [bad, 2.0]])
    assert (caught.value.name, caught.value.index) == ("power_watt", 2)
    assert (caught.value.low, caught.value.high) == (-RATED, RATED)


@pytest.mark.parametrize("bad", [math.nan, math.inf, 0.96e5, -1.05e5])
def test_a_dc_power_out_of_reach_is_named(bad):
    with pytest.raises(bc.InputError) as caught:
        TYPE_2.ac_power_watt([0.0, bad])
    assert (caught.value.name, caught.value.index) == ("dc_power_watt", 1)
    reach = TYPE_2.dc_power_watt([-RATED, RATED])
    assert [caught.value.low, caught.value.high] == reach.tolist()

"""A lump that warms and cools, exact over steps of any length."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

CAPACITY, RESISTANCE = 2e6, 2e-3
LUMP = bc.thermal.Lump(
    heat_capacity_joule_per_kelvin=CAPACITY, thermal_resistance_kelvin_per_watt=RESISTANCE
)

STEPS = st.lists(
    st.tuples(st.floats(-1e4, 1e4), st.floats(1e-3, 1e6), st.floats(-40.0, 60.0)),
    min_size=1,
    max_size=30,
).map(lambda rows: np.array(rows).T.copy())
START = st.floats(-40.0, 80.0)


def run(steps, start):
    heat, dt, ambient = steps
    return bc.thermal.simulate(
        LUMP, heat, dt, ambient_temperature_celsius=ambient, start_temperature_celsius=start
    )


@given(STEPS, START)
def test_agrees_with_the_reference(steps, start):
    found = run(steps, start)
    ends, means = np.transpose(
        reference.thermal.simulate(LUMP, *(column.tolist() for column in steps), start)
    )
    assert found.temperature_celsius == pytest.approx(ends, abs=1e-9)
    assert found.mean_temperature_celsius == pytest.approx(means, abs=1e-6)


@given(STEPS, START)
def test_heat_in_is_heat_stored_and_heat_given_off(steps, start):
    heat, dt, ambient = steps
    found = run(steps, start)
    stored = CAPACITY * np.diff(found.temperature_celsius, prepend=start)
    given_off = dt * (found.mean_temperature_celsius - ambient) / RESISTANCE
    size = CAPACITY * 200.0 + np.abs(given_off) + np.abs(heat * dt)
    assert (np.abs(heat * dt - stored - given_off) <= 1e-12 * size).all()


@given(st.floats(-1e4, 1e4), START, st.lists(st.floats(1.0, 1e5), min_size=2, max_size=9))
def test_many_steps_of_the_same_heat_are_one(heat, start, pieces):
    fine = bc.thermal.simulate(LUMP, [heat] * len(pieces), pieces, start_temperature_celsius=start)
    whole = bc.thermal.simulate(LUMP, [heat], sum(pieces), start_temperature_celsius=start)
    assert fine.temperature_celsius[-1] == pytest.approx(whole.temperature_celsius[0], abs=1e-9)
    mean = np.average(fine.mean_temperature_celsius, weights=pieces)
    assert mean == pytest.approx(whole.mean_temperature_celsius[0], abs=1e-9)


@given(START, st.floats(-40.0, 60.0), st.floats(0.0, 1e4))
def test_it_goes_straight_to_the_balance(start, ambient, heat):
    found = run(np.array([[heat] * 20, [1000.0] * 20, [ambient] * 20]), start)
    goal = ambient + RESISTANCE * heat
    distance = np.abs(np.append(start, found.temperature_celsius) - goal)
    assert (np.diff(distance) <= 1e-9).all()


def test_a_worked_example():
    # One time constant of 4000 s at 5 kW: 10 K above the ambient, less a share of 1/e.
    found = bc.thermal.simulate(LUMP, [5e3], 4000.0)
    assert found.temperature_celsius[0] == pytest.approx(35.0 - 10.0 / math.e, abs=1e-12)
    assert found.mean_temperature_celsius[0] == pytest.approx(25.0 + 10.0 / math.e, abs=1e-12)


def test_the_extremes_stay_finite():
    wild = bc.thermal.Lump(
        heat_capacity_joule_per_kelvin=1e-100, thermal_resistance_kelvin_per_watt=1e100
    )
    for dt in (5e-300, 1.0, 1e300):
        found = bc.thermal.simulate(wild, [1e100, -1e100], dt)
        assert np.isfinite(found.temperature_celsius).all()
        assert np.isfinite(found.mean_temperature_celsius).all()


@pytest.mark.parametrize(
    "name", ["heat_capacity_joule_per_kelvin", "thermal_resistance_kelvin_per_watt"]
)
@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf, None, "text", [1.0]])
def test_a_lump_that_makes_no_sense_is_refused(name, bad):
    good = {"heat_capacity_joule_per_kelvin": 2e6, "thermal_resistance_kelvin_per_watt": 2e-3}
    with pytest.raises(bc.InputError) as caught:
        bc.thermal.Lump(**{**good, name: bad})
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("change", "name", "index"),
    [
        ({"heat_watt": [0.0, math.nan]}, "heat_watt", 1),
        ({"heat_watt": [math.inf, 0.0]}, "heat_watt", 0),
        ({"heat_watt": []}, "heat_watt", None),
        ({"heat_watt": 1.0}, "heat_watt", None),
        ({"heat_watt": [[1.0, 2.0]]}, "heat_watt", None),
        ({"heat_watt": ["hot", "cold"]}, "heat_watt", None),
        ({"dt_second": 0.0}, "dt_second", None),
        ({"dt_second": [60.0, -1.0]}, "dt_second", 1),
        ({"dt_second": [60.0, math.nan]}, "dt_second", 1),
        ({"dt_second": [60.0]}, "dt_second", None),
        ({"dt_second": []}, "dt_second", None),
        ({"ambient_temperature_celsius": 298.15}, "ambient_temperature_celsius", None),
        ({"ambient_temperature_celsius": [25.0, 298.15]}, "ambient_temperature_celsius", 1),
        ({"ambient_temperature_celsius": math.nan}, "ambient_temperature_celsius", None),
        ({"ambient_temperature_celsius": [25.0]}, "ambient_temperature_celsius", None),
        ({"start_temperature_celsius": 298.15}, "start_temperature_celsius", None),
        ({"start_temperature_celsius": math.nan}, "start_temperature_celsius", None),
        ({"start_temperature_celsius": [25.0, 25.0]}, "start_temperature_celsius", None),
    ],
)
def test_a_bad_trace_is_named(change, name, index):
    arguments = {"heat_watt": [1.0, 2.0], "dt_second": 60.0, **change}
    with pytest.raises(bc.InputError) as caught:
        bc.thermal.simulate(LUMP, **arguments)
    assert (caught.value.name, caught.value.index) == (name, index)

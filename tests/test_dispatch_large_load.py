"""What a battery beside a large load must be able to do."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import battcore as bc
from battcore.gridcode import BandAmplitudeLimit, MeanRampLimit, RollingRangeLimit
from battcore.reference.dispatch import large_load

INSTANT = MeanRampLimit(limit_watt_per_minute=20e6, window_second=0.0)
WATTS = st.floats(0.0, 100.0)
RAMPS = st.builds(
    MeanRampLimit,
    limit_watt_per_minute=st.floats(10.0, 3000.0),
    window_second=st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0]),
    direction=st.sampled_from(["both", "up", "down"]),
)
RANGES = st.builds(
    RollingRangeLimit,
    limit_watt=st.floats(1.0, 60.0) | st.just(np.inf),
    limit_share=st.floats(0.05, 0.5),
    window_second=st.sampled_from([0.5, 1.0, 2.0, 4.0]),
)
LIMITS = st.lists(RAMPS | RANGES, min_size=1, max_size=3)


@st.composite
def loads(draw, samples=12):
    """Loads with one step, or with one each."""
    load = draw(st.lists(WATTS, min_size=2, max_size=samples))
    step = st.sampled_from([0.5, 1.0, 2.0])
    uniform = [draw(step)] * len(load)
    return load, draw(st.just(uniform) | st.tuples(*(step for _ in load)).map(list))


@given(loads(), LIMITS)
def test_smallest_power_agrees_with_shortest_paths(load, limits):
    found = bc.dispatch.minimum_power(*load, limits, peak_watt=100.0)
    expected = large_load.minimum_power(*load, limits, 100.0)
    assert found.power_watt == pytest.approx(expected, abs=1e-9)


def rows_of(load, steps, limits, peak):
    """Rows of: grid power may differ no further than the limits allow."""
    for limit in limits:
        direction = getattr(limit, "direction", "both")
        for earlier, later, change in large_load.allowed_changes(limit, steps, peak):
            row = np.zeros(len(load))
            row[later], row[earlier] = 1.0, -1.0
            if direction != "down":
                yield row, change
            if direction != "up":
                yield -row, change


@settings(max_examples=60)
@given(loads(), LIMITS)
def test_smallest_power_agrees_with_a_linear_program(load, limits):
    load, steps = np.array(load[0]), load[1]
    rows = [*rows_of(load, steps, limits, 100.0)]
    away = np.concatenate([np.eye(load.size), -np.eye(load.size)])
    held = np.array([row for row, _ in rows]).reshape(len(rows), load.size)
    matrix = np.block([[held, np.zeros((len(rows), 1))], [away, -np.ones((2 * load.size, 1))]])
    right = np.concatenate([[change for _, change in rows], load, -load])
    cost = np.append(np.zeros(load.size), 1.0)
    best = linprog(cost, matrix, right, bounds=(None, None))
    found = bc.dispatch.minimum_power(load, steps, limits, peak_watt=100.0)
    assert found.power_watt == pytest.approx(best.fun, abs=1e-7)


@given(loads(), LIMITS)
def test_the_profile_and_the_pair_prove_the_power(load, limits):
    found = bc.dispatch.minimum_power(*load, limits, peak_watt=100.0)
    assert np.abs(found.grid_watt - load[0]).max() <= found.power_watt + 1e-9
    held = bc.gridcode.check(limits, found.grid_watt, load[1], peak_watt=100.0)
    assert held.margin.min() >= -1e-7
    if found.pair is None:
        assert (found.power_watt, found.grid_watt.tolist()) == (0.0, load[0])
        return
    low, high = found.pair
    assert load[0][high] - load[0][low] > 2.0 * found.power_watt - 1e-12
    alone = bc.dispatch.minimum_power(*load, limits[:1], peak_watt=100.0)
    assert alone.power_watt <= found.power_watt + 1e-12  # one limit never takes more than all


@given(st.lists(WATTS, min_size=2, max_size=60), st.floats(1.0, 50.0), st.integers(1, 6))
def test_a_rolling_range_takes_half_of_what_chains_of_windows_leave(load, limit, steps):
    windows = np.arange(1, len(load) // steps + 2)
    swing = bc.trace.rolling_range(load, 1.0, windows * float(steps)).range
    found = bc.dispatch.minimum_power(
        load, 1.0, [RollingRangeLimit(limit_watt=limit, window_second=float(steps))]
    )
    expected = 0.5 * max(0.0, (swing - windows * limit).max())
    assert found.power_watt == pytest.approx(expected, abs=1e-9)


def test_a_stop_that_is_announced_takes_half_the_power_and_an_eighth_over_the_ramp():
    stop = np.repeat([300e6, 90e6], 600)
    need = bc.dispatch.minimum_energy(stop, 2.0, [INSTANT])
    assert need.energy_wh / 1e6 == pytest.approx(210.0**2 / 8 / 20 / 60, rel=1e-4)
    power = bc.dispatch.minimum_power(stop, 2.0, [INSTANT]).power_watt
    assert power == pytest.approx(0.5 * (210e6 - 20e6 / 30))
    mean = MeanRampLimit(limit_watt_per_minute=20e6, window_second=600.0)
    assert bc.dispatch.minimum_power(stop, 2.0, [mean]).power_watt == 5e6
    rolling = bc.dispatch.minimum_energy(stop, 2.0, [mean]).energy_wh
    assert rolling / 1e6 == pytest.approx(10.0 / 2 * 600 / 3600, rel=1e-6)


def test_no_limit_within_a_band_is_passed_over():
    banded = RollingRangeLimit(limit_watt=1.0, window_second=5.0, band_hertz=(0.1, 0.2))
    amplitude = BandAmplitudeLimit(limit_watt=1.0, band_hertz=(0.1, 0.2))
    for limit in (banded, amplitude):
        for ask in (bc.dispatch.minimum_power, bc.dispatch.minimum_energy):
            with pytest.raises(bc.InputError, match="counts within a band") as caught:
                ask([1.0, 2.0], 1.0, [INSTANT, limit])
            assert (caught.value.name, caught.value.index) == ("limits", 1)


@settings(max_examples=30)
@given(loads(), LIMITS, st.sampled_from([1.0, 0.9]), st.sampled_from([1.0, 0.8]))
def test_smallest_energy_balances_and_holds(load, limits, into, out):
    least = bc.dispatch.minimum_power(*load, limits, peak_watt=100.0).power_watt
    found = bc.dispatch.minimum_energy(
        *load,
        limits,
        peak_watt=100.0,
        power_watt=least + 5.0,
        charge_efficiency=into,
        discharge_efficiency=out,
    )
    assert found.grid_watt == pytest.approx(np.add(load[0], found.power_watt))
    assert np.abs(found.power_watt).max() <= least + 5.0 + 1e-6
    held = bc.gridcode.check(limits, found.grid_watt, load[1], peak_watt=100.0)
    assert held.margin.min() >= -1e-4
    assert found.stored_wh.min() >= -1e-9
    assert found.stored_wh.max() <= found.energy_wh + 1e-9
    gained = np.maximum(found.power_watt, 0.0) * into + np.minimum(found.power_watt, 0.0) / out
    lost = (gained * load[1]).sum() / 3600.0 - np.ptp(found.stored_wh[[0, -1]]) * np.sign(
        found.stored_wh[-1] - found.stored_wh[0]
    )
    assert found.burned_wh == pytest.approx(lost, abs=1e-7)
    assert found.burned_wh >= -1e-7
    if into == out == 1.0:
        assert found.burned_wh == 0.0


@given(loads(), LIMITS)
@settings(max_examples=30)
def test_more_power_never_takes_more_energy(load, limits):
    least = bc.dispatch.minimum_power(*load, limits, peak_watt=100.0).power_watt
    energies = [
        bc.dispatch.minimum_energy(
            *load, limits, peak_watt=100.0, power_watt=least + more
        ).energy_wh
        for more in (0.01, 5.0, 100.0)
    ]
    assert np.diff(energies).max() <= 1e-7


def test_less_power_than_the_smallest_is_refused():
    with pytest.raises(bc.InputError) as caught:
        bc.dispatch.minimum_energy([0.0, 1e8], 1.0, [INSTANT], power_watt=1e6)
    assert caught.value.name == "power_watt"
    assert caught.value.low == 0.5 * (1e8 - 20e6 / 60.0)


def test_a_missing_solver_is_told_with_its_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "battcore\[lp\]"'):
        bc.dispatch.minimum_energy([0.0, 1e8], 1.0, [INSTANT])

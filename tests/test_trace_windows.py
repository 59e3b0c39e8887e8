import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

WATTS = st.floats(-1e6, 1e6)
STEPS = st.sampled_from([0.1, 0.3, 1.0, 1.7, 2.0])
WINDOWS = st.sampled_from([0.05, 0.3, 1.0, 2.0, 3.5, 6.0, 60.0])
LEVELS = [0.0, 0.5, 0.75, 0.95, 0.99, 1.0]


@st.composite
def traces(draw):
    """Samples with one step, or with one each."""
    values = draw(st.lists(WATTS, min_size=2, max_size=30))
    uniform = [draw(STEPS)] * len(values)
    return values, draw(st.just(uniform) | st.tuples(*(STEPS for _ in values)).map(list))


@given(traces(), WINDOWS)
def test_rolling_range_agrees_with_the_reference(trace, window):
    found = bc.trace.rolling_range(*trace, window)
    expected = reference.trace.rolling_range(*trace, window)
    assert (found.range, found.low_index, found.high_index) == expected
    assert found.resolvable == reference.trace.resolvable(trace[1], window)


@given(traces(), WINDOWS)
def test_ramps_agree_with_the_reference(trace, window):
    found = bc.trace.ramp(*trace, window, quantile=LEVELS)
    rates = reference.trace.rates(*trace, window)

    def expected(part):
        return [reference.trace.quantile([part(rate) for rate in rates], p) for p in LEVELS]

    assert found.up.tolist() == expected(lambda rate: max(rate, 0.0))
    assert found.down.tolist() == expected(lambda rate: max(-rate, 0.0))
    assert found.either.tolist() == expected(abs)


@given(traces(), WINDOWS)
def test_smoothing_agrees_with_the_reference(trace, window):
    means = bc.trace.moving_mean(*trace, window)
    assert means == pytest.approx(reference.trace.moving_mean(*trace, window), abs=1e-5)
    need = bc.trace.smoothing_need(*trace, window)
    found = (need.charge_power_watt, need.discharge_power_watt, need.energy_wh)
    assert found == pytest.approx(reference.trace.smoothing_need(*trace, window), abs=1e-5)


@given(traces())
def test_a_longer_window_sees_no_smaller_swing(trace):
    swing = bc.trace.rolling_range(*trace, [0.1, 0.5, 1.0, 2.0, 5.0, 1e3]).range
    assert (np.diff(swing) >= 0.0).all()
    assert swing[-1] == np.ptp(trace[0])


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=60), st.integers(-(10**9), 10**9))
def test_only_differences_count(values, offset):
    here = bc.trace.metrics(values, 1.0, window_second=[2.0, 8.0])
    there = bc.trace.metrics(np.add(values, offset), 1.0, window_second=[2.0, 8.0])
    assert here.rolling_range.range.tolist() == there.rolling_range.range.tolist()
    assert here.ramp.either.tolist() == there.ramp.either.tolist()
    assert here.smoothing_need.energy_wh == pytest.approx(there.smoothing_need.energy_wh, abs=1e-6)


@given(traces(), WINDOWS)
def test_a_mirrored_load_swaps_up_and_down(trace, window):
    values, steps = trace
    there, back = (bc.trace.ramp(sign * np.array(values), steps, window) for sign in (1, -1))
    assert there.up.tolist() == back.down.tolist()
    assert there.either.tolist() == back.either.tolist()
    needs = [bc.trace.smoothing_need(sign * np.array(values), steps, window) for sign in (1, -1)]
    assert needs[0].charge_power_watt == needs[1].discharge_power_watt
    assert needs[0].energy_wh == pytest.approx(needs[1].energy_wh, abs=1e-9)


@given(WATTS, st.integers(2, 50), STEPS, WINDOWS)
def test_a_constant_needs_nothing(value, samples, step, window):
    load = np.full(samples, value)
    assert bc.trace.moving_mean(load, step, window).tolist() == load.tolist()
    need = bc.trace.smoothing_need(load, step, window)
    assert (need.charge_power_watt, need.discharge_power_watt, need.energy_wh) == (0.0, 0.0, 0.0)
    assert bc.trace.rolling_range(load, step, window).range == 0.0
    assert not bc.trace.ramp(load, step, window).either.any()


@given(traces(), WINDOWS, st.integers(1, 20))
def test_the_past_alone_decides(trace, window, cut):
    values, steps = trace
    cut = min(cut, len(values))
    whole = bc.trace.moving_mean(values, steps, window)
    assert bc.trace.moving_mean(values[:cut], steps[:cut], window).tolist() == whole[:cut].tolist()


@pytest.mark.parametrize(("hertz", "peak_to_peak"), [(0.05, 14.142e6), (0.02, 32.361e6)])
def test_ten_megawatt_in_five_seconds_allow_a_tone_of_known_size(hertz, peak_to_peak):
    step = 0.01
    load = 0.5 * peak_to_peak * np.sin(2.0 * np.pi * hertz * step * np.arange(20_000))
    assert bc.trace.rolling_range(load, step, 5.0).range == pytest.approx(10e6, rel=1e-4)


def test_the_stop_of_a_job_under_a_mean_ramp():
    load = np.repeat([300e6, 90e6], 1200)
    ramp = bc.trace.ramp(load, 1.0, 600.0, quantile=1.0)
    assert (ramp.up, ramp.down) == (0.0, 210e6 / 600.0)


def test_what_the_sampling_cannot_resolve_is_said():
    load = np.arange(61.0)
    found = bc.trace.metrics(load, 3.0, window_second=[2.0, 5.9, 6.0, 180.0, 181.0])
    expected = [False, False, True, True, False]
    assert found.rolling_range.resolvable.tolist() == expected
    assert found.ramp.resolvable.tolist() == expected
    assert found.smoothing_need.resolvable.tolist() == expected
    uneven = np.full(61, 3.0)
    uneven[7] = 30.0
    assert bc.trace.rolling_range(load, uneven, [6.0, 60.0]).resolvable.tolist() == [False, True]


def test_a_million_samples_on_a_large_offset_do_not_drift():
    noise = np.random.default_rng(5).normal(size=1_000_000)
    load = 1e9 + noise
    mean = bc.trace.moving_mean(load, 0.1, 60.0)
    for last in (599, 123_456, 999_999):
        exact = math.fsum(load[last - 599 : last + 1]) / 600
        assert mean[last] == pytest.approx(exact, abs=3e-7)
    need = bc.trace.smoothing_need(load, 0.1, 60.0)
    deviation = np.cumsum((mean - load) * 0.1) / 3600.0
    assert need.energy_wh == pytest.approx(np.ptp(np.append(deviation, 0.0)), abs=1e-6)


def test_quantiles_are_those_of_numpy():
    load = np.random.default_rng(6).normal(size=5000)
    rates = (load[10:] - load[:-10]) / 10.0
    found = bc.trace.ramp(load, 1.0, 10.0, quantile=LEVELS)
    assert found.either == pytest.approx(np.quantile(np.abs(rates), LEVELS), rel=1e-12)
    assert found.up == pytest.approx(np.quantile(np.maximum(rates, 0.0), LEVELS), rel=1e-12)


def test_leading_axes_go_side_by_side():
    loads = np.random.default_rng(7).normal(size=(2, 3, 80))
    window = [3.0, 10.0]
    swing, ramp = bc.trace.rolling_range(loads, 1.0, window), bc.trace.ramp(loads, 1.0, window)
    need, mean = bc.trace.smoothing_need(loads, 1.0, window), bc.trace.moving_mean(loads, 1.0, 3.0)
    assert swing.range.shape == (2, 3, 2)
    assert ramp.up.shape == (2, 3, 2, 5)
    for place in np.ndindex(2, 3):
        alone = bc.trace.metrics(loads[place], 1.0, window_second=window)
        assert swing.range[place].tolist() == alone.rolling_range.range.tolist()
        assert ramp.down[place].tolist() == alone.ramp.down.tolist()
        assert need.energy_wh[place].tolist() == alone.smoothing_need.energy_wh.tolist()
        assert mean[place].tolist() == bc.trace.moving_mean(loads[place], 1.0, 3.0).tolist()


def test_a_summary_has_a_line_per_window():
    summary = bc.trace.metrics(np.arange(100.0), 1.0).summary()
    _, _, five_seconds, *_, ten_minutes = (line.split() for line in summary.splitlines())
    assert five_seconds[:6] == ["5", "5", "1", "0", "0", "2"]
    assert five_seconds[-1] == "yes"
    assert (ten_minutes[0], ten_minutes[-1]) == ("600", "no")

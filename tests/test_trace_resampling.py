import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

WATTS = st.floats(-1e6, 1e6)
STEPS = st.sampled_from([0.1, 0.3, 1.0, 1.7, 2.0])
PARTIAL = st.sampled_from(["keep", "drop"])


@st.composite
def traces(draw, most=40):
    """Samples with one step, or with one each."""
    values = draw(st.lists(WATTS, min_size=1, max_size=most))
    uniform = [draw(STEPS)] * len(values)
    return values, draw(st.just(uniform) | st.tuples(*(STEPS for _ in values)).map(list))


@given(traces(most=12), STEPS, PARTIAL)
def test_agrees_with_the_reference(trace, new_step, partial):
    values, steps = trace
    if new_step > math.fsum(steps):
        partial = "keep"
    found = bc.trace.moments(values, steps, new_step, partial=partial)

    def expected(gather):
        found = reference.trace.over_intervals(values, steps, new_step, partial, gather)
        return pytest.approx(found, rel=1e-9, abs=1e-6)

    spans = reference.trace.intervals(math.fsum(steps), new_step, partial)
    assert found.dt_second == pytest.approx([end - begin for begin, end in spans])
    assert found.mean == expected(reference.trace.mean)
    assert found.mean_square == expected(reference.trace.mean_square)
    assert found.mean_positive == expected(reference.trace.mean_positive)
    assert found.minimum.tolist() == expected(lambda parts: min(value for value, _ in parts))
    assert found.maximum.tolist() == expected(lambda parts: max(value for value, _ in parts))


@given(traces(most=300), STEPS)
def test_energy_stays(trace, new_step):
    values, steps = trace
    found = bc.trace.resample(values, steps, new_step)
    before = math.fsum(np.multiply(values, steps))
    after = math.fsum(found.values * found.dt_second)
    within = 1e-12 * math.fsum(np.abs(values) * steps) + 1e-300  # denormal numbers lose digits
    assert after == pytest.approx(before, abs=within)
    assert math.fsum(found.dt_second) == pytest.approx(math.fsum(steps), rel=1e-12)


@given(traces(most=200), st.integers(1, 7), st.integers(1, 7))
def test_twice_coarser_is_once_coarser(trace, first, second):
    values, (step, *_) = trace
    once = bc.trace.resample(values, step, step * first * second)
    half_way = bc.trace.resample(values, step, step * first)
    twice = bc.trace.resample(half_way.values, half_way.dt_second, step * first * second)
    assert twice.values == pytest.approx(once.values, rel=1e-12, abs=1e-7)
    assert twice.dt_second == pytest.approx(once.dt_second, rel=1e-9)


@given(traces(), st.integers(1, 9))
def test_finer_and_back_is_the_same(trace, parts):
    values, (step, *_) = trace
    finer = bc.trace.resample(values, step, step / parts)
    assert finer.values.size == parts * len(values)
    back = bc.trace.resample(finer.values, finer.dt_second, step)
    assert back.values == pytest.approx(values, rel=1e-12, abs=1e-7)


@given(traces(), STEPS)
def test_moments_keep_their_order(trace, new_step):
    values, steps = trace
    found = bc.trace.moments(values, steps, new_step)
    slack = 1e-9 * max(1.0, *map(abs, values))
    assert (found.minimum <= found.mean + slack).all()
    assert (found.mean <= found.maximum + slack).all()
    assert (found.mean_square >= found.mean**2 - slack**2 - 1e-9 * found.mean**2).all()
    assert (found.mean_positive >= np.maximum(found.mean, 0.0) - slack).all()
    assert found.mean.tolist() == bc.trace.resample(values, steps, new_step).values.tolist()


def test_a_long_trace_of_decimal_steps_does_not_drift():
    values = 1e9 + np.arange(1_000_000) % 3
    found = bc.trace.moments(values, 0.1, 0.3)
    assert found.dt_second.size == 333_334
    assert np.ptp(found.mean[:-1] - 1e9) < 1e-6
    assert set(found.minimum[:-1]) == {1e9}
    assert set(found.maximum[:-1]) == {1e9 + 2}


def test_leading_axes_go_side_by_side():
    values = np.random.default_rng(3).normal(size=(2, 3, 50))
    steps = np.linspace(1.0, 2.0, 50)
    found = bc.trace.resample(values, steps, 7.0)
    assert found.values.shape == (2, 3, found.dt_second.size)
    for place in np.ndindex(2, 3):
        alone = bc.trace.resample(values[place], steps, 7.0)
        assert found.values[place].tolist() == alone.values.tolist()
    assert bc.trace.moments(values, steps, 7.0).mean.tolist() == found.values.tolist()


def test_means_hide_what_moments_keep():
    second = np.tile([90e6, -90e6], 1800)
    minute = bc.trace.moments(second, 1.0, 60.0)
    assert minute.mean == pytest.approx(np.zeros(60))
    assert minute.mean_positive == pytest.approx(np.full(60, 45e6))
    assert minute.mean_square == pytest.approx(np.full(60, 8.1e15))

"""Laws that every cycle count obeys."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import battcore as bc

rough = arrays(np.float64, st.integers(1, 200), elements=st.floats(-1e3, 1e3))
stepped = arrays(np.float64, st.integers(1, 200), elements=st.integers(-4, 4))
any_series = rough | stepped


def swings(cycles):
    return [c.tolist() for c in (cycles.range, cycles.mean, cycles.count)]


@given(any_series)
def test_every_move_is_counted_once(series):
    cycles = bc.cycles.rainflow(series)
    moved = np.abs(np.diff(series)).sum()
    assert 2.0 * cycles.count @ cycles.range == pytest.approx(moved, rel=1e-12, abs=1e-9)


@given(any_series)
def test_the_largest_range_spans_the_series(series):
    largest = bc.cycles.rainflow(series).range.max(initial=0.0)
    assert largest == series.max() - series.min()


@given(any_series, st.sampled_from([2.0, 1024.0, 2.0**40]))
def test_scaling_scales_the_ranges_and_nothing_else(series, scale):
    cycles, scaled = bc.cycles.rainflow(series), bc.cycles.rainflow(scale * series)
    assert scaled.range.tolist() == (scale * cycles.range).tolist()
    assert scaled.mean == pytest.approx(scale * cycles.mean, abs=1e-300)  # half a subnormal rounds
    assert scaled.count.tolist() == cycles.count.tolist()
    assert scaled.start.tolist() == cycles.start.tolist()


@given(any_series)
def test_turning_the_sign_turns_the_means_alone(series):
    cycles, turned = bc.cycles.rainflow(series), bc.cycles.rainflow(-series)
    assert swings(turned) == [
        cycles.range.tolist(),
        (-cycles.mean).tolist(),
        cycles.count.tolist(),
    ]
    assert turned.end.tolist() == cycles.end.tolist()


@given(any_series, st.data())
def test_rests_leave_the_cycles_as_they_are(series, data):
    length = len(series)
    stay = data.draw(arrays(np.int64, length, elements=st.integers(1, 4)))
    assert swings(bc.cycles.rainflow(np.repeat(series, stay))) == swings(bc.cycles.rainflow(series))


@given(stepped)
def test_finer_sampling_leaves_the_cycles_as_they_are(series):
    fine = np.interp(np.arange(0, len(series) - 0.9, 0.25), np.arange(len(series)), series)
    assert swings(bc.cycles.rainflow(fine)) == swings(bc.cycles.rainflow(series))


@given(any_series)
def test_turning_points_alone_have_the_same_cycles(series):
    points = bc.cycles.turning_points(series)
    assert swings(bc.cycles.rainflow(points.value)) == swings(bc.cycles.rainflow(series))


@given(any_series)
def test_each_cycle_stands_where_it_says(series):
    cycles = bc.cycles.rainflow(series)
    assert cycles.range.tolist() == np.abs(series[cycles.start] - series[cycles.end]).tolist()
    assert (cycles.start < cycles.end).all()


@given(any_series)
def test_repeating_closes_the_way_there_and_back(series):
    cycles = bc.cycles.rainflow(series, residue="repeat")
    moved = np.abs(np.diff(series, append=series[0])).sum()
    assert 2.0 * cycles.count @ cycles.range == pytest.approx(moved, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("step", [5e-324, 2.0**-1060, 1e-200, 1e-30, 4e307])
def test_no_step_is_too_small_or_too_large(step):
    cycles = bc.cycles.rainflow(np.array([0.0, 2.0, 1.0, 2.0, -1.0]) * step)
    assert (cycles.range / step).tolist() == [1.0, 2.0, 3.0]
    assert cycles.count.tolist() == [1.0, 0.5, 0.5]


def test_a_difference_lost_to_rounding_closes_nothing():
    series = [0.0, 1e16, 1.0, 1e16 - 2.0, 0.5]
    assert bc.cycles.rainflow(series).count.tolist() == [1.0, 0.5, 0.5]
    assert bc.cycles.rainflow([1.0, 1e16, 0.0, 1e16 - 2.0]).count.tolist() == [0.5, 0.5, 0.5]

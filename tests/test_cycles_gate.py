"""Small swings dropped, exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

series_of = st.lists(st.integers(0, 9).map(float), max_size=60)
ranges = st.integers(0, 6).map(float)


def swings(cycles):
    return sorted(zip(cycles.range.tolist(), cycles.mean.tolist(), cycles.count, strict=True))


@given(series_of, ranges)
def test_what_remains_is_as_if_small_swings_had_not_been(series, min_range):
    cleared = reference.cycles.without_small_swings(series, min_range)
    found = bc.cycles.rainflow(series, min_range=min_range)
    assert swings(found) == swings(bc.cycles.rainflow(cleared))


def test_inner_swings_close_before_ends_are_cut_back():
    assert reference.cycles.without_small_swings([7.0, 5.0, 6.0, 0.0], 3.0) == [7.0, 0.0]


@given(series_of, ranges, st.sampled_from(["half", "full", "discard", "repeat"]))
def test_the_gate_takes_small_rows_out_of_the_list(series, min_range, residue):
    cycles = bc.cycles.rainflow(series, residue=residue)
    found = bc.cycles.rainflow(series, residue=residue, min_range=min_range)
    large = cycles.range >= min_range
    assert found.start.tolist() == cycles.start[large].tolist()
    assert found.count.tolist() == cycles.count[large].tolist()


@given(st.integers(0), st.floats(0.0, 3.0), st.sampled_from([0.0, 1.5, 2.2]))
def test_damage_is_that_of_the_swings_that_pass(seed, min_range, exponent):
    series = np.random.default_rng(seed).standard_normal((2, 5000))
    for row, found in zip(
        series, bc.cycles.damage(series, exponent=exponent, min_range=min_range), strict=True
    ):
        cycles = bc.cycles.rainflow(row, min_range=min_range)
        expected = (cycles.count * cycles.range**exponent).sum()
        assert found == pytest.approx(expected, rel=1e-11, abs=1e-300)


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf, [1.0]])
@pytest.mark.parametrize(
    "call", [bc.cycles.rainflow, lambda xs, **gate: bc.cycles.damage(xs, exponent=1.0, **gate)]
)
def test_a_gate_that_is_no_range_is_refused(call, bad):
    with pytest.raises(bc.InputError) as caught:
        call([0.0, 1.0], min_range=bad)
    assert caught.value.name == "min_range"

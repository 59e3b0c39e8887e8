"""How damage depends on every sample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

LINEAR = bc.cycles.PiecewiseLinear(range=[0.0, 1.0, 2.5, 4.0], damage=[0.0, 0.5, 2.0, 6.0])
convex = st.sampled_from([1.0, 1.5, 2.0, 3.3])
stepped = st.lists(st.integers(0, 6).map(float), max_size=40)
apart = st.lists(st.integers(0, 1000), unique=True, max_size=30).map(
    lambda series: [x / 8.0 for x in series]
)


def damage(series, exponent):
    return float(bc.cycles.damage(series, exponent=exponent))


@given(apart, convex)
def test_away_from_ties_it_is_what_small_steps_tell(series, exponent):
    step = 1e-6
    slopes = bc.cycles.gradient(series, exponent=exponent)
    for k, slope in enumerate(slopes.tolist()):
        up, down = list(series), list(series)
        up[k] += step
        down[k] -= step
        difference = (damage(up, exponent) - damage(down, exponent)) / (2.0 * step)
        scale = exponent * 125.0 ** (exponent - 1.0)
        assert difference == pytest.approx(slope, rel=1e-4, abs=1e-4 * scale)


@given(stepped, stepped, convex)
def test_at_ties_it_is_a_subgradient(series, other, exponent):
    length = min(len(series), len(other))
    here, there = np.array(series[:length]), np.array(other[:length])
    slopes = bc.cycles.gradient(here, exponent=exponent)
    below = damage(here, exponent) + slopes @ (there - here)
    assert damage(there, exponent) >= below - 1e-9 * (1.0 + abs(below))


@given(stepped | apart, convex)
def test_slopes_agree_with_the_reference(series, exponent):
    def slope(r):
        return exponent * r ** (exponent - 1.0)

    expected = reference.cycles.gradient(series, slope)
    found = bc.cycles.gradient(series, exponent=exponent)
    assert found.tolist() == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(stepped)
def test_moving_all_samples_changes_nothing(series):
    assert bc.cycles.gradient(series, law=LINEAR).sum() == pytest.approx(0.0, abs=1e-9)


@given(apart, convex)
def test_a_power_is_homogeneous(series, exponent):
    slopes = bc.cycles.gradient(series, exponent=exponent)
    expected = exponent * damage(series, exponent)
    assert slopes @ np.array(series) == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_of_a_plateau_the_first_sample_has_the_slope():
    slopes = bc.cycles.gradient([0.0, 1.0, 1.0, 0.5, 0.5], exponent=2.0)
    assert slopes.tolist() == [-1.0, 1.5, 0.0, -0.5, 0.0]


def test_a_batch_is_its_series_side_by_side():
    batch = np.random.default_rng(0).integers(0, 9, (3, 2, 30)) / 8.0
    slopes = bc.cycles.gradient(batch, law=LINEAR)
    assert slopes.shape == batch.shape
    for place in np.ndindex(3, 2):
        assert slopes[place].tolist() == bc.cycles.gradient(batch[place], law=LINEAR).tolist()


@given(st.lists(stepped, min_size=2, max_size=4), convex)
def test_series_of_unequal_length_keep_their_slopes_apart(parts, exponent):
    slopes = bc.cycles.gradient(parts, exponent=exponent)
    for part, own in zip(parts, slopes, strict=True):
        assert own.tolist() == bc.cycles.gradient(part, exponent=exponent).tolist()


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, np.nan]), max_size=30), convex)
def test_samples_that_are_passed_over_have_no_slope(series, exponent):
    kept = ~np.isnan(series)
    expected = np.zeros(len(series))
    expected[kept] = bc.cycles.gradient(np.array(series)[kept], exponent=exponent)
    for nan in ("skip", "hold"):
        assert bc.cycles.gradient(series, exponent=exponent, nan=nan).tolist() == expected.tolist()


@given(apart, st.sampled_from([0.5, 3.0]))
def test_small_swings_have_no_slope(series, min_range):
    slopes = bc.cycles.gradient(series, exponent=1.0, min_range=min_range)
    left = bc.cycles.damage(series, exponent=1.0, min_range=min_range)
    assert slopes @ np.array(series) == pytest.approx(left, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("shape", [(0,), (1,), (2, 0), (0, 3)])
def test_what_never_moves_has_no_slope(shape):
    assert bc.cycles.gradient(np.zeros(shape), exponent=1.5).tolist() == np.zeros(shape).tolist()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"series": [0.0, np.nan]}, "series"),
        ({"series": 1.0}, "series"),
        ({"series": [[0.0, 1.0], [0.0, np.nan, 1.0]]}, "series"),
        ({"min_range": -1.0}, "min_range"),
        ({"exponent": -1.0}, "exponent"),
        ({"exponent": None}, "exponent"),
        ({"law": LINEAR}, "law"),
        ({"exponent": None, "law": 2.0}, "law"),
    ],
)
def test_what_cannot_be_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.cycles.gradient(**{"series": [0.0, 1.0], "exponent": 1.0, **change})
    assert caught.value.name == name

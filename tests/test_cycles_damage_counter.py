"""Damage that is known at every sample, and what going on would cost."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

LINEAR = bc.cycles.PiecewiseLinear(range=[0.0, 1.0, 2.5, 4.0], damage=[0.0, 0.5, 2.0, 6.0])
BENT = bc.cycles.PiecewiseLinear(range=[0.0, 1.0, 3.0], damage=[0.0, 1.0, 1.5])
LAWS = [bc.cycles.PowerLaw(exponent=k, scale=3.0) for k in (0.0, 0.5, 1.0, 1.5, 2.3)]
any_law = st.sampled_from([*LAWS, LINEAR, BENT])
convex_law = st.sampled_from([*LAWS[2:], LINEAR])
series_of = st.lists(st.integers(0, 8).map(float), max_size=40) | st.lists(
    st.floats(-9, 9), max_size=40
)


def of_range(law, r):
    """The damage of a full cycle."""
    if isinstance(law, bc.cycles.PowerLaw):
        return law.scale * r**law.exponent
    slope = (law.damage[-1] - law.damage[-2]) / (law.range[-1] - law.range[-2])
    beyond = max(r - law.range[-1], 0.0) * slope
    return float(np.interp(r, law.range, law.damage)) + beyond


def damage(series, law):
    return sum((c.count * of_range(law, c.range) for c in reference.cycles.rainflow(series)), 0.0)


def counted(series, law):
    counter = bc.cycles.DamageCounter(law)
    counter.extend(series)
    return counter


def state(counter):
    residue = counter.residue()
    return counter.damage, residue.value.tolist(), residue.index.tolist(), counter.samples


@given(series_of, any_law)
def test_damage_is_that_of_the_cycles_at_every_sample(series, law):
    counter, before = bc.cycles.DamageCounter(law), 0.0
    for k, x in enumerate(series, 1):
        added = counter.push(x)
        assert added >= 0.0
        assert counter.damage == pytest.approx(damage(series[:k], law), rel=1e-12, abs=1e-15)
        assert counter.damage - before == pytest.approx(added, rel=1e-9, abs=1e-12)
        before = counter.damage


@given(series_of, series_of, any_law)
def test_parts_give_what_samples_give_bit_for_bit(series, more, law):
    pushed = bc.cycles.DamageCounter(law)
    one_by_one = [pushed.push(x) for x in [*series, *more]]
    parted = counted(series, law)
    out = np.empty(len(more))
    assert parted.extend(more, out=out) is out
    assert out.tolist() == one_by_one[len(series) :]
    assert state(parted) == state(pushed)


@given(series_of, st.floats(-9, 9), any_law)
def test_the_cost_of_a_level_is_what_going_there_adds(series, level, law):
    counter = counted(series, law)
    before = state(counter)
    cost = counter.cost([level])[0]
    assert cost == pytest.approx(counter.copy().push(level), rel=1e-9, abs=1e-9)
    expected = reference.cycles.cost(series, level, lambda r: of_range(law, r))
    assert cost == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert state(counter) == before


@given(series_of.filter(len), st.sampled_from(["up", "down"]), st.sampled_from(LAWS[2:]))
def test_slopes_are_those_of_the_full_count(series, direction, law):
    ahead, step = counted(series, law).marginal(direction), 1e-6
    sign = 1.0 if direction == "up" else -1.0
    assert ahead.level[0] == series[-1]
    assert (sign * np.diff(ahead.level) > 0.0).all()
    before = damage(series, law)
    for k, level in enumerate(ahead.level.tolist()):
        here, near = (damage([*series, level + sign * h], law) for h in (0.0, step))
        assert here - before == pytest.approx(ahead.damage[k], rel=1e-9, abs=1e-9)
        is_wide = k + 1 == len(ahead.level) or abs(ahead.level[k + 1] - level) > step
        if is_wide:
            assert (near - here) / step == pytest.approx(ahead.slope[k], rel=1e-3, abs=1e-2)


@given(series_of.filter(len), st.sampled_from(["up", "down"]), convex_law)
def test_the_cost_ahead_is_convex(series, direction, law):
    counter = counted(series, law)
    sign = 1.0 if direction == "up" else -1.0
    ahead = counter.marginal(direction)
    assert (np.diff(ahead.slope) >= -1e-9).all()
    costs = counter.cost(series[-1] + sign * np.linspace(0.0, 20.0, 41))
    assert (np.diff(costs, 2) >= -1e-9).all()


@given(series_of, convex_law)
def test_damage_moves_smoothly_with_the_last_sample(series, law):
    last = series[-1] if series else 0.0
    costs = counted(series, law).cost(last + np.linspace(-10.0, 10.0, 2001))
    assert (costs >= 0.0).all()
    steepest = 0.5 * (of_range(law, 28.0) - of_range(law, 27.99))
    assert np.abs(np.diff(costs)).max() <= steepest + 1e-9


@given(series_of, series_of, any_law)
def test_copies_and_pickles_go_on_alike(series, more, law):
    counter = counted(series, law)
    twins = [counter.copy(), copy.copy(counter), pickle.loads(pickle.dumps(counter))]  # noqa: S301
    counter.extend(more)
    for twin in twins:
        assert (twin.law, state(twin)) == (law, state(counted(series, law)))
        twin.extend(more)
        assert state(twin) == state(counter)


def test_a_long_steady_swing_leaves_little_open():
    counter = counted([0.0, 1.0] * 1000, LAWS[3])
    assert len(counter.residue().value) == 2
    assert repr(counter) == "<DamageCounter of 2000 samples: 2998.5>"


def test_before_the_first_sample_nothing_costs_anything():
    counter = bc.cycles.DamageCounter(LINEAR)
    assert counter.cost([[1.0, 2.0]]).tolist() == [[0.0, 0.0]]
    assert counter.marginal("up").level.shape == (0,)


def test_a_refused_sample_leaves_the_counter_as_it_was():
    counter = counted([0.0, 1.0], LINEAR)
    before = state(counter)
    with pytest.raises(bc.InputError, match=r"xs\[1\] = NaN"):
        counter.extend([2.0, np.nan])
    with pytest.raises(bc.InputError, match="x = inf"):
        counter.push(np.inf)
    with pytest.raises(bc.InputError, match=r"levels\[0\] = NaN"):
        counter.cost(np.nan)
    with pytest.raises(ValueError, match='direction = "left"'):
        counter.marginal("left")
    assert state(counter) == before


@pytest.mark.parametrize("kind", [bc.cycles.DamageCounter, bc.cycles.PlayCounter])
@pytest.mark.parametrize(
    "out",
    [np.empty(3), np.empty(2, np.float32), [0.0, 0.0], np.empty(4)[::2]],
    ids=["long", "narrow", "list", "strided"],
)
def test_a_buffer_must_fit(kind, out):
    with pytest.raises(bc.InputError, match="out "):
        kind(LINEAR).extend([0.0, 1.0], out=out)
    with pytest.raises(bc.InputError, match="overlaps"):
        kind(LINEAR).extend(samples := np.zeros(2), out=samples)


@pytest.mark.parametrize("kind", [bc.cycles.DamageCounter, bc.cycles.PlayCounter])
@pytest.mark.parametrize("law", [None, 1.5, "linear"])
def test_a_law_is_wanted(kind, law):
    with pytest.raises(bc.InputError, match="law = "):
        kind(law)


@pytest.mark.parametrize(
    "change",
    [
        lambda law, residue, samples, sums: (law, residue, samples - 1, sums),
        lambda law, residue, samples, sums: (law, (residue[0] * 0, residue[1]), samples, sums),
        lambda law, residue, samples, sums: (law, residue, samples, (sums[0], -1.0, sums[2])),
        lambda law, residue, samples, sums: (law, residue, samples, (*sums[:2], np.nan)),
        lambda law, residue, samples, sums: (law, residue, samples, (-sums[0], *sums[1:])),
        lambda law, residue, samples, sums: (law, residue, samples, (sums[0][1:], *sums[1:])),
    ],
)
def test_a_state_that_no_counter_can_have_is_refused(change):
    counter = counted([0.0, 1.0, -1.0, 2.0, 1.0], LINEAR)
    with pytest.raises(bc.InputError):
        counter.__setstate__(change(*counter.__getstate__()))

"""Damage from play operators is damage from rainflow."""

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
any_law = st.sampled_from([LINEAR, BENT])
series_of = st.lists(st.integers(0, 8).map(float), max_size=60) | st.lists(
    st.floats(-9, 9), max_size=60
)


def state(plays):
    low, high = plays.__getstate__()[1]
    return plays.damage, low.tolist(), high.tolist()


@given(series_of, any_law)
def test_plays_add_what_cycles_add_at_every_sample(series, law):
    plays, counter = bc.cycles.PlayCounter(law), bc.cycles.DamageCounter(law)
    added, expected = plays.extend(series), counter.extend(series)
    assert added == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert plays.damage == pytest.approx(counter.damage, rel=1e-12, abs=1e-13)
    assert (added >= 0.0).all()


@given(series_of, any_law)
def test_plays_agree_with_the_reference(series, law):
    plays = bc.cycles.PlayCounter(law)
    plays.extend(series)
    expected = reference.cycles.play_damage(series, law.range, law.damage)
    assert plays.damage == pytest.approx(expected, rel=1e-12, abs=1e-13)


@given(series_of.filter(len), st.floats(0.1, 6.0))
def test_a_play_that_starts_at_the_first_sample_has_seen_a_swing_around_it(series, width):
    """The classical start: the dead band counts as if it had been crossed on either side."""
    law = bc.cycles.PiecewiseLinear(range=[0.0, width, width + 1.0], damage=[0.0, 0.0, 1.0])
    plays, place = bc.cycles.PlayCounter(law), series[0]
    plays.extend([place - width / 2.0, place + width / 2.0])
    assert plays.damage == pytest.approx(0.0, abs=1e-12)
    way = 0.0
    for x in series:
        new = min(max(place, x - width / 2.0), x + width / 2.0)
        way, place = way + abs(new - place), new
    plays.extend(series)
    assert plays.damage == pytest.approx(0.5 * way, rel=1e-9, abs=1e-9)


@given(series_of, series_of, any_law)
def test_copies_pickles_and_parts_go_on_alike(series, more, law):
    plays = bc.cycles.PlayCounter(law)
    plays.extend(series)
    twins = [plays.copy(), copy.copy(plays), pickle.loads(pickle.dumps(plays))]  # noqa: S301
    added = plays.extend(more)
    for twin in twins:
        assert twin.law == law
        assert [twin.push(x) for x in more] == added.tolist()
        assert state(twin) == state(plays)


def test_a_refused_sample_leaves_the_plays_as_they_were():
    plays = bc.cycles.PlayCounter(LINEAR)
    plays.extend([0.0, 2.0])
    before = state(plays)
    with pytest.raises(bc.InputError, match=r"xs\[1\] = NaN"):
        plays.extend([2.0, np.nan])
    with pytest.raises(bc.InputError, match="x = inf"):
        plays.push(np.inf)
    assert state(plays) == before
    assert repr(plays) == "<PlayCounter: 0.75>"


def test_a_power_has_no_plays():
    with pytest.raises(bc.InputError, match="expected a PiecewiseLinear"):
        bc.cycles.PlayCounter(bc.cycles.PowerLaw(exponent=1.0))


@pytest.mark.parametrize(
    "change",
    [
        lambda law, places, damage: (law, (places[0][1:], places[1]), damage),
        lambda law, places, damage: (law, (places[0], places[1] - 9.0), damage),
        lambda law, places, damage: (law, (places[0] * np.nan, places[1]), damage),
        lambda law, places, _: (law, places, -1.0),
    ],
)
def test_a_state_that_no_plays_can_have_is_refused(change):
    plays = bc.cycles.PlayCounter(LINEAR)
    plays.extend([0.0, 2.0])
    with pytest.raises(bc.InputError):
        plays.__setstate__(change(*plays.__getstate__()))

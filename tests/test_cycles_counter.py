"""Cycles of a series that arrives in parts."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from rainflow_data import STREAMING

series_of = st.lists(st.integers(0, 5).map(float), max_size=60)
places_of = st.lists(st.integers(0, 60), max_size=4)


def counted(series):
    counter = bc.cycles.CycleCounter()
    counter.extend(series)
    return counter


def rows(cycles):
    columns = (cycles.range, cycles.mean, cycles.count, cycles.start, cycles.end)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def everything(counter):
    return rows(counter.cycles()) + rows(counter.provisional())


def state(counter):
    residue = counter.residue()
    return everything(counter), residue.value.tolist(), residue.index.tolist(), counter.samples


@pytest.mark.parametrize("case", STREAMING, ids=lambda case: case["id"])
def test_after_each_part_the_recorded_state_is_known(case):
    counter = bc.cycles.CycleCounter()
    for expected in case["states"]:
        counter.extend(case["series"][counter.samples : expected["consumed"]])
        cycles, residue = counter.cycles(), counter.residue()
        full = cycles.count == 1.0
        assert full.sum() == expected["closed_full"]
        assert (cycles.range[full] ** 2).sum() == pytest.approx(expected["closed_sum_k2"])
        halves = np.column_stack((cycles.range, cycles.mean))[~full].tolist()
        assert halves == expected["final_half"]
        open_points = list(zip(residue.index.tolist(), residue.value.tolist(), strict=True))
        assert open_points == [tuple(point) for point in expected["provisional"]]


@given(series_of, places_of)
def test_parts_give_the_whole_bit_for_bit(series, places):
    counter, cuts = bc.cycles.CycleCounter(), sorted(places)
    for start, stop in zip([0, *cuts], [*cuts, len(series)], strict=True):
        counter.extend(series[start:stop])
    pushed = bc.cycles.CycleCounter()
    for x in series:
        pushed.push(x)
    assert state(counter) == state(counted(series)) == state(pushed)
    assert everything(counter) == rows(bc.cycles.rainflow(series))


@given(series_of, series_of, series_of)
def test_merging_is_counting_on_in_whatever_order(a, b, c):
    left, right = counted(a), counted(b)
    left.merge(counted(b))
    left.merge(counted(c))
    right.merge(counted(c))
    outer = counted(a)
    outer.merge(right)
    whole = counted(a + b + c)
    assert sorted(everything(left)) == sorted(everything(outer)) == sorted(everything(whole))
    assert state(left)[1:] == state(outer)[1:] == state(whole)[1:]


@given(series_of, st.integers(1, 4))
def test_repeating_is_seeing_again(series, times):
    counter = counted(series)
    counter.repeat(times)
    assert sorted(everything(counter)) == sorted(everything(counted(series * times)))


@given(series_of)
def test_a_counter_can_be_merged_with_itself(series):
    counter = counted(series)
    counter.merge(counter)
    assert sorted(everything(counter)) == sorted(everything(counted(series * 2)))


@given(series_of, st.floats(0, 4))
def test_damage_so_far_is_the_damage_of_what_came(series, exponent):
    expected = bc.cycles.damage(series, exponent=exponent)
    assert counted(series).damage(exponent) == pytest.approx(expected, rel=1e-12)
    law = bc.cycles.PowerLaw(exponent=exponent)
    assert counted(series).damage(law=law) == counted(series).damage(exponent)


@given(series_of, st.integers(0, 60))
def test_damage_moves_smoothly_with_the_last_sample(series, target):
    ways = np.linspace(series[-1] if series else 0.0, target / 10, 200)
    counter, known = counted(series), []
    for x in ways:
        counter.push(float(x))
        known.append(counter.damage(1.5))
    steps = np.diff(known)
    assert (steps >= -1e-9).all()
    assert steps.max() <= 1.5 * 6**0.5 * np.ptp(ways) / 199 + 1e-9


@given(series_of, series_of)
def test_copies_and_pickles_go_on_alike(series, more):
    counter = counted(series)
    twins = [counter.copy(), copy.copy(counter), pickle.loads(pickle.dumps(counter))]  # noqa: S301
    counter.extend(more)
    for twin in twins:
        assert state(twin) == state(counted(series))
        twin.extend(more)
        assert state(twin) == state(counter)


def test_a_refused_sample_leaves_the_counter_as_it_was():
    counter = counted([0.0, 1.0])
    with pytest.raises(bc.InputError, match=r"xs\[1\] = NaN"):
        counter.extend([2.0, np.nan])
    with pytest.raises(bc.InputError, match="x = inf"):
        counter.push(np.inf)
    with pytest.raises(bc.InputError, match="exponent"):
        counter.damage(-1.0)
    with pytest.raises(bc.InputError, match="times"):
        counter.repeat(0)
    assert state(counter) == state(counted([0.0, 1.0]))


def test_a_long_steady_swing_leaves_little_open():
    counter = counted([0.0, 1.0] * 1000)
    assert len(counter.residue().value) == 2
    assert repr(counter) == "<CycleCounter of 2000 samples>"


@pytest.mark.parametrize(
    "change",
    [
        lambda closed, residue, samples: (closed, residue, samples - 1),
        lambda closed, residue, samples: (closed, (residue[0] * 0, residue[1]), samples),
        lambda closed, residue, samples: (closed, (residue[0] * np.nan, residue[1]), samples),
        lambda closed, residue, samples: (
            (*closed[:2], closed[2] * 3, *closed[3:]),
            residue,
            samples,
        ),
        lambda closed, residue, samples: ((closed[0] + 1, *closed[1:]), residue, samples),
    ],
)
def test_a_state_that_no_counter_can_have_is_refused(change):
    counter = counted([0.0, 1.0, -1.0, 2.0, 1.0])
    with pytest.raises(bc.InputError):
        counter.__setstate__(change(*counter.__getstate__()))

"""The standard, the specification, and what is refused."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

STANDARD = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0]
RESIDUES = ("half", "full", "discard")
PLATEAUS = ("first", "last")

series_of = st.lists(st.integers(0, 5).map(float), max_size=60) | st.lists(
    st.floats(-1e300, 1e300), max_size=60
)


def rows(cycles):
    columns = (cycles.range, cycles.mean, cycles.count, cycles.start, cycles.end)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_counts_the_example_of_the_standard():
    cycles = bc.cycles.rainflow(STANDARD)
    assert cycles.range.tolist() == [3.0, 4.0, 4.0, 8.0, 9.0, 8.0, 6.0]
    assert cycles.count.tolist() == [0.5, 0.5, 1.0, 0.5, 0.5, 0.5, 0.5]
    assert cycles.series is None


def test_counts_the_repeating_example_of_the_standard():
    cycles = bc.cycles.rainflow(STANDARD, residue="repeat")
    assert sorted(cycles.range.tolist()) == [3.0, 4.0, 7.0, 9.0]
    assert cycles.count.tolist() == [1.0] * 4


@given(series_of, st.sampled_from(RESIDUES), st.sampled_from(PLATEAUS))
def test_cycles_agree_with_the_reference_to_the_last_bit(series, residue, plateau):
    found = rows(bc.cycles.rainflow(series, residue=residue, plateau=plateau))
    assert found == [astuple(c) for c in reference.cycles.rainflow(series, residue, plateau)]


@given(series_of)
def test_repeating_cycles_agree_with_the_reference(series):
    found = rows(bc.cycles.rainflow(series, residue="repeat"))
    expected = [astuple(c) for c in reference.cycles.rainflow(series, "repeat")]
    assert sorted(row[:3] for row in found) == sorted(row[:3] for row in expected)


@given(series_of, st.sampled_from(PLATEAUS))
def test_turning_points_agree_with_the_reference(series, plateau):
    found = bc.cycles.turning_points(series, plateau=plateau)
    expected = [astuple(p) for p in reference.cycles.turning_points(series, plateau)]
    assert list(zip(found.value.tolist(), found.index.tolist(), strict=True)) == expected


@given(st.lists(st.floats(0, 1), max_size=60), st.floats(0, 4))
def test_sums_agree_with_the_reference(soc, exponent):
    damage = reference.cycles.damage(soc, exponent)
    assert bc.cycles.damage(soc, exponent=exponent) == pytest.approx(damage, rel=1e-12)
    efc = reference.cycles.equivalent_full_cycles(soc)
    assert bc.cycles.equivalent_full_cycles(soc) == efc


@given(st.integers(0, 4), st.integers(0, 3), st.integers(0, 20), st.integers(0))
def test_a_batch_is_its_series_side_by_side(packs, months, time, seed):
    batch = np.random.default_rng(seed).integers(0, 6, (packs, months, time)) / 8
    cycles = bc.cycles.rainflow(batch)
    damage = bc.cycles.damage(batch, exponent=1.5)
    efc = bc.cycles.equivalent_full_cycles(batch)
    assert damage.shape == efc.shape == (packs, months)
    for k, place in enumerate(np.ndindex(packs, months)):
        own = [row for row, at in zip(rows(cycles), cycles.series, strict=True) if at == k]
        assert own == rows(bc.cycles.rainflow(batch[place]))
        assert damage[place] == bc.cycles.damage(batch[place], exponent=1.5)
        assert efc[place] == bc.cycles.equivalent_full_cycles(batch[place])


@pytest.mark.parametrize("series", [[], [1.0], [1.0, 1.0, 1.0], [0.0, -0.0, 0.0]])
@pytest.mark.parametrize("residue", [*RESIDUES, "repeat"])
def test_what_never_moves_has_no_cycles(series, residue):
    assert rows(bc.cycles.rainflow(series, residue=residue)) == []
    assert str(bc.cycles.damage(series, exponent=2.0)) == "0.0"
    assert str(bc.cycles.equivalent_full_cycles(series)) == "0.0"


def test_two_samples_are_half_a_cycle():
    assert rows(bc.cycles.rainflow([1.0, 2.0])) == [(1.0, 1.5, 0.5, 0, 1)]


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.uint8, np.float32])
def test_narrow_numbers_are_widened_before_they_are_compared(dtype):
    top = 100 if dtype in {np.int8, np.uint8, np.float32} else np.iinfo(dtype).max // 5
    scaled = [(value + 4.0) * top / 10 // 1 for value in STANDARD]
    assert rows(bc.cycles.rainflow(np.array(scaled, dtype))) == rows(bc.cycles.rainflow(scaled))


def test_views_are_read_as_they_stand():
    grid = np.arange(60.0).reshape(6, 10) % 7
    assert rows(bc.cycles.rainflow(grid[:, 3])) == rows(bc.cycles.rainflow(grid[:, 3].tolist()))
    assert rows(bc.cycles.rainflow(grid[::-2, ::3][0])) == rows(bc.cycles.rainflow(grid[5, ::3]))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e308])
@pytest.mark.parametrize(
    "call",
    [
        bc.cycles.turning_points,
        bc.cycles.rainflow,
        lambda xs: bc.cycles.damage(xs, exponent=1.0),
        lambda xs: bc.cycles.rainflow([[0.0, 0.0, 0.0], xs[:3], xs[2:]]),
    ],
)
def test_samples_that_cannot_be_counted_are_refused_with_their_place(call, bad):
    with pytest.raises(bc.InputError) as caught:
        call([0.0, 1.0, 2.0, bad, 4.0])
    assert caught.value.name == "series"
    assert caught.value.index in {3, 7}


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: bc.cycles.rainflow(1.0), "series"),
        (lambda: bc.cycles.rainflow("text"), "series"),
        (lambda: bc.cycles.turning_points([[1.0]]), "series"),
        (lambda: bc.cycles.damage([0.0, 1.0], exponent=-1.0), "exponent"),
        (lambda: bc.cycles.damage([0.0, 1.0], exponent=np.nan), "exponent"),
        (lambda: bc.cycles.equivalent_full_cycles([0.0, 50.0]), "soc"),
    ],
)
def test_arguments_that_cannot_be_right_are_refused(call, name):
    with pytest.raises(bc.InputError) as caught:
        call()
    assert caught.value.name == name


@pytest.mark.parametrize("choice", [{"residue": "none"}, {"plateau": "middle"}])
def test_choices_are_closed(choice):
    with pytest.raises(ValueError, match=f"{next(iter(choice))} = "):
        bc.cycles.rainflow(STANDARD, **choice)

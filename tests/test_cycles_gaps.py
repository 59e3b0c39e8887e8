"""Samples that are not a number, and samples of other kinds and places."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

with_gaps = st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, np.nan]), max_size=60)
POLICIES = ("skip", "hold")
KINDS = "bhilqBHILQf"


def rows(cycles):
    columns = (cycles.range, cycles.mean, cycles.count, cycles.start, cycles.end)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@given(with_gaps, st.sampled_from(POLICIES), st.sampled_from(["first", "last"]))
def test_gaps_are_read_as_the_reference_does(series, nan, plateau):
    cycles = bc.cycles.rainflow(series, nan=nan, plateau=plateau)
    assert rows(cycles) == [
        astuple(c) for c in reference.cycles.rainflow(series, "half", plateau, nan)
    ]
    points = bc.cycles.turning_points(series, nan=nan, plateau=plateau)
    found = list(zip(points.value.tolist(), points.index.tolist(), strict=True))
    assert found == [astuple(p) for p in reference.cycles.turning_points(series, plateau, nan)]


@given(with_gaps)
def test_gaps_do_no_damage(series):
    numbers = [x for x in series if not np.isnan(x)]
    whole = bc.cycles.damage(numbers, exponent=1.5)
    for nan in POLICIES:
        assert bc.cycles.damage(series, exponent=1.5, nan=nan) == pytest.approx(whole, rel=1e-12)
        cut = [x / 3.0 for x in series]
        efc = bc.cycles.equivalent_full_cycles([x / 3.0 for x in numbers])
        assert bc.cycles.equivalent_full_cycles(cut, nan=nan) == efc


@pytest.mark.parametrize("nan", POLICIES)
def test_gaps_across_blocks_are_passed_over(nan):
    series = np.random.default_rng(4).standard_normal(10_000)
    series[1000:5000] = np.nan
    series[-1] = np.nan
    kept = np.flatnonzero(~np.isnan(series))
    found, expected = bc.cycles.rainflow(series, nan=nan), bc.cycles.rainflow(series[kept])
    assert found.range.tolist() == expected.range.tolist()
    assert found.start.tolist() == kept[expected.start].tolist()
    assert found.end.tolist() == kept[expected.end].tolist()


def test_a_series_of_gaps_has_no_points():
    assert len(bc.cycles.turning_points([np.nan] * 5, nan="skip").index) == 0
    assert bc.cycles.damage([np.nan] * 5, nan="hold", exponent=1.0) == 0.0


@pytest.mark.parametrize(
    "call",
    [
        bc.cycles.turning_points,
        bc.cycles.rainflow,
        lambda xs, nan: bc.cycles.damage(xs, exponent=1.0, nan=nan),
    ],
)
def test_infinite_samples_are_refused_by_every_policy(call):
    for nan in ("raise", *POLICIES):
        for place in (0, 2, 4):
            series = [0.0, 1.0, 0.0, 1.0, 0.0]
            series[place] = -np.inf
            with pytest.raises(bc.InputError) as caught:
                call(series, nan=nan)
            assert (caught.value.name, caught.value.index) == ("series", place)
    with pytest.raises(ValueError, match="nan = "):
        call([0.0, 1.0], nan="drop")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_number_is_counted_as_its_value(kind):
    dtype = np.dtype(kind)
    top = 7 if dtype.kind == "f" else min(np.iinfo(dtype).max, 2**53 - 1)
    walk = np.random.default_rng(5).uniform(0, top, (2, 3, 5000)).astype(dtype)
    exact = walk.astype(np.float64)
    assert rows(bc.cycles.rainflow(walk)) == rows(bc.cycles.rainflow(exact))
    assert np.array_equal(
        bc.cycles.damage(walk, exponent=1.5), bc.cycles.damage(exact, exponent=1.5)
    )


@pytest.mark.parametrize("dtype", [np.float16, np.longdouble, ">f8", ">i2", bool, object])
def test_other_kinds_are_widened_too(dtype):
    series = np.array([0, 1, 0, 1, 1, 0]).astype(dtype)
    assert rows(bc.cycles.rainflow(series)) == rows(bc.cycles.rainflow(series.astype(float)))


def test_integers_that_float64_confuses_are_refused():
    for dtype in (np.int64, np.uint64):
        whole = np.array([0, 2**53 - 1, 0], dtype)
        assert bc.cycles.rainflow(whole).range.tolist() == [2.0**53 - 1] * 2
        for place in range(3):
            series = np.zeros(3, dtype)
            series[place] = 2**53
            with pytest.raises(bc.InputError) as caught:
                bc.cycles.rainflow(series)
            assert caught.value.index == place
    with pytest.raises(bc.InputError):
        bc.cycles.damage(np.array([0, -(2**53)]), exponent=1.0)


@given(st.integers(1, 5), st.integers(-3, 3).filter(bool), st.integers(0))
def test_views_are_read_where_they_lie(columns, step, seed):
    grid = np.random.default_rng(seed).standard_normal((4000, columns))
    view = grid[::step].T
    solid = np.ascontiguousarray(view)
    assert rows(bc.cycles.rainflow(view)) == rows(bc.cycles.rainflow(solid))
    assert np.array_equal(
        bc.cycles.damage(view, exponent=2.0), bc.cycles.damage(solid, exponent=2.0)
    )
    counter, expected = bc.cycles.CycleCounter(), bc.cycles.CycleCounter()
    counter.extend(view[0])
    expected.extend(solid[0])
    assert rows(counter.cycles()) == rows(expected.cycles())


def test_fields_of_records_are_read():
    records = np.zeros(3, np.dtype([("flag", "i1"), ("soc", "f8")]))
    records["soc"] = [0.0, 1.0, 0.5]
    assert bc.cycles.rainflow(records["soc"]).range.tolist() == [1.0, 0.5]

"""Other counters find the same cycles in random series, except where they are known to be wrong."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc

KINDS = {
    "distinct": lambda random, n: random.standard_normal(n),
    "levels": lambda random, n: random.integers(0, 6, n).astype(float),
    "levels without rests": lambda random, n: random.integers(1, 6, n).cumsum() % 6.0,
    "integer walk": lambda random, n: random.integers(-1, 2, n).cumsum().astype(float),
    "permutation": lambda random, n: random.permutation(n).astype(float),
}
WITHOUT_TIES = ("distinct", "permutation")
TINY = 1e-200 * np.array([0.0, 2.0, 1.0, 2.0, -1.0])

every_kind = pytest.mark.parametrize("kind", KINDS)
lengths, seeds = st.integers(3, 300), st.integers(0)


def drawn(kind, length, seed):
    return KINDS[kind](np.random.default_rng(seed), length)


def totals(cycles):
    """Count by range and mean; what is split into full and half cycles on ties adds up again."""
    found = Counter()
    for start, end, count in cycles:
        found[abs(start - end), 0.5 * (start + end)] += count
    return found


def halves(residue):
    return [(start, end, 0.5) for start, end in pairwise(residue)]


def own_totals(series):
    cycles = bc.cycles.rainflow(series)
    places = zip(series[cycles.start], series[cycles.end], cycles.count, strict=True)
    return totals(places)


@pytest.fixture(scope="module")
def rainflow():
    return pytest.importorskip("rainflow", reason="the package rainflow is not installed")


@pytest.fixture(scope="module")
def pylife():
    return pytest.importorskip("pylife.stress.rainflow", reason="pylife is not installed")


@pytest.fixture(scope="module")
def fatpack():
    return pytest.importorskip("fatpack", reason="fatpack is not installed")


def by_pylife(pylife, detector, series):
    recorder = pylife.FullRecorder()
    found = getattr(pylife, detector)(recorder=recorder).process(series)
    columns = recorder.values_from, recorder.values_to, recorder.index_from, recorder.index_to
    return [*zip(*(column.tolist() for column in columns), strict=True)], found.residuals


@every_kind
@given(lengths, seeds)
def test_rainflow_lists_the_same_cycles(rainflow, kind, length, seed):
    series = drawn(kind, length, seed)
    cycles = bc.cycles.rainflow(series, plateau="last")
    columns = (cycles.range, cycles.mean, cycles.count, cycles.start, cycles.end)
    found = [*zip(*(column.tolist() for column in columns), strict=True)]
    moves = len(set(series.tolist())) > 1
    assert found == ([*rainflow.extract_cycles(series.tolist())] if moves else [])


@pytest.mark.parametrize("detector", ["FourPointDetector", "ThreePointDetector"])
@every_kind
@given(lengths, seeds)
def test_pylife_counts_as_many_of_each(pylife, kind, detector, length, seed):
    series = drawn(kind, length, seed)
    loops, residue = by_pylife(pylife, detector, series)
    full = [(start, end, 1.0) for start, end, _, _ in loops]
    expected = totals([*full, *halves(residue)])
    assert own_totals(series) == Counter({k: n for k, n in expected.items() if k[0] > 0})


@pytest.mark.parametrize("kind", WITHOUT_TIES)
@given(lengths, seeds)
def test_pylife_closes_the_same_cycles_in_the_same_order(pylife, kind, length, seed):
    series = drawn(kind, length, seed)
    loops, residue = by_pylife(pylife, "FourPointDetector", series)
    cycles = bc.cycles.rainflow(series, residue="discard")
    places = (series[cycles.start], series[cycles.end], cycles.start, cycles.end)
    assert [*zip(*(column.tolist() for column in places), strict=True)] == loops
    half = bc.cycles.rainflow(series).count == 0.5
    assert half.sum() == len(residue) - 1


@every_kind
@given(lengths, seeds)
def test_fatpack_counts_as_many_of_each(fatpack, kind, length, seed):
    series = drawn(kind, length, seed)
    reversals = bc.cycles.turning_points(series).value  # its own would round them to classes
    closed, residue = fatpack.find_rainflow_cycles(reversals) if len(reversals) > 1 else ([], [])
    full = [(start, end, 1.0) for start, end in closed]
    assert own_totals(series) == totals([*full, *halves(residue)])


def test_fault_of_pylife_small_steps_are_lost(pylife):
    loops, residue = by_pylife(pylife, "FourPointDetector", TINY)
    assert (loops, len(residue)) == ([], 2)
    assert bc.cycles.rainflow(TINY).count.tolist() == [1.0, 0.5, 0.5]


def test_fault_of_pylife_what_is_no_number_is_dropped(pylife):
    with pytest.warns(UserWarning, match="NaN like value has been dropped"):
        by_pylife(pylife, "FourPointDetector", np.array([0.0, 3.0, np.nan, 1.0, 2.0, 0.0]))
    with pytest.raises(bc.InputError, match=r"series\[2\]"):
        bc.cycles.rainflow([0.0, 3.0, np.nan, 1.0, 2.0, 0.0])


def test_fault_of_fatpack_samples_are_rounded_to_classes_before_they_are_counted(fatpack):
    series = np.array([0.0, 0.01, 0.0, 1.0, 0.0])
    assert fatpack.find_rainflow_ranges(series, k=8).tolist() == [1.0]
    assert fatpack.find_rainflow_ranges(series, k=64).tolist() == [1 / 64, 1.0]
    assert bc.cycles.rainflow(series, residue="repeat").range.tolist() == [0.01, 1.0]


def test_fault_of_fatpack_what_is_no_number_ends_in_an_index(fatpack):
    with pytest.raises(IndexError):
        fatpack.find_reversals(np.array([0.0, 3.0, np.nan, 1.0, 2.0, 0.0]))

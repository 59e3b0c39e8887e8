"""Cycles by class agree with the list of cycles, the twin and the records."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference
from rainflow_data import GENERATED, generate

STANDARD = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0]
RESIDUES = ["half", "full", "discard", "repeat"]

series_of = st.lists(st.integers(-8, 8).map(lambda k: k / 4), max_size=80) | st.lists(
    st.floats(-3.0, 3.0), max_size=80
)
edges_of = st.one_of(
    st.lists(st.floats(-4.0, 7.0), min_size=2, max_size=30, unique=True).map(sorted),
    st.lists(st.integers(-16, 28), min_size=2, unique=True).map(
        lambda ks: [k / 4 for k in sorted(ks)]
    ),
    st.builds(np.linspace, st.floats(-3, 0), st.floats(0.1, 6), st.integers(2, 200)),
    st.builds(np.geomspace, st.floats(1e-9, 0.1), st.floats(0.2, 6), st.integers(2, 200)),
)


def listed(found):
    """The fields of a result, as the twin gives them."""
    return found.count.tolist(), float(found.outside)


@given(series_of, edges_of, st.sampled_from(RESIDUES))
def test_histograms_agree_with_the_reference(series, edges, residue):
    found = bc.cycles.histogram(series, edges=edges, residue=residue)
    assert listed(found) == reference.cycles.histogram(series, [*edges], residue)


@given(series_of, edges_of, edges_of, st.sampled_from(RESIDUES))
def test_matrices_agree_with_the_reference(series, first, second, residue):
    found = bc.cycles.range_mean_matrix(
        series, range_edges=first, mean_edges=second, residue=residue
    )
    expected = reference.cycles.range_mean_matrix(series, [*first], [*second], residue)
    assert listed(found) == expected
    if residue != "repeat":  # where a swing that repeats begins is a matter of choice
        found = bc.cycles.from_to_matrix(series, edges=first, residue=residue)
        assert listed(found) == reference.cycles.from_to_matrix(series, [*first], residue)


@given(st.integers(2, 6000), st.integers(0), st.integers(2, 90), st.sampled_from(RESIDUES))
def test_long_series_agree_with_numpy(length, seed, classes, residue):
    series = np.random.default_rng(seed).standard_normal(length).cumsum()
    cycles = bc.cycles.rainflow(series, residue=residue)
    for edges in (np.linspace(0, np.ptp(series), classes), np.geomspace(1e-3, 10.0, classes)):
        found = bc.cycles.histogram(series, edges=edges, residue=residue)
        expected, _ = np.histogram(cycles.range, edges, weights=cycles.count)
        assert found.count.tolist() == expected.tolist()
        assert found.count.sum() + found.outside == cycles.count.sum()
    means = np.linspace(series.min(), series.max(), classes)
    both = bc.cycles.range_mean_matrix(series, range_edges=edges, mean_edges=means, residue=residue)
    columns = (cycles.range, cycles.mean)
    expected, *_ = np.histogram2d(*columns, (edges, means), weights=cycles.count)
    assert both.count.tolist() == expected.tolist()
    assert both.outside == found.outside


@given(series_of, st.floats(0.0, 2.0), st.sampled_from(RESIDUES))
def test_small_swings_and_gaps_are_left_out_as_in_a_list(series, min_range, residue):
    gappy = [x for sample in series for x in (sample, np.nan)]
    options = {"residue": residue, "nan": "skip", "min_range": min_range}
    cycles = bc.cycles.rainflow(gappy, **options)
    edges = [0.0, 0.5, 1.0, 7.0]
    expected, _ = np.histogram(cycles.range, edges, weights=cycles.count)
    found = bc.cycles.histogram(gappy, edges=edges, **options)
    assert found.count.tolist() == expected.tolist()
    means = [-3.0, 0.0, 3.0]
    both = bc.cycles.range_mean_matrix(gappy, range_edges=edges, mean_edges=means, **options)
    assert both.count.sum(axis=1).tolist() == expected.tolist()
    both = bc.cycles.from_to_matrix(gappy, edges=means, **options)
    assert both.count.sum() == cycles.count.sum()


def test_counts_the_example_of_the_standard():
    found = bc.cycles.histogram(STANDARD, edges=np.arange(3.0, 10.0))
    assert found.count.tolist() == [0.5, 1.5, 0.0, 0.5, 0.0, 1.5]
    found = bc.cycles.from_to_matrix(STANDARD, edges=[-4.0, 0.0, 5.0])
    assert found.count.tolist() == [[0.0, 2.5], [1.5, 0.0]]


@pytest.mark.parametrize("case", GENERATED, ids=lambda case: case["id"])
def test_generated_series_give_the_recorded_histogram(case):
    series = np.array(generate(**case["generator"]))
    edges = np.linspace(0.0, case["max_range"], 33)
    found = bc.cycles.histogram(series, edges=edges)
    assert found.count.tolist() == case["range_histogram_32"]
    assert found.outside == 0.0


@given(st.integers(0, 4), st.integers(0, 3), st.integers(0, 40), st.integers(0))
def test_a_batch_is_its_series_side_by_side(packs, months, time, seed):
    batch = np.random.default_rng(seed).integers(0, 6, (packs, months, time)) / 8
    edges, levels = np.linspace(0.0, 0.5, 5), np.linspace(0.1, 0.7, 4)
    calls = [
        lambda xs: bc.cycles.histogram(xs, edges=edges),
        lambda xs: bc.cycles.range_mean_matrix(xs, range_edges=edges, mean_edges=levels),
        lambda xs: bc.cycles.from_to_matrix(xs, edges=levels),
    ]
    for call, classes in zip(calls, [(4,), (4, 3), (3, 3)], strict=True):
        found = call(batch)
        assert found.count.shape == (packs, months, *classes)
        assert found.outside.shape == (packs, months)
        for place in np.ndindex(packs, months):
            own = call(batch[place])
            assert found.count[place].tolist() == own.count.tolist()
            assert found.outside[place] == own.outside


@given(series_of)
def test_nothing_is_lost(series):
    cycles = bc.cycles.rainflow(series).count.sum()
    found = bc.cycles.histogram(series, edges=[0.5, 1.0])
    assert found.count.sum() + found.outside == cycles
    found = bc.cycles.from_to_matrix(series, edges=[-1.0, 0.5, 1.0])
    assert found.count.sum() + found.outside == cycles


@pytest.mark.parametrize(
    "edges",
    [[], [1.0], [0.0, 0.0], [0.0, 1.0, 0.5], [0.0, np.nan], [0.0, np.inf], 1.0, [[0.0, 1.0]]],
)
def test_edges_that_do_not_rise_are_refused_by_name(edges):
    right = [0.0, 1.0]
    calls = {
        "edges": [
            lambda: bc.cycles.histogram(STANDARD, edges=edges),
            lambda: bc.cycles.from_to_matrix(STANDARD, edges=edges),
        ],
        "range_edges": [
            lambda: bc.cycles.range_mean_matrix(STANDARD, range_edges=edges, mean_edges=right)
        ],
        "mean_edges": [
            lambda: bc.cycles.range_mean_matrix(STANDARD, range_edges=right, mean_edges=edges)
        ],
    }
    for name, refused in calls.items():
        for call in refused:
            with pytest.raises(bc.InputError) as caught:
                call()
            assert caught.value.name == name


def test_the_edge_at_fault_is_told():
    with pytest.raises(bc.InputError, match=r"edges\[2\] = 0.5"):
        bc.cycles.histogram(STANDARD, edges=[0.0, 1.0, 0.5])


def test_a_bad_sample_is_told_with_its_place():
    with pytest.raises(bc.InputError, match=r"series\[4\] = NaN"):
        bc.cycles.histogram([[0.0, 1.0, 0.0], [1.0, np.nan, 0.0]], edges=[0.0, 1.0])


def test_residues_are_closed():
    with pytest.raises(ValueError, match="residue = "):
        bc.cycles.histogram(STANDARD, edges=[0.0, 1.0], residue="none")

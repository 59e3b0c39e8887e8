"""The stand-in gives what the package rainflow gives, except for its known faults."""

import inspect
from collections import deque

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore.compat import rainflow
from rainflow_data import GENERATED, GOLDEN, generate

peer = pytest.importorskip("rainflow", reason="the package rainflow is not installed")

RIGHT = [c for c in GOLDEN if not c["rainflow_differs"] and len(set(c["series"])) > 1]
WRONG = [c for c in GOLDEN if c not in RIGHT]
OPTIONS = [{}, {"ndigits": 1}, {"ndigits": -1}, {"nbins": 1}, {"nbins": 7}]

moving = st.lists(st.integers(-50, 50).map(lambda k: k / 8), min_size=3, max_size=80).filter(
    lambda series: len(set(series)) > 1
)
rough = st.lists(  # differences are exact, as the package needs them to be
    st.integers(-(2**50), 2**50).map(lambda k: k / 2**40), min_size=3, max_size=80, unique=True
)


def everything(module, series, binsize):
    return [
        [*module.reversals(series)],
        [*module.extract_cycles(series)],
        *(module.count_cycles(series, **options) for options in [*OPTIONS, {"binsize": binsize}]),
    ]


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case["id"])
def test_recorded_cases_are_counted_as_the_package_does(case):
    binsize = 0.13 * np.ptp(case["series"])
    for series in (case["series"], np.array(case["series"], float)):
        assert everything(rainflow, series, binsize) == everything(peer, series, binsize)


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["id"])
def test_where_the_package_is_wrong_the_record_is_right(case):
    expected = [tuple(row[:3]) for row in case["astm"]]
    found = sorted(rainflow.extract_cycles(case["series"]), key=lambda row: row[3:])
    assert [row[:3] for row in found] == expected


@pytest.mark.parametrize("case", GENERATED[:3], ids=lambda case: case["id"])
def test_long_series_are_counted_as_the_package_does(case):
    series = generate(**case["generator"])
    assert [*rainflow.extract_cycles(series)] == [*peer.extract_cycles(series)]


@given(moving | rough, st.integers(1, 40), st.floats(0.1, 10.0), st.integers(-3, 6))
def test_random_series_are_counted_as_the_package_does(series, nbins, binsize, ndigits):
    assert [*rainflow.reversals(series)] == [*peer.reversals(series)]
    assert [*rainflow.extract_cycles(series)] == [*peer.extract_cycles(series)]
    for option in ({"nbins": nbins}, {"binsize": binsize}, {"ndigits": ndigits}):
        for given_as in (series, np.array(series)):
            found = rainflow.count_cycles(given_as, **option)
            assert found == peer.count_cycles(given_as, **option)


@pytest.mark.parametrize("name", ["reversals", "extract_cycles"])
@pytest.mark.parametrize("given_as", [list, np.array])
def test_results_have_the_types_of_the_package(name, given_as):
    ours, theirs = getattr(rainflow, name), getattr(peer, name)
    assert inspect.isgeneratorfunction(ours)
    assert [*inspect.signature(ours).parameters] == [*inspect.signature(theirs).parameters]
    series = given_as([0.5, 2.0, 1.0, 3.0, 0.0])
    found, expected = next(ours(series)), next(theirs(series))
    assert [type(part) for part in found] == [type(part) for part in expected]


@pytest.mark.parametrize("given_as", [list, tuple, deque, iter, pd.Series, np.array])
def test_any_iterable_will_do(given_as):
    series = [1.0, 5.0, 2.0, 4.0, 0.0]
    expected = peer.count_cycles(series)
    assert rainflow.count_cycles(given_as(series)) == expected
    assert rainflow.count_cycles(given_as(series), nbins=1) == [(5.0, sum(c for _, c in expected))]


@pytest.mark.parametrize(
    "options",
    [{"nbins": 1, "binsize": 1}, {"nbins": 1, "ndigits": 1}, {"binsize": 1, "ndigits": 1}],
)
def test_options_exclude_each_other_as_in_the_package(options):
    for module in (rainflow, peer):
        with pytest.raises(ValueError, match="ndigits, nbins and binsize are mutually exclusive"):
            module.count_cycles([1.0, 3.0, 2.0], **options)


def test_fault_of_the_package_two_samples_are_nothing():
    assert [*peer.extract_cycles([1.0, 2.0])] == []
    assert [*rainflow.extract_cycles([1.0, 2.0])] == [(1.0, 1.5, 0.5, 0, 1)]
    assert [*rainflow.reversals([1.0, 2.0])] == [(0, 1.0), (1, 2.0)]


def test_fault_of_the_package_rest_is_half_a_cycle():
    assert peer.count_cycles([1.0] * 5) == [(0.0, 0.5)]
    assert rainflow.count_cycles([1.0] * 5) == []
    assert [*rainflow.reversals([1.0] * 5)] == [(0, 1.0)]


@pytest.mark.filterwarnings("ignore:overflow")
def test_fault_of_the_package_narrow_integers_overflow():
    series = 100_000 * np.array([-2, 1, -3, 5, -1, 3, -4, 4, -2], np.int32)
    right = peer.count_cycles(series.tolist())
    assert peer.count_cycles(series) != right
    assert rainflow.count_cycles(series) == right


def test_fault_of_the_package_small_steps_are_lost():
    series = 1e-200 * np.array([0.0, 2.0, 1.0, 2.0, -1.0])
    assert len([*peer.extract_cycles(series)]) == 1
    assert [row[2] for row in rainflow.extract_cycles(series)] == [1.0, 0.5, 0.5]


def test_fault_of_the_package_rounded_differences_close_cycles():
    series = [1.0, 1e16, 0.0, 1e16 - 2.0]
    assert [row[2] for row in rainflow.extract_cycles(series)] == [0.5, 0.5, 0.5]
    series = [0.0, 1e16, 1.0, 1e16, 0.5]
    assert [*rainflow.extract_cycles(series)] != [*peer.extract_cycles(series)]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_fault_of_the_package_what_is_no_number_loses_its_neighbors(bad):
    series = [0.0, 3.0, bad, 1.0, 2.0, 0.0, 4.0]
    for call in (rainflow.count_cycles, lambda xs: next(rainflow.reversals(xs))):
        with pytest.raises(bc.InputError, match=r"series\[2\]"):
            call(series)


@pytest.mark.parametrize("option", ["nbins", "binsize"])
@pytest.mark.parametrize("bad", [0, -1, np.nan])
def test_fault_of_the_package_bins_without_width(option, bad):
    with pytest.raises(bc.InputError) as caught:
        rainflow.count_cycles([1.0, 3.0, 2.0], **{option: bad})
    assert caught.value.name == option


def test_fault_of_the_package_iterators_run_dry():
    with pytest.raises(ValueError, match="empty"):
        peer.count_cycles(iter([1.0, 3.0, 2.0]), nbins=2)
    assert rainflow.count_cycles(iter([1.0, 3.0, 2.0]), nbins=2) == [(1.0, 0.5), (2.0, 0.5)]


@pytest.mark.parametrize("series", ["text", [[1.0, 2.0]], [None, 1.0, 2.0]])
def test_what_is_no_series_is_refused(series):
    with pytest.raises(bc.InputError) as caught:
        rainflow.count_cycles(series)
    assert caught.value.name == "series"


@pytest.mark.parametrize("options", OPTIONS)
def test_nothing_has_no_cycles(options):
    assert rainflow.count_cycles([], **options) == rainflow.count_cycles([1.0], **options) == []

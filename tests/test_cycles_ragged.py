"""Series of unequal length, counted apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc

levels = st.integers(0, 8).map(lambda level: level / 8)
ragged = st.lists(st.lists(levels, max_size=30), min_size=2, max_size=6).filter(
    lambda parts: len({len(part) for part in parts}) > 1
)


HALVES = [0.0, 0.5, 1.0]


def rows(cycles):
    columns = (cycles.range, cycles.mean, cycles.count, cycles.start, cycles.end)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@given(ragged, st.booleans())
def test_each_series_is_counted_apart(parts, as_arrays):
    given_as = tuple(map(np.array, parts)) if as_arrays else parts
    cycles = bc.cycles.rainflow(given_as)
    damage = bc.cycles.damage(given_as, exponent=1.5)
    efc = bc.cycles.equivalent_full_cycles(given_as)
    classes = bc.cycles.histogram(given_as, edges=HALVES)
    assert damage.shape == efc.shape == (len(parts),)
    for k, part in enumerate(parts):
        own = [row for row, at in zip(rows(cycles), cycles.series, strict=True) if at == k]
        assert own == rows(bc.cycles.rainflow(part))
        assert damage[k] == bc.cycles.damage(part, exponent=1.5)
        assert efc[k] == bc.cycles.equivalent_full_cycles(part)
        alone = bc.cycles.histogram(part, edges=HALVES)
        assert classes.count[k].tolist() == alone.count.tolist()


@given(ragged, st.booleans())
def test_each_series_has_its_own_steps_and_temperatures(parts, apart):
    random = np.random.default_rng(0)
    steps = [random.uniform(1.0, 9.0, max(len(part) - 1, 0)) for part in parts]
    celsius = [random.uniform(0.0, 40.0, len(part)) for part in parts]
    if not apart or len({len(step) for step in steps}) == 1:
        steps, celsius = 60.0, 25.0
    found = bc.cycles.attributes(parts, dt_second=steps, temperature_celsius=celsius)
    for k, part in enumerate(parts):
        one = bc.cycles.attributes(
            part,
            dt_second=steps if np.isscalar(steps) else steps[k],
            temperature_celsius=celsius if np.isscalar(celsius) else celsius[k],
        )
        own = found.series == k
        for name in ("start", "own_duration_second", "time_mean_temperature_celsius"):
            assert getattr(found, name)[own].tolist() == getattr(one, name).tolist()


def test_series_are_read_as_the_numbers_they_are():
    parts = [np.array([0, 4, 1], np.int8), np.arange(8.0)[::-3], np.float32([0.5, 2.0])]
    expected = [bc.cycles.damage(part, exponent=1.5) for part in parts]
    assert bc.cycles.damage(parts, exponent=1.5).tolist() == expected
    gaps = bc.cycles.rainflow([[0.0, np.nan, 1.0, 0.0], [0.0, 1.0]], nan="skip")
    assert gaps.end.tolist() == [2, 3, 1]
    with pytest.raises(bc.InputError) as caught:
        bc.cycles.damage([[0, 1, 2], np.array([0, 2**53])], exponent=1.0)
    assert caught.value.index == 4


def test_series_of_equal_length_are_an_array():
    parts = [[0.0, 1.0, 0.0], [0.5, 0.0, 0.5]]
    assert bc.cycles.damage(parts, exponent=1.0).tolist() == [1.0, 0.5]
    assert bc.cycles.rainflow(parts).series.tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("series", "told"),
    [
        ([[0.0, 1.0], [0.0, 1.0, np.nan]], r"series\[4\] = NaN"),
        ([[0.0, 1.0], ["text"]], "series is not numeric"),
        ([[0.0, 1.0], [[0.0], [1.0], [2.0]]], r"series has shape \(3, 1\)"),
        ([[0.0, 1.0], 1.0], "series is not numeric"),
    ],
)
def test_what_cannot_be_counted_is_refused(series, told):
    with pytest.raises(bc.InputError, match=told):
        bc.cycles.rainflow(series)


@pytest.mark.parametrize("steps", [[60.0], [60.0, 60.0], [[60.0], [60.0, 60.0], [60.0]]])
def test_steps_must_go_with_their_series(steps):
    with pytest.raises(bc.InputError, match="dt_second"):
        bc.cycles.attributes([[0.0, 1.0, 0.5], [0.0, 1.0]], dt_second=steps)

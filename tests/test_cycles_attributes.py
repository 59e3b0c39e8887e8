"""What a battery went through in each of its cycles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference
from rainflow_data import ATTRIBUTES

levels = st.integers(0, 8).map(lambda level: level / 8)
series_of = st.lists(levels, max_size=40) | st.lists(st.floats(0, 1), max_size=40)
hour = 3600.0
NAMES = {
    "duration_second": "duration",
    "own_duration_second": "own_duration",
    "time_mean_soc": "soc",
    "own_time_mean_soc": "own_soc",
    "time_mean_temperature_celsius": "celsius",
    "own_time_mean_temperature_celsius": "own_celsius",
    "throughput": "throughput",
    "mean_c_rate": "mean_c_rate",
    "peak_c_rate": "peak_c_rate",
}


def attributes_of(soc, seed=0, nan="raise"):
    """Attributes on an uneven clock in changing weather, and that clock and weather."""
    random = np.random.default_rng(seed)
    dt_second = random.uniform(1.0, 100.0, max(len(soc) - 1, 0))
    celsius = random.uniform(-10.0, 40.0, len(soc))
    found = bc.cycles.attributes(soc, dt_second=dt_second, temperature_celsius=celsius, nan=nan)
    return found, dt_second, celsius


@pytest.mark.parametrize("case", ATTRIBUTES, ids=lambda case: case["id"])
def test_attributes_are_the_recorded_ones(case):
    found = bc.cycles.attributes(
        case["series"], dt_second=case["dt_h"] * hour, temperature_celsius=case["temperature"]
    )
    order = np.lexsort((found.end, found.start))
    columns = {
        "index_start": found.start,
        "index_turn": found.end,
        "count": found.count,
        "range": found.range,
        "mid": found.mean,
        "duration_h": found.duration_second / hour,
        "time_mean_soc": found.time_mean_soc,
        "time_mean_temp": found.time_mean_temperature_celsius,
        "c_rate_per_h": found.mean_c_rate,
        "own_duration_h": found.own_duration_second / hour,
        "own_time_mean_soc": found.own_time_mean_soc,
    }
    recorded = sorted(case["cycles"], key=lambda row: (row["index_start"], row["index_turn"]))
    for name, column in columns.items():
        expected = [row[name] for row in recorded]
        assert column[order].tolist() == pytest.approx(expected, rel=1e-9), name


# cycles that are as deep as roundings are closed by a part of a step that no share tells
coarse_series = series_of.map(lambda soc: [round(level, 9) for level in soc])


@given(coarse_series, st.integers(0, 9))
def test_attributes_agree_with_the_reference(soc, seed):
    found, dt_second, celsius = attributes_of(soc, seed)
    expected = reference.cycles.attributes(soc, dt_second.tolist(), celsius.tolist())
    cycles = bc.cycles.rainflow(soc)
    assert found.start.tolist() == cycles.start.tolist() == [e.cycle.start for e in expected]
    assert found.range.tolist() == cycles.range.tolist()
    for name, twin in NAMES.items():
        parts = [getattr(each, twin) for each in expected]
        assert getattr(found, name).tolist() == pytest.approx(parts, rel=1e-6, abs=1e-6), name


@given(series_of, st.integers(0, 9))
def test_own_times_add_up_to_the_time_between_the_outer_turning_points(soc, seed):
    found, dt_second, _ = attributes_of(soc, seed)
    places = bc.cycles.turning_points(soc).index
    time = dt_second[places[0] : places[-1]].sum() if len(places) else 0.0
    assert found.own_duration_second.sum() == pytest.approx(time, rel=1e-12)
    assert (found.own_duration_second > 0.0).all()
    assert (found.own_duration_second <= found.duration_second * (1.0 + 1e-12)).all()


@given(series_of, st.integers(0, 9))
def test_rates_and_means_stay_within_what_was_seen(soc, seed):
    found, _, celsius = attributes_of(soc, seed)
    assert (found.mean_c_rate <= found.peak_c_rate * (1.0 + 1e-9)).all()
    assert (found.throughput >= 2.0 * found.count * found.range - 1e-12).all()
    means = found.own_time_mean_temperature_celsius
    assert (means >= min(celsius, default=0.0) - 1e-3).all()
    assert (means <= max(celsius, default=0.0) + 1e-3).all()


@given(series_of, st.integers(0, 9), st.sampled_from([0.125, 0.3, 0.9]))
def test_small_cycles_leave_their_time_to_the_one_around(soc, seed, min_range):
    _, dt_second, celsius = attributes_of(soc, seed)
    found = bc.cycles.attributes(
        soc, dt_second=dt_second, temperature_celsius=celsius, min_range=min_range
    )
    expected = reference.cycles.attributes(soc, dt_second.tolist(), celsius.tolist(), min_range)
    cycles = bc.cycles.rainflow(soc, min_range=min_range)
    assert found.start.tolist() == cycles.start.tolist()
    for name, twin in NAMES.items():
        parts = [getattr(each, twin) for each in expected]
        assert getattr(found, name).tolist() == pytest.approx(parts, rel=1e-6, abs=1e-6), name


@given(st.lists(levels | st.just(float("nan")), max_size=40), st.integers(0, 9))
def test_samples_that_are_passed_over_are_as_if_they_were_not_there(soc, seed):
    found, dt_second, celsius = attributes_of(soc, seed, nan="skip")
    kept = np.flatnonzero(~np.isnan(soc))
    clock = np.concatenate(([0.0], np.cumsum(dt_second)))
    alone = bc.cycles.attributes(
        np.array(soc)[kept],
        dt_second=np.diff(clock[kept]),
        temperature_celsius=celsius[kept],
    )
    assert found.start.tolist() == kept[alone.start].tolist()
    assert found.end.tolist() == kept[alone.end].tolist()
    for name in NAMES:
        column, expected = getattr(found, name), getattr(alone, name)
        assert column.tolist() == pytest.approx(expected.tolist(), rel=1e-6, abs=1e-6), name


@given(st.lists(levels | st.just(float("nan")), max_size=40), st.integers(0, 9))
def test_samples_that_hold_are_those_before(soc, seed):
    found, dt_second, celsius = attributes_of(soc, seed, nan="hold")
    first = next((k for k, x in enumerate(soc) if not np.isnan(x)), len(soc))
    held = np.array(soc[first:])
    for k in np.flatnonzero(np.isnan(held)):
        held[k] = held[k - 1]
    alone = bc.cycles.attributes(
        held, dt_second=dt_second[first:], temperature_celsius=celsius[first:]
    )
    assert found.start.tolist() == (alone.start + first).tolist()
    for name in NAMES:
        assert getattr(found, name).tolist() == getattr(alone, name).tolist(), name


@pytest.mark.parametrize("dtype", [np.float32, np.int64, np.uint8, bool])
def test_numbers_of_any_kind_are_read_where_they_lie(dtype):
    soc = np.random.default_rng(6).integers(0, 2, (60, 3)).astype(dtype)[::-2].T
    found = bc.cycles.attributes(soc, dt_second=60)
    expected = bc.cycles.attributes(np.array(soc, np.float64), dt_second=60.0)
    assert len(found.start) > 0
    for name in ("start", "series", "own_duration_second", "peak_c_rate"):
        assert getattr(found, name).tolist() == getattr(expected, name).tolist(), name


def test_a_batch_is_its_series_side_by_side():
    random = np.random.default_rng(4)
    soc, celsius = random.uniform(size=(3, 2, 50)), random.uniform(0.0, 40.0, (2, 50))
    dt_second = random.uniform(1.0, 9.0, 49)
    found = bc.cycles.attributes(soc, dt_second=dt_second, temperature_celsius=celsius)
    for k, (pack, month) in enumerate(np.ndindex(3, 2)):
        one = bc.cycles.attributes(
            soc[pack, month], dt_second=dt_second, temperature_celsius=celsius[month]
        )
        for name in ("start", *NAMES):
            own = getattr(found, name)[found.series == k]
            assert own.tolist() == getattr(one, name).tolist(), name
    assert one.series is None


@pytest.mark.parametrize("soc", [[], [0.5], [0.5, 0.5], np.empty((0, 3)), np.empty((2, 0))])
def test_what_never_moves_has_no_cycles(soc):
    found = bc.cycles.attributes(soc, dt_second=60.0)
    assert found.duration_second.shape == (0,)
    assert found.time_mean_temperature_celsius is None


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"soc": [0.0, 50.0, 0.0]}, "soc"),
        ({"soc": 0.5}, "soc"),
        ({"soc": [0.1, np.nan, 0.1]}, "soc"),
        ({"soc": [0.1, np.inf, 0.1], "nan": "skip"}, "soc"),
        ({"min_range": -1.0}, "min_range"),
        ({"min_range": np.nan}, "min_range"),
        ({"dt_second": 0.0}, "dt_second"),
        ({"dt_second": [60.0, -60.0]}, "dt_second"),
        ({"dt_second": [60.0, 60.0, 60.0]}, "dt_second"),
        ({"temperature_celsius": 298.15}, "temperature_celsius"),
        ({"temperature_celsius": [25.0, np.nan, 25.0]}, "temperature_celsius"),
        ({"temperature_celsius": [25.0, 25.0]}, "temperature_celsius"),
    ],
)
def test_what_cannot_be_is_refused(change, name):
    right = {"soc": [0.1, 0.9, 0.1], "dt_second": 60.0, "temperature_celsius": 25.0}
    with pytest.raises(bc.InputError) as caught:
        bc.cycles.attributes(**{**right, **change})
    assert caught.value.name == name


def test_a_place_in_a_batch_is_told_in_c_order():
    with pytest.raises(bc.InputError, match=r"soc\[4\] = 2 lies outside"):
        bc.cycles.attributes([[0.0, 1.0, 0.5], [0.0, 2.0, 0.5]], dt_second=60.0)

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc
from battcore import datasets

HOUR = 3600.0
DAY = 24 * HOUR
few = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 2**63 - 1)


@few
@given(seeds, st.sampled_from([2.0, 7.0, 60.0, 300.0, 3600.0]), st.integers(-(10**8), 10**9))
def test_a_coarse_trace_is_the_mean_of_the_fine_one(seed, dt_second, start_second):
    span = {"start_second": float(start_second), "seed": seed, "nodes": 8, "jobs": 2}
    coarse = datasets.ai_training(7 * HOUR, dt_second, **span)
    fine = datasets.ai_training(7 * HOUR, 1.0, **span)
    assert fine.reshape(coarse.size, -1).mean(axis=1) == pytest.approx(coarse, rel=1e-9)


@few
@given(seeds, st.integers(0, 80_000), st.integers(1, 4000))
def test_a_part_of_a_trace_is_the_trace_of_that_part(seed, start, steps):
    whole = datasets.ai_training(DAY, 1.0, seed=seed, nodes=64)
    part = datasets.ai_training(float(steps), 1.0, start_second=float(start), seed=seed, nodes=64)
    assert part == pytest.approx(whole[start : start + steps], rel=1e-9)


def test_a_day_of_seconds_is_cut_from_a_year_of_minutes():
    year = datasets.ai_training(365 * DAY, 60.0)
    day = datasets.ai_training(DAY, 1.0, start_second=200 * DAY)
    assert day.reshape(-1, 60).mean(axis=1) == pytest.approx(year[288_000:289_440], rel=1e-9)


@few
@given(seeds, st.integers(1, 9), st.floats(0, 1), st.sampled_from([1.0, 60.0]))
def test_power_stays_between_idle_and_the_stated_peak(seed, jobs, coherence, dt_second):
    power = datasets.ai_training(
        DAY, dt_second, power_watt=1.0, jobs=jobs, coherence=coherence, seed=seed
    )
    assert power.min() > datasets.CAMPAIGN.idle - 0.001
    assert power.max() < 1.002


def test_the_seed_alone_decides():
    first, again, other = (datasets.ai_training(seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other, rtol=0.01)


def test_jobs_keep_the_power_that_they_share():
    day = {"power_watt": 1.0, "checkpoint_second": 1e8, "gap_second": 0.0}
    means = [datasets.ai_training(100 * DAY, HOUR, jobs=jobs, **day).mean() for jobs in (1, 10)]
    assert means == pytest.approx([0.945, 0.945], abs=0.01)


def test_checkpoints_pull_a_job_nearly_to_idle():
    job = {"power_watt": 1.0, "jobs": 1, "job_second": 1e8, "start_second": 9e7}
    power = datasets.ai_training(DAY, 1.0, checkpoint_second=1800.0, **job)
    paused = power < datasets.NODE.pause_level + 0.01
    assert paused.mean() == pytest.approx(datasets.NODE.pause_second / 1800.0, rel=0.1)
    assert np.count_nonzero(np.diff(paused.astype(int)) == 1) == 48


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"duration_second": math.nan}, "duration_second"),
        ({"duration_second": 0.0}, "duration_second"),
        ({"duration_second": 90.0}, "duration_second"),
        ({"dt_second": 0.5}, "dt_second"),
        ({"dt_second": -1.0}, "dt_second"),
        ({"dt_second": math.inf}, "dt_second"),
        ({"dt_second": "fast"}, "dt_second"),
        ({"power_watt": 0.0}, "power_watt"),
        ({"power_watt": math.nan}, "power_watt"),
        ({"jobs": 0}, "jobs"),
        ({"jobs": 1.5}, "jobs"),
        ({"nodes": 3}, "nodes"),
        ({"coherence": 72.0}, "coherence"),
        ({"coherence": -0.1}, "coherence"),
        ({"job_second": 0.0}, "job_second"),
        ({"gap_second": -1.0}, "gap_second"),
        ({"checkpoint_second": 10.0}, "checkpoint_second"),
        ({"pace_spread": 1.0}, "pace_spread"),
        ({"start_second": math.inf}, "start_second"),
        ({"seed": -1}, "seed"),
        ({"seed": None}, "seed"),
    ],
)
def test_a_wrong_load_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        datasets.ai_training(**change)
    assert caught.value.name == name


@few
@given(seeds, st.integers(0, 50), st.floats(0.1, 30))
def test_outages_come_in_order_and_never_overlap(seed, count, years):
    start, duration = datasets.outages(years, count=count, seed=seed)
    assert start.size == duration.size == count
    assert (duration >= 0).all()
    assert (start[:-1] + duration[:-1] <= start[1:]).all()
    assert ((start >= 0) & (start < years * 365 * DAY)).all()


def test_outages_follow_their_laws():
    _, duration = datasets.outages(1e5, rate_per_year=0.5, median_second=600.0, sigma=1.0)
    assert duration.size == pytest.approx(5e4, rel=0.02)
    assert np.median(duration) == pytest.approx(600.0, rel=0.03)
    assert np.log(duration).std() == pytest.approx(1.0, rel=0.03)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"years": 0.0}, "years"),
        ({"years": math.nan}, "years"),
        ({"count": None}, "count"),
        ({"rate_per_year": 1.0}, "count"),
        ({"count": -1}, "count"),
        ({"count": None, "rate_per_year": -1.0}, "rate_per_year"),
        ({"median_second": 0.0}, "median_second"),
        ({"sigma": math.inf}, "sigma"),
        ({"seed": 0.5}, "seed"),
    ],
)
def test_wrong_outages_are_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        datasets.outages(**{"years": 10.0, "count": 3, **change})
    assert caught.value.name == name


def test_temperature_swings_as_stated():
    year = datasets.ambient_temperature(365 * DAY, HOUR, weather_swing=0.0)
    assert year.mean() == pytest.approx(15.0, abs=1e-9)
    assert year.max() == pytest.approx(30.0, abs=0.1)
    assert year.min() == pytest.approx(0.0, abs=0.1)
    assert int(year.argmin() // 24) == 19


@few
@given(seeds, st.integers(0, 300), st.floats(0, 10))
def test_weather_is_the_same_from_wherever_one_looks(seed, day, swing):
    weather = {"weather_swing": swing, "seed": seed}
    whole = datasets.ambient_temperature(365 * DAY, HOUR, **weather)
    part = datasets.ambient_temperature(30 * DAY, HOUR, start_second=day * DAY, **weather)
    assert part == pytest.approx(whole[24 * day : 24 * day + 720], abs=1e-9)
    calm = datasets.ambient_temperature(365 * DAY, HOUR, weather_swing=0.0)
    assert np.abs(whole - calm).max() <= swing + 1e-9


@pytest.mark.parametrize(
    "change",
    [
        {"dt_second": 0.0},
        {"duration_second": math.nan},
        {"mean_celsius": 288.15},
        {"seasonal_swing": math.inf},
        {"daily_swing": "warm"},
        {"weather_swing": -1.0},
        {"start_second": math.nan},
        {"seed": -1},
    ],
)
def test_wrong_weather_is_refused(change):
    with pytest.raises(bc.InputError) as caught:
        datasets.ambient_temperature(**{"duration_second": DAY, "dt_second": HOUR, **change})
    assert caught.value.name in change

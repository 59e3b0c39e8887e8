"""Swings of measured AI loads, each scaled to a campus of 300 MW peak."""

import numpy as np
import pytest

import battcore as bc
from measured_loads import campaign, node, training


@pytest.mark.parametrize(
    ("load", "samples", "megawatt"),
    [
        (training, 1705, [82.516033, 85.827407]),
        (campaign, 2558, [168.453160, 196.611574]),
        (node, 1340, [213.805754, 213.805754]),
    ],
)
def test_swings_in_5_and_15_seconds(load, samples, megawatt):
    watt, step = load()
    assert watt.size == samples
    swing = bc.trace.rolling_range(watt, step, [5.0, 15.0])
    assert swing.range / 1e6 == pytest.approx(megawatt, abs=1e-6)
    assert swing.range.tolist() == (watt[swing.high_index] - watt[swing.low_index]).tolist()


def test_minute_means_hide_the_work_of_smoothing():
    watt, step = training()
    power = bc.trace.moving_mean(watt, step, 300.0) - watt
    minute = bc.trace.moments(power, step, 60.0)
    loss = minute.mean_square.mean() / np.square(minute.mean).mean()
    throughput = minute.mean_positive.mean() / np.maximum(minute.mean, 0.0).mean()
    assert (loss, throughput) == pytest.approx((25.9, 5.31), rel=0.01)


def test_a_campaign_of_short_jobs_needs_more_than_one_long_job():
    needs = [bc.trace.smoothing_need(*load(), 60.0) for load in (training, campaign)]
    assert needs[1].energy_wh > 3.0 * needs[0].energy_wh

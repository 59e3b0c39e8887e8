"""Figures of a load: plain Python, what users build from NumPy, SciPy and pandas, native.

Each case is checked against the native answer before it is timed.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.ndimage import maximum_filter1d, minimum_filter1d

import battcore as bc
from battcore import reference

STEP = 0.5
LOAD = 3e8 + 5e7 * np.random.default_rng(1).normal(size=1_000_000)
SHORT = LOAD[:500]
WINDOW = 60.0
TICKS = 120  # samples in a window


def native_range(load):
    return bc.trace.rolling_range(load, STEP, WINDOW).range


def scipy_range(load):
    high = maximum_filter1d(load, TICKS + 1, mode="nearest")
    return (high - minimum_filter1d(load, TICKS + 1, mode="nearest")).max()


def pandas_range(load):
    windows = pd.Series(load).rolling(TICKS + 1, min_periods=1)
    return (windows.max() - windows.min()).max()


def python_range(load):
    return reference.trace.rolling_range(load.tolist(), [STEP] * load.size, WINDOW)[0]


def native_mean(load):
    return bc.trace.moving_mean(load, STEP, WINDOW)


def numpy_mean(load):
    total = np.concatenate([[0.0], np.cumsum(load)])
    window = np.minimum(np.arange(1, load.size + 1), TICKS)
    return (total[1:] - total[np.arange(1, load.size + 1) - window]) / window


def pandas_mean(load):
    return pd.Series(load).rolling(TICKS, min_periods=1).mean().to_numpy()


def python_mean(load):
    return reference.trace.moving_mean(load.tolist(), [STEP] * load.size, WINDOW)


def native_resample(load):
    found = bc.trace.resample(load, STEP, 2.5)
    return found.values  # noqa: PD011 (not of pandas)


def numpy_resample(load):
    return load.reshape(-1, 5).mean(axis=1)


def python_resample(load):
    steps = [STEP] * load.size
    mean = reference.trace.mean
    return reference.trace.over_intervals(load.tolist(), steps, 2.5, "keep", mean)


def native_ramp(load):
    return bc.trace.ramp(load, STEP, WINDOW).either


def numpy_ramp(load):
    rates = np.abs(load[TICKS:] - load[:-TICKS]) / WINDOW
    return np.quantile(rates, [0.5, 0.75, 0.95, 0.99, 1.0])


def native_need(load):
    return bc.trace.smoothing_need(load, STEP, WINDOW).energy_wh


def numpy_need(load):
    stored = np.cumsum(numpy_mean(load) - load) * (STEP / 3600.0)
    return max(stored.max(), 0.0) - min(stored.min(), 0.0)


GROUPS = {
    "range": (native_range, scipy_range, pandas_range, python_range),
    "mean": (native_mean, numpy_mean, pandas_mean, python_mean),
    "resample": (native_resample, numpy_resample, python_resample),
    "ramp": (native_ramp, numpy_ramp),
    "need": (native_need, numpy_need),
}
CASES = [(group, case) for group, cases in GROUPS.items() for case in cases]


@pytest.mark.parametrize(("group", "case"), CASES, ids=[case.__name__ for _, case in CASES])
def test_trace(benchmark, group, case):
    load = SHORT if case.__name__.startswith("python") else LOAD
    benchmark.group = f"trace {group}"
    benchmark.extra_info["samples"] = load.size
    expected = GROUPS[group][0](load)
    assert case(load) == pytest.approx(expected, rel=1e-6)
    benchmark(case, load)

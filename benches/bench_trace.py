"""Resampling, rolling ranges and moving means, beside what NumPy, SciPy and pandas offer.

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
SHORT = LOAD[:200]
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
    return bc.trace.resample(load, STEP, 2.5).values  # noqa: PD011 (not a DataFrame)


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
    "largest range in any minute": {
        "python": python_range,
        "pandas": pandas_range,
        "scipy": scipy_range,
        "native": native_range,
    },
    "mean of the last minute": {
        "python": python_mean,
        "pandas": pandas_mean,
        "numpy": numpy_mean,
        "native": native_mean,
    },
    "resample to five times the step": {
        "python": python_resample,
        "numpy": numpy_resample,
        "native": native_resample,
    },
    "quantiles of ramps over a minute": {"numpy": numpy_ramp, "native": native_ramp},
    "storage that holds a moving mean": {"numpy": numpy_need, "native": native_need},
}
CASES = [(group, case) for group, cases in GROUPS.items() for case in cases]


@pytest.mark.parametrize(("group", "case"), CASES)
def test_trace(benchmark, group, case):
    load = SHORT if case == "python" else LOAD
    benchmark.group = f"{group}, {LOAD.size:,} samples"
    benchmark.extra_info["samples"] = load.size
    run = GROUPS[group][case]
    assert run(load) == pytest.approx(GROUPS[group]["native"](load), rel=1e-6)
    benchmark(run, load)

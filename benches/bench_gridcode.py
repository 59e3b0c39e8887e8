"""An hour of an AI load beside a code, and the battery that holds it: closed form and program."""

import numpy as np
import pytest
from scipy.ndimage import maximum_filter1d, minimum_filter1d
from scipy.optimize import linprog
from scipy.sparse import coo_array, eye_array, hstack, vstack

import battcore as bc
from battcore import _battcore, reference
from battcore.reference.dispatch import large_load

STEP = 2.0
LOAD = bc.datasets.ai_training(3600.0, STEP, jobs=1, seed=7)
DAY = bc.datasets.ai_training(86_400.0, 1.0, jobs=1, seed=7)
LIMITS = [bc.gridcode.RollingRangeLimit(limit_watt=5e6, window_second=15.0)]


def native_check(load, step):
    return bc.gridcode.check(LIMITS, load, step).worst[0]


def scipy_check(load, step):
    samples = int(15.0 / step) + 1
    high = maximum_filter1d(load, samples, mode="nearest")
    return (high - minimum_filter1d(load, samples, mode="nearest")).max()


def python_check(load, step):
    return max(reference.gridcode.sizes(LIMITS[0], load.tolist(), [step] * load.size).values())


def native_power(load, step):
    return bc.dispatch.minimum_power(load, step, LIMITS).power_watt


def python_power(load, step):
    peak = load.max()
    return large_load.minimum_power(load.tolist(), [step] * load.size, LIMITS, peak)


def program_power(load, step):
    """Minimize P subject to the pairs of the limit and to -P <= g - l <= P, by HiGHS."""
    lower, higher, bound = _battcore.allowed_pairs(load, step, LIMITS, None)
    rows = np.arange(bound.size)
    ones = np.ones(bound.size)
    entries = (np.r_[ones, -ones], (np.r_[rows, rows], np.r_[higher, lower]))
    held = coo_array(entries, shape=(bound.size, load.size))
    away = eye_array(load.size)
    column = coo_array(np.r_[np.zeros(bound.size), -np.ones(2 * load.size)][:, None])
    matrix = hstack([vstack([held, away, -away]), column]).tocsr()
    swing = np.ptp(load)
    right = np.r_[bound, load, -load] / swing
    cost = np.r_[np.zeros(load.size), 1.0]
    return linprog(cost, matrix, right, bounds=(None, None), method="highs").fun * swing


GROUPS = {
    "worst range in 15 s": (
        DAY,
        1.0,
        {"python": python_check, "scipy": scipy_check, "native": native_check},
    ),
    "smallest power for 5 MW in 15 s": (
        LOAD,
        STEP,
        {"python": python_power, "highs": program_power, "native": native_power},
    ),
}
CASES = [(group, case) for group, (_, _, cases) in GROUPS.items() for case in cases]


@pytest.mark.parametrize(("group", "case"), CASES)
def test_gridcode(benchmark, group, case):
    load, step, cases = GROUPS[group]
    load = load[:100] if case == "python" else load
    benchmark.group = f"{group}, {GROUPS[group][0].size:,} samples"
    benchmark.extra_info["samples"] = GROUPS[group][0].size if case != "python" else load.size
    assert cases[case](load, step) == pytest.approx(cases["native"](load, step), rel=1e-6)
    benchmark(cases[case], load, step)

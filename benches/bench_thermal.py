"""A lump through a trace of heat; SciPy runs the same recursion as a filter."""

import numpy as np
import pytest
from scipy.signal import lfilter

import battcore as bc
from battcore import reference

CAPACITY, RESISTANCE, STEP = 2e6, 2e-3, 60.0
LUMP = bc.thermal.Lump(
    heat_capacity_joule_per_kelvin=CAPACITY, thermal_resistance_kelvin_per_watt=RESISTANCE
)
HEAT = np.random.default_rng(1).uniform(0.0, 1e4, 525_600)  # a year of minutes


def native(heat):
    return bc.thermal.simulate(LUMP, heat, STEP).temperature_celsius


def scipy(heat):
    kept = np.exp(-STEP / (CAPACITY * RESISTANCE))
    return 25.0 + lfilter([RESISTANCE * (1.0 - kept)], [1.0, -kept], heat)


def numpy_loop(heat):
    kept = np.exp(-STEP / (CAPACITY * RESISTANCE))
    goal = 25.0 + RESISTANCE * heat
    temperature = np.empty_like(heat)
    now = 25.0
    for at in range(heat.size):
        now = goal[at] + (now - goal[at]) * kept
        temperature[at] = now
    return temperature


def python(heat):
    rows = len(heat)
    trace = reference.thermal.simulate(LUMP, heat.tolist(), [STEP] * rows, [25.0] * rows, 25.0)
    return [end for end, _ in trace]


CASES = {"python": python, "numpy": numpy_loop, "scipy": scipy, "native": native}


@pytest.mark.parametrize("case", CASES)
def test_lump(benchmark, case):
    heat = HEAT[:10_000] if case in {"python", "numpy"} else HEAT
    benchmark.group = f"temperature of a lump, {HEAT.size:,} steps"
    benchmark.extra_info["samples"] = heat.size
    assert CASES[case](heat) == pytest.approx(native(heat), abs=1e-6)
    benchmark(CASES[case], heat)

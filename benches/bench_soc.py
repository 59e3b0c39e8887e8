"""State of charge: one long trace into reused buffers, and a fleet in cache.

The traces meet both limits again and again: the fleet in half of its steps, and beside it one whose
batteries seldom do. Goals are for one thread: `BATTCORE_NUM_THREADS=1`.
"""

import numba
import numpy as np
import pytest

import battcore as bc
from battcore import reference

LONG = 1_000_000
BATTERIES, SAMPLES = 64, 4000
STORE = {
    "energy_capacity_wh": 1e6,
    "soc_min": 0.1,
    "soc_max": 0.9,
    "charge_efficiency": 0.95,
    "discharge_efficiency": 0.95,
}
MINUTE = 60.0


def wishes(samples):
    at = np.arange(samples)
    return 4e5 * np.sin(at / 229.0) + 3e5 * np.sin(1.7 * at)


POWER = wishes(LONG)
FLEET = np.stack([wishes(SAMPLES) * share for share in np.linspace(0.5, 1.0, BATTERIES)])
NOISE = np.random.default_rng(5).normal(0.0, 2.5e5, FLEET.shape)


@numba.njit
def sequential(power, low, high, charge, discharge, soc):
    state = 0.5
    for at, wish in enumerate(power):
        state += wish * (charge if wish > 0.0 else discharge)
        state = min(max(state, low), high)
        soc[at] = state


@numba.njit
def sequential_with_power(power, low, high, charge, discharge, soc, delivered):
    state = 0.5
    for at, wish in enumerate(power):
        per_watt = charge if wish > 0.0 else discharge
        free = state + wish * per_watt
        bound = min(max(free, low), high)
        delivered[at] = wish if bound == free else (bound - state) / per_watt
        state = bound
        soc[at] = state


@numba.njit
def row_by_row(power, low, high, charge, discharge, soc):
    for row in range(len(power)):
        sequential(power[row], low, high, charge, discharge, soc[row])


@numba.njit
def row_by_row_with_power(power, low, high, charge, discharge, soc, delivered):
    for row in range(len(power)):
        sequential_with_power(power[row], low, high, charge, discharge, soc[row], delivered[row])


def vectorized(by_time, low, high, charge, discharge, soc):
    state = np.full(by_time.shape[1], 0.5)
    moved = by_time * np.where(by_time > 0.0, charge, discharge)
    for at in range(len(by_time)):
        np.clip(state + moved[at], low, high, out=state)
        soc[at] = state


HOURS_PER_CAPACITY = MINUTE / 3600.0 / STORE["energy_capacity_wh"]
LAW = (
    STORE["soc_min"],
    STORE["soc_max"],
    STORE["charge_efficiency"] * HOURS_PER_CAPACITY,
    HOURS_PER_CAPACITY / STORE["discharge_efficiency"],
)


def in_python(power):
    store = reference.soc.Store(**STORE)
    return lambda: reference.soc.integrate(store, 0.5, power, MINUTE)


def native(power, *, with_power):
    soc = np.zeros(power.shape)
    out = (soc, np.zeros(power.shape) if with_power else None)
    return lambda: bc.soc.integrate(power, MINUTE, out=out, **STORE)


def copy(power):
    to = np.zeros(power.shape)
    return lambda: np.copyto(to, power)


def compiled(kernel, power, *outputs):
    kernel(power, *LAW, *outputs)  # compiles
    return lambda: kernel(power, *LAW, *outputs)


def outputs(power, count):
    return [np.zeros(power.shape) for _ in range(count)]


def fleet(power):
    by_time = np.ascontiguousarray(power.T)
    return {
        "copy": lambda: copy(power),
        "python": lambda: in_python(power.ravel().tolist()),
        "numpy": lambda: compiled(vectorized, by_time, *outputs(by_time, 1)),
        "numba": lambda: compiled(row_by_row, power, *outputs(power, 1)),
        "native": lambda: native(power, with_power=False),
    }


CASES = {
    "one trace, soc alone (goal: 2 copies)": {
        "copy": lambda: copy(POWER),
        "python": lambda: in_python(POWER.tolist()),
        "numba": lambda: compiled(sequential, POWER, *outputs(POWER, 1)),
        "native": lambda: native(POWER, with_power=False),
    },
    "one trace, with power (goal: 3 copies)": {
        "copy": lambda: copy(POWER),
        "numba": lambda: compiled(sequential_with_power, POWER, *outputs(POWER, 2)),
        "native": lambda: native(POWER, with_power=True),
    },
    f"fleet often at its limits (goal: {FLEET.size // 1000} µs, 1 ns a step)": fleet(FLEET),
    f"fleet seldom at its limits (goal: {NOISE.size // 1000} µs, 1 ns a step)": fleet(NOISE),
    "fleet, with power": {
        "copy": lambda: copy(FLEET),
        "numba": lambda: compiled(row_by_row_with_power, FLEET, *outputs(FLEET, 2)),
        "native": lambda: native(FLEET, with_power=True),
    },
}


@pytest.mark.parametrize(("group", "case"), [(g, c) for g, cases in CASES.items() for c in cases])
def test_soc(benchmark, group, case):
    benchmark.group = f"soc: {group}"
    benchmark.pedantic(CASES[group][case](), rounds=3 if case == "python" else 30)

"""The closed loop, ten years at one minute: beside its twin, and without aging.

The load is a campus whose jobs start, stop and write checkpoints; the policy keeps a reserve and
smooths the rest.
"""

import numpy as np
import pytest

import battcore as bc
from battcore import reference

MINUTES_A_DAY = 1440
YEARS = 10
DAYS = {"python": 1, "native": 365 * YEARS}


def campus(days):
    """Power of a campus, minute by minute. [W]"""
    random = np.random.default_rng(11)
    minutes = np.arange(days * MINUTES_A_DAY)
    jobs = random.random(len(minutes) // 180 + 1).repeat(180)[: len(minutes)]
    checkpoint = np.where(minutes % 47 < 2, 0.6, 1.0)
    return 1e8 * (0.55 + 0.3 * jobs) * checkpoint * (1 + 0.02 * random.random(len(minutes)))


def battery(model):
    return bc.Battery(
        energy_capacity_wh=4e7,
        charge_power_watt=6e7,
        discharge_power_watt=1e8,
        charge_efficiency=0.98,
        discharge_efficiency=0.98,
        self_discharge_per_day=1e-3,
        soc_min=0.05,
        soc_max=0.95,
        converter=bc.Converter(
            rated_power_watt=1e8,
            no_load_loss=0.004,
            quadratic_loss=0.02,
            standby_power_watt=5e4,
        ),
        thermal=bc.thermal.Lump(
            heat_capacity_joule_per_kelvin=4e8, thermal_resistance_kelvin_per_watt=1e-5
        ),
        aging=model,
    )


POLICY = bc.dispatch.Stack(
    [
        bc.dispatch.BackupReserve(ride_through_second=300.0),
        bc.dispatch.LoadSmoothing(window_second=900.0),
    ]
)
SITE = bc.Site(load_watt=campus(365), dt_second=60.0)
MODELS = {"with aging": bc.aging.models()["lfp_gr_250ah_prismatic"], "without aging": None}


def python(model):
    duration = DAYS["python"] * 86_400.0
    reference.simulation.simulate(battery(model), SITE, POLICY, duration_second=duration)


def native(model):
    bc.simulate(battery(model), SITE, POLICY, years=YEARS)


CASES = {"python": python, "native": native}
GOALS = {"with aging": " (goal: 526 ms, 10 million steps/s)"}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("aging", MODELS)
def test_closed_loop(benchmark, aging, case):
    benchmark.group = f"closed loop, {YEARS} years of minutes, {aging}{GOALS.get(aging, '')}"
    benchmark.extra_info["samples"] = DAYS[case] * MINUTES_A_DAY
    rounds = 9 if case == "native" else 3
    benchmark.pedantic(CASES[case], args=(MODELS[aging],), rounds=rounds, warmup_rounds=1)
    seconds = benchmark.stats.stats.median
    benchmark.extra_info["steps_per_second"] = round(DAYS[case] * MINUTES_A_DAY / seconds)

"""Batteries, loads and policies that the tests of the loop share."""

from datetime import datetime
from functools import cache

import numpy as np

import battcore as bc

DAY = 86_400.0
YEAR = 365 * DAY
START = datetime(2025, 3, 4, 15, 20)  # noqa: DTZ001 (the clock of the place)
MODELS = bc.aging.models()
LFP = MODELS["lfp_gr_250ah_prismatic"]

CONVERTER = bc.Converter(
    rated_power_watt=1e6,
    no_load_loss=0.005,
    linear_loss=0.001,
    quadratic_loss=0.02,
    standby_power_watt=1e3,
)
LUMP = bc.thermal.Lump(heat_capacity_joule_per_kelvin=2e7, thermal_resistance_kelvin_per_watt=2e-4)


def battery(**changes):
    given = {
        "energy_capacity_wh": 1e6,
        "charge_power_watt": 8e5,
        "discharge_power_watt": 9e5,
        "charge_efficiency": 0.97,
        "discharge_efficiency": 0.96,
        "self_discharge_per_day": 2e-3,
        "soc_min": 0.05,
        "soc_max": 0.95,
        "converter": CONVERTER,
        "thermal": LUMP,
    }
    return bc.Battery(**given | changes)


def ideal(**changes):
    """Without losses, converter, heat or age: sums can be made by hand."""
    limits = {"charge_power_watt": 1e6, "discharge_power_watt": 1e6}
    return bc.Battery(**{"energy_capacity_wh": 1e6} | limits | changes)


def load(steps, seed=3):
    noise = np.random.default_rng(seed).random(steps)
    return 7e5 + 2e5 * np.sin(np.arange(steps) / 7) + 1.5e5 * noise


def uneven(steps, seed=4):
    return np.random.default_rng(seed).choice([45.0, 600.0, 900.0, 1234.5, 3600.0], steps)


def stack(ride_through_second=300.0):
    return bc.dispatch.Stack(
        [
            bc.dispatch.BackupReserve(ride_through_second=ride_through_second),
            bc.dispatch.LoadSmoothing(window_second=10_800.0, target_soc=0.6),
            bc.dispatch.RampLimit(ramp_watt_per_second=100.0),
        ]
    )


SHAVING = bc.dispatch.PeakShaving(limit_watt=7.5e5)
REST = bc.dispatch.Stack([])


@cache
def lively():
    """A run with everything in it: uneven steps, outages, heat and age."""
    return bc.simulate(battery(aging=LFP), lively_site(), stack(), years=4.3 / 365, log="all")


@cache
def lively_site():
    return bc.Site(
        load_watt=load(330),
        dt_second=uneven(330),
        outages=[(50_000.0, 777.0), (130_001.5, 4000.0)],
        critical_load_watt=5e5,
        ambient_temperature_celsius=20 + 10 * np.random.default_rng(5).random(330),
        start=START,
    )


def totals(run):
    """Sums of all energies of a log."""
    return {name: of.sum() for name, of in run.log.columns().items() if name.endswith("_wh")}


def same(first, second):
    """Whether two logs are equal to the last bit."""
    theirs = second.columns()
    return all(np.array_equal(of, theirs[name]) for name, of in first.columns().items())

"""A day of frequency containment reserve: what it moves, and what energy management adds.

The frequency of a day, second by second, in a table of t_s and frequency_hz, is not part of this
project: put it into the folder `data/frequency` of the one that BATTCORE_SHARED names.
"""

import gzip
import os
from dataclasses import replace
from pathlib import Path

import numpy as np

import battcore as bc

SHARED = Path(os.environ.get("BATTCORE_SHARED", "../shared"))
FILE = SHARED / "data/frequency/synthetic_ce_frequency_1s_1day.csv.gz"
CAPACITY_WATT = 1e6

BATTERY = bc.Battery(
    energy_capacity_wh=1e6,
    charge_power_watt=1.25e6,
    discharge_power_watt=1.25e6,
    charge_efficiency=0.95,
    discharge_efficiency=0.95,
)
FCR = bc.dispatch.FrequencyResponse.preset("fcr_continental", capacity_watt=CAPACITY_WATT)
ALONE = replace(FCR, endurance_second=0.0, recharge_power_watt=0.0)
CASES = {
    "droop": replace(ALONE, dead_band_hertz=0.0),
    "droop with a dead band of 10 mHz": ALONE,
    "the same, energy kept for 15 min": FCR,
}


def tell(name: str, policy: bc.dispatch.Policy, site: bc.Site, soc_start: float) -> None:
    """Print what a day of a policy moves through the battery."""
    run = bc.simulate(BATTERY, site, policy, soc_start=soc_start)
    log = run.log
    moved = log.charging_energy_wh.sum() + log.discharging_energy_wh.sum()
    print(
        f"{name:<34}{moved / CAPACITY_WATT:6.3f} kWh per kW and day, "
        f"soc {log.soc_low.min():.2f} to {log.soc_high.max():.2f}, {run.state.efc:.2f} cycles"
    )


if FILE.is_file():
    with gzip.open(FILE, "rt") as file:
        frequency = np.loadtxt(file, delimiter=",", skiprows=1, usecols=1)
    place = bc.Site(load_watt=np.zeros(frequency.size), dt_second=1.0, frequency_hertz=frequency)
    for start in (0.5, 0.3):
        print(f"from a state of charge of {start:.0%}:")
        for case, rule in CASES.items():
            tell(case, rule, place, start)
else:
    print(f"no frequency in {FILE.parent}")

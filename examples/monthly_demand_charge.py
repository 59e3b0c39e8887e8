"""A commercial site with a monthly demand charge: the bill without, with a rule, and at its best.

Load by the quarter of an hour, in a table with load_kw, and the tariff are not part of this
project: put them into the folder `data` of the one that BATTCORE_SHARED names.
"""

import os
from datetime import datetime
from pathlib import Path

import numpy as np

import battcore as bc

DATA = Path(os.environ.get("BATTCORE_SHARED", "../shared"), "data")
LOAD = DATA / "load_pv_weather/commercial_site_load_15min.csv.gz"
TARIFF = DATA / "prices/tariffs.json"
START = datetime(2017, 1, 1)  # noqa: DTZ001 (the clock of the place)
DT = 900.0

BATTERY = bc.Battery(
    energy_capacity_wh=400e3,
    charge_power_watt=200e3,
    discharge_power_watt=200e3,
    charge_efficiency=0.95,
    discharge_efficiency=0.95,
)


def monthly(power_watt: np.ndarray) -> np.ndarray:
    """Highest power of each month. [kW]"""
    time = np.datetime64(START) + np.arange(power_watt.size) * np.timedelta64(15, "m")
    month = time.astype("datetime64[M]").astype(int) % 12
    return np.array([power_watt[month == each].max() for each in range(12)]) / 1e3


def main() -> None:
    """Compare three bills."""
    if not (LOAD.exists() and TARIFF.exists()):
        print(f"no load and tariff in {DATA}")
        return
    load_watt = np.genfromtxt(LOAD, delimiter=",", names=True, dtype=None)["load_kw"] * 1e3
    tariff = bc.tariff.from_periods(TARIFF, "tou_energy_with_flat_demand", interval_second=DT)
    site = bc.Site(load_watt=load_watt, dt_second=DT, tariff=tariff, start=START)
    rule = bc.dispatch.LearnedPeakShaving(start_limit_watt=250e3)
    led = bc.simulate(BATTERY, site, rule, soc_start=1.0, log="all")
    plan = bc.dispatch.optimize(BATTERY, site, soc_start=1.0, soc_end_min=1.0)
    bills = {
        "no battery": (bc.tariff.bill(tariff, load_watt, DT, start=START), load_watt),
        "rule that learns": (led.bill, led.log.grid_peak_watt),
        "optimum": (bc.tariff.bill(tariff, plan.import_watt, DT, start=START), plan.import_watt),
    }
    print("                     energy    demand     total   peaks by month (kW)")
    for name, (bill, grid) in bills.items():
        costs = (bill.energy_cost, bill.demand_cost, bill.total)
        money = "".join(f"{cost:>10,.0f}" for cost in costs)
        print(f"{name:<17}{money}   " + " ".join(f"{peak:.0f}" for peak in monthly(grid)))
    is_proven = plan.certificate.gap < 1e-9
    print(f"\n{plan.certificate.method}; optimal to nine digits: {is_proven}")


main()

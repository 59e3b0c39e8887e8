"""A year at the market of Texas with the storm of February 2021: what a battery could have earned.

Day-ahead prices by the hour, in a table with price_usd_per_mwh, are not part of this project: put
them into the folder `data/prices` of the one that BATTCORE_SHARED names.
"""

import os
from pathlib import Path

import numpy as np

import battcore as bc

FILE = Path(os.environ.get("BATTCORE_SHARED", "../shared"), "data/prices")
FILE /= "ercot_hubavg_da_2021_1h.csv.gz"
STORM = slice(31 * 24 + 12 * 24, 31 * 24 + 20 * 24)  # 13 to 20 February


def market(price: np.ndarray) -> bc.Site:
    """Buy and sell at one price, without a load."""
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    return bc.Site(load_watt=np.zeros(price.size), dt_second=3600.0, tariff=tariff)


def battery(hours: float) -> bc.Battery:
    """Give 100 MW for so many hours, 86 % of the energy back, 10 dollars of wear per MWh sold."""
    return bc.Battery(
        energy_capacity_wh=100e6 * hours,
        charge_power_watt=100e6,
        discharge_power_watt=100e6,
        charge_efficiency=0.93,
        discharge_efficiency=0.93,
        discharge_cost_per_kwh=0.010,
    )


def day_by_day(unit: bc.Battery, price: np.ndarray) -> float:
    """Earn what plans earn that know one day each, and value what is left at its mean price."""
    soc, earned = 0.0, 0.0
    for day in price.reshape(-1, 24):
        plan = bc.dispatch.optimize(
            unit, market(day), soc_start=soc, end_value_per_kwh=day.mean() * 0.93
        )
        earned -= plan.objective - plan.costs.end
        soc = max(float(plan.soc[-1]), 0.0)  # empty but for rounding
    return earned


def main() -> None:
    """Plan the year with batteries of several lengths."""
    if not FILE.exists():
        print(f"no prices in {FILE.parent}")
        return
    price = np.genfromtxt(FILE, delimiter=",", names=True)["price_usd_per_mwh"] / 1e3
    print("hours    earned   of it in   known for   decided within")
    print("       (1000 $)  the storm  a day each     95 %  100 %")
    for hours in (1, 2, 4, 8):
        unit = battery(hours)
        plan = bc.dispatch.optimize(unit, market(price), soc_start=0.0)
        earned = -plan.objective
        cash = -price * plan.power_watt / 1e3 - 0.010 * plan.discharge_watt / 1e3
        ahead = plan.certificate.look_ahead[plan.certificate.final]
        print(
            f"{hours:>5}{earned / 1e3:>11,.0f}{cash[STORM].sum() / earned:>11.0%}"
            f"{day_by_day(unit, price) / earned:>12.0%}"
            f"{np.quantile(ahead, 0.95):>7.0f} h{ahead.max():>4} h"
        )
    unit = battery(2)
    plan = bc.dispatch.optimize(unit, market(price), soc_start=0.0)
    worth = plan.duals().stored_per_kwh[STORM].reshape(-1, 24).max(axis=1) * 1e3
    print("\nmost that a stored MWh was worth, 13 to 20 February, with two hours of storage:")
    print("  ".join(f"{value:,.0f} $" for value in worth))


main()

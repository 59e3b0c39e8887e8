"""German prices of 2023, 300 hours below zero: what a battery can do, and what a program believes.

Day-ahead prices by the hour, in a table with price_eur_per_mwh, are not part of this project: put
them into the folder `data/prices` of the one that BATTCORE_SHARED names.
"""

import os
from pathlib import Path

import numpy as np

import battcore as bc

FILE = Path(os.environ.get("BATTCORE_SHARED", "../shared"), "data/prices")
FILE /= "de_lu_da_2023_1h.csv.gz"


def battery(hours: float) -> bc.Battery:
    """Give 10 MW for so many hours, 86 % of the energy back."""
    return bc.Battery(
        energy_capacity_wh=10e6 * hours,
        charge_power_watt=10e6,
        discharge_power_watt=10e6,
        charge_efficiency=0.93,
        discharge_efficiency=0.93,
    )


def tell_the_year(price: np.ndarray, site: bc.Site) -> None:
    """Plan it with and without both powers at once, for four sizes."""
    below = price < 0.0
    print(
        f"{below.sum()} of {price.size} hours below zero, down to {price.min() * 1e3:.0f} per MWh"
    )
    print("\nhours    earned  of it below zero  believed     burned  hours of both")
    for hours in (1, 2, 4, 8):
        unit = battery(hours)
        plan = bc.dispatch.optimize(unit, site, soc_start=0.0)
        relaxed = bc.dispatch.optimize(unit, site, soc_start=0.0, exclusive=False)
        both = (relaxed.charge_watt > 0.0) & (relaxed.discharge_watt > 0.0)
        cash = -price * plan.power_watt / 1e3
        print(
            f"{hours:>5}{-plan.objective:>10,.0f}{cash[below].sum():>18,.0f}"
            f"{-relaxed.objective:>10,.0f}"
            f"{relaxed.certificate.burned_wh / 1e6:>7.0f} MWh{both.sum():>15}"
        )


def tell_the_lowest_hours(price: np.ndarray, site: bc.Site) -> None:
    """Show both plans around the lowest price."""
    lowest = int(np.argmin(price))
    hours_around = slice(lowest - 5, lowest + 7)
    plan = bc.dispatch.optimize(battery(4), site, soc_start=0.0)
    relaxed = bc.dispatch.optimize(battery(4), site, soc_start=0.0, exclusive=False)
    print("\naround the lowest price, four hours of storage: MW charged and discharged")
    print("per MWh  " + "".join(f"{value * 1e3:>8.1f}" for value in price[hours_around]))
    rows = {
        "plan": plan.power_watt,
        "both in": relaxed.charge_watt,
        "both out": 0.0 - relaxed.discharge_watt,
    }
    for name, power in rows.items():
        print(f"{name:<9}" + "".join(f"{watt / 1e6:>8.1f}" for watt in power[hours_around]))


def main() -> None:
    """Read the prices, if they are there."""
    if not FILE.exists():
        print(f"no prices in {FILE.parent}")
        return
    price = np.genfromtxt(FILE, delimiter=",", names=True)["price_eur_per_mwh"] / 1e3
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    site = bc.Site(load_watt=np.zeros(price.size), dt_second=3600.0, tariff=tariff)
    tell_the_year(price, site)
    tell_the_lowest_hours(price, site)


main()

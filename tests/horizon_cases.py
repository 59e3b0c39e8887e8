"""Sites and costs that the tests of a receding horizon share."""

import numpy as np

import battcore as bc
from battcore.dispatch import ForecastError

HOUR = 3600.0
ALL = 1e9
POWER = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
UNIT = bc.Battery(energy_capacity_wh=1e3, **POWER)
ERROR = ForecastError(std=0.3, correlation_second=4 * HOUR, seed=5)
LOSSY = bc.Battery(
    energy_capacity_wh=4e3, charge_efficiency=0.94, discharge_efficiency=0.95, **POWER
)


def priced(prices, battery=UNIT, **more):
    """A site at which energy is bought and sold at one price."""
    tariff = bc.Tariff(energy_price_per_kwh=prices, export_price_per_kwh=prices)
    load = np.zeros(len(prices))
    return battery, bc.Site(load_watt=load, dt_second=HOUR, tariff=tariff, **more)


def cost(run):
    charged, discharged = run.log.charging_energy_wh.sum(), run.log.discharging_energy_wh.sum()
    prices = run.battery.charge_cost_per_kwh, run.battery.discharge_cost_per_kwh
    return run.bill.total + (charged * prices[0] + discharged * prices[1]) / 1e3


def market(seed, hours=240):
    rng = np.random.default_rng(seed)
    day = np.sin((np.arange(hours) - 9) * np.pi / 12)
    return 0.1 + 0.05 * day + 0.03 * rng.random(hours)

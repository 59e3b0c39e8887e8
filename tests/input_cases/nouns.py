"""Nouns that cases of several rooms need."""

import battcore as bc

BATTERY = {"energy_capacity_wh": 1e6, "charge_power_watt": 1e6, "discharge_power_watt": 1e6}
UNIT = bc.Battery(**BATTERY)
SITE = bc.Site(load_watt=[1e5, 2e5], dt_second=60.0)
RANGE = bc.gridcode.RollingRangeLimit(limit_watt=1.0, window_second=1.0)
STORE = {
    "energy_capacity_wh": 1e3,
    "soc_min": 0.1,
    "soc_max": 0.9,
    "charge_efficiency": 0.9,
    "discharge_efficiency": 0.9,
    "self_discharge_per_day": 0.01,
    "charge_power_watt": 1e3,
    "discharge_power_watt": 1e3,
}
MODEL = bc.aging.models()["lfp_gr_250ah_prismatic"]

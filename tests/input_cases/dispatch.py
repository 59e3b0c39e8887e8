"""Cases of rules and plans."""

from dataclasses import replace

import battcore as bc
from input_cases.nouns import MODEL, RANGE, SITE, UNIT

TRADE = {
    "charge_power_watt": 1.0,
    "discharge_power_watt": 1.0,
    "charge_soc": 0.9,
    "discharge_soc": 0.1,
}
LIMITED = bc.Site(load_watt=[1e5, 2e5], dt_second=60.0, import_limit_watt=2e5)
LIFTED = {"load_watt": [1.0, 2.0, 3.0], "dt_second": 1.0}
CASES = {
    "dispatch.PeakShaving": (
        {"limit_watt": 1.0, "recharge_power_watt": 1.0, "recharge_soc": 0.5},
        {},
    ),
    "dispatch.LoadSmoothing": (
        {"window_second": 60.0, "target_soc": 0.5, "centering_second": 60.0},
        {},
    ),
    "dispatch.RampLimit": ({"ramp_watt_per_second": 1.0}, {}),
    "dispatch.BackupReserve": (
        {
            "ride_through_second": 60.0,
            "critical_load_watt": 1.0,
            "load_drop_watt": 1.0,
            "load_drop_second": 1.0,
            "recharge_power_watt": 1.0,
        },
        {},
    ),
    "dispatch.ForecastError": ({"std": 0.1, "correlation_second": 3600.0, "seed": 1}, {}),
    "dispatch.RecedingHorizon": (
        {
            "horizon_second": 86_400.0,
            "replan_second": 3600.0,
            "end_value_per_kwh": 0.1,
            "soc_end_min": 0.2,
            "soc_floor": [0.1, 0.2],
            "soc_ceiling": [0.8, 0.9],
        },
        {"forecast": SITE},
    ),
    "dispatch.LearnedPeakShaving": (
        {
            "start_limit_watt": 1.0,
            "reset": "month",
            "keep_share": 0.5,
            "recharge_power_watt": 1.0,
            "recharge_soc": 0.5,
        },
        {},
    ),
    "dispatch.RangeLimit": ({"range_watt": 1.0, "window_second": 5.0}, {}),
    "dispatch.SelfConsumption": (
        {"grid_watt": 1.0, "charge_power_watt": 1.0, "discharge_power_watt": 1.0},
        {},
    ),
    "dispatch.TimeOfUse": ({"charge_hours": [(1, 2)], "discharge_hours": [(3, 4)], **TRADE}, {}),
    "dispatch.PriceThreshold": (
        {"charge_below_per_kwh": 0.1, "discharge_above_per_kwh": 0.2, **TRADE},
        {},
    ),
    "dispatch.FrequencyResponse": (
        {
            "up_watt": 1.0,
            "down_watt": 1.0,
            "full_hertz": 0.2,
            "start_hertz": 0.1,
            "dead_band_hertz": 0.01,
            "nominal_hertz": 50.0,
            "endurance_second": 900.0,
            "recharge_power_watt": 1.0,
            "normal_hertz": 0.05,
        },
        {},
    ),
    "dispatch.RegulationSignal": (
        {"capacity_watt": 1.0, "target_soc": 0.5, "centering_second": 60.0},
        {},
    ),
    "dispatch.CycleAware": ({"depth": 0.5}, {}),
    "dispatch.worthwhile_depth": (
        {"cell_price_per_kwh": 100.0, "cycle_price_per_kwh": 0.1},
        {"law": bc.cycles.PowerLaw(exponent=2.0)},
    ),
    "dispatch.Schedule": ({"power_watt": [1.0]}, {}),
    "dispatch.minimum_power": ({**LIFTED, "peak_watt": 2.0}, {"limits": [RANGE]}),
    "dispatch.minimum_energy": (
        {
            **LIFTED,
            "power_watt": 2.0,
            "charge_efficiency": 0.9,
            "discharge_efficiency": 0.9,
            "peak_watt": 2.0,
        },
        {"limits": [RANGE]},
    ),
    "dispatch.maximum_load": (
        {
            "soc_start": 0.5,
            "soc_end_min": 0.5,
            "ride_through_second": 1.0,
            "base_load_watt": 1.0,
            "soc_floor": 0.1,
            "soc_ceiling": 0.9,
        },
        {"battery": UNIT, "site": LIMITED},
    ),
    "dispatch.HoldingCost": (
        {"soc": [0.0], "price_per_kwh_hour": [1e-5], "weight": 1.0},
        {},
    ),
    "dispatch.CycleCost": (
        {"depth": [0.0, 1.0], "cost_per_cycle": [0.0, 1.0], "history": [0.5]},
        {"paid_on": "both"},
    ),
    "dispatch.wear_prices": (
        {
            "replacement_cost": 1.0,
            "end_of_life": 0.8,
            "temperature_celsius": 25.0,
            "soc": 0.5,
            "dod": 0.8,
            "c_rate": 0.5,
            "next_efc": 1.0,
            "next_day": 1.0,
            "points": 3,
        },
        {"battery": UNIT, "cell": MODEL},
    ),
    "dispatch.best_wear_price": (
        {
            "replacement_cost": 1.0,
            "end_of_life": 0.8,
            "discount_rate": 0.05,
            "years_max": 0.1,
            "temperature_celsius": 25.0,
            "soc_start": 0.5,
        },
        {"battery": replace(UNIT, aging=MODEL), "site": SITE, "holding_cost": None},
    ),
    "dispatch.optimize": (
        {
            "soc_start": 0.5,
            "soc_end": 0.5,
            "soc_end_min": 0.1,
            "end_value_per_kwh": 0.1,
            "soc_floor": 0.1,
            "soc_ceiling": 0.9,
            "ramp_watt_per_second": 1.0,
        },
        {
            "battery": UNIT,
            "site": SITE,
            "upstream": None,
            "exclusive": True,
            "holding_cost": None,
            "cycle_cost": None,
            "reserve": None,
        },
    ),
    "dispatch.ReserveOffer": (
        {
            "price_up_per_kw_hour": 0.02,
            "price_down_per_kw_hour": 0.01,
            "duration_second": 900.0,
        },
        {"symmetric": False},
    ),
    "dispatch.minimum_peak": (
        {"soc_start": 0.5, "soc_end_min": 0.1, "soc_floor": 0.1},
        {"battery": UNIT, "site": SITE},
    ),
    "dispatch.View": (
        {
            "soc": 0.5,
            "load_watt": 1.0,
            "generation_watt": 1.0,
            "dt_second": 60.0,
            "critical_load_watt": 1.0,
            "grid_before_watt": 1.0,
            "clock_second": 1.0,
            "step": 1,
            "price_per_kwh": 0.1,
            "frequency_hertz": 50.0,
            "signal": 0.5,
        },
        {"battery": UNIT},
    ),
}

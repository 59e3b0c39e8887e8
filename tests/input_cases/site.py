"""Cases of tariffs, grid codes, sites and the closed loop."""

import battcore as bc
from input_cases.nouns import BATTERY, RANGE, SITE, STORE, UNIT

SHAVING = bc.dispatch.PeakShaving(limit_watt=1e5)
RATE = {
    "energyratestructure": [[{"rate": 0.1}]],
    "flatdemandstructure": [[{"rate": 9.0}]],
}
PERIODS = {
    "periods": [
        {
            "months": [1, 12],
            "hour_ending": [1, 24],
            "days": "all",
            "charge": charge,
            "value": 1.0,
            "unit": f"usd_per_{unit}",
        }
        for charge, unit in (("energy", "kwh"), ("demand", "kw_month"))
    ]
}
CASES = {
    "tariff.DemandCharge": (
        {
            "price_per_kw": [2.0, 1.0],
            "steps": [(0, 5)],
            "floor_watt": 5.0,
            "interval_second": 900.0,
            "tier_limit_watt": [1e3],
        },
        {},
    ),
    "tariff.EnergyRate": (
        {"price_per_kwh": [0.2, 0.1], "tier_limit_kwh": [5.0], "windows": bc.tariff.Window()},
        {},
    ),
    "tariff.FixedCharge": ({"price": 1.0}, {}),
    "tariff.Ratchet": ({"share": 0.8, "months": 11, "of_months": [6, 7]}, {}),
    "tariff.Tariff": (
        {
            "energy_price_per_kwh": 0.2,
            "export_price_per_kwh": 0.1,
            "demand_charges": (),
            "fixed_charges": (),
            "tax_per_kwh": 0.01,
            "tax_share": 0.1,
            "holidays": (),
        },
        {},
    ),
    "tariff.Window": ({"months": [1], "weekdays": [0], "hours": [(8.0, 20.0)]}, {}),
    "tariff.bill": (
        {"grid_watt": [1.0], "dt_second": 60.0, "start": None},
        {"tariff": bc.Tariff(energy_price_per_kwh=0.2)},
    ),
    "tariff.from_periods": ({"interval_second": 900.0, "holidays": ()}, {"source": PERIODS}),
    "tariff.from_urdb": ({"interval_second": 900.0, "holidays": ()}, {"source": RATE}),
    "tariff.prices": (
        {"dt_second": 60.0, "steps": 1, "start": None, "grid_watt": [1.0]},
        {"tariff": bc.Tariff(energy_price_per_kwh=0.2)},
    ),
    "gridcode.MeanRampLimit": (
        {
            "limit_watt_per_minute": 1.0,
            "limit_share_per_minute": 0.1,
            "window_second": 60.0,
            "direction": "both",
        },
        {},
    ),
    "gridcode.RollingRangeLimit": (
        {
            "limit_watt": 1.0,
            "limit_share": 0.1,
            "window_second": 5.0,
            "band_hertz": (0.1, 1.0),
        },
        {},
    ),
    "gridcode.BandAmplitudeLimit": (
        {"limit_watt": 1.0, "limit_share": 0.1, "band_hertz": (0.1, 1.0)},
        {},
    ),
    "gridcode.GridCode": ({"limits": [RANGE]}, {"key": "own", "label": "own"}),
    "gridcode.check": (
        {"power_watt": [1.0, 2.0], "dt_second": 1.0, "peak_watt": 2.0},
        {"code": [RANGE]},
    ),
    "gridcode.in_band": (
        {"power_watt": [1.0, 2.0], "dt_second": 1.0, "band_hertz": (0.1, 0.2)},
        {},
    ),
    "site.Battery": ({**BATTERY, **STORE, "soh_capacity": 0.9, "soh_resistance": 1.1}, {}),
    "site.Site": (
        {
            "load_watt": [1.0],
            "dt_second": 60.0,
            "outages": (),
            "critical_load_watt": 1.0,
            "frequency_hertz": 50.0,
            "signal": 0.5,
            "ambient_temperature_celsius": 25.0,
            "start": None,
        },
        {},
    ),
    "simulation.simulate": (
        {"years": 1e-6, "soc_start": 0.5},
        {"battery": UNIT, "site": SITE, "policy": SHAVING},
    ),
    "simulation.regret": (
        {"soc_start": 0.5},
        {"battery": UNIT, "site": SITE, "policy": SHAVING},
    ),
    "simulation.start": ({"soc": 0.5}, {"battery": UNIT}),
    "simulation.step": (
        {"power_watt": 1.0, "dt_second": 60.0, "ambient_temperature_celsius": 25.0},
        {"battery": UNIT, "state": bc.simulation.start(UNIT)},
    ),
}

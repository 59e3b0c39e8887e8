"""Cases of the rooms from `table` to `aging`."""

import battcore as bc
from input_cases.nouns import MODEL, STORE

LUMP = {"heat_capacity_joule_per_kelvin": 2e6, "thermal_resistance_kelvin_per_watt": 2e-3}
TRACE = {"values": [1.0, 2.0, 3.0], "dt_second": 1.0}
LOAD = {"load_watt": [1.0, 2.0, 3.0], "dt_second": 1.0, "window_second": [2.0]}
DUTY = {"soc": [0.2, 0.8], "temperature_celsius": 25.0, "dt_second": 3600.0}
CHECK_UPS = bc.aging.CheckUps(
    soc=[0.1, 0.9, 0.1],
    temperature_celsius=25.0,
    dt_second=43_200.0,
    time_second=[0.0, 1e7],
    soh_capacity=[1.0, 0.97],
)
CASES = {
    "table.UniformTable": ({"low": 0.0, "high": 1.0, "value": [1.0, 2.0]}, {}),
    "trace.metrics": (LOAD, {}),
    "trace.moments": ({**TRACE, "new_dt_second": 2.0}, {}),
    "trace.moving_mean": ({**TRACE, "window_second": 2.0}, {}),
    "trace.ramp": ({**TRACE, "window_second": 2.0, "quantile": 0.5}, {}),
    "trace.resample": ({**TRACE, "new_dt_second": 2.0}, {}),
    "trace.rolling_range": ({**TRACE, "window_second": 2.0}, {}),
    "trace.smoothing_need": (LOAD, {}),
    "converter.Converter": (
        {
            "rated_power_watt": 1e5,
            "no_load_loss": 0.01,
            "linear_loss": 0.01,
            "quadratic_loss": 0.01,
            "standby_power_watt": 50.0,
        },
        {},
    ),
    "soc.integrate": ({"power_watt": [1.0], "dt_second": 60.0, "soc_start": 0.5, **STORE}, {}),
    "soc.step": ({"soc": 0.5, "power_watt": 1.0, "dt_second": 60.0, **STORE}, {}),
    "thermal.Lump": (LUMP, {}),
    "thermal.simulate": (
        {
            "heat_watt": [1.0],
            "dt_second": 60.0,
            "ambient_temperature_celsius": 25.0,
            "start_temperature_celsius": 25.0,
        },
        {"lump": bc.thermal.Lump(**LUMP)},
    ),
    "cycles.PiecewiseLinear": ({"range": [0.0, 1.0], "damage": [0.0, 1.0]}, {}),
    "cycles.PowerLaw": ({"exponent": 2.0, "scale": 1e-4}, {}),
    "cycles.attributes": (
        {"soc": [0.1, 0.9], "dt_second": 60.0, "temperature_celsius": 25.0},
        {},
    ),
    "cycles.compare": ({"soc": [0.1, 0.9], "exponent": 2.0, "dt_second": 60.0}, {}),
    "cycles.damage": ({"series": [0.1, 0.9], "exponent": 2.0}, {}),
    "cycles.equivalent_full_cycles": ({"soc": [0.1, 0.9]}, {}),
    "cycles.from_to_matrix": ({"series": [0.1, 0.9], "edges": [0.0, 1.0]}, {}),
    "cycles.gradient": ({"series": [0.1, 0.9], "exponent": 2.0}, {}),
    "cycles.histogram": ({"series": [0.1, 0.9], "edges": [0.0, 1.0]}, {}),
    "cycles.range_mean_matrix": (
        {"series": [0.1, 0.9], "range_edges": [0.0, 1.0], "mean_edges": [0.0, 1.0]},
        {},
    ),
    "cycles.rainflow": ({"series": [0.1, 0.9]}, {}),
    "cycles.turning_points": ({"series": [0.1, 0.9]}, {}),
    "aging.Reading": ({"min_depth": 0.02, "window_second": 86_400.0}, {}),
    "aging.compare": ({**DUTY, "years": 0.1, "end_of_life": 0.8}, {"models": {MODEL.key: MODEL}}),
    "aging.draw": ({"battery": 3, "seed": 1}, {"model": MODEL, "spread": {"p1": 0.1}}),
    "aging.fit": (
        {
            "deviation": 0.01,
            "start_deviation": 0.01,
            "min_depth": 0.02,
            "window_second": 86_400.0,
        },
        {"model": MODEL, "data": [CHECK_UPS]},
    ),
    "aging.pick": ({"battery": 3, "seed": 1}, {"sets": {"p1": [1.0, 2.0]}}),
    "aging.predict": (
        {**DUTY, "years": 1.0, "until": 0.8, "min_depth": 0.02, "windows_per_row": 7},
        {"model": MODEL},
    ),
    "aging.start": (
        {"soc": 0.5, "min_depth": 0.02, "window_second": 86_400.0},
        {"model": MODEL, "parameters": {"p1": 8e4}},
    ),
    "aging.wear": (
        {
            "temperature_celsius": 25.0,
            "soc": 0.5,
            "dod": 0.8,
            "c_rate": 0.5,
            "next_efc": 1.0,
            "next_day": 1.0,
        },
        {"state": bc.aging.start(MODEL)},
    ),
}

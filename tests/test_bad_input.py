"""No public function or noun takes what is no number; the tests of the rooms go on from there."""

import inspect
import math
from dataclasses import replace
from importlib import import_module

import pytest

import battcore as bc
from test_house import ROOMS

BATTERY = {"energy_capacity_wh": 1e6, "charge_power_watt": 1e6, "discharge_power_watt": 1e6}
UNIT = bc.Battery(**BATTERY)
SITE = bc.Site(load_watt=[1e5, 2e5], dt_second=60.0)
TRADE = {
    "charge_power_watt": 1.0,
    "discharge_power_watt": 1.0,
    "charge_soc": 0.9,
    "discharge_soc": 0.1,
}
LIMITED = bc.Site(load_watt=[1e5, 2e5], dt_second=60.0, import_limit_watt=2e5)
RANGE = bc.gridcode.RollingRangeLimit(limit_watt=1.0, window_second=1.0)
SHAVING = bc.dispatch.PeakShaving(limit_watt=1e5)
LUMP = {"heat_capacity_joule_per_kelvin": 2e6, "thermal_resistance_kelvin_per_watt": 2e-3}
TRACE = {"values": [1.0, 2.0, 3.0], "dt_second": 1.0}
LOAD = {"load_watt": [1.0, 2.0, 3.0], "dt_second": 1.0, "window_second": [2.0]}
DUTY = {"soc": [0.2, 0.8], "temperature_celsius": 25.0, "dt_second": 3600.0}
LIFTED = {"load_watt": [1.0, 2.0, 3.0], "dt_second": 1.0}
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
CHECK_UPS = bc.aging.CheckUps(
    soc=[0.1, 0.9, 0.1],
    temperature_celsius=25.0,
    dt_second=43_200.0,
    time_second=[0.0, 1e7],
    soh_capacity=[1.0, 0.97],
)
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

# What is right, by public name: what is no number stands apart and stays as it is.
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
TAKES_NO_NUMBER = {
    "aging.AgingModel",
    "aging.AgingState",
    "aging.Strings",
    "aging.models",
    "dispatch.Stack",
    "gridcode.codes",
}
TOLD_AS = {
    ("simulation.start", "soc"): "soc_start",
    ("simulation.simulate", "years"): "duration_second",
}
ARGUMENTS = [(name, argument) for name, (good, _) in CASES.items() for argument in good]


def takes_numbers(thing):
    return inspect.isfunction(thing) or "__post_init__" in vars(thing)


def public():
    for room in ROOMS:
        try:
            module = import_module(f"battcore.{room}")
        except ModuleNotFoundError:  # a room of the core alone
            continue
        own = [name for name in vars(module) if not name.startswith("_")]
        for name in getattr(module, "__all__", own):
            thing = getattr(module, name)
            is_own = getattr(thing, "__module__", "").startswith(module.__name__)
            if is_own and callable(thing) and takes_numbers(thing):
                yield f"{room}.{name}"


def call(name, **change):
    room, _, function = name.partition(".")
    good, beside = CASES[name]
    return getattr(import_module(f"battcore.{room}"), function)(**{**good, **beside, **change})


def test_every_public_function_and_noun_has_its_case():
    assert {*public()} == {*CASES} | TAKES_NO_NUMBER


@pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")
@pytest.mark.parametrize("name", CASES)
def test_what_is_right_is_taken(name):
    call(name)


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
@pytest.mark.parametrize(
    "bad", [math.nan, "text", [math.nan], object()], ids=["nan", "text", "list", "object"]
)
def test_what_is_no_number_is_refused_by_name(name, argument, bad):
    with pytest.raises(bc.InputError) as caught:
        call(name, **{argument: bad})
    assert caught.value.name in {argument, TOLD_AS.get((name, argument))}

"""Tariffs and traces that cannot be billed."""

import math

import pytest

import battcore as bc
from battcore.tariff import EnergyRate, FixedCharge, Ratchet, Window

FLAT = bc.Tariff(energy_price_per_kwh=0.2)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"price_per_kw": -1.0}, "price_per_kw"),
        ({"price_per_kw": math.nan}, "price_per_kw"),
        ({"price_per_kw": math.inf}, "price_per_kw"),
        ({"price_per_kw": [10.0, 12.0]}, "tier_limit_watt"),
        ({"price_per_kw": [10.0, -2.0], "tier_limit_watt": [1e3]}, "price_per_kw"),
        ({"price_per_kw": [[10.0]]}, "price_per_kw"),
        ({"price_per_kw": []}, "price_per_kw"),
        ({"price_per_kw": [3.0, 2.0, 1.0], "tier_limit_watt": [1e3, 1e3]}, "tier_limit_watt"),
        ({"tier_limit_watt": 5.0}, "tier_limit_watt"),
        ({"floor_watt": -1.0}, "floor_watt"),
        ({"floor_watt": math.inf}, "floor_watt"),
        ({"price_per_kw": "ten"}, "price_per_kw"),
        ({"price_per_kw": None}, "price_per_kw"),
        ({"interval_second": 0.0}, "interval_second"),
        ({"interval_second": -900.0}, "interval_second"),
        ({"interval_second": math.nan}, "interval_second"),
        ({"interval_second": 4e7}, "interval_second"),
        ({"steps": "noon"}, "steps"),
        ({"steps": [5, 9]}, "steps"),
        ({"steps": [(5, 9), (8, 10)]}, "steps"),
        ({"steps": [(5, 5)]}, "steps"),
        ({"steps": [(0.5, 3)]}, "steps"),
        ({"steps": [(-1, 3)]}, "steps"),
        ({"steps": [[True, False]]}, "steps"),
        ({"ratchet": Ratchet(share=0.8), "period": "year"}, "ratchet"),
    ],
)
def test_a_bad_demand_charge_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.DemandCharge(**{"price_per_kw": 10.0, **change})
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("noun", "change", "name"),
    [
        (Window, {"months": [0]}, "months"),
        (Window, {"months": [13]}, "months"),
        (Window, {"months": []}, "months"),
        (Window, {"months": [1.5]}, "months"),
        (Window, {"months": 5}, "months"),
        (Window, {"weekdays": [7]}, "weekdays"),
        (Window, {"weekdays": ["monday"]}, "weekdays"),
        (Window, {"hours": [(8, 25)]}, "hours"),
        (Window, {"hours": [(-1, 5)]}, "hours"),
        (Window, {"hours": [(8, 8)]}, "hours"),
        (Window, {"hours": [(8, math.nan)]}, "hours"),
        (Window, {"hours": (8, 20)}, "hours"),
        (Window, {"hours": []}, "hours"),
        (EnergyRate, {"price_per_kwh": math.inf}, "price_per_kwh"),
        (EnergyRate, {"price_per_kwh": 0.1, "windows": []}, "windows"),
        (EnergyRate, {"price_per_kwh": 0.1, "windows": "summer"}, "windows"),
        (EnergyRate, {"price_per_kwh": [0.2, 0.1], "tier_limit_kwh": [0.0]}, "tier_limit_kwh"),
        (EnergyRate, {"price_per_kwh": 0.1, "tier_limit_kwh": [5.0]}, "tier_limit_kwh"),
        (Ratchet, {"share": 1.1}, "share"),
        (Ratchet, {"share": [0.8] * 11}, "share"),
        (Ratchet, {"share": 0.8, "months": 0}, "months"),
        (Ratchet, {"share": 0.8, "months": 2.5}, "months"),
        (Ratchet, {"share": 0.8, "of_months": [0]}, "of_months"),
        (Ratchet, {"share": 0.8, "of_months": []}, "of_months"),
        (FixedCharge, {"price": math.nan}, "price"),
    ],
)
def test_a_bad_rule_is_refused(noun, change, name):
    with pytest.raises(bc.InputError) as caught:
        noun(**change)
    assert caught.value.name == name


def test_an_unknown_period_is_refused():
    with pytest.raises(ValueError, match='expected "day", "month" or "year"'):
        bc.DemandCharge(price_per_kw=10.0, period="week")


@pytest.mark.parametrize(
    ("change", "name", "index"),
    [
        ({"energy_price_per_kwh": math.nan}, "energy_price_per_kwh", None),
        ({"energy_price_per_kwh": [0.1, math.inf]}, "energy_price_per_kwh", 1),
        ({"energy_price_per_kwh": []}, "energy_price_per_kwh", None),
        ({"energy_price_per_kwh": [[0.1]]}, "energy_price_per_kwh", None),
        ({"energy_price_per_kwh": "cheap"}, "energy_price_per_kwh", None),
        ({"export_price_per_kwh": math.nan}, "export_price_per_kwh", None),
        (
            {"energy_price_per_kwh": [0.1, 0.2], "export_price_per_kwh": [0.1]},
            "export_price_per_kwh",
            None,
        ),
        (
            {"energy_price_per_kwh": [EnergyRate(price_per_kwh=0.1), 0.2]},
            "energy_price_per_kwh",
            None,
        ),
        ({"demand_charges": [12.0]}, "demand_charges", None),
        ({"fixed_charges": [12.0]}, "fixed_charges", None),
        ({"tax_per_kwh": math.nan}, "tax_per_kwh", None),
        ({"tax_share": -0.1}, "tax_share", None),
        ({"tax_share": 19.0}, "tax_share", None),
        ({"holidays": ["2025-12-25"]}, "holidays", None),
        (
            {
                "energy_price_per_kwh": [0.1] * 5,
                "demand_charges": [bc.DemandCharge(price_per_kw=1.0, steps=[(0, 6)])],
            },
            "steps",
            None,
        ),
    ],
)
def test_a_bad_tariff_is_refused(change, name, index):
    with pytest.raises(bc.InputError) as caught:
        bc.Tariff(**{"energy_price_per_kwh": 0.2, **change})
    assert (caught.value.name, caught.value.index) == (name, index)


@pytest.mark.parametrize(
    ("change", "name", "index"),
    [
        ({"grid_watt": [1.0, math.nan]}, "grid_watt", 1),
        ({"grid_watt": [-math.inf, 1.0]}, "grid_watt", 0),
        ({"grid_watt": []}, "grid_watt", None),
        ({"grid_watt": 5.0}, "grid_watt", None),
        ({"grid_watt": [[1.0, 2.0]]}, "grid_watt", None),
        ({"grid_watt": "text"}, "grid_watt", None),
        ({"dt_second": 0.0}, "dt_second", None),
        ({"dt_second": [60.0, -60.0]}, "dt_second", 1),
        ({"dt_second": [60.0]}, "dt_second", None),
        ({"dt_second": 4e7}, "dt_second", None),
        ({"dt_second": math.nan}, "dt_second", None),
        ({"start": 3600.0}, "start", None),
        ({"start": "2025-01-01"}, "start", None),
        (
            {"tariff": bc.Tariff(energy_price_per_kwh=[0.1, 0.2, 0.3])},
            "energy_price_per_kwh",
            None,
        ),
    ],
)
def test_a_bad_trace_is_named(change, name, index):
    with pytest.raises(bc.InputError) as caught:
        bc.tariff.bill(**{"tariff": FLAT, "grid_watt": [1.0, 2.0], "dt_second": 60.0, **change})
    assert (caught.value.name, caught.value.index) == (name, index)


@pytest.mark.parametrize("steps", [[(0, 3)], [True, False, True]])
def test_steps_of_another_trace_are_refused(steps):
    charge = bc.DemandCharge(price_per_kw=1.0, steps=steps)
    pay = bc.Tariff(energy_price_per_kwh=0.2, demand_charges=[charge])
    with pytest.raises(bc.InputError) as caught:
        bc.tariff.bill(pay, [1.0, 2.0], 60.0)
    assert caught.value.name == "steps"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"steps": 0}, "steps"),
        ({"steps": 1.5}, "steps"),
        ({"steps": math.nan}, "steps"),
        ({"dt_second": [60.0]}, "dt_second"),
        ({"dt_second": -1.0}, "dt_second"),
        ({"grid_watt": [1.0]}, "grid_watt"),
        ({"grid_watt": [1.0, math.nan]}, "grid_watt"),
        ({"start": "2025"}, "start"),
    ],
)
def test_bad_steps_have_no_prices(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.tariff.prices(**{"tariff": FLAT, "dt_second": 60.0, "steps": 2, **change})
    assert caught.value.name == name


def test_a_bad_step_tells_its_bounds():
    with pytest.raises(bc.InputError) as caught:
        bc.tariff.bill(FLAT, [1.0], -1.0)
    assert caught.value.value == -1.0
    assert 0.0 < caught.value.low < caught.value.high == 365 * 86_400.0

"""Tariffs and traces that cannot be billed."""

import math

import pytest

import battcore as bc

FLAT = bc.Tariff(energy_price_per_kwh=0.2)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"price_per_kw": -1.0}, "price_per_kw"),
        ({"price_per_kw": math.nan}, "price_per_kw"),
        ({"price_per_kw": math.inf}, "price_per_kw"),
        ({"price_per_kw": [10.0, 12.0]}, "price_per_kw"),
        ({"price_per_kw": "ten"}, "price_per_kw"),
        ({"price_per_kw": None}, "price_per_kw"),
        ({"interval_second": 0.0}, "interval_second"),
        ({"interval_second": -900.0}, "interval_second"),
        ({"interval_second": math.nan}, "interval_second"),
        ({"interval_second": 4e7}, "interval_second"),
    ],
)
def test_a_bad_demand_charge_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.DemandCharge(**{"price_per_kw": 10.0, **change})
    assert caught.value.name == name


def test_an_unknown_period_is_refused():
    with pytest.raises(ValueError, match='expected "month" or "year"'):
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
        ({"demand_charges": [12.0]}, "demand_charges", None),
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


def test_a_bad_step_tells_its_bounds():
    with pytest.raises(bc.InputError) as caught:
        bc.tariff.bill(FLAT, [1.0], -1.0)
    assert caught.value.value == -1.0
    assert 0.0 < caught.value.low < caught.value.high == 365 * 86_400.0

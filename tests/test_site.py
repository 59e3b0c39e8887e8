"""Batteries and sites: what they take, what they make of it, what they refuse."""

import math
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

BATTERY = {"energy_capacity_wh": 2e6, "charge_power_watt": 1e6, "discharge_power_watt": 8e5}
SITE = {"load_watt": [5e5, 8e5, 6e5], "dt_second": 3600.0}
DAY = 86_400.0


@given(st.floats(0, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_the_connection_balances(load, battery, auxiliary):
    served = reference.site.grid_power(load, battery, auxiliary_watt=auxiliary)
    assert served == pytest.approx(load + battery + auxiliary)
    assert reference.site.grid_power(load, 0.0, unserved_watt=load) == 0.0


@given(st.floats(-1e6, 1e6), st.floats(0.5, 1.0), st.floats(0.5, 1.0), st.booleans())
def test_the_way_into_the_store_and_back(power, charge, discharge, has_converter):
    converter = bc.Converter(rated_power_watt=1e6, no_load_loss=0.01, quadratic_loss=0.02)
    battery = bc.Battery(
        **BATTERY,
        charge_efficiency=charge,
        discharge_efficiency=discharge,
        converter=converter if has_converter else None,
    )
    stored = reference.site.store_power(battery, power)
    assert stored <= power + 1e-9
    if stored != 0.0:
        assert reference.site.ac_power(battery, stored) == pytest.approx(power, rel=1e-8, abs=1e-6)


def test_the_converter_limits_the_battery():
    small = bc.Converter(rated_power_watt=9e5)
    limits = reference.site.power_limits(bc.Battery(**BATTERY, converter=small))
    assert limits == (9e5, 8e5)


def test_numbers_of_any_kind_are_made_plain():
    battery = bc.Battery(
        energy_capacity_wh=np.float32(2e6),
        charge_power_watt=np.array(1e6),
        discharge_power_watt=800_000,
    )
    assert battery == bc.Battery(**BATTERY)
    site = bc.Site(load_watt=range(1, 4), dt_second=np.int64(60), outages=[(0, 1), (1, 2)])
    assert (site.load_watt.dtype, site.dt_second) == (np.float64, 60.0)
    assert site.outages == ((0.0, 1.0), (1.0, 2.0))


def test_the_clock_of_a_site_has_no_leap_day():
    def start(*date):
        return bc.Site(**SITE, start=datetime(*date)).start_second  # noqa: DTZ001

    assert start(2024, 2, 28) == start(2024, 2, 29) == 58 * DAY
    assert start(2024, 3, 1) == start(2023, 3, 1) == 59 * DAY
    assert start(2024, 12, 31, 23, 59, 59) == 365 * DAY - 1
    assert bc.Site(**SITE).start_second == 0.0


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"energy_capacity_wh": 0.0}, "energy_capacity_wh"),
        ({"energy_capacity_wh": -1.0}, "energy_capacity_wh"),
        ({"energy_capacity_wh": math.inf}, "energy_capacity_wh"),
        ({"energy_capacity_wh": None}, "energy_capacity_wh"),
        ({"energy_capacity_wh": [1e6, 2e6]}, "energy_capacity_wh"),
        ({"charge_power_watt": -1.0}, "charge_power_watt"),
        ({"charge_power_watt": math.nan}, "charge_power_watt"),
        ({"discharge_power_watt": -1.0}, "discharge_power_watt"),
        ({"discharge_power_watt": "strong"}, "discharge_power_watt"),
        ({"charge_efficiency": 0.0}, "charge_efficiency"),
        ({"charge_efficiency": 1.01}, "charge_efficiency"),
        ({"charge_efficiency": 97.0}, "charge_efficiency"),
        ({"discharge_efficiency": 0.0}, "discharge_efficiency"),
        ({"discharge_efficiency": math.nan}, "discharge_efficiency"),
        ({"self_discharge_per_day": 1.0}, "self_discharge_per_day"),
        ({"self_discharge_per_day": -0.1}, "self_discharge_per_day"),
        ({"soc_max": 90.0}, "soc_max"),
        ({"soc_min": 10.0}, "soc_min"),
        ({"soc_min": 0.9, "soc_max": 0.1}, "soc_min"),
        ({"soc_min": -0.1}, "soc_min"),
        ({"soh_capacity": 0.0}, "soh_capacity"),
        ({"soh_capacity": 80.0}, "soh_capacity"),
        ({"soh_resistance": 0.0}, "soh_resistance"),
        ({"soh_resistance": math.inf}, "soh_resistance"),
    ],
)
def test_a_battery_that_makes_no_sense_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.Battery(**{**BATTERY, **change})
    assert caught.value.name == name


def test_the_bound_that_was_passed_is_told():
    with pytest.raises(bc.InputError) as caught:
        bc.Battery(**BATTERY, soc_min=0.9, soc_max=0.1)
    assert (caught.value.value, caught.value.low, caught.value.high) == (0.9, 0.0, 0.1)


@pytest.mark.parametrize(
    ("change", "name", "index"),
    [
        ({"load_watt": []}, "load_watt", None),
        ({"load_watt": 5e5}, "load_watt", None),
        ({"load_watt": [[5e5, 8e5, 6e5]]}, "load_watt", None),
        ({"load_watt": [5e5, math.nan, 6e5]}, "load_watt", 1),
        ({"load_watt": [5e5, 8e5, math.inf]}, "load_watt", 2),
        ({"load_watt": [-1.0, 8e5, 6e5]}, "load_watt", 0),
        ({"load_watt": ["a", "b", "c"]}, "load_watt", None),
        ({"dt_second": 0.0}, "dt_second", None),
        ({"dt_second": -60.0}, "dt_second", None),
        ({"dt_second": math.nan}, "dt_second", None),
        ({"dt_second": [60.0, 0.0, 60.0]}, "dt_second", 1),
        ({"dt_second": [60.0, 60.0]}, "dt_second", None),
        ({"critical_load_watt": -1.0}, "critical_load_watt", None),
        ({"critical_load_watt": math.nan}, "critical_load_watt", None),
        ({"critical_load_watt": [1.0, 2.0]}, "critical_load_watt", None),
        ({"ambient_temperature_celsius": 298.15}, "ambient_temperature_celsius", None),
        ({"ambient_temperature_celsius": [20.0, 298.15, 20.0]}, "ambient_temperature_celsius", 1),
        ({"start": 0.0}, "start", None),
        ({"outages": [(-1.0, 60.0)]}, "outages.start_second", 0),
        ({"outages": [(0.0, 60.0), (59.0, 60.0)]}, "outages.start_second", 1),
        ({"outages": [(60.0, 60.0), (0.0, 10.0)]}, "outages.start_second", 1),
        ({"outages": [(math.inf, 60.0)]}, "outages.start_second", 0),
        ({"outages": [(0.0, 0.0)]}, "outages.duration_second", 0),
        ({"outages": [(0.0, 60.0), (100.0, math.nan)]}, "outages.duration_second", 1),
        ({"outages": (3600.0, 300.0)}, "outages", None),
        ({"outages": 3600.0}, "outages", None),
        ({"outages": [(1.0, 2.0, 3.0)]}, "outages", None),
        ({"outages": [(1.0, 2.0), (3.0,)]}, "outages", None),
        ({"outages": [("noon", 60.0)]}, "outages", None),
        ({"tariff": bc.Tariff(energy_price_per_kwh=[0.1, 0.2])}, "energy_price_per_kwh", None),
    ],
)
def test_a_site_that_makes_no_sense_is_refused(change, name, index):
    with pytest.raises(bc.InputError) as caught:
        bc.Site(**{**SITE, **change})
    assert (caught.value.name, caught.value.index) == (name, index)


def test_overlapping_outages_tell_when_the_grid_is_back():
    with pytest.raises(bc.InputError) as caught:
        bc.Site(**SITE, outages=[(0.0, 60.0), (59.0, 60.0)])
    assert (caught.value.value, caught.value.low) == (59.0, 60.0)

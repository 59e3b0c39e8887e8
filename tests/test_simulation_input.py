"""What makes no sense is named: argument, place, value and bound."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from simulation_cases import SHAVING, battery, ideal

NAN, INF = float("nan"), float("inf")


def site(**changes):
    given = {"load_watt": [5e5, 6e5, 7e5], "dt_second": 900.0}
    return bc.Site(**given | changes)


def refused(name, index=None):
    return pytest.raises(bc.InputError, match=name), index


@pytest.mark.parametrize(
    ("argument", "value", "index"),
    [
        ("load_watt", [5e5, NAN, 7e5], 1),
        ("load_watt", [5e5, 6e5, INF], 2),
        ("load_watt", [5e5, -1.0, 7e5], 1),
        ("load_watt", [], None),
        ("load_watt", [[1.0, 2.0]], None),
        ("load_watt", "much", None),
        ("dt_second", 0.0, None),
        ("dt_second", -60.0, None),
        ("dt_second", [60.0, 60.0, 0.0], 2),
        ("dt_second", [60.0, 60.0], None),
        ("dt_second", INF, None),
        ("critical_load_watt", -1.0, None),
        ("critical_load_watt", [1.0, NAN, 1.0], 1),
        ("ambient_temperature_celsius", 298.15, None),
        ("ambient_temperature_celsius", [20.0, 20.0, 293.15], 2),
        ("outages", [(0.0, 60.0), (30.0, 60.0)], 1),
    ],
)
def test_a_site_that_makes_no_sense_is_refused(argument, value, index):
    with pytest.raises(bc.InputError, match=argument) as caught:
        site(**{argument: value})
    assert caught.value.name.startswith(argument)
    assert caught.value.index == index


@pytest.mark.parametrize(
    ("argument", "value", "name"),
    [
        ("years", 0.0, "years"),
        ("years", -1.0, "years"),
        ("years", NAN, "years"),
        ("years", INF, "years"),
        ("years", [1.0, 2.0], "years"),
        ("soc_start", 0.01, "soc_start"),
        ("soc_start", 0.99, "soc_start"),
        ("soc_start", 50.0, "soc_start"),
        ("soc_start", NAN, "soc_start"),
        ("log", 0.0, "log"),
        ("log", -60.0, "log"),
        ("log", NAN, "log"),
        ("log", "days", "log"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused(argument, value, name):
    with pytest.raises(bc.InputError, match=name) as caught:
        bc.simulate(battery(self_discharge_per_day=0.0), site(), SHAVING, **{argument: value})
    assert caught.value.name == name


def test_a_word_that_is_no_log_is_told_the_choices():
    with pytest.raises(bc.InputError, match='"day", "year", "all"'):
        bc.simulate(battery(), site(), SHAVING, log="hour")


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("energy_capacity_wh", 0.0),
        ("energy_capacity_wh", -1e6),
        ("energy_capacity_wh", NAN),
        ("charge_power_watt", -1.0),
        ("discharge_power_watt", NAN),
        ("charge_efficiency", 97.0),
        ("discharge_efficiency", 0.0),
        ("self_discharge_per_day", 1.0),
        ("soc_min", 0.96),
        ("soc_max", 95.0),
        ("soh_capacity", 0.0),
        ("soh_capacity", 80.0),
        ("soh_resistance", -1.0),
    ],
)
def test_a_battery_that_makes_no_sense_is_refused(argument, value):
    with pytest.raises(bc.InputError, match=argument) as caught:
        battery(**{argument: value})
    assert caught.value.name == argument


def test_a_policy_of_another_kind_is_refused():
    with pytest.raises(TypeError, match="int is no policy"):
        bc.simulate(battery(), site(), 7)


def test_a_load_overwritten_after_the_checks_is_refused_too():
    watt = np.full(3, 5e5)
    place = site(load_watt=watt)
    watt[1] = NAN
    with pytest.raises(bc.InputError) as caught:
        bc.simulate(ideal(), place, SHAVING)
    assert (caught.value.name, caught.value.index) == ("load_watt", 1)


def test_a_battery_without_power_does_nothing():
    run = bc.simulate(ideal(charge_power_watt=0.0, discharge_power_watt=0.0), site(), SHAVING)
    assert run.state.soc == 0.5
    assert run.log.import_energy_wh.sum() == run.log.load_energy_wh.sum()


def test_numbers_of_any_kind_are_numbers():
    plain = bc.simulate(battery(), site(), SHAVING, soc_start=0.5, years=0.01, log=900)
    odd = bc.simulate(
        replace(battery(), soc_max=np.float32(0.5) * np.float64(1.9)),
        site(load_watt=np.array([5e5, 6e5, 7e5], np.float32), dt_second=np.int64(900)),
        SHAVING,
        soc_start=np.float64(0.5),
        years=np.float32(0.01) * np.float64(1) * 0 + 0.01,
        log=np.int32(900),
    )
    assert (plain.log.soc == odd.log.soc).all()

"""Self-consumption, time of use, price thresholds, schedules: what each promises."""

from dataclasses import dataclass
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore.dispatch import PriceThreshold, Schedule, SelfConsumption, Stack, TimeOfUse, View
from policy_cases import CONVERTER, POWERS, battery
from simulation_cases import DAY, ideal, load

EVENING = {"charge_hours": [(22, 6)], "discharge_hours": [(16, 21)]}


def wish(policy, **moment):
    given = {"battery": battery(), "soc": 0.5, "load_watt": 4e5, "dt_second": 60.0, **moment}
    return policy.decide(None, View(**given))[1].wish_watt


@given(POWERS, POWERS)
def test_own_generation_is_used_first(load_watt, generation_watt):
    power = wish(SelfConsumption(), load_watt=load_watt, generation_watt=generation_watt)
    assert load_watt - generation_watt + power == pytest.approx(0.0, abs=1e-6)


def test_a_small_grid_power_may_be_aimed_at():
    assert wish(SelfConsumption(grid_watt=50.0), load_watt=400.0) == -350.0
    assert wish(SelfConsumption(charge_power_watt=100.0), generation_watt=9e5) == 100.0


def test_a_sunny_day_leaves_the_grid_alone_where_the_battery_reaches():
    sun = 1.2e6 * np.maximum(np.sin(2 * np.pi * (np.arange(24) - 6) / 24), 0.0)
    site = bc.Site(load_watt=np.full(24, 2e5), dt_second=3600.0, generation_watt=sun)
    own = ideal(energy_capacity_wh=1e7)
    run = bc.simulate(own, site, SelfConsumption(), soc_start=0.2, log="all")
    assert run.log.import_energy_wh.sum() == 0.0
    assert run.log.export_energy_wh.sum() == 0.0


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(15.99, None), (16, -4e5), (20.99, -4e5), (21, None), (22, 1e5), (0, 1e5), (5.99, 1e5)],
)
def test_windows_are_those_of_the_clock(hour, expected):
    policy = TimeOfUse(charge_power_watt=1e5, **EVENING)
    for day in (0, 17):
        assert wish(policy, clock_second=day * DAY + hour * 3600.0) == expected


def test_a_window_begins_on_time_whatever_rounding_does():
    policy = TimeOfUse(charge_power_watt=1e5, **EVENING)
    assert wish(policy, clock_second=22 * 3600.0 - 1e-6) == 1e5


def test_what_is_given_goes_to_the_load_unless_it_may_be_fed_in():
    evening = {"clock_second": 17 * 3600.0, "load_watt": 3e5, "generation_watt": 1e5}
    assert wish(TimeOfUse(**EVENING), **evening) == pytest.approx(-2e5)
    assert wish(TimeOfUse(**EVENING, feed_in=True, discharge_power_watt=7e5), **evening) == -7e5
    assert wish(TimeOfUse(**EVENING), **{**evening, "generation_watt": 9e5}) is None


def test_windows_follow_the_clock_through_a_run():
    site = bc.Site(load_watt=np.full(48, 5e5), dt_second=3600.0)
    policy = TimeOfUse(charge_power_watt=1e5, discharge_power_watt=1.6e5, **EVENING)
    log = bc.simulate(ideal(), site, policy, soc_start=0.6, log="all").log
    power = log.charging_energy_wh - log.discharging_energy_wh
    expected = [1e5] * 4 + [0.0] * 12 + [-1.6e5] * 5 + [0.0] + [1e5] * 2
    assert power[:24] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("converter", [None, CONVERTER])
@pytest.mark.parametrize("limit_watt", [2e6, inf])
@pytest.mark.parametrize("power_watt", [1e5, 2e6, 3e6, inf])
def test_charging_ends_at_the_soc_that_is_asked_for(converter, limit_watt, power_watt):
    own = battery(converter=converter, charge_power_watt=limit_watt, charge_efficiency=1.0)
    policy = TimeOfUse(
        charge_hours=[(0, 24)], discharge_hours=[], charge_power_watt=power_watt, charge_soc=0.6
    )
    site = bc.Site(load_watt=np.zeros(40), dt_second=1800.0)
    log = bc.simulate(own, site, policy, soc_start=0.5, log="all").log
    assert log.soc.max() == pytest.approx(0.6, abs=1e-12)
    near = {"battery": own, "soc": 0.59, "load_watt": 0.0, "dt_second": 1800.0}
    _, command = policy.decide(None, View(**near))
    assert 2e4 <= command.wish_watt < 2.7e4  # losses of the converter on top


@given(st.floats(-0.2, 0.5))
def test_a_price_decides(price):
    policy = PriceThreshold(
        charge_below_per_kwh=0.05, discharge_above_per_kwh=0.2, charge_power_watt=1e5
    )
    expected = 1e5 if price <= 0.05 else -4e5 if price >= 0.2 else None
    assert wish(policy, price_per_kwh=price) == expected


def test_buying_low_and_selling_high_pays():
    price = np.tile([0.05] * 6 + [0.15] * 10 + [0.4] * 5 + [0.15] * 3, 30)
    tariff = bc.Tariff(energy_price_per_kwh=price)
    site = bc.Site(load_watt=np.full(720, 3e5), dt_second=3600.0, tariff=tariff)
    policy = PriceThreshold(charge_below_per_kwh=0.05, discharge_above_per_kwh=0.4)
    own = ideal(charge_efficiency=0.95, discharge_efficiency=0.95, charge_power_watt=2e5)
    assert bc.simulate(own, site, policy).bill.total < bc.simulate(own, site, Stack([])).bill.total


def test_without_a_price_nothing_is_decided():
    policy = PriceThreshold(charge_below_per_kwh=0.05, discharge_above_per_kwh=0.2)
    with pytest.raises(bc.InputError) as caught:
        wish(policy)
    assert caught.value.name == "price_per_kwh"
    with pytest.raises(bc.InputError, match="price_per_kwh"):
        bc.simulate(ideal(), bc.Site(load_watt=[1.0], dt_second=1.0), Stack([policy]))


@dataclass
class Plan:
    power_watt: np.ndarray


def test_a_schedule_is_followed_and_repeated():
    power = np.array([1e5, -1e5, 0.0, 5e4, -5e4])
    site = bc.Site(load_watt=load(5), dt_second=600.0)
    for policy in (Schedule(power_watt=power), Schedule(power_watt=Plan(power))):
        run = bc.simulate(ideal(), site, policy, years=1500.0 * 6 / 31_536_000, log="all")
        moved = run.log.charging_energy_wh - run.log.discharging_energy_wh
        assert moved == pytest.approx(np.tile(power, 3) / 6)


@given(st.lists(st.floats(0.1, 0.9), min_size=1, max_size=30))
def test_a_schedule_of_soc_is_reached_where_power_allows(soc):
    own = battery(charge_power_watt=1e9, discharge_power_watt=1e9)
    site = bc.Site(load_watt=np.zeros(len(soc)), dt_second=600.0)
    log = bc.simulate(own, site, Schedule(soc=soc), log="all").log
    assert log.soc == pytest.approx(soc, abs=1e-9)


def test_a_schedule_fits_its_trace():
    with pytest.raises(bc.InputError, match="power_watt") as caught:
        bc.simulate(
            ideal(), bc.Site(load_watt=[1.0, 2.0], dt_second=1.0), Schedule(power_watt=[1.0])
        )
    assert caught.value.name == "power_watt"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({}, "power_watt"),
        ({"power_watt": [1.0], "soc": [0.5]}, "power_watt"),
        ({"power_watt": []}, "power_watt"),
        ({"power_watt": [1.0, np.nan]}, "power_watt"),
        ({"power_watt": [[1.0]]}, "power_watt"),
        ({"soc": [0.5, 50.0]}, "soc"),
        ({"soc": [inf]}, "soc"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        Schedule(**change)
    assert caught.value.name == name

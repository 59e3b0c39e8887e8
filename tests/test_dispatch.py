"""Policies: agreement with their words, and what each promises."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from battcore import reference
from battcore.dispatch import (
    BackupReserve,
    LoadSmoothing,
    PeakShaving,
    RampLimit,
    Stack,
    View,
)
from policy_cases import BATTERIES, MOMENTS, POLICIES, POWERS, RULES, battery, decided, heard, told

MARGIN = reference.dispatch.MARGIN


@settings(max_examples=200)
@given(POLICIES, BATTERIES, MOMENTS)
def test_agrees_with_the_reference(policy, unit, moments):
    views = [View(battery=unit, **moment) for moment in moments]
    memory = None
    for view, command in zip(views, decided(policy, views), strict=True):
        memory, expected = reference.dispatch.decide(policy, memory, view)
        assert heard(command, unit) == pytest.approx(
            heard(expected, unit), rel=1e-7, abs=1e-3, nan_ok=True
        )


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=80), st.integers(1, 20))
def test_smoothing_holds_the_moving_mean(load, samples):
    policy = LoadSmoothing(window_second=60.0 * samples, centering_second=inf)
    views = [View(battery=battery(), soc=0.5, load_watt=watt, dt_second=60.0) for watt in load]
    goal = [
        view.load_watt + each.wish_watt
        for view, each in zip(views, decided(policy, views), strict=True)
    ]
    means = [np.mean(load[max(0, end - samples) : end]) for end in range(1, len(load) + 1)]
    assert goal == pytest.approx(means, rel=1e-9, abs=1e-5)


def test_smoothing_leads_the_soc_back():
    policy = LoadSmoothing(window_second=60.0, target_soc=0.5, centering_second=7200.0)
    view = View(battery=battery(), soc=0.4, load_watt=1e5, dt_second=60.0)
    _, command = policy.decide(None, view)
    assert command.wish_watt == pytest.approx(0.1 * 1e6 * 3600.0 / 7200.0)


@given(POWERS, POWERS, st.floats(0.1, 0.9))
def test_shaving_never_asks_for_more_than_the_limit(limit, load, soc):
    view = View(battery=battery(), soc=soc, load_watt=load, dt_second=60.0)
    _, command = PeakShaving(limit_watt=limit).decide(None, view)
    assert load + command.upper_watt <= limit * (1 + 1e-12) + 1e-9
    assert command.wish_watt is None or command.wish_watt <= command.upper_watt


def test_shaving_refills_no_further_than_told():
    half = PeakShaving(limit_watt=1e6, recharge_soc=0.5)
    view = {"battery": battery(), "load_watt": 2e5, "dt_second": 3600.0}
    assert half.decide(None, View(soc=0.5, **view))[1].wish_watt is None
    refill = half.decide(None, View(soc=0.4, **view))[1].wish_watt
    assert refill == pytest.approx(0.1 * 1e6 / 0.96)  # 100 kWh within the hour


@given(POWERS, POWERS, st.floats(1.0, 1e5), st.sampled_from([1.0, 60.0]))
def test_a_ramp_is_bounded_both_ways(before, load, ramp, dt):
    view = View(battery=battery(), soc=0.5, load_watt=load, dt_second=dt, grid_before_watt=before)
    _, command = RampLimit(ramp_watt_per_second=ramp).decide(None, view)
    assert load + command.lower_watt == pytest.approx(before - ramp * dt, abs=1e-6)
    assert load + command.upper_watt == pytest.approx(before + ramp * dt, abs=1e-6)
    first = View(battery=battery(), soc=0.5, load_watt=load, dt_second=dt)
    assert told(RampLimit(ramp_watt_per_second=ramp).decide(None, first)[1]) == (-inf, None, inf)


@pytest.mark.parametrize("health", [1.0, 0.8, 0.6])
def test_the_floor_is_held_at_present_health(health):
    # 300 kW for 20 minutes take 100 kWh at the AC side: 105.26 kWh of the store.
    policy = BackupReserve(ride_through_second=1200.0, critical_load_watt=3e5)
    floor_soc = 0.1 + 100e3 / 0.95 / (1e6 * health)
    view = {
        "battery": battery(soh_capacity=health),
        "load_watt": 3e5,
        "dt_second": 60.0,
    }
    at_floor = policy.decide(None, View(soc=floor_soc + 1e-9, **view))[1]
    assert at_floor.lower_watt == pytest.approx(0.0, abs=1.0)
    above = policy.decide(None, View(soc=floor_soc + MARGIN + 0.001, **view))[1]
    assert above.lower_watt == pytest.approx(-0.001 * 1e6 * health * 0.95 * 60.0)
    below = policy.decide(None, View(soc=floor_soc - 0.001, **view))[1]
    assert below.lower_watt == 0.0
    assert below.wish_watt == pytest.approx((MARGIN + 0.001) * 1e6 * health / 0.96 * 60.0)


def test_the_reserve_is_released_in_an_outage():
    policy = BackupReserve(ride_through_second=1200.0)
    dark = View(battery=battery(), soc=0.2, load_watt=3e5, dt_second=60.0, outage=True)
    assert told(policy.decide(None, dark)[1]) == (-inf, None, inf)


def test_the_reserve_is_for_the_highest_critical_load_so_far():
    policy = BackupReserve(ride_through_second=1200.0)
    soc = 0.1 + 100e3 / 0.95 / 1e6 + MARGIN + 0.001
    low, high = (
        View(battery=battery(), soc=soc, load_watt=watt, dt_second=60.0) for watt in (1e5, 3e5)
    )
    calm, _, wary = decided(policy, [low, high, low])
    assert calm.lower_watt == -inf
    assert wary.lower_watt == pytest.approx(-0.001 * 1e6 * 0.95 * 60.0)


def test_a_load_that_drops_finds_room():
    policy = BackupReserve(ride_through_second=0.0, load_drop_watt=6e5, load_drop_second=600.0)
    ceiling = 0.9 - 0.96 * 0.1  # 100 kWh come, 96 are stored
    view = {"battery": battery(), "load_watt": 6e5, "dt_second": 60.0}
    assert policy.decide(None, View(soc=ceiling, **view))[1].upper_watt == pytest.approx(0, abs=1)
    assert policy.decide(None, View(soc=ceiling - 0.1, **view))[1].upper_watt == inf


def test_a_stack_keeps_the_earlier_of_two_that_exclude_each_other():
    reserve = BackupReserve(ride_through_second=1200.0, recharge_power_watt=5e4)
    shaving = PeakShaving(limit_watt=1e5)
    view = View(battery=battery(), soc=0.1, load_watt=3e5, dt_second=60.0)
    memory, command = Stack([reserve, shaving]).decide(None, view)
    assert (command.lower_watt, command.wish_watt) == (0.0, 5e4)
    assert memory[0] == [1.0]  # the conflict is counted
    memory, command = Stack([shaving, reserve]).decide(None, view)
    assert (command.wish_watt, command.upper_watt) == (-2e5, -2e5)
    assert memory[0] == [1.0]


def test_a_stack_of_none_leaves_all_free():
    view = View(battery=battery(), soc=0.5, load_watt=3e5, dt_second=60.0)
    assert told(Stack([]).decide(None, view)[1]) == (-inf, None, inf)


@given(st.lists(st.one_of(RULES), max_size=4), BATTERIES, MOMENTS)
def test_a_stack_only_narrows(members, unit, moments):
    views = [View(battery=unit, **moment) for moment in moments]
    whole = decided(Stack(members), views)
    for command, first in zip(whole, decided(Stack(members[:1]), views), strict=True):
        assert first.lower_watt <= command.lower_watt <= command.upper_watt <= first.upper_watt
        if first.wish_watt is not None:
            assert command.wish_watt == first.wish_watt

"""Learned peaks, rolling ranges and cycles: limits that a rule holds over time."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore.dispatch import (
    CycleAware,
    LearnedPeakShaving,
    LoadSmoothing,
    RangeLimit,
    RegulationSignal,
    SelfConsumption,
    Stack,
    worthwhile_depth,
)
from simulation_cases import DAY, REST, ideal, load

MONTH = 31 * DAY


def run_of(policy, load_watt, dt=60.0, **changes):
    site = bc.Site(load_watt=load_watt, dt_second=dt)
    return bc.simulate(ideal(**changes), site, policy, log="all")


def test_what_is_paid_for_may_be_used():
    load_watt = np.array([9e5] * 4 + [5e5, 8e5, 8e5])
    policy = LearnedPeakShaving(start_limit_watt=6e5, recharge_power_watt=0.0)
    grid = run_of(policy, load_watt, 3600.0).log.import_energy_wh
    # 300 kW for an hour, then 200 of the 500 kWh are left: the hour after is lost
    assert grid == pytest.approx([6e5, 7e5, 9e5, 9e5, 5e5, 8e5, 8e5])


@pytest.mark.parametrize(("reset", "keep", "later"), [("month", 0.0, 6e5), ("never", 0.0, 9e5)])
def test_a_new_period_is_learned_anew(reset, keep, later):
    hours = np.full(32 * 24, 5e5)
    hours[:4] = 9e5
    hours[-3] = 9e5
    policy = LearnedPeakShaving(start_limit_watt=6e5, reset=reset, keep_share=keep)
    log = run_of(policy, hours, 3600.0, discharge_power_watt=3e5, soc_max=0.5).log
    assert log.grid_peak_watt.max() == 9e5
    assert log.import_energy_wh[-3] == pytest.approx(later)


@given(st.integers(0, 50), st.floats(4e5, 9e5))
def test_a_learned_limit_is_never_above_the_peak_without_a_battery(seed, start):
    load_watt = load(200, seed)
    grid = run_of(LearnedPeakShaving(start_limit_watt=start), load_watt, 900.0).log
    assert grid.grid_peak_watt.max() <= max(load_watt.max(), start) * (1 + 1e-12)


@given(
    st.lists(st.floats(0, 1e6), min_size=2, max_size=60),
    st.floats(1e4, 5e5),
    st.integers(1, 10),
)
def test_the_grid_ranges_no_further_within_any_window(load_watt, range_watt, steps):
    policy = RangeLimit(range_watt=range_watt, window_second=0.1 * steps)
    log = run_of(policy, load_watt, 0.1).log  # seconds of it leave the battery at half charge
    grid = log.grid_peak_watt
    found = bc.trace.rolling_range(grid, 0.1, [0.1 * steps]).range
    assert np.max(found) <= range_watt * (1 + 1e-9)


def test_smoothing_under_a_range_keeps_the_charge_about_its_target():
    load_watt = 7e5 + 2e5 * (np.arange(7200) % 30 < 12)
    policy = Stack(
        [
            RangeLimit(range_watt=5e4, window_second=5.0),
            LoadSmoothing(window_second=60.0, centering_second=600.0),
        ]
    )
    log = run_of(policy, load_watt, 1.0, energy_capacity_wh=5e4).log
    assert np.ptp(log.grid_peak_watt[300:]) < 5e4
    assert abs(log.soc[-60:].mean() - 0.5) < 0.05


@given(st.floats(0.05, 0.5), st.integers(0, 30))
def test_the_charge_never_ranges_further_than_the_depth(depth, seed):
    signal = np.random.default_rng(seed).uniform(-1, 1, 300)
    site = bc.Site(load_watt=np.zeros(300), dt_second=600.0, signal=signal)
    follow = RegulationSignal(capacity_watt=8e5, centering_second=inf)
    log = bc.simulate(ideal(), site, Stack([CycleAware(depth=depth), follow]), log="all").log
    assert np.ptp([0.5, *log.soc]) <= depth * (1 + 1e-9)


def test_a_whole_battery_is_worth_it_where_wear_is_cheap():
    sun = 6e5 * (np.arange(48) % 24 > 12)
    site = bc.Site(load_watt=np.full(48, 2e5), dt_second=3600.0, generation_watt=sun)
    alone, aware = (
        bc.simulate(ideal(), site, policy, log="all").log.import_energy_wh
        for policy in (SelfConsumption(), Stack([CycleAware(depth=1.0), SelfConsumption()]))
    )
    assert alone.tolist() == aware.tolist()


@given(st.floats(1.2, 3.0), st.floats(500, 10_000), st.floats(50, 300), st.floats(0, 0.5))
def test_the_depth_is_where_wear_equals_worth(exponent, cycles, cell, worth):
    law = bc.cycles.PowerLaw(exponent=exponent, scale=1 / cycles)
    found = worthwhile_depth(law, cell_price_per_kwh=cell, cycle_price_per_kwh=worth)
    closed = (worth * cycles / (cell * exponent)) ** (1 / (exponent - 1))
    assert found == pytest.approx(min(closed, 1.0), rel=1e-9, abs=1e-15)


def test_rest_costs_no_peak():
    assert run_of(REST, load(20)).log.grid_peak_watt.max() == load(20).max()


@pytest.mark.parametrize(
    ("make", "change", "name"),
    [
        (RangeLimit, {"range_watt": 0.0, "window_second": 5.0}, "range_watt"),
        (RangeLimit, {"range_watt": 1.0, "window_second": inf}, "window_second"),
        (CycleAware, {"depth": 50.0}, "depth"),
        (LearnedPeakShaving, {"start_limit_watt": -1.0}, "start_limit_watt"),
        (LearnedPeakShaving, {"start_limit_watt": 1.0, "keep_share": 2.0}, "keep_share"),
        (LearnedPeakShaving, {"start_limit_watt": 1.0, "reset": "week"}, "reset"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(make, change, name):
    with pytest.raises(bc.InputError) as caught:
        make(**change)
    assert caught.value.name == name

"""What policies remember, and what they and their views refuse."""

import copy
import json
import math
import pickle

import pytest

import battcore as bc
from battcore.dispatch import (
    BackupReserve,
    CycleAware,
    FrequencyResponse,
    LearnedPeakShaving,
    LoadSmoothing,
    PeakShaving,
    RampLimit,
    RangeLimit,
    Stack,
    View,
)

BATTERY = bc.Battery(energy_capacity_wh=1e6, charge_power_watt=1e6, discharge_power_watt=1e6)
VIEW = {"battery": BATTERY, "soc": 0.5, "load_watt": 3e5, "dt_second": 60.0}
GRID = {"grid_before_watt": 2e5, "frequency_hertz": 49.9}
SMOOTHING = LoadSmoothing(window_second=90.0)
RESERVE = BackupReserve(ride_through_second=300.0)
STACK = Stack([RESERVE, Stack([SMOOTHING, RampLimit(ramp_watt_per_second=1e3)])])
RANGE = RangeLimit(range_watt=1e5, window_second=150.0)
LEARNED = LearnedPeakShaving(start_limit_watt=1e5)
CYCLES = CycleAware(depth=0.2)
FCR = FrequencyResponse.preset("fcr_continental", capacity_watt=4e5)
POLICIES = [SMOOTHING, RESERVE, STACK, PeakShaving(limit_watt=1e5), RANGE, LEARNED, CYCLES, FCR]


def memory_after(policy, steps):
    memory = None
    for step in range(steps):
        change = {"load_watt": 1e5 * (step % 4), "soc": 0.4 + 0.05 * (step % 3)}
        memory, _ = policy.decide(memory, View(**{**VIEW, **GRID, **change}))
    return memory


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: type(policy).__name__)
@pytest.mark.parametrize(
    "there_and_back",
    [
        lambda memory: pickle.loads(pickle.dumps(memory)),  # noqa: S301 - its own
        lambda memory: json.loads(json.dumps(memory)),
        copy.deepcopy,
    ],
)
def test_memory_is_plain_and_comes_back(policy, there_and_back):
    memory = memory_after(policy, 7)
    assert {type(number) for numbers in memory for number in numbers} <= {float}
    view = View(**VIEW, **GRID)
    assert there_and_back(memory) == memory
    assert policy.decide(there_and_back(memory), view) == policy.decide(memory, view)


def test_deciding_leaves_the_memory_before_it_alone():
    memory = memory_after(STACK, 3)
    kept = copy.deepcopy(memory)
    STACK.decide(memory, View(**VIEW))
    assert memory == kept


def test_policies_compare_and_pickle():
    assert pickle.loads(pickle.dumps(STACK)) == STACK  # noqa: S301 - its own


@pytest.mark.parametrize(
    ("policy", "memory"),
    [
        (SMOOTHING, []),
        (SMOOTHING, [[0.0], []]),
        (SMOOTHING, [[0.0], [60.0, 1.0]]),
        (SMOOTHING, [[0.0], [9.0, 60.0, 1.0, 1.0, 60.0]]),
        (SMOOTHING, [[0.0], [9.0, 60.0, 1.0, 1.0, -60.0, 1.0]]),
        (SMOOTHING, [[0.0], [9.0, 60.0, math.nan, 1.0]]),
        (SMOOTHING, [[0.0], [9.0, -60.0, 1.0, 1.0]]),
        (RESERVE, [[0.0], []]),
        (RESERVE, [[0.0], [1.0, 2.0]]),
        (RESERVE, [[0.0], [-1.0]]),
        (RESERVE, [[-1.0], [1.0]]),
        (RESERVE, [[0.0], [math.inf]]),
        (RESERVE, [[0.0], [1.0], [2.0]]),
        (PeakShaving(limit_watt=1e5), [[0.0], [1.0]]),
        (RANGE, [[0.0], [-1.0, 0.0]]),
        (RANGE, [[0.0], [60.0]]),
        (RANGE, [[0.0], [60.0, 3.0, -60.0, 1.0]]),
        (RANGE, [[0.0], [60.0, 1.0, -60.0]]),
        (RANGE, [[0.0], [60.0, math.nan]]),
        (LEARNED, [[0.0], [1e5]]),
        (LEARNED, [[0.0], [1e5, -1.0]]),
        (CYCLES, [[0.0], [0.5]]),
        (CYCLES, [[0.0], [0.6, 0.5]]),
        (CYCLES, [[0.0], [0.5, 50.0]]),
        (FCR, [[0.0], []]),
        (FCR, [[0.0], [2.0]]),
        (STACK, [[0.0], [1.0]]),
        (STACK, memory_after(SMOOTHING, 3)),
        (SMOOTHING, memory_after(STACK, 3)),
    ],
)
def test_the_memory_of_another_policy_is_refused(policy, memory):
    with pytest.raises(bc.InputError) as caught:
        policy.decide(memory, View(**VIEW))
    assert caught.value.name == "memory"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"soc": 50.0}, "soc"),
        ({"soc": -0.1}, "soc"),
        ({"soc": math.nan}, "soc"),
        ({"soc": [0.5]}, "soc"),
        ({"soc": None}, "soc"),
        ({"load_watt": math.nan}, "load_watt"),
        ({"load_watt": math.inf}, "load_watt"),
        ({"load_watt": "high"}, "load_watt"),
        ({"dt_second": 0.0}, "dt_second"),
        ({"dt_second": -60.0}, "dt_second"),
        ({"dt_second": math.inf}, "dt_second"),
        ({"critical_load_watt": math.nan}, "critical_load_watt"),
        ({"critical_load_watt": math.inf}, "critical_load_watt"),
        ({"grid_before_watt": math.nan}, "grid_before_watt"),
        ({"generation_watt": -1.0}, "generation_watt"),
        ({"clock_second": -1.0}, "clock_second"),
        ({"step": -1}, "step"),
        ({"step": 0.5}, "step"),
        ({"price_per_kwh": math.inf}, "price_per_kwh"),
        ({"frequency_hertz": 0.0}, "frequency_hertz"),
        ({"signal": 1.1}, "signal"),
    ],
)
def test_a_view_that_makes_no_sense_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        View(**{**VIEW, **change})
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("make", "change", "name"),
    [
        (PeakShaving, {"limit_watt": -1.0}, "limit_watt"),
        (PeakShaving, {"limit_watt": math.inf}, "limit_watt"),
        (PeakShaving, {"limit_watt": None}, "limit_watt"),
        (PeakShaving, {"limit_watt": [1.0, 2.0]}, "limit_watt"),
        (PeakShaving, {"recharge_power_watt": -1.0}, "recharge_power_watt"),
        (PeakShaving, {"recharge_power_watt": math.nan}, "recharge_power_watt"),
        (PeakShaving, {"recharge_soc": 90.0}, "recharge_soc"),
        (LoadSmoothing, {"window_second": 0.0}, "window_second"),
        (LoadSmoothing, {"window_second": math.inf}, "window_second"),
        (LoadSmoothing, {"target_soc": 50.0}, "target_soc"),
        (LoadSmoothing, {"centering_second": 0.0}, "centering_second"),
        (LoadSmoothing, {"centering_second": math.nan}, "centering_second"),
        (RampLimit, {"ramp_watt_per_second": 0.0}, "ramp_watt_per_second"),
        (RampLimit, {"ramp_watt_per_second": -1.0}, "ramp_watt_per_second"),
        (RampLimit, {"ramp_watt_per_second": "slow"}, "ramp_watt_per_second"),
        (BackupReserve, {"ride_through_second": -1.0}, "ride_through_second"),
        (BackupReserve, {"ride_through_second": math.inf}, "ride_through_second"),
        (BackupReserve, {"critical_load_watt": -1.0}, "critical_load_watt"),
        (BackupReserve, {"critical_load_watt": math.nan}, "critical_load_watt"),
        (BackupReserve, {"load_drop_watt": -1.0}, "load_drop_watt"),
        (BackupReserve, {"load_drop_second": math.nan}, "load_drop_second"),
        (BackupReserve, {"recharge_power_watt": -1.0}, "recharge_power_watt"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(make, change, name):
    good = {
        PeakShaving: {"limit_watt": 1e5},
        LoadSmoothing: {"window_second": 60.0},
        RampLimit: {"ramp_watt_per_second": 1e3},
        BackupReserve: {"ride_through_second": 60.0},
    }
    with pytest.raises(bc.InputError) as caught:
        make(**{**good[make], **change})
    assert caught.value.name == name


def test_a_stack_takes_policies_only():
    with pytest.raises(TypeError, match="float is no policy"):
        Stack([1.0])

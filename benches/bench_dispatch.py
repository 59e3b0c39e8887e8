"""One decision of a stack, as a controller asks for it; in a loop it costs a fraction of that."""

import pytest

import battcore as bc
from battcore import reference

BATTERY = bc.Battery(
    energy_capacity_wh=1e8,
    charge_power_watt=1e8,
    discharge_power_watt=1e8,
    charge_efficiency=0.97,
    discharge_efficiency=0.97,
    converter=bc.Converter(rated_power_watt=1e8, no_load_loss=0.0072, quadratic_loss=0.034),
)
POLICIES = {
    "peak shaving": bc.dispatch.PeakShaving(limit_watt=2.8e8),
    "reserve, smoothing and shaving": bc.dispatch.Stack(
        [
            bc.dispatch.BackupReserve(ride_through_second=300.0),
            bc.dispatch.PeakShaving(limit_watt=2.8e8),
            bc.dispatch.LoadSmoothing(window_second=600.0),
        ]
    ),
}
VIEW = bc.dispatch.View(battery=BATTERY, soc=0.4, load_watt=2.5e8, dt_second=60.0)


def native(policy, memory):
    return policy.decide(memory, VIEW)


def python(policy, memory):
    return reference.dispatch.decide(policy, memory, VIEW)


DECIDE = {"python": python, "native": native}
CASES = [(name, case) for name in POLICIES for case in DECIDE]


def remembered(decide, policy):
    memory = None
    for _ in range(20):
        memory, _ = decide(policy, memory)
    return memory


@pytest.mark.parametrize(("name", "case"), CASES)
def test_decide(benchmark, name, case):
    policy, decide = POLICIES[name], DECIDE[case]
    memory = remembered(decide, policy)
    command = decide(policy, memory)[1]
    expected = native(policy, remembered(native, policy))[1]
    assert command.wish_watt == pytest.approx(expected.wish_watt, rel=1e-7)
    benchmark.group = f"one decision: {name}"
    benchmark(decide, policy, memory)

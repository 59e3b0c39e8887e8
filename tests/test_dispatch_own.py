"""Policies of one's own, alone and in stacks."""

import pickle

import numpy as np
import pytest

import battcore as bc
from battcore import reference
from battcore.dispatch import BackupReserve, Command, PeakShaving, Stack, View
from simulation_cases import DAY, LFP, START, battery, ideal, load

inf = float("inf")


class Shaving:
    """Peak shaving once more, without refilling; it counts the steps."""

    def decide(self, memory, view):
        steps = memory[0] if memory else 0.0
        headroom = 7e5 - view.load_watt
        return [steps + 1.0], Command(-inf, min(headroom, 0.0), max(headroom, 0.0))


class Answering:
    def __init__(self, answer):
        self.answer = answer

    def decide(self, memory, view):  # noqa: ARG002 (it always says the same)
        return self.answer


def views(count):
    return [View(battery=ideal(), soc=0.5, load_watt=watt, dt_second=60.0) for watt in load(count)]


def test_it_runs_as_the_same_rule_runs():
    site = bc.Site(load_watt=load(200), dt_second=900.0, outages=[(7000.0, 300.0)])
    native = PeakShaving(limit_watt=7e5, recharge_power_watt=0.0)
    own, ours = (
        bc.simulate(battery(), site, policy, log="all").log for policy in (Shaving(), native)
    )
    for name, values in ours.columns().items():
        assert own.columns()[name] == pytest.approx(values, rel=1e-12, abs=1e-6), name


def test_it_sees_what_there_is_to_see():
    seen = []

    class Watching:
        def decide(self, memory, view):  # noqa: ARG002 (the face of a policy)
            seen.append(view)
            return [], Command(-inf, 0.0, inf)

    site = bc.Site(
        load_watt=[3e5, 4e5, 5e5],
        dt_second=DAY / 2,
        generation_watt=[0.0, 1e5, 2e5],
        critical_load_watt=2e5,
        frequency_hertz=[50.0, 50.1, 49.9],
        signal=0.5,
        tariff=bc.Tariff(energy_price_per_kwh=[0.1, 0.2, 0.3]),
        start=START,
    )
    run = bc.simulate(ideal(aging=LFP), site, Watching(), soc_start=0.4)
    assert len(seen) == run.steps
    last = seen[-1]
    assert (last.load_watt, last.generation_watt, last.critical_load_watt) == (5e5, 2e5, 2e5)
    assert (last.price_per_kwh, last.frequency_hertz, last.signal) == (0.3, 49.9, 0.5)
    assert (last.step, last.outage, last.grid_before_watt) == (2, False, 3e5)
    assert seen[0].clock_second == site.start_second
    assert seen[0].battery.soh_capacity == 1.0
    assert last.battery.soh_capacity == pytest.approx(run.soh_capacity, rel=1e-3)


def test_memory_goes_with_the_state():
    site = bc.Site(load_watt=load(50), dt_second=60.0)
    run = bc.simulate(ideal(), site, Stack([BackupReserve(ride_through_second=60.0), Shaving()]))
    assert run.state.policy[2] == [50.0]
    later = bc.simulate(
        ideal(),
        site,
        Stack([BackupReserve(ride_through_second=60.0), Shaving()]),
        state=pickle.loads(pickle.dumps(run.state)),  # noqa: S301 - its own
    )
    assert later.state.policy[2] == [100.0]


def test_a_stack_of_both_decides_live():
    stack = Stack([Shaving(), BackupReserve(ride_through_second=60.0)])
    memory = twin = None
    for view in views(5):
        memory, command = stack.decide(memory, view)
        twin, expected = reference.dispatch.decide(stack, twin, view)
        assert command.wish_watt == expected.wish_watt
    assert memory[1] == [5.0]


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        (([], Command(0.0, float("nan"), 1.0)), bc.InputError, "wish_watt"),
        (([], Command(2.0, None, 1.0)), bc.InputError, "upper_watt"),
        (([], Command(float("nan"), None, 1.0)), bc.InputError, "lower_watt"),
        (None, TypeError, "tuple"),
        (([], 5.0), AttributeError, "lower_watt"),
    ],
)
def test_a_bad_answer_ends_the_run(answer, error, message):
    site = bc.Site(load_watt=np.ones(9), dt_second=60.0)
    with pytest.raises(error, match=message):
        bc.simulate(ideal(), site, Answering(answer))


def test_what_it_raises_comes_through():
    class Failing:
        def decide(self, memory, view):  # noqa: ARG002 (the face of a policy)
            raise KeyError(view.step)

    with pytest.raises(KeyError, match="0"):
        bc.simulate(ideal(), bc.Site(load_watt=load(9), dt_second=60.0), Failing(), years=10)


def test_a_rule_that_only_inherits_is_none():
    class Renamed(bc.dispatch.Policy):
        pass

    with pytest.raises(TypeError, match="Renamed is no policy"):
        Stack([Renamed()])

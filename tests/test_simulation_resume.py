"""One step, folded: by hand, in parts, and from a file."""

import copy
import pickle
from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.simulation import State
from simulation_cases import (
    DAY,
    LFP,
    MODELS,
    REST,
    START,
    battery,
    lively,
    lively_site,
    load,
    stack,
)


@pytest.mark.parametrize("model", [None, *MODELS.values()], ids=["ageless", *MODELS])
def test_steps_by_hand_are_the_run(model):
    """With a policy that decides by hand too: view, decide, step."""
    site = bc.Site(load_watt=load(300), dt_second=600.0, start=START)
    own, policy = battery(aging=model), stack()
    run = bc.simulate(own, site, policy, log="all")
    state, memory, grid = bc.simulation.start(own, start=START), None, None
    for row, watt in enumerate(site.load_watt):
        present = replace(own, soh_capacity=state.soh_capacity)
        view = bc.dispatch.View(
            battery=present,
            soc=state.soc,
            load_watt=watt,
            dt_second=600.0,
            grid_before_watt=grid,
        )
        memory, command = policy.decide(memory, view)
        wish = command.wish_watt or 0.0
        wish = min(max(wish, command.lower_watt), command.upper_watt)
        state, done = bc.simulation.step(own, state, wish, 600.0)
        grid = watt + done.power_watt + done.auxiliary_watt
        assert state.soc == run.log.soc[row]
        assert done.converter_loss_wh == pytest.approx(run.log.converter_loss_wh[row], rel=1e-12)
        assert done.stored_change_wh == pytest.approx(run.log.stored_change_wh[row], rel=1e-12)
    beside = dict.fromkeys(("passes", "step", "load_before_watt", "grid_before_watt", "policy"))
    assert replace(state, **beside) == replace(run.state, **beside)  # to the last bit


def even_site(**changes):
    """Cut between two steps: within a step the policy would decide once more."""
    return replace(lively_site(), dt_second=900.0, **changes)


def by_json(state):
    return State.from_json(state.to_json())


def by_pickle(state):
    return pickle.loads(pickle.dumps(state))  # noqa: S301 (our own)


@pytest.mark.parametrize("log", ["day", 3600.0])
@pytest.mark.parametrize("stored", [by_json, by_pickle, copy.deepcopy])
@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_a_run_goes_on_where_it_stopped(model, stored, log):
    own = battery(aging=model)
    whole = bc.simulate(own, even_site(), stack(), years=4 / 365, log=log)
    first = bc.simulate(own, even_site(), stack(), years=1.5 / 365, log=log)
    rest = {"state": stored(first.state), "years": 2.5 / 365, "log": log}
    second = bc.simulate(own, even_site(), stack(), **rest)
    assert second.state == whole.state  # to the last bit, aging included
    assert (second.cycles.count == whole.cycles.count).all()
    assert second.log.time_second[-1] == whole.log.time_second[-1]
    for name in ("load_energy_wh", "charging_energy_wh", "battery_loss_wh", "unserved_energy_wh"):
        parts = getattr(first.log, name).sum() + getattr(second.log, name).sum()
        assert parts == pytest.approx(getattr(whole.log, name).sum(), rel=1e-12)


def test_a_run_cut_between_two_rows_gives_the_same_rows():
    own, days = battery(aging=LFP), even_site(start=None)
    whole = bc.simulate(own, days, stack(), years=4 / 365)
    first = bc.simulate(own, days, stack(), years=1 / 365)
    second = bc.simulate(own, days, stack(), years=3 / 365, state=first.state)
    for name, of in whole.log.columns().items():
        joined = np.concatenate([getattr(first.log, name), getattr(second.log, name)])
        assert (of == joined).all(), name


def onward(state):
    return bc.simulate(battery(aging=LFP), lively_site(), stack(), years=0.01, state=state)


def test_a_state_is_left_as_it_was():
    state = lively().state
    before = state.to_json()
    onward(state)
    bc.simulation.step(battery(aging=LFP), state, 1e5, 60.0)
    assert state.to_json() == before


BROKEN = {
    "soc": 1.5,
    "time_second": float("nan"),
    "day_end_second": 0.0,
    "soh_capacity": -0.1,
    "temperature_celsius": float("nan"),
    "efc": -1.0,
    "step": 330,
    "into_step_second": 1e9,
    "grid_before_watt": float("nan"),
    "policy": [[0.0]],
    "cycles": [0.0] * 3,
    "losses": [0.1],
    "aging": [],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_state_from_elsewhere_is_refused(name):
    with pytest.raises(bc.InputError):
        onward(replace(lively().state, **{name: BROKEN[name]}))


def test_a_step_by_hand_goes_on_from_a_run_and_leaves_its_policy_alone():
    state, done = bc.simulation.step(battery(aging=LFP), lively().state, 1e5, 60.0)
    assert done.power_watt == 1e5
    assert state.policy == lively().state.policy
    assert onward(state).state.time_second > state.time_second


def test_open_cycles_that_make_no_sense_are_refused():
    state = replace(bc.simulation.start(battery()), open_soc=[float("inf")])
    with pytest.raises(bc.InputError):
        bc.simulation.step(battery(), state, 0.0, 60.0)


def test_a_state_of_another_battery_or_policy_is_refused():
    for own, policy in ((battery(), stack()), (battery(aging=LFP), REST)):
        with pytest.raises(bc.InputError):
            bc.simulate(own, lively_site(), policy, state=lively().state)
    other = battery(aging=MODELS["nmc111_gr_kokam_75ah"])
    with pytest.raises(bc.InputError):
        bc.simulation.step(other, lively().state, 0.0, 60.0)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("power_watt", float("nan")),
        ("dt_second", 0.0),
        ("dt_second", float("inf")),
        ("dt_second", 366 * DAY),
        ("ambient_temperature_celsius", 298.15),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(argument, value):
    given = {"power_watt": 0.0, "dt_second": 60.0, argument: value}
    with pytest.raises(bc.InputError, match=argument) as caught:
        bc.simulation.step(battery(), bc.simulation.start(battery()), **given)
    assert caught.value.name == argument


@pytest.mark.parametrize("soc", [0.01, 50.0, float("nan")])
def test_a_battery_does_not_start_outside_its_limits(soc):
    with pytest.raises(bc.InputError, match="soc_start"):
        bc.simulation.start(battery(self_discharge_per_day=0.0), soc=soc)

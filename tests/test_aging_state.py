"""A cell in the middle of its life: cut anywhere, stored, replaced, handed over."""

import copy
import pickle
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc
from battcore.aging import AgingState

DAY = 86_400.0
MODELS = bc.aging.models()
LFP, NMC = MODELS["lfp_gr_250ah_prismatic"], MODELS["nmc111_gr_kokam_75ah"]

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")
each_model = pytest.mark.parametrize("model", [LFP, NMC], ids=["lfp", "nmc"])


def duty(seed, steps):
    draw = np.random.default_rng(seed)
    walk = 0.5 + 0.1 * np.cumsum(draw.normal(size=steps + 1))
    return np.clip(walk, 0, 1), 25 + 10 * draw.random(steps + 1)


def lived(model, years=3.0):
    return bc.aging.predict(model, [0.1, 0.9, 0.1], 28.0, 43_200.0, years=years).state


@each_model
@given(st.integers(0, 2**32), st.lists(st.integers(1, 239), max_size=5))
@settings(deadline=None, max_examples=20)
def test_a_duty_may_be_cut_between_any_two_steps(model, seed, cuts):
    soc, celsius = duty(seed, 240)
    whole = bc.aging.start(model, soc=soc[0]).advance(soc, celsius, 3600.0)
    cell = bc.aging.start(model, soc=soc[0])
    borders = [0, *sorted({*cuts}), 240]
    for begin, end in pairwise(borders):
        cell = cell.advance(soc[begin : end + 1], celsius[begin : end + 1], 3600.0)
    assert cell == whole
    run = bc.aging.predict(model, soc, celsius, 3600.0)
    assert (cell.soh_capacity, cell.efc) == (run.soh_capacity[-1], run.efc[-1])
    assert cell.losses == {cause: loss[-1] for cause, loss in run.losses.items()}


@each_model
@pytest.mark.parametrize(
    "travel",
    [
        copy.deepcopy,
        lambda cell: pickle.loads(pickle.dumps(cell)),  # noqa: S301
        lambda cell: AgingState.from_json(cell.to_json()),
    ],
    ids=["copy", "pickle", "json"],
)
def test_a_state_travels_to_the_last_bit(model, travel):
    cell = bc.aging.start(model, parameters={"pcyc": 0.9} if model is LFP else {}, min_depth=0.05)
    cell = cell.advance([0.5, 0.9, 0.2], 30.0, [30_000.0, 70_000.0])
    other = travel(cell)
    assert other == cell
    assert hash(other) == hash(cell)
    soc, celsius = duty(1, 50)
    assert other.advance(soc, celsius, 3600.0) == cell.advance(soc, celsius, 3600.0)


def test_a_state_never_changes():
    cell = lived(LFP)
    before = cell.memory.copy()
    cell.advance([0.1, 0.9], 25.0, DAY)
    cell.handed_over(soh_capacity=0.7)
    assert (cell.memory == before).all()


@each_model
def test_a_new_cell_takes_the_place_of_the_old(model):
    old = lived(model)
    new = old.replaced()
    assert new == bc.aging.start(model, soc=old.soc)
    assert new.soh_capacity > old.soh_capacity


@each_model
def test_a_second_life_begins_with_the_health_that_was_measured(model):
    first = lived(model)
    second = first.handed_over(soh_capacity=0.7)
    assert second.soh_capacity == pytest.approx(0.7, abs=1e-12)
    assert (second.time_second, second.efc, second.soc) == (first.time_second, first.efc, first.soc)
    later = bc.aging.predict(model, [0.1, 0.9, 0.1], 28.0, 43_200.0, years=1, state=second)
    fresh = bc.aging.predict(model, [0.1, 0.9, 0.1], 28.0, 43_200.0, years=1)
    assert 0 < 0.7 - later.soh_capacity[-1] < 1 - fresh.soh_capacity[-1]


def test_resistance_is_handed_over_too():
    second = lived(NMC).handed_over(soh_capacity=0.8, soh_resistance=1.5)
    assert (second.soh_capacity, second.soh_resistance) == pytest.approx((0.8, 1.5), abs=1e-12)


@pytest.mark.parametrize(
    ("cell", "health", "name"),
    [
        (bc.aging.start(LFP), {"soh_capacity": 0.8}, "soh_capacity"),
        (lived(LFP, 0.1), {"soh_capacity": 1.2}, "soh_capacity"),
        (lived(LFP, 0.1), {"soh_capacity": np.nan}, "soh_capacity"),
        (lived(LFP, 0.1), {"soh_resistance": 1.2}, "soh_resistance"),
    ],
)
def test_what_no_past_leads_to_is_refused(cell, health, name):
    with pytest.raises(bc.InputError) as caught:
        cell.handed_over(**health)
    assert caught.value.name == name


@pytest.mark.parametrize(
    "change",
    [{"model": NMC}, {"parameters": {"pcyc": 0.9}}, {"min_depth": 0.0}, {"window_second": 3600.0}],
)
def test_a_cell_does_not_change_its_kind(change):
    arguments = {"model": LFP, "state": lived(LFP, 0.1)} | change
    with pytest.raises(bc.InputError) as caught:
        bc.aging.predict(**arguments, soc=[0.1, 0.9], temperature_celsius=25.0, dt_second=3600.0)
    assert caught.value.name == "state"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"soc": 50.0}, "soc"),
        ({"soc": np.nan}, "soc"),
        ({"levels": {"loss_calendar": -0.1}}, "levels"),
        ({"levels": {"nonsense": 0.1}}, "card"),
        ({"parameters": {"nonsense": 0.1}}, "parameters"),
        ({"parameters": {"p1": np.inf}}, "parameters"),
        ({"min_depth": -1.0}, "min_depth"),
    ],
)
def test_bad_starts_are_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.aging.start(LFP, **change)
    assert caught.value.name == name


@each_model
def test_a_cell_is_given_up_when_its_life_ends(model):
    long = bc.aging.predict(model, [0.1, 0.9, 0.1], 30.0, 43_200.0, years=20)
    short = bc.aging.predict(model, [0.1, 0.9, 0.1], 30.0, 43_200.0, years=20, until=0.9)
    rows = short.time_second.size
    assert short.end_of_life(0.9) == long.end_of_life(0.9) == short.time_second[-1]
    assert (short.soh_capacity == long.soh_capacity[:rows]).all()
    one_step = bc.aging.predict(model, [0.5, 0.5], 40.0, 1000 * DAY, until=0.97)
    assert one_step.time_second[-1] == one_step.end_of_life(0.97) < 1000 * DAY
    assert one_step.state.time_second == one_step.time_second[-1]


def test_strings_of_different_age_add_up():
    old = lived(NMC)
    battery = bc.aging.Strings.of(old).augmented(0.5).advance([0.1, 0.9], 25.0, 2 * DAY)
    new = old.replaced().advance([0.1, 0.9], 25.0, 2 * DAY)
    worn = old.advance([0.1, 0.9], 25.0, 2 * DAY)
    assert battery.states == (worn, new)
    assert battery.soh_capacity == pytest.approx(worn.soh_capacity + 0.5 * new.soh_capacity)
    conductance = 1 / worn.soh_resistance + 0.5 / new.soh_resistance
    assert battery.soh_resistance == pytest.approx(1 / conductance)


@pytest.mark.parametrize("share", [0.0, -1.0, np.nan, np.inf])
def test_a_string_has_a_capacity(share):
    with pytest.raises(bc.InputError, match="shares"):
        bc.aging.Strings.of(lived(LFP, 0.01)).augmented(share)


def test_strings_are_of_one_model():
    with pytest.raises(bc.InputError, match="state"):
        bc.aging.Strings((bc.aging.start(LFP), bc.aging.start(NMC)), (1.0, 1.0))

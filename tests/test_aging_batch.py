"""Many cells at once: the same answers as one by one, and parameters by lot."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore.reference.aging import draw as twin

DAY = 86_400.0
LFP = bc.aging.models()["lfp_gr_250ah_prismatic"]
NMC = bc.aging.models()["nmc111_gr_kokam_75ah"]

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

socs = np.random.default_rng(3).random((4, 49))
celsius = np.array([[5.0], [20.0], [35.0], [50.0]])


def same(one, many, place):
    columns = [(one.losses, many.losses), (one.gains, many.gains)]
    for alone, beside in columns:
        assert all((alone[cause] == beside[cause][place]).all() for cause in alone)
    return (
        (one.soh_capacity == many.soh_capacity[place]).all()
        and (one.soh_resistance == many.soh_resistance[place]).all()
        and one.ignored_share == many.ignored_share[place]
        and one.state == many.states[place]
    )


@pytest.mark.parametrize("model", [LFP, NMC], ids=["lfp", "nmc"])
def test_many_cells_are_each_as_if_alone(model):
    many = bc.aging.predict(model, socs, celsius, 3600.0, years=0.05)
    for place in range(4):
        one = bc.aging.predict(model, socs[place], celsius[place], 3600.0, years=0.05)
        assert same(one, many, place)
        assert {name: share[place] for name, share in many.outside_share.items()} == {
            name: one.outside_share.get(name, 0.0) for name in many.outside_share
        }


def test_leading_axes_broadcast():
    many = bc.aging.predict(LFP, socs[:2, None], celsius, 3600.0)
    assert many.soh_capacity.shape == (2, 4, 2)
    one = bc.aging.predict(LFP, socs[1], celsius[3], 3600.0)
    assert (many.soh_capacity[1, 3] == one.soh_capacity).all()
    assert many.end_of_life(0.5).shape == (2, 4)
    assert many.to_pandas().index.names == ["axis_0", "axis_1", "window"]


def test_many_cells_go_on_from_many_states():
    parameters = {"p4": np.array([1e-8, 4e-8, 8e-8, 9e-8])}
    first = bc.aging.predict(LFP, socs, celsius, 3600.0, parameters=parameters)
    again = {"parameters": parameters, "state": first.states}
    second = bc.aging.predict(LFP, socs, celsius, 3600.0, **again)
    for place in range(4):
        own = {"p4": parameters["p4"][place]}
        alone = {"parameters": own, "state": first.states[place]}
        one = bc.aging.predict(LFP, socs[place], celsius[place], 3600.0, **alone)
        assert (one.soh_capacity == second.soh_capacity[place]).all()
    with pytest.raises(bc.InputError, match="state"):
        bc.aging.predict(LFP, socs, celsius, 3600.0, state=first.states)


@pytest.mark.parametrize("name", LFP.parameters)
def test_a_parameter_means_what_it_means_in_the_card(name):
    value, _ = LFP.parameters[name]
    text = re.sub(
        rf"^{name} = {{ value = [^,]*",
        f"{name} = {{ value = {1.1 * value!r}",
        LFP.card,
        flags=re.MULTILINE,
    )
    other = bc.aging.AgingModel.from_toml(text)
    assert other.parameters[name][0] == 1.1 * value
    written = bc.aging.predict(other, socs[0], 20.0, 3600.0, years=0.2)
    given_ = bc.aging.predict(LFP, socs[0], 20.0, 3600.0, years=0.2, parameters={name: 1.1 * value})
    assert given_.soh_capacity == pytest.approx(written.soh_capacity, abs=1e-13)


def test_rows_may_stand_for_many_windows():
    fine = bc.aging.predict(LFP, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=100 / 365)
    coarse = bc.aging.predict(
        LFP, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=100 / 365, windows_per_row=30
    )
    rows = [29, 59, 89, 99]
    assert (coarse.time_second == fine.time_second[rows]).all()
    assert (coarse.soh_capacity == fine.soh_capacity[rows]).all()


def test_cells_that_were_given_up_are_not_followed():
    run = bc.aging.predict(LFP, [0.1, 0.9, 0.1], celsius, 43_200.0, years=10, until=0.95)
    ends = run.end_of_life(0.95)
    assert run.time_second[-1] == ends.max()
    for place, end in enumerate(ends):
        alive = run.time_second <= end
        assert np.isfinite(run.soh_capacity[place, alive]).all()
        assert np.isnan(run.soh_capacity[place, ~alive]).all()
        assert run.states[place].time_second == end


def test_percentiles_order_the_cells():
    own = bc.aging.draw(LFP, {"p1": 0.2}, battery=200, seed=4)
    run = bc.aging.predict(LFP, [0.5, 0.5], 25.0, DAY, years=1, windows_per_row=365, parameters=own)
    found = run.percentiles([0, 50, 100])
    last = run.soh_capacity[:, -1]
    expected = [last.min(), np.median(last), last.max()]
    assert found.soh_capacity[:, -1] == pytest.approx(expected)
    with pytest.raises(bc.InputError, match="percent"):
        run.percentiles([101])


@given(st.integers(0, 2**64 - 1), st.lists(st.integers(0, 2**40), min_size=1, max_size=9))
def test_draws_agree_with_the_reference(seed, batteries):
    drawn = bc.aging.draw(LFP, {"p1": 0.3, "pcal": 0.1}, battery=batteries, seed=seed)
    for name, spread in (("p1", 0.3), ("pcal", 0.1)):
        chance = np.array([twin.normal(seed, name, battery) for battery in batteries])
        expected = LFP.parameters[name][0] * np.exp(spread * chance)
        assert drawn[name] == pytest.approx(expected, rel=1e-13)
    places = [twin.place(seed, battery, 5) for battery in batteries]
    picked = bc.aging.pick({"x": np.arange(5.0)}, battery=batteries, seed=seed)
    assert picked["x"].tolist() == places


def test_draws_are_normal_and_do_not_hang_together():
    drawn = bc.aging.draw(LFP, {"p1": 1.0, "p4": 1.0}, battery=20_000, seed=9)
    logs = [np.log(drawn[name] / LFP.parameters[name][0]) for name in drawn]
    for log in logs:
        assert abs(log.mean()) < 0.03
        assert log.std() == pytest.approx(1, abs=0.02)
        assert np.mean(np.abs(log) < 1.96) == pytest.approx(0.95, abs=0.01)
    assert abs(np.corrcoef(*logs)[0, 1]) < 0.03


def test_a_battery_keeps_its_lot_in_any_company():
    all_of_them = bc.aging.draw(LFP, {"p1": 0.1, "p4": 0.1}, battery=50)
    some = bc.aging.draw(LFP, {"p4": 0.1}, battery=[49, 7, 7])
    assert (some["p4"] == all_of_them["p4"][[49, 7, 7]]).all()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"battery": -1}, "battery"),
        ({"battery": 2.5}, "battery"),
        ({"battery": [[1]]}, "battery"),
        ({"seed": -1}, "seed"),
        ({"spread": {"p1": -0.1}}, "spread"),
        ({"spread": {"p1": np.nan}}, "spread"),
        ({"spread": {"q1": 0.1}}, "parameters"),
    ],
)
def test_bad_lots_are_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.aging.draw(LFP, **{"spread": {"p1": 0.1}, "battery": 3} | change)
    assert caught.value.name == name


@pytest.mark.parametrize("sets", [{}, {"a": []}, {"a": [1.0], "b": [1.0, 2.0]}])
def test_bad_sets_are_refused(sets):
    with pytest.raises(bc.InputError, match="sets"):
        bc.aging.pick(sets, battery=3)

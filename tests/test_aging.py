"""Aging beside its twin and the laws that it must keep."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import battcore as bc
from battcore import reference
from battcore.reference.aging.growth import is_fixed

DAY = 86_400.0
MODELS = bc.aging.models()

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

points = st.integers(2, 60)
socs = points.flatmap(lambda n: arrays(np.float64, n, elements=st.floats(0, 1)))
temperatures = st.floats(-30, 70)
DEPTH_OF_THE_DAY = {"nmc_gr_kokam_75ah_smith"}  # acts on what time costs
each_model = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))


def duty(seed, steps, spread=0.1):
    draw = np.random.default_rng(seed)
    walk = 0.5 + spread * np.cumsum(draw.normal(size=steps + 1))
    return np.clip(walk, 0, 1), 25 + 10 * np.sin(np.arange(steps + 1) / 9) + draw.random(steps + 1)


@each_model
@pytest.mark.parametrize(("steps", "dt"), [(100, 3600.0), (30, 25_000.0), (400, 300.0)])
def test_agrees_with_the_reference(model, steps, dt):
    soc, celsius = duty(steps, steps)
    run = bc.aging.predict(model, soc, celsius, dt)
    twin = reference.aging.Duty(soc, celsius, np.full(steps, dt), DAY)
    rows = reference.aging.predict(reference.aging.Card(model.card), twin)
    assert run.time_second == pytest.approx([row.time_second for row in rows])
    assert run.efc == pytest.approx([row.efc for row in rows], rel=1e-12)
    assert run.soh_resistance == pytest.approx([row.soh_resistance for row in rows], rel=1e-12)
    for cause, loss in run.losses.items():
        assert loss == pytest.approx([row.losses[cause] for row in rows], rel=1e-10)


@each_model
def test_seams_are_those_of_the_reference(model):
    soc = np.array([0.0, 0.7, 0.7, 0.69, 1.0, 0.3, 0.31, 0.0])
    celsius = np.array([-12.0, 20.0, 20.0, 15.0, 44.0, 20.1, 19.9, -12.0])
    twin = reference.aging.Duty(soc, celsius, np.full(7, 9000.0), DAY)
    rows = reference.aging.predict(reference.aging.Card(model.card), twin)
    run = bc.aging.predict(model, soc, celsius, 9000.0)
    for cause, loss in run.losses.items():
        assert loss == pytest.approx([row.losses[cause] for row in rows], rel=1e-10, abs=1e-15)


@each_model
@given(socs, temperatures, st.floats(600.0, 5e5))
@settings(deadline=None, max_examples=8)
def test_no_duty_ends_in_nan(model, soc, celsius, dt):
    run = bc.aging.predict(model, soc, celsius, dt, years=0.2)
    for column in (*run.losses.values(), *run.gains.values()):
        assert np.isfinite(column).all()
    assert np.isfinite(run.soh_capacity).all()
    assert np.isfinite(run.soh_resistance).all()
    assert 0 <= run.ignored_share <= 1


@each_model
@given(st.integers(0, 2**32), st.integers(1, 9))
@settings(deadline=None, max_examples=4)
def test_a_duty_in_two_parts_gives_the_same_bits(model, seed, days):
    soc, celsius = duty(seed, 240)
    cut = 24 * days
    whole = bc.aging.predict(model, soc, celsius, 3600.0)
    first = bc.aging.predict(model, soc[: cut + 1], celsius[: cut + 1], 3600.0)
    second = bc.aging.predict(model, soc[cut:], celsius[cut:], 3600.0, state=first.state)
    joined = np.concatenate([first.soh_capacity, second.soh_capacity])
    assert (joined == whole.soh_capacity).all()
    assert second.state == whole.state


@each_model
def test_constant_stress_does_not_depend_on_the_window(model):
    windows = (2 / 24, 1, 7, 30)
    runs = [
        bc.aging.predict(model, [0.7, 0.7], 30.0, 3600.0, years=420 / 365, window_second=days * DAY)
        for days in windows
    ]
    ends = [run.soh_capacity[-1] for run in runs]
    assert ends == pytest.approx([ends[0]] * 4, rel=1e-9)


@each_model
def test_the_order_of_calm_days_does_not_matter_on_a_fixed_curve(model):
    card = reference.aging.Card(model.card)
    if not all(is_fixed(card, state) for state in card.states.values()):
        pytest.skip("conditions change the curve: the past is read anew under each")
    soc = np.random.default_rng(5).random(20)
    forth, back = (
        bc.aging.predict(model, np.repeat(days, 2), 25.0, np.resize([DAY, 1e-3], 39))
        for days in (soc, soc[::-1])
    )
    if model.key not in DEPTH_OF_THE_DAY:
        there, again = (run.losses.get("calendar", [0])[-1] for run in (forth, back))
        assert there == pytest.approx(again, rel=1e-7)


def test_micro_cycles_count_as_they_are_told():
    model = MODELS["lfp_gr_250ah_prismatic"]
    soc = 0.5 + 0.005 * (np.arange(24 * 60 * 10 + 1) % 2)
    ignored, throughput, law = (
        bc.aging.predict(model, soc, 25.0, 60.0, micro_cycles=choice)
        for choice in ("ignore", "throughput", "law")
    )
    assert ignored.losses["cycle"][-1] == 0
    assert (ignored.ignored_share, law.ignored_share) == (pytest.approx(1), 0)
    assert throughput.losses["cycle"][-1] > law.losses["cycle"][-1] > 0
    assert ignored.efc[-1] == law.efc[-1] == pytest.approx(0.0025 * (soc.size - 1))


def test_the_way_back_of_a_cycle_ends_where_it_began():
    model = bc.aging.AgingModel.build(
        key="mine",
        label="Mine",
        chemistry="any",
        capacity_ah=1.0,
        provenance="a test",
        license="CC0",
        parameters={"k": (0.01, "h/cycle")},
        states={"lost": {"law": "linear", "x": "cycle", "k": "k * discharge_c_rate"}},
        health={"soh_capacity": "1 - lost"},
    )
    run = bc.aging.predict(model, [0.9, 0.5, 0.7, 0.6, 0.1], 25.0, 3600.0)
    back, out = 0.2 / 1.2, 1.0 / 3.0  # from 0.7 to 0.5, and in all from 0.9 to 0.1
    assert 1 - run.soh_capacity[-1] == pytest.approx(0.01 * (back + out / 2), rel=1e-12)


def test_a_jump_at_the_seam_is_no_cycle():
    model = MODELS["lfp_gr_250ah_prismatic"]
    run = bc.aging.predict(model, [0.2, 0.8], 25.0, DAY, years=1)
    assert run.efc[-1] == pytest.approx(365 * 0.3)
    assert any("jump" in text for text in run.warnings)


def test_what_lies_outside_the_tests_is_told():
    model = MODELS["lfp_gr_250ah_prismatic"]
    with pytest.warns(bc.aging.RangeWarning, match="temperature_celsius 50.0%"):
        run = bc.aging.predict(model, [0.5] * 3, [50.0, 50.0, 20.0], [3600.0, 3600.0])
    assert run.outside_share == {"temperature_celsius": 0.5}


def test_a_model_travels_as_its_card(tmp_path):
    model = MODELS["nmc111_gr_kokam_75ah"]
    file = tmp_path / "card.toml"
    file.write_text(model.card)
    copy = pickle.loads(pickle.dumps(model))  # noqa: S301
    assert copy == model == bc.aging.AgingModel.from_toml(file)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"soc": [0.5]}, "soc"),
        ({"soc": [50.0, 60.0]}, "soc"),
        ({"soc": [0.5, np.nan]}, "soc"),
        ({"soc": []}, "soc"),
        ({"soc": 0.5}, "soc"),
        ({"soc": np.empty((0, 2))}, "soc"),
        (
            {"soc": np.full((2, 2), 0.5), "temperature_celsius": np.full((3, 1), 20.0)},
            "temperature_celsius",
        ),
        ({"temperature_celsius": 298.15}, "temperature_celsius"),
        ({"temperature_celsius": [25.0] * 3}, "temperature_celsius"),
        ({"dt_second": 0.0}, "dt_second"),
        ({"dt_second": [60.0] * 2}, "dt_second"),
        ({"dt_second": -60.0}, "dt_second"),
        ({"years": 0.0}, "years"),
        ({"years": np.inf}, "years"),
        ({"min_depth": 2.0}, "min_depth"),
        ({"window_second": 0.0}, "window_second"),
        ({"until": np.nan}, "until"),
        ({"until": 80.0}, "until"),
        ({"windows_per_row": 0}, "windows_per_row"),
        ({"windows_per_row": 1.5}, "windows_per_row"),
        ({"windows_per_row": 2**70}, "windows_per_row"),
        ({"parameters": {"p1": np.nan}}, "parameters"),
        ({"parameters": {"nonsense": 1.0}}, "parameters"),
        ({"state": [0.5]}, "state"),
    ],
)
def test_bad_input_is_refused(change, name):
    good = {"soc": [0.5, 0.6], "temperature_celsius": 25.0, "dt_second": 60.0}
    with pytest.raises(bc.InputError) as caught:
        bc.aging.predict(MODELS["lfp_gr_250ah_prismatic"], **{**good, **change})
    assert caught.value.name == name


def test_unknown_keys_name_the_near_ones():
    with pytest.raises(KeyError, match="nmc111_gr_kokam_75ah"):
        MODELS["nmc_kokam"]
    assert MODELS.get("nonsense") is None


@pytest.mark.parametrize("horizon", [{}, {"until": 0.999}, {"years": 9.0}])
@pytest.mark.parametrize("name", ["soc", "temperature_celsius", "dt_second"])
@pytest.mark.parametrize("place", [0, 16_384, 40_000, 49_999])
def test_a_fault_is_found_wherever_it_is(place, name, horizon):
    duty = {
        "soc": np.tile([0.1, 0.9], 25_001)[:-1],
        "temperature_celsius": np.full(50_001, 25.0),
        "dt_second": np.full(50_000, 3600.0),
    }
    duty[name][place] = np.nan
    with pytest.raises(bc.InputError) as caught:
        bc.aging.predict(MODELS["lfp_gr_250ah_prismatic"], **duty, **horizon)
    assert (caught.value.name, caught.value.index) == (name, place)

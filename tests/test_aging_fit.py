"""Parameters found again out of what they predict."""

import dataclasses

import numpy as np
import pytest

import battcore as bc

DAY = 86_400.0
LFP = bc.aging.models()["lfp_gr_250ah_prismatic"]
NMC = bc.aging.models()["nmc111_gr_kokam_75ah"]

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")


def line(law="linear", *, p=None, start=0.0):
    state = {"law": law, "x": "time_day", "k": "k", "start": start} | ({"p": p} if p else {})
    return bc.aging.AgingModel.build(
        key="mine",
        label="Mine",
        chemistry="any",
        capacity_ah=1.0,
        provenance="a test",
        license="CC0",
        parameters={"k": (0.002, "1/day^p"), "p": (0.5, "1")},
        states={"lost": state},
        health={"soh_capacity": f"1 - (lost - {start})"},
    )


LINE = line()
TIMES = np.array([0.0, 40.0, 90.0, 150.0]) * DAY


def measured(
    model,
    celsius,
    *,
    noise=0.0,
    seed=0,
    parameters=None,
    start=(1.0, 1.0),
    soc=(0.1, 0.9, 0.1),
    **how,
):
    run = bc.aging.predict(
        model, soc, celsius, 43_200.0, years=150 / 365, parameters=parameters, **how
    )
    noisy = noise * np.random.default_rng(seed).normal(size=(2, TIMES.size))
    health = {
        name: np.interp(TIMES / DAY, run.time_second / DAY, column) * start[row] + noisy[row]
        for row, (name, column) in enumerate(
            [("soh_capacity", run.soh_capacity), ("soh_resistance", run.soh_resistance)]
        )
    }
    health = {name: np.where(TIMES > 0, column, np.nan) for name, column in health.items()}
    return bc.aging.CheckUps(
        soc=soc,
        temperature_celsius=celsius,
        dt_second=43_200.0,
        time_second=TIMES,
        soh_capacity=health["soh_capacity"],
        soh_resistance=health["soh_resistance"] if model.models_resistance else None,
    )


def test_parameters_are_found_again():
    true = {"p1": 1.3 * 83_700.0, "pcal": 0.6, "p4": 6e-8}
    data = [measured(LFP, celsius, parameters=true) for celsius in (15.0, 25.0, 40.0)]
    found = bc.aging.fit(LFP, data, parameters=["p1", "pcal", "p4"])
    assert found.success
    assert found.rmse < 1e-8
    assert found.parameters == pytest.approx(true, rel=1e-3)
    again = [measured(found.model, celsius) for celsius in (15.0, 25.0, 40.0)]
    for one, other in zip(again, data, strict=True):
        assert one.soh_capacity == pytest.approx(other.soh_capacity, abs=1e-7, nan_ok=True)


@pytest.mark.parametrize("model", [LFP, NMC], ids=["lfp", "nmc"])
def test_a_fleet_that_ages_faster_is_told_by_how_much(model):
    true = bc.aging.fit(model, [measured(model, 25.0)]).parameters
    assert true == {"factor": pytest.approx(1.0, abs=1e-6)}
    fast = measured(model, 25.0)
    fast = bc.aging.CheckUps(
        soc=fast.soc,
        temperature_celsius=25.0,
        dt_second=43_200.0,
        time_second=np.array(fast.time_second) / 1.3,
        soh_capacity=fast.soh_capacity,
        soh_resistance=fast.soh_resistance,
    )
    found = bc.aging.fit(model, [fast])
    assert found.parameters["factor"] == pytest.approx(1.3, rel=0.02)


def test_deviations_tell_of_the_noise():
    data = [measured(LFP, 25.0, noise=0.002, seed=seed) for seed in range(12)]
    found = bc.aging.fit(LFP, data, parameters=["p1"], deviation=0.002)
    assert abs(found.parameters["p1"] - 83_700.0) < 4 * found.deviation["p1"]
    drawn = found.bootstrap(30, seed=1)["p1"]
    assert drawn.shape == (30,)
    assert 0.3 < drawn.std() / found.deviation["p1"] < 3
    assert (drawn == found.bootstrap(30, seed=1)["p1"]).all()


def test_the_interval_holds_the_truth_as_often_as_it_says():
    truth = {"p1": 83_700.0, "p4": 4.38e-8}
    long = {"window_second": 50 * DAY}
    clean = [measured(LFP, celsius, **long) for celsius in (15.0, 40.0)]
    held = dict.fromkeys(truth, 0)
    for seed in range(24):
        chance = np.random.default_rng(seed)
        data = [
            dataclasses.replace(of, soh_capacity=of.soh_capacity + chance.normal(0, 0.002, 4))
            for of in clean
        ]
        found = bc.aging.fit(LFP, data, parameters=[*truth], deviation=0.002, **long)
        for name, (low, high) in found.profile(0.8).items():
            assert low <= found.parameters[name] <= high
            held[name] += low <= truth[name] <= high
    for count in held.values():
        assert 14 <= count <= 23  # of 24, 19 are due; 2 is the standard deviation


def test_an_interval_of_a_line_is_that_of_its_slope():
    found = bc.aging.fit(LINE, [measured(LINE, 25.0, noise=0.002)], deviation=0.002)
    low, high = found.profile(0.95)["factor"]
    reach = 1.959964 * found.deviation["factor"]
    center = found.parameters["factor"]
    assert (low, high) == pytest.approx((center - reach, center + reach), rel=1e-4)


def test_an_interval_without_an_end_goes_to_the_bound():
    data = [measured(LFP, 25.0, soc=(0.5, 0.5, 0.5))]
    bounds = {"p4": (1e-8, 9e-8)}
    found = bc.aging.fit(LFP, data, parameters=["p1", "p4"], bounds=bounds)
    assert found.profile()["p4"] == pytest.approx(bounds["p4"])  # no cycle tells of it


@pytest.mark.parametrize("model", [LFP, NMC], ids=["lfp", "nmc"])
def test_cells_that_start_elsewhere_do_not_bend_the_rest(model):
    starts = [(0.97, 1.05), (1.0, 0.98), (1.04, 1.0)]
    celsius = (15.0, 25.0, 40.0)
    data = [measured(model, c, start=of) for c, of in zip(celsius, starts, strict=True)]
    found = bc.aging.fit(model, data, deviation=1e-4, start_deviation=0.05)
    assert found.parameters["factor"] == pytest.approx(1.0, rel=1e-2)
    assert found.start_capacity == pytest.approx([of for of, _ in starts], abs=1e-3)
    if model.models_resistance:
        assert found.start_resistance == pytest.approx([of for _, of in starts], abs=1e-3)
    blind = bc.aging.fit(model, data, deviation=1e-4)
    assert abs(blind.parameters["factor"] - 1.0) > 0.01
    assert (blind.start_capacity == 1.0).all()
    low, high = found.profile()["factor"]
    assert low < 1.0 < high


@pytest.mark.parametrize(
    "how",
    [
        {"depth": "window"},
        {"micro_cycles": "law", "min_depth": 0.9},
        {"window_second": 6 * DAY},
    ],
    ids=["window", "micro", "long"],
)
@pytest.mark.parametrize("model", [LFP, NMC], ids=["lfp", "nmc"])
def test_duty_may_be_read_as_predict_does(model, how):
    data = [measured(model, celsius, **how) for celsius in (15.0, 40.0)]
    assert bc.aging.fit(model, data, **how).parameters["factor"] == pytest.approx(1.0, abs=1e-6)


def test_the_age_of_a_cell_that_starts_used_turns_with_its_curve():
    used = line(law="power", p="p", start=0.05)
    true = {"p": 0.62}
    data = [measured(used, 25.0, parameters=true)]
    found = bc.aging.fit(used, data, parameters=["p"])
    assert found.parameters == pytest.approx(true, rel=1e-6)
    ends = [measured(used, 25.0, parameters={"p": 0.62 + by}).soh_capacity for by in (-1e-5, 1e-5)]
    slopes = ((ends[1] - ends[0]) / 2e-5)[1:]
    assert found.deviation["p"] == pytest.approx(0.01 / np.linalg.norm(slopes), rel=1e-4)


def test_what_is_known_beforehand_counts():
    data = [measured(LFP, 25.0)]
    free = bc.aging.fit(LFP, data, parameters=["p1"]).parameters["p1"]
    held = bc.aging.fit(LFP, data, parameters=["p1"], priors={"p1": (60_000.0, 1.0)})
    assert free == pytest.approx(83_700.0, rel=1e-5)
    assert held.parameters["p1"] == pytest.approx(60_000.0, rel=1e-3)
    bound = bc.aging.fit(LFP, data, parameters=["p4"], bounds={"p4": (4.3e-8, 9e-8)})
    assert 4.3e-8 <= bound.parameters["p4"] <= 9e-8


def test_bad_questions_to_a_fit_are_refused():
    found = bc.aging.fit(LFP, [GOOD])
    for level in (0.0, 1.0, np.nan):
        with pytest.raises(bc.InputError, match="level"):
            found.profile(level)
    with pytest.raises(bc.InputError, match="count"):
        found.bootstrap(1.5)


GOOD = measured(LFP, 25.0)


def changed(**change):
    names = ("soc", "temperature_celsius", "dt_second", "time_second", "soh_capacity")
    return [bc.aging.CheckUps(**{name: getattr(GOOD, name) for name in names} | change)]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"data": []}, "data"),
        ({"data": changed(soh_capacity=None)}, "data"),
        ({"data": changed(soh_capacity=[0.9])}, "soh_capacity"),
        ({"data": changed(soc=[0.5, 50.0])}, "soc"),
        ({"data": changed(dt_second=0.0)}, "dt_second"),
        ({"data": changed(time_second=[0.0, np.nan, 1.0, 2.0])}, "time_second"),
        ({"parameters": ["nonsense"]}, "parameters"),
        ({"priors": {"p1": (1.0, 1.0)}}, "parameters"),
        ({"parameters": ["p1"], "priors": {"p1": (1.0, 0.0)}}, "priors"),
        ({"depth": "window", "window_second": 0.0}, "window_second"),
        ({"start_deviation": -0.1}, "start_deviation"),
        ({"parameters": ["p1"], "bounds": {"p1": (1.0, 2.0)}}, "bounds"),
    ],
)
def test_bad_fits_are_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.aging.fit(LFP, **{"data": [GOOD]} | change)
    assert caught.value.name == name

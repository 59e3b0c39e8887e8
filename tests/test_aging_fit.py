"""Parameters found again out of what they predict."""

import numpy as np
import pytest

import battcore as bc

DAY = 86_400.0
LFP = bc.aging.models()["lfp_gr_250ah_prismatic"]
NMC = bc.aging.models()["nmc111_gr_kokam_75ah"]

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

TIMES = np.array([0.0, 40.0, 90.0, 150.0]) * DAY


def measured(model, celsius, *, noise=0.0, seed=0, parameters=None):
    run = bc.aging.predict(
        model, [0.1, 0.9, 0.1], celsius, 30_000.0, years=150 / 365, parameters=parameters
    )
    noisy = noise * np.random.default_rng(seed).normal(size=(2, TIMES.size))
    health = {
        name: np.interp(TIMES / DAY, run.time_second / DAY, column) + noisy[row]
        for row, (name, column) in enumerate(
            [("soh_capacity", run.soh_capacity), ("soh_resistance", run.soh_resistance)]
        )
    }
    health = {name: np.where(TIMES > 0, column, np.nan) for name, column in health.items()}
    return bc.aging.CheckUps(
        soc=[0.1, 0.9, 0.1],
        temperature_celsius=celsius,
        dt_second=30_000.0,
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
        dt_second=30_000.0,
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


def test_what_is_known_beforehand_counts():
    data = [measured(LFP, 25.0)]
    free = bc.aging.fit(LFP, data, parameters=["p1"]).parameters["p1"]
    held = bc.aging.fit(LFP, data, parameters=["p1"], priors={"p1": (60_000.0, 1.0)})
    assert free == pytest.approx(83_700.0, rel=1e-5)
    assert held.parameters["p1"] == pytest.approx(60_000.0, rel=1e-3)
    bound = bc.aging.fit(LFP, data, parameters=["p4"], bounds={"p4": (4.3e-8, 9e-8)})
    assert 4.3e-8 <= bound.parameters["p4"] <= 9e-8


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
        ({"parameters": ["p1"], "bounds": {"p1": (1.0, 2.0)}}, "bounds"),
    ],
)
def test_bad_fits_are_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.aging.fit(LFP, **{"data": [GOOD]} | change)
    assert caught.value.name == name

"""What the next use costs, and models side by side."""

import numpy as np
import pytest

import battcore as bc

DAY = 86_400.0
MODELS = bc.aging.models()
LFP, NMC = MODELS["lfp_gr_250ah_prismatic"], MODELS["nmc111_gr_kokam_75ah"]

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")


def used(model, years):
    return bc.aging.predict(model, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=years).state


@pytest.mark.parametrize("model", [LFP, NMC], ids=["lfp", "nmc"])
def test_holding_costs_what_the_next_day_takes(model):
    rest = {"soc": [0.6, 0.6], "temperature_celsius": 30.0, "dt_second": DAY}
    run = bc.aging.predict(model, **rest, years=1)
    after = run.state.advance(*rest.values())
    found = bc.aging.wear(run.state, temperature_celsius=30.0, soc=0.6)
    assert found.hold == pytest.approx(run.soh_capacity[-1] - after.soh_capacity, rel=1e-6)


def test_a_charge_and_a_discharge_cost_what_a_cycle_takes():
    cell = used(LFP, 2)
    after = bc.aging.predict(LFP, [0.1, 0.9, 0.1], 25.0, 14_400.0, state=cell)
    before = bc.aging.predict(LFP, [0.1, 0.1], 25.0, 28_800.0, state=cell)
    lost = after.losses["cycle"][-1] - before.losses["cycle"][-1]
    found = bc.aging.wear(cell, dod=0.8, c_rate=0.2)
    assert 0.8 * (found.charge + found.discharge) == pytest.approx(lost, rel=1e-3)


def test_wear_eases_with_age_and_with_a_longer_look():
    new, old = (bc.aging.wear(used(LFP, years)) for years in (0.1, 10))
    assert new.hold > old.hold > 0
    assert new.discharge > old.discharge > 0
    fresh = bc.aging.start(LFP)
    near, far = (bc.aging.wear(fresh, next_efc=efc, next_day=efc) for efc in (1.0, 100.0))
    assert near.charge > far.charge > 0
    assert near.hold > far.hold > 0


def test_prices_follow_from_the_capacity_that_may_be_lost():
    wear = bc.aging.Wear(charge=1e-5, discharge=2e-5, hold=3e-5)
    price = wear.priced(200.0, end_of_life=0.8)
    assert price.charge_cost_per_kwh == pytest.approx(0.01)
    assert price.discharge_cost_per_kwh == pytest.approx(0.02)
    assert price.hold_cost_per_kwh_day == pytest.approx(0.03)


@pytest.mark.parametrize(
    "change",
    [
        {"soc": 50.0},
        {"dod": 0.0},
        {"dod": 80.0},
        {"c_rate": np.nan},
        {"next_efc": 0.0},
        {"next_day": -1.0},
    ],
)
def test_bad_conditions_are_refused(change):
    with pytest.raises(bc.InputError):
        bc.aging.wear(bc.aging.start(LFP), **change)


@pytest.mark.parametrize(
    ("price", "end_of_life", "name"),
    [
        (-1.0, 0.8, "replacement_price_per_kwh"),
        (100.0, 1.0, "end_of_life"),
        (100.0, 80.0, "end_of_life"),
    ],
)
def test_bad_prices_are_refused(price, end_of_life, name):
    with pytest.raises(bc.InputError) as caught:
        bc.aging.Wear(charge=0.0, discharge=0.0, hold=0.0).priced(price, end_of_life=end_of_life)
    assert caught.value.name == name


def test_models_stand_side_by_side():
    found = bc.aging.compare(MODELS, [0.1, 0.9, 0.1], 30.0, 43_200.0, years=2, end_of_life=0.95)
    assert found.model.tolist() == [*MODELS]
    for place, (key, model) in enumerate(MODELS.items()):
        run = bc.aging.predict(model, [0.1, 0.9, 0.1], 30.0, 43_200.0, years=2)
        assert (run.soh_capacity == found.runs[key].soh_capacity).all()
        assert found.soh_capacity[place] == run.soh_capacity[-1]
        assert found.end_of_life_second[place] == run.end_of_life(0.95)
        assert np.isnan(found.soh_resistance[place]) != model.models_resistance
    frame = found.to_pandas()
    assert [*frame["model"]] == [*MODELS]
    assert frame.attrs["units"] == {"end_of_life_second": "s"}
    (axes,) = found.plot().axes
    assert len(axes.lines) == len(MODELS)

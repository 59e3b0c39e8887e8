"""Checks, wear and fits beside their twins."""

import numpy as np
import pytest

import battcore as bc
from battcore import reference
from battcore.aging._check_ups import Measured
from battcore.aging._engine import Reading, engine
from battcore.aging._problem import Problem

DAY = 86_400.0
MODELS = bc.aging.models()
AT_A_BEND = {"c_min"}  # where the table of Wang's card begins: no slope, but one on either side
PLACE = {"temperature_celsius": 30.0, "soc": 0.45, "dod": 0.7, "c_rate": 0.3}

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")
each_model = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))


@each_model
def test_the_same_is_suspicious(model):
    card = reference.aging.Card(model.card)
    if "families" in card.entries:
        pytest.skip("the twin reads families of curves point by point")
    found = [finding for finding in model.check() if finding.fault != "unit"]
    twin = {(told.entry, told.fault): told for told in reference.aging.check(card)}
    assert {(finding.entry, finding.fault) for finding in found} == {*twin}
    for finding in found:
        told = twin[finding.entry, finding.fault]
        assert finding.value == pytest.approx(told.value, rel=1e-6, nan_ok=True)


@each_model
def test_wear_agrees_with_the_reference(model):
    soc = np.array([0.2, 0.9, 0.4, 0.7, 0.2] * 4)
    duty = reference.aging.Duty(soc, np.full(soc.size, 28.0), np.full(soc.size - 1, 20_000.0), DAY)
    twin = reference.aging.Cell(reference.aging.Card(model.card), 0.2)
    for start, end in zip(duty.borders[:-1], duty.borders[1:], strict=True):
        twin.live(duty, start, end)
    state = bc.aging.predict(model, soc, 28.0, 20_000.0).state
    for ahead in ({}, {"next_efc": 40.0, "next_day": 30.0}):
        found = bc.aging.wear(state, **PLACE, **ahead)
        expected = reference.aging.wear(twin, tuple(PLACE.values()), **ahead)
        for name, value in expected._asdict().items():
            assert getattr(found, name) == pytest.approx(value, rel=1e-6, abs=1e-15), name


@each_model
def test_check_ups_and_their_slopes_agree_with_the_reference(model):
    record = (np.array([0.2, 0.9, 0.4, 0.6, 0.2]), np.array([20.0, 35.0, 30.0, 10.0, 20.0]))
    record = (*record, np.full(4, 18_000.0))
    times = DAY * np.array([0.5, 1.0, 2.5])
    names = tuple(model.parameters)[:: 1 + len(model.parameters) // 6]
    compiled = engine(model, names, Reading())
    resistance = np.ones(3) if model.models_resistance else None
    duty = dict(zip(("soc", "temperature_celsius", "dt_second"), record, strict=True))
    health = {"soh_capacity": np.ones(3), "soh_resistance": resistance}
    measured = Measured.of(compiled, [bc.aging.CheckUps(**duty, **health, time_second=times)])
    values = np.array([model.parameters[name][0] for name in names])
    problem = Problem(compiled, names, np.ones(values.size), (values, values), {}, 1.0, measured)
    residual, turning = problem.weighed(values, np.ones(1))
    twin = reference.aging.check_ups
    health = twin.check_ups(model.card, record, times)[: 1 + model.models_resistance].ravel()
    assert residual + 1 == pytest.approx(health, rel=1e-10)
    slopes = twin.slopes(model.card, record, times, dict(zip(names, values, strict=True)))
    turning[:, [name in AT_A_BEND for name in names]] = 0.0
    slopes[..., [name in AT_A_BEND for name in names]] = 0.0
    expected = (slopes[: 1 + model.models_resistance] * values).reshape(turning.shape)
    assert turning * values == pytest.approx(expected, rel=1e-4, abs=1e-6)

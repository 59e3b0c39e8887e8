"""Cards beside the numbers of the package that they come from, and cards of nonsense."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

MODELS = bc.aging.models()
BLAST = json.loads((Path(__file__).parent / "data/blast/kernels.json").read_text())
RENAMED = {
    "Lfp_Gr_250AhPrismatic": {"loss_calendar": "qLoss_t", "loss_cycle": "qLoss_EFC"},
    "Nmc111_Gr_Kokam75Ah_Battery": {
        "loss_calendar": "qLoss_LLI_t",
        "loss_cycle": "qLoss_LLI_EFC",
        "gain_calendar": "rGain_LLI_t",
        "gain_cycle": "rGain_LLI_EFC",
    },
}
KEYS = {
    "Lfp_Gr_250AhPrismatic": "lfp_gr_250ah_prismatic",
    "Nmc111_Gr_Kokam75Ah_Battery": "nmc111_gr_kokam_75ah",
}
WINDOWS = [(name, at) for name in KEYS for at in range(len(BLAST["windows"]))]


def after(name, at, applications):
    window = BLAST["windows"][at]
    return bc.aging.predict(
        MODELS[KEYS[name]],
        np.array(window["soc"]) / BLAST["soc_scale"],
        np.array(window["temp"]) / BLAST["temp_scale"],
        window["dt_s"],
        years=applications / 365,
        depth="window",
    )


@pytest.mark.parametrize(("name", "at"), WINDOWS)
def test_a_first_window_meets_blast_lite(name, at):
    found, published = after(name, at, 1).summary(), BLAST["models"][name][at]
    for ours, theirs in RENAMED[name].items():
        assert found[ours] == pytest.approx(published["states_1"][theirs], rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(("name", "at"), WINDOWS)
def test_three_windows_differ_by_the_explicit_steps_of_blast_lite(name, at):
    """Its second and third day take the slope at their start, which is steepest there."""
    loss, published = 1 - after(name, at, 3).soh_capacity[-1], 1 - BLAST["models"][name][at]["q_3"]
    assert 0.94 * published - 1e-12 <= loss <= published + 1e-12


def test_the_knee_has_a_floor_in_the_cold():
    cold = bc.aging.predict(
        MODELS["nmc111_gr_kokam_75ah"], [0.0, 1.0, 0.0], -20.0, 43_200.0, years=3
    )
    assert np.isfinite(cold.soh_capacity).all()
    assert cold.end_of_life(0.8) < 2 * 365 * 86_400


CARD = MODELS["lfp_gr_250ah_prismatic"].card


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("p3 * Ua / T", "p3 * Ub / T", "'rates.kcal', 'Ub', 34"),
        ("exp(p2 / T)", "exp(p2, T)", "'rates.kcal', 'exp takes 1', 11"),
        ("exp(p2 / T)", "ocv(T)", "'rates.kcal', 'no function or table', 11"),
        ("abs(p1)", "abs(p1", "'rates.kcal', 'expected', 40"),
        ('p = "pcal"', 'p = "pcal +"', "'states.loss_calendar.p', 'the end', 7"),
        ("1 - loss_calendar", "1 - T", "'health.soh_capacity', 'states alone', None"),
        ('X = "0.0085', 'X = "Ua + 0.0085', "'constants.', 'itself', None"),
        ('law = "power"', 'law = "linear"', "'states.loss_calendar', 'no p', None"),
        ('law = "power"', 'law = "sigmoid"', "'states.loss_calendar', 'needs y_inf', None"),
        ('law = "power"', 'law = "magic"', "'card', 'unknown variant', 7"),
        ("pcyc = {", "soc = {", "'parameters.soc', 'meaning of its own', None"),
        ("value = 0.828", "value = nan", "'parameters.pcyc', 'finite', None"),
        ("capacity_ah = 250.0", "capacity_ah = 0.0", "'capacity_ah', 'above 0', None"),
        ("dod = [0.8, 1.0]", "dod = [1.0, 0.8]", "'tested_range.dod', 'low', None"),
        ("[parameters]", "[parameters", "'card', '', 12"),
        ("[parameters]", "", "'card', '', None"),
    ],
)
def test_errors_point_at_what_is_wrong(old, new, told):
    place, message, column = (part.strip(" '") for part in told.split(","))
    with pytest.raises(bc.InputError) as caught:
        bc.aging.AgingModel.from_toml(CARD.replace(old, new))
    assert caught.value.name == "card"
    assert str(caught.value).startswith(place)
    assert message in str(caught.value)
    assert column == "None" or caught.value.index == int(column)


PIECES = """T soc p1 Ua ( ) + - * / ** , < exp min where 1 2.5 1e-3 0 kcal loss_cycle dod # \\n"""
pieces = st.sampled_from([*PIECES.split(), " "])


@given(st.one_of(st.text(max_size=40), st.lists(pieces, max_size=30).map("".join)))
@settings(deadline=None, max_examples=300)
def test_no_formula_makes_the_parser_fall(formula):
    card = CARD.replace("abs(p1) * exp(p2 / T) * exp(p3 * Ua / T)", json.dumps(formula)[1:-1])
    try:
        model = bc.aging.AgingModel.from_toml(card)
    except bc.InputError:
        pass  # refused in words
    else:
        run = bc.aging.predict(model, [0.2, 0.8, 0.2], 25.0, 43_200.0, years=0.02)
        assert np.isfinite(run.soh_capacity).all()


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fall(text):
    with pytest.raises(bc.InputError):
        bc.aging.AgingModel.from_toml(text)

"""Cards beside the numbers of the package that they come from, and cards of nonsense."""

import json
import tomllib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc
from blast_data import KERNELS, habits, window
from blast_data import MODELS as BLAST

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

MODELS = bc.aging.models()
OWN_READING = {  # rates over the time of charging alone, voltage over time
    ("NCA_GrSi_SonyMurata2p5Ah_Battery", "loss_cycle"),
    ("Nmc622_Gr_DENSO50Ah_Battery", "loss_cycle"),
    ("Nmc811_GrSi_LGM50_5Ah_Battery", "loss_cycle"),
    ("Nmc111_Gr_Sanyo2Ah_Battery", "loss_cycle"),
    ("Nmc111_Gr_Sanyo2Ah_Battery", "gain_cycle"),
}


def causes(model, run):
    """Losses and gains of the last window that are nothing but a state, by that state."""
    card = tomllib.loads(model.card)
    found = {}
    for kind, columns in (("losses", run.losses), ("gains", run.gains)):
        for cause, formula in card.get(kind, {}).items():
            sign = -1.0 if formula.startswith("-") else 1.0
            found[formula.removeprefix("-")] = sign * columns[cause][-1]
    return found


@pytest.mark.parametrize("name", BLAST)
def test_first_windows_meet_blast_lite(name):
    model = BLAST[name]
    for at, recorded in enumerate(KERNELS["models"][name]):
        seconds, soc, celsius = window(at)
        run = bc.aging.predict(model, soc, celsius, np.diff(seconds), depth="window")
        found = causes(model, run)
        for ours, theirs in habits(model)["states"].items():
            published = recorded["states_1"][theirs]
            from_zero = tomllib.loads(model.card)["states"][ours].get("start", 0.0) == 0.0
            if ours in found and from_zero and (name, ours) not in OWN_READING:
                expected = max(published, 0.0) if ours.startswith("gain") else published
                assert found[ours] == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_the_edition_of_matlab_is_met():
    """Its capacity and resistance after a year of rest and of daily cycles, by its formulas."""
    model = MODELS["lfp_gr_sonymurata_3ah_matlab"]
    rest = bc.aging.predict(model, [0.5, 0.5], 25.0, 365 * 86_400.0)
    potential = 0.123304  # of graphite at half charge
    assert rest.losses["calendar"][-1] == pytest.approx(
        798.352102 * np.exp(-3781.205917 / 298.15 - 2.048815433 * potential) * 365**0.494361078,
        rel=1e-5,
    )
    day = bc.aging.predict(model, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=1)
    capacity = 0.000170691092 + 0.8 * (0.000476715370 + 0.00217277383 / 12)
    resistance = 4.64136141e-8 + 0.8 * (5.79557082e-11 + 7.28339783e-6 / 12)
    cycles = 0.8 * 365
    assert day.losses["cycle"][-1] == pytest.approx(4 * capacity * cycles**0.439274)
    assert day.gains["cycle"][-1] == pytest.approx(4 * resistance * cycles**0.931662358)


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

"""Cards beside the numbers of SimSES, the package that they come from."""

import json
from pathlib import Path

import numpy as np
import pytest

import battcore as bc
from battcore import reference
from simses_ways import LINES, sanyo

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

MODELS = bc.aging.models()
GRID = json.loads((Path(__file__).parent / "data/simses/ageing_grid.json").read_text())
KEYS = {
    "sony_lfp": "lfp_gr_sony_3ah_naumann",
    "sanyo_nmc": "nmc_gr_sanyo_2ah_simses",
    "molicel_nmc": "nmc_gr_molicel_2ah",
    "panasonic_nca": "nca_gr_panasonic_3ah_simses",
    "lg_mj1": "nmc811_grsi_lg_mj1_3ah_simses",
    "lto_nmc": "nmc_lto_10ah_simses",
    "lto_lmo": "lmo_lto_3ah_simses",
    "lfp_generic": "lfp_gr_generic_simses",
    "nmc_generic": "nmc_gr_generic_simses",
    "nca_generic": "nca_gr_generic_simses",
}
SAME = 1e-5  # of the nominal capacity or resistance
CLOSE = {"panasonic_nca": 6e-5}  # its first half cycle begins at a voltage of its own
FADING = {"sanyo_nmc": (0.5, 1.0), "molicel_nmc": (0.5562, 0.5562)}  # exponents of charge in Ah


def name_of(case):
    condition = case.get("soc", case.get("dod"))
    return f"{case['model']}-{case['T_C']}-{condition}"


@pytest.mark.parametrize("case", GRID["calendar"], ids=name_of)
def test_a_year_at_rest_meets_simses(case):
    model = MODELS[KEYS[case["model"]]]
    run = bc.aging.predict(model, [case["soc"]] * 2, case["T_C"], 86_400.0, years=1)
    expected = case["qloss"]
    if case["model"] in LINES:
        lines = LINES[case["model"]]
        assert lines.loss(case["soc"], 365) == pytest.approx(expected, abs=1e-12)
        expected = lines.loss(case["soc"], 365, slack=1e-6)  # not a day late by rounding
    assert run.losses["calendar"][-1] == pytest.approx(expected, abs=SAME)
    assert run.soh_resistance[-1] - 1 == pytest.approx(case["rinc"], abs=SAME)


@pytest.mark.parametrize("case", GRID["cycle"], ids=name_of)
def test_five_hundred_cycles_meet_simses(case):
    model = MODELS[KEYS[case["model"]]]
    low, high = (case["mean_soc"] + way * case["dod"] / 2 for way in (-1, 1))
    soc = np.resize([low, high], 2 * case["full_cycles"] + 1)
    run = bc.aging.predict(model, soc, case["T_C"], 3600.0 * case["dod"] / case["c_rate"])
    lost, gained = run.losses["cycle"][-1], run.gains["cycle"][-1] if run.gains else 0.0
    if case["model"] in FADING:
        of_loss, of_gain = FADING[case["model"]]
        moved = charge_of_a_fading_cell(lost, of_loss, case["full_cycles"])
        lost, gained = lost * moved**of_loss, gained * moved**of_gain
    same = CLOSE.get(case["model"], SAME)
    expected = case["qloss"], case["rinc"]
    if case["model"] == "sanyo_nmc":
        volt = [reference.aging.Card(model.card).value("V(z)", {"z": soc}) for soc in (low, high)]
        cycles = (*volt, case["dod"], case["full_cycles"])
        assert sanyo(*cycles, start=3.6) == pytest.approx(expected, abs=1e-9)
        expected = sanyo(*cycles, start=volt[0])  # not from a voltage that the cell never had
    assert lost == pytest.approx(expected[0], abs=same)
    assert gained == pytest.approx(max(expected[1], 0.0), abs=same)  # which falls above 1 C there


def charge_of_a_fading_cell(lost, exponent, cycles):
    """Share of the charge that cycles of the present, not the nominal, capacity would move."""
    moved = 0.0
    for _ in range(2 * cycles):
        moved += (1 - lost * moved**exponent) / (2 * cycles)
    return moved

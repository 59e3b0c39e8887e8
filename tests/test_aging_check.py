"""Models of one's own: built in Python, and looked over for what is suspicious."""

import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

MODELS = bc.aging.models()
LFP = MODELS["lfp_gr_250ah_prismatic"]
each_model = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))

plain = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
)


def built(k="k0", *, law="power", p="0.5", parameters=None, tested=None, x="efc"):
    state = {"law": law, "x": x, "k": k} | ({"p": p} if p else {})
    return bc.aging.AgingModel.build(
        key="mine",
        label="Mine",
        chemistry="any",
        capacity_ah=1.0,
        provenance="a test",
        license="CC0",
        tested_range=tested or {"dod": [0.1, 1.0], "soc": [0.0, 1.0]},
        parameters=parameters or {"k0": (0.001, "1/efc^0.5")},
        states={"lost": state},
        health={"soh_capacity": "1 - lost"},
    )


@each_model
def test_a_model_that_is_built_is_that_of_its_card(model):
    entries = tomllib.loads(model.card)
    other = bc.aging.AgingModel.build(**entries)
    assert tomllib.loads(other.card) == entries
    duty = {"soc": [0.2, 0.9, 0.4, 0.2], "temperature_celsius": 20.0, "dt_second": 20_000.0}
    runs = [bc.aging.predict(each, **duty, years=0.5, min_depth=0) for each in (model, other)]
    assert (runs[0].soh_capacity == runs[1].soh_capacity).all()


@given(plain, st.lists(plain), st.text(st.characters(codec="ascii"), min_size=1))
def test_what_is_written_is_read_again(value, values, name):
    from battcore.aging._toml import written

    entries = {"a": value, "list": values, "table": {name: value}, "rows": [{"x": value}]}
    assert tomllib.loads(written(entries)) == entries


def test_errors_of_a_built_model_point_at_their_column():
    with pytest.raises(bc.InputError) as caught:
        built("k0 * (1 + dodd)")
    assert caught.value.index == 11


@pytest.mark.parametrize(
    ("k", "fault", "condition", "value"),
    [
        ("k0 * (soc - 0.25)", "negative", ("soc", 0.0), -0.00025),
        ("k0 / (soc - soc_mean)", "not finite", None, np.inf),
        ("k0 * (2 - dod)", "falls with depth", ("dod", 1.0), 1 - 1 / 1.09),
        ("k0 * where(soc < 0.63, 1, 3)", "jumps", ("soc", 0.63), 2 / 3),
    ],
)
def test_what_no_cell_would_do_is_found(k, fault, condition, value):
    (finding,) = built(k).check()
    assert (finding.fault, finding.entry) == (fault, "states.lost.k")
    assert finding.value == pytest.approx(value)
    if condition:
        assert finding.conditions[condition[0]] == pytest.approx(condition[1], abs=1e-9)
    assert "states.lost.k: " in str(finding)


@pytest.mark.parametrize("k", ["k0 * exp(8 * soc)", "k0 * dod ** 4", "k0 * abs(soc - 0.3)"])
def test_what_is_steep_but_smooth_is_not_blamed(k):
    assert repr(built(k).check()) == "nothing suspicious"


@pytest.mark.parametrize(
    ("k", "parameters", "message"),
    [
        ("k0 * exp(Ea / T)", {"k0": (1.0, "1/efc^0.5"), "Ea": (1.0, "K")}, None),
        ("k0 * exp(Ea * T)", {"k0": (1e-9, "1/efc^0.5"), "Ea": (1e-6, "K")}, "column 10: Ea * T"),
        ("k0 * exp(-Ea / (8.314 * T))", {"k0": (1.0, "1/efc^0.5"), "Ea": (9.0, "J/mol")}, None),
        ("k0", {"k0": (0.1, "1/efc")}, "is in efc^-0.5"),
        ("k0 + a * c_rate", {"k0": (1.0, "1/efc^n"), "a": (1.0, "h/efc^n"), "n": (0.5, "1")}, None),
        ("k0 + a", {"k0": (1.0, "1/efc^0.5"), "a": (1.0, "h/efc^0.5")}, "joins"),
        ("k0 * max(dod, a)", {"k0": (1.0, "1/efc^0.5"), "a": (0.1, "V")}, "joins"),
        ("k0 * dod ** a", {"k0": (1.0, "1/efc^0.5"), "a": (1.0, "K")}, "an exponent"),
        ("k0 * sqrt(a)", {"k0": (1.0, "1/efc"), "a": (1.0, "efc")}, None),
        ("k0 * (T - 273.15)", {"k0": (1.0, "1/K/efc^0.5")}, None),
        ("k0", {"k0": (1.0, "per cycle, roughly")}, "cannot be read"),
        ("k0", {"k0": (1.0, "%/efc^0.5")}, None),
    ],
)
def test_units_are_checked_where_they_are_given(k, parameters, message):
    found = [
        finding for finding in built(k, parameters=parameters).check() if finding.fault == "unit"
    ]
    assert bool(found) == bool(message)
    assert message is None or any(message in finding.message for finding in found)


@pytest.mark.parametrize("law", ["linear", "power_of_product"])
def test_the_clock_of_a_state_has_a_unit_too(law):
    daily = {"k0": (1e-3, "1/day")}
    p = "0.5" if law == "power_of_product" else None
    assert not built("k0", law=law, p=p, parameters=daily, x="time_day").check().findings
    assert built("k0", law=law, p=p, parameters=daily, x="efc").check().findings


AS_PUBLISHED = {
    "lfp_gr_generic_simses": {"falls with depth"},
    "lfp_gr_sam": {"falls with depth"},
    "lfp_gr_sony_3ah_schimpe": {"falls with depth"},
    "lfp_gr_sonymurata_3ah": {"unit", "negative", "jumps"},
    "lmo_lto_3ah_simses": {"jumps"},
    "nca_gr_panasonic_3ah_simses": {"falls with depth"},
    "nmc111_gr_kokam_75ah": {"unit"},
    "nmc111_gr_sanyo_2ah": {"negative"},
    "nmc622_gr_denso_50ah": {"negative"},
    "nmc_gr_50ah_b2": {"falls with depth"},
    "nmc_gr_75ah_a": {"falls with depth"},
    "nmc_gr_generic_simses": {"falls with depth"},
    "nmc_gr_sanyo_2ah_schmalstieg": {"negative"},
    "nmc_gr_sanyo_2ah_simses": {"negative"},
    "nmc_gr_sesame": {"falls with depth"},
    "nmc_lto_10ah_simses": {"jumps"},
}


@each_model
def test_models_that_ship_do_what_was_published(model):
    found = list(model.check())
    assert {finding.fault for finding in found} == AS_PUBLISHED.get(model.key, set())
    assert not any("cannot be read" in finding.message for finding in found)

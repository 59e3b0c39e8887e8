"""BLAST-Lite's own driver beside what BLAST-Lite 1.1.1 gave, and beside its twin."""

import json
from itertools import islice

import numpy as np
import pytest

import battcore as bc
from battcore import reference
from battcore.aging import blast
from blast_data import (
    CONDITIONS,
    GOLDEN,
    KERNELS,
    MODELS,
    PROFILES,
    VARIANTS,
    duty,
    numbers,
    window,
)
from outside_data import outside

DAY, HOUR = 86_400.0, 3600.0
LFP = "Lfp_Gr_250AhPrismatic"

pytestmark = [
    pytest.mark.filterwarnings("ignore::battcore.aging.blast.HeldWarning"),
    pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning"),
]

each_model = pytest.mark.parametrize("name", MODELS)
each_profile = pytest.mark.parametrize("profile", GOLDEN)


def close(ours, theirs):
    """Equal to 1e-9 wherever BLAST-Lite has a number."""
    known = np.isfinite(theirs)
    assert ours[known] == pytest.approx(theirs[known], rel=1e-9, abs=1e-300)


def life(name, profile, golden, **options):
    thresholds = {key: golden[key] for key in ("threshold_time_years", "threshold_capacity")}
    return blast.simulate(MODELS[name], *duty(profile), **thresholds, **options)


def meets(run, recorded):
    assert run.time_second.size == recorded["n_steps"]
    rows = np.array(recorded["at_step"]) - 1
    close(run.time_second[rows] / DAY, numbers(recorded["t_days"]))
    close(run.efc[rows], numbers(recorded["efc"]))
    close(run.soh_capacity[rows], numbers(recorded["q"]))
    close(run.soh_resistance[rows], numbers(recorded.get("r", [1.0] * rows.size)))
    for state, levels in recorded["states"].items():
        assert np.isfinite(run.states[state]).all()
        close(run.states[state][rows], numbers(levels))


STRESSORS = {
    "TdegK": "T_mean",
    "soc": "soc_mean",
    "soc_low": "soc_low",
    "soc_high": "soc_high",
    "dod": "dod",
    "Crate": "c_rate",
    "Cchg": "charge_c_rate",
    "Cdis": "discharge_c_rate",
}
NO_RATE_OF_ITS_OWN = {"b3t", "b3N"}  # of a break-in that is switched off


def conditions_of(run):
    """Stressors and rates by the names that BLAST-Lite gives them."""
    found = {theirs: run.stressors[ours] for theirs, ours in STRESSORS.items()} | run.rates
    if "r_temperature" in found:
        found["r_kcal"] = found["r_temperature"] * found["r_soc"]
    return found


@each_model
@each_profile
def test_conditions_of_lives_are_those_of_blast_lite(name, profile):
    found = conditions_of(life(name, PROFILES[profile], GOLDEN[profile]))
    for column, values in CONDITIONS["lives"][profile][name].items():
        if column not in NO_RATE_OF_ITS_OWN:
            close(found[column][:3], numbers(values))


@each_model
def test_conditions_of_windows_are_those_of_blast_lite(name):
    runs = [
        conditions_of(blast.update(MODELS[name], *window(at)))
        for at in range(len(KERNELS["windows"]))
    ]
    for column, values in CONDITIONS["kernels"][name].items():
        if column not in NO_RATE_OF_ITS_OWN:
            close(np.array([run[column][0] for run in runs]), numbers(values))


@each_model
@each_profile
def test_lives_are_those_of_blast_lite(name, profile):
    recorded = GOLDEN[profile]["models"][name]
    run = life(name, PROFILES[profile], GOLDEN[profile])
    meets(run, recorded)
    for row, states in enumerate(recorded["first"]):
        for state, level in states.items():
            close(run.states[state][[row]], numbers([level]))
    failed = recorded.get("non_finite", {}).items()
    first = {state: step - 1 for state, step in failed if state in run.states}
    assert bool(run.held) == bool(first)
    assert run.held.items() <= first.items()  # what fails there for want of others goes on here


@pytest.fixture(scope="module")
def shared_profile():
    """A profile that does not travel with the project."""
    folder = outside("reference/blast")
    profiles = json.loads((folder / "profiles.json").read_text())
    golden = json.loads((folder / "golden_pvbess_nrel_20C.json").read_text())
    return profiles["pvbess_nrel_20C"], golden


@each_model
def test_a_life_beside_photovoltaics_is_that_of_blast_lite(name, shared_profile):
    profile, golden = shared_profile
    recorded = golden["models"][name]
    run = life(name, profile, golden)
    known = {state: of for state, of in recorded["states"].items() if state in run.states}
    meets(run, {**recorded, **recorded["outputs"], "states": known})


@each_profile
def test_sub_steps_end_where_those_of_blast_lite_end(profile):
    time, soc, celsius = duty(PROFILES[profile])
    ends = reference.aging.blast.borders(reference.aging.blast.Profile(time, soc, celsius))
    first = GOLDEN[profile]["first_breakpoints"]
    assert (ends[: len(first)], len(ends)) == (first, GOLDEN[profile]["sub_steps_per_pass"])
    run = blast.simulate(MODELS[LFP], time, soc, celsius)
    lived = np.diff([-1, *first]) - 1
    assert run.time_second[: len(first)] == pytest.approx(lived.cumsum() * time[1])


@each_model
def test_windows_age_as_in_blast_lite(name):
    for at, recorded in enumerate(KERNELS["models"][name]):
        once = blast.update(MODELS[name], *window(at))
        twice = blast.update(MODELS[name], *window(at), state=once.state)
        thrice = blast.update(MODELS[name], *window(at), state=twice.state)
        for run, moment in ((once, "states_1"), (thrice, "states_3")):
            for state, level in recorded[moment].items():
                assert np.isfinite(run.states[state]).all()
                close(run.states[state], numbers([level]))
        close(thrice.soh_capacity, numbers([recorded["q_3"]]))
        close(thrice.soh_resistance, numbers([recorded.get("r_3", 1.0)]))


RENAMED = {
    "is_conserve_energy_throughput": "conserve_energy_throughput",
    "breakpoints_max_time_diff_s": "breakpoints_max_second",
    "breakpoints_max_EFC_diff": "breakpoints_max_efc",
}


@each_model
@pytest.mark.parametrize("case", VARIANTS["cases"])
def test_options_do_what_they_do_in_blast_lite(name, case):
    variant = VARIANTS["cases"][case]
    profile = PROFILES[VARIANTS["profile"]]
    if "day_soc" in variant:
        columns = {"n": 25, "soc_tile": variant["day_soc"], "temp": variant["day_temp"]}
        profile = {**profile, **columns}
    options = {RENAMED.get(key, key): value for key, value in variant["kwargs"].items()}
    run = life(name, profile, VARIANTS, degradation_scalar=variant["degradation_scalar"], **options)
    recorded = variant["models"][name]
    assert np.isfinite(run.soh_capacity).all()
    if "error" in recorded:  # a day that is repeated is no duty for the Leaf there
        return
    meets(
        run,
        {
            **{key: [recorded[key]] for key in ("t_days", "efc", "q", "r") if key in recorded},
            "n_steps": recorded["n_steps"],
            "at_step": [recorded["n_steps"]],
            "states": {state: [level] for state, level in recorded["states"].items()},
        },
    )


KNEE = ("Nmc111_Gr_Kokam75Ah_Battery", "daily_20_95_cold")  # explicit steps lag in its fall


@each_model
@each_profile
def test_exact_steps_stay_close_from_the_first_year_on(name, profile):
    recorded = GOLDEN[profile]["models"][name]
    run = life(name, PROFILES[profile], GOLDEN[profile], exact_steps=True)
    assert not run.held
    rows = np.array(recorded["at_step"]) - 1
    rows = rows[rows < run.efc.size]
    theirs = numbers(recorded["q"])[: rows.size]
    known = np.isfinite(theirs) & ((theirs > 0.94) | ((name, profile) != KNEE))
    assert run.soh_capacity[rows][known] == pytest.approx(theirs[known], abs=5e-4)


@each_model
def test_at_rest_exact_steps_are_those_of_the_engine(name):
    time = HOUR * np.arange(24 * 90)
    run = blast.simulate(MODELS[name], time, np.full(time.size, 0.7), 25.0, exact_steps=True)
    engine = bc.aging.predict(MODELS[name], [0.7, 0.7], 25.0, run.time_second[-1])
    assert run.soh_capacity[-1] == pytest.approx(engine.soh_capacity[-1], rel=1e-9)
    assert run.soh_resistance[-1] == pytest.approx(engine.soh_resistance[-1], rel=1e-9)


@each_model
@pytest.mark.parametrize("conserve", [True, False])
def test_agrees_with_the_reference(name, conserve):
    columns = [column[: 24 * 12] for column in duty(PROFILES["walk_seed1"])]
    twin = reference.aging.blast.Battery(MODELS[name].card, scalar=1.2)
    profile = reference.aging.blast.Profile(*columns)
    lived = reference.aging.blast.simulate(twin, profile, years=20 / 365, conserve=conserve)
    rows = np.array(list(islice(lived, 30)))
    run = blast.simulate(
        MODELS[name],
        *columns,
        threshold_time_years=20 / 365,
        degradation_scalar=1.2,
        conserve_energy_throughput=conserve,
    )
    ours = np.column_stack([run.time_second / DAY, run.efc, run.soh_capacity])
    assert ours == pytest.approx(rows, rel=1e-11)
    levels = [level for _, level in sorted(twin.levels.items())]
    assert [level[-1] for level in run.states.values()] == pytest.approx(levels, rel=1e-9)


def test_what_is_held_is_told():
    model = MODELS["Nmc_Lto_10Ah_Battery"]
    with pytest.warns(blast.HeldWarning, match="qLoss_t from row 2"):
        run = blast.simulate(model, *duty(PROFILES["walk_seed1"]), threshold_time_years=0.1)
    assert run.held == {"qLoss_t": 2}
    assert "held" in run.warnings[0]


def test_a_sample_alone_moves_nothing():
    time = HOUR * np.arange(52)
    run = blast.simulate(MODELS["Lfp_Gr_SonyMurata3Ah_Battery"], time, np.full(52, 0.5), 25.0)
    alone = np.flatnonzero(np.diff(run.time_second) == 0)
    assert alone.tolist() == [1]
    assert run.held == {"rGain_LLI_t": 2}
    assert np.isfinite(run.soh_resistance).all()


def test_a_threshold_that_is_never_reached_ends_after_a_thousand_years():
    rest = ([0.0, 30 * DAY], [0.5, 0.5], 25.0)
    run = blast.simulate(
        MODELS["Nmc_Lto_10Ah_Battery"], *rest, threshold_efc=1.0, is_constant_input=True
    )
    assert run.time_second[-1] > 1000 * 365 * DAY
    assert "no threshold was passed in a thousand years" in run.warnings[0]


def test_a_life_goes_on_from_a_state():
    day = (HOUR * np.arange(25), np.full(25, 0.4), 25.0)
    year = {"threshold_time_years": 1.0, "is_constant_input": True}
    first = blast.simulate(MODELS[LFP], *day, **year)
    second = blast.simulate(
        MODELS[LFP], *day, threshold_time_years=2.0, is_constant_input=True, state=first.state
    )
    whole = blast.simulate(MODELS[LFP], *day, threshold_time_years=2.0, is_constant_input=True)
    joined = np.concatenate([first.soh_capacity, second.soh_capacity])
    assert joined.tolist() == whole.soh_capacity.tolist()

"""The card of a growing film beside PyBaMM, the package that it comes from."""

from pathlib import Path

import numpy as np
import pytest

import battcore as bc

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

DAY = 86_400.0
HERE = Path(__file__).parent / "data/pybamm"
MODEL = bc.aging.models()["nmc811_grsi_lgm50_sei"]


def rows(name):
    return np.genfromtxt(HERE / name, delimiter=",", names=True)


def test_two_years_at_rest_meet_pybamm():
    storage = rows("film_storage.csv")
    for kelvin in np.unique(storage["T_K"]):
        run = bc.aging.predict(MODEL, [0.5, 0.5], kelvin - 273.15, DAY, years=2)
        known = storage[storage["T_K"] == kelvin]
        lost = run.losses["film"][known["t_day"].astype(int) - 1]
        assert 5 * lost == pytest.approx(known["q_loss_sei_Ah"], rel=2e-6)


def test_cycles_meet_pybamm():
    cycling = rows("film_cycling.csv")
    soc = np.resize([0.95, 0.283, 0.283, 0.95], cycling.size + 1)
    dt = np.diff(cycling["t_s"], prepend=0.0)
    run = bc.aging.predict(MODEL, soc, 25.0, dt, window_second=600.0)
    lost = run.losses["film"][np.round(cycling["t_s"] / 600).astype(int) - 1]
    assert 5 * lost == pytest.approx(cycling["q_loss_sei_Ah"], rel=1e-5)

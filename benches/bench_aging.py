"""Ten years of aging, sampled hourly and every minute, beside the twin in Python and NumPy.

The peer, BLAST-Lite, wants an environment of its own: see peer_blast.py, which times the same
duties. Its driver stands here too, as `battcore.aging.blast` has it. The twins age a tenth of a
year, since their cost per sample does not change.
"""

import numpy as np
import pytest

import battcore as bc
from battcore import reference

DAY = 86_400.0
STEPS = {"hourly": 3600.0, "minute": 60.0}
pytestmark = [
    pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning"),
    pytest.mark.filterwarnings("ignore::battcore.aging.blast.HeldWarning"),
]


def duty(dt, years):
    """One deep cycle a day, rest at both ends, and seasons."""
    day = np.arange(int(years * 365 * DAY / dt) + 1) * dt / DAY
    corners = np.array([0.0, 4.0, 10.0, 16.0, 22.0, 24.0]) / 24
    soc = np.interp(day % 1.0, corners, [0.1, 0.1, 0.9, 0.9, 0.1, 0.1])
    return soc, 20 + 10 * np.sin(2 * np.pi * day / 365) + 3 * np.sin(2 * np.pi * day)


def native(model, soc, celsius, dt):
    return bc.aging.predict(model, soc, celsius, dt).soh_capacity


def python(model, soc, celsius, dt):
    card = reference.aging.Card(model.card)
    record = reference.aging.Duty(soc, celsius, np.full(soc.size - 1, dt), DAY)
    return [row.soh_capacity for row in reference.aging.predict(card, record)]


KEYS = ("lfp_gr_250ah_prismatic", "nmc111_gr_kokam_75ah", "lfp_gr_sonymurata_3ah")


def driver(model, soc, celsius, dt, **options):
    time = dt * np.arange(soc.size)
    return bc.aging.blast.simulate(model, time, soc, celsius, **options).soh_capacity


def driver_in_python(model, soc, celsius, dt):
    battery = reference.aging.blast.Battery(model.card)
    profile = reference.aging.blast.Profile(dt * np.arange(soc.size), soc, celsius)
    years = (profile.time[-1] - 1) / (365 * DAY)
    lived = reference.aging.blast.simulate(battery, profile, years=years)
    return [capacity for _, _, capacity in lived]


YEARS = {"python": 0.1, "native": 10}


@pytest.mark.parametrize("case", YEARS)
@pytest.mark.parametrize("temperature", ["varying", "constant"])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("key", KEYS)
def test_engine(benchmark, key, step, temperature, case):
    benchmark.group = f"ten years {step}, {temperature} temperature, {key}"
    model = bc.aging.models()[key]
    soc, celsius = duty(STEPS[step], YEARS[case])
    celsius = celsius if temperature == "varying" else np.full(1, 25.0)
    benchmark.extra_info["samples"] = soc.size
    if case == "native":
        benchmark(native, model, soc, celsius, STEPS[step])
        return
    celsius = np.broadcast_to(celsius, soc.shape)
    python(model, soc[:3], celsius[:3], STEPS[step])  # finds once where rates of the card bend
    found = benchmark.pedantic(python, (model, soc, celsius, STEPS[step]), rounds=1)
    assert found == pytest.approx(native(model, soc, celsius, STEPS[step]), rel=1e-9)


@pytest.mark.parametrize("case", YEARS)
@pytest.mark.parametrize("key", KEYS)
def test_driver(benchmark, key, case):
    benchmark.group = f"BLAST-Lite's driver, ten years hourly, {key}"
    model = bc.aging.models()[key]
    soc, celsius = duty(STEPS["hourly"], YEARS[case])
    benchmark.extra_info["samples"] = soc.size
    if case == "native":
        benchmark(driver, model, soc, celsius, STEPS["hourly"])
        return
    found = benchmark.pedantic(driver_in_python, (model, soc, celsius, 3600.0), rounds=1)
    assert found == pytest.approx(driver(model, soc, celsius, 3600.0), rel=1e-9)


@pytest.mark.parametrize("key", KEYS)
def test_driver_of_one_day_repeated(benchmark, key):
    benchmark.group = f"BLAST-Lite's driver, ten years of one day, {key}"
    options = {"threshold_time_years": 10.0, "is_constant_input": True}
    benchmark(driver, bc.aging.models()[key], *duty(3600.0, 1 / 365), 3600.0, **options)


def test_thousand_cells_of_twenty_years(benchmark):
    benchmark.group = "1,000 cells over twenty years hourly"
    model = bc.aging.models()["lfp_gr_250ah_prismatic"]
    soc, celsius = duty(STEPS["hourly"], 20)
    own = bc.aging.draw(model, {"p1": 0.1, "p4": 0.2}, battery=1000)

    def run():
        return bc.aging.predict(model, soc, celsius, 3600.0, windows_per_row=365, parameters=own)

    assert np.isfinite(benchmark.pedantic(run, rounds=1).soh_capacity).all()

"""Cards beside points computed from the equations of their papers, one factor at a time."""

import numpy as np
import pytest

import battcore as bc

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

MODELS = bc.aging.models()
DAY = 86_400.0


def rested(key, soc, celsius, days=365):
    return bc.aging.predict(MODELS[key], [soc, soc], celsius, DAY, years=days / 365)


def cycled(key, cycles, celsius, low=0.0, high=1.0, c_rate=1.0):
    soc = np.resize([low, high], 2 * cycles + 1)
    return bc.aging.predict(MODELS[key], soc, celsius, 3600.0 * (high - low) / c_rate)


def test_naumann():
    key = "lfp_gr_sony_3ah_naumann"
    assert rested(key, 0.5, 25.0).losses["calendar"][-1] == pytest.approx(0.0425158, rel=1e-5)
    warm = rested(key, 1.0, 40.0)
    assert warm.losses["calendar"][-1] == pytest.approx(0.0942991, rel=1e-5)
    assert warm.gains["calendar"][-1] == pytest.approx(0.0307961, rel=1e-5)
    assert cycled(key, 1000, 25.0).losses["cycle"][-1] == pytest.approx(0.0683438, rel=1e-5)
    slow = cycled(key, 5000, 25.0, 0.4, 0.6, c_rate=0.5)
    assert slow.losses["cycle"][-1] == pytest.approx(0.0339439, rel=1e-5)
    deep = cycled(key, 1000, 25.0, c_rate=0.5)
    assert deep.gains["cycle"][-1] == pytest.approx(0.0195226, rel=1e-5)
    assert (np.diff(cycled(key, 100, 25.0, c_rate=2.0).gains["cycle"]) == 0).all()


def test_a_set_of_parameters_is_another_fit():
    fits = MODELS["lfp_gr_sony_3ah_naumann"].ensemble()
    soc = np.resize([0.0, 1.0], 2001)
    run = bc.aging.predict(fits["refit"], soc, 25.0, 3600.0)
    assert run.losses["cycle"][-1] == pytest.approx(0.056, abs=5e-4)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_parameter_must_be_there_and_finite(value):
    model = MODELS["lfp_gr_sony_3ah_naumann"]
    with pytest.raises(bc.InputError, match="k_q"):
        model.with_parameters(k_q=value)
    with pytest.raises(bc.InputError, match="no parameter of this card"):
        model.with_parameters(k_x=1.0)


def test_schimpe():
    key = "lfp_gr_sony_3ah_schimpe"
    assert rested(key, 0.5, 25.0).losses["calendar"][-1] == pytest.approx(0.0393269, rel=1e-5)
    assert rested(key, 1.0, 45.0).losses["calendar"][-1] == pytest.approx(0.1090193, rel=1e-5)
    cold = cycled(key, 1000, 10.0)  # 6000 Ah, of which 3000 charged at 3 A
    assert cold.losses["cold_cycle"][-1] == pytest.approx(0.0719637, rel=1e-5)
    warm = cycled(key, 1000, 25.0)
    assert warm.losses["cycle"][-1] == pytest.approx(0.0112781, rel=1e-5)
    colder = cycled(key, 1000, 0.0)
    assert colder.losses["plating"][-1] == pytest.approx(cold.losses["plating"][-1])
    assert cycled(key, 100, 10.0, 0.1, 0.8).losses["plating"][-1] == 0


@pytest.mark.parametrize(("c_rate", "lost"), [(0.5, 0.062302), (2.0, 0.053431)])
def test_wang(c_rate, lost):
    cycles = 1000  # of a depth of 10/11: 2000 Ah of a cell of 2.2 Ah
    run = cycled("lfp_gr_a123_2ah_wang", cycles, 25.0, 1 / 22, 21 / 22, c_rate)
    assert run.losses["cycle"][-1] == pytest.approx(lost, rel=2e-5)


def test_swierczynski():
    run = rested("lfp_gr_a123_2ah_swierczynski", 0.5, 25.0, days=366)
    assert run.losses["calendar"][-1] == pytest.approx(0.0244825, rel=1e-5)


def test_xu():
    run = rested("lmo_gr_xu", 0.5, 25.0)
    assert 1 - run.soh_capacity[-1] == pytest.approx(0.0578789, rel=1e-5)
    soc = np.concatenate([[0.5, 0.5], np.resize([0.9, 0.1], 2000), [0.5]])
    dt = np.concatenate([[364 * DAY], np.full(2001, DAY / 2001)])
    run = bc.aging.predict(MODELS["lmo_gr_xu"], soc, 25.0, dt)
    assert 1 - run.soh_capacity[-1] == pytest.approx(0.0967144, rel=1e-3)


def test_schmalstieg():
    key = "nmc_gr_sanyo_2ah_simses"
    volt = np.interp(3.7, [volts(soc) for soc in SOC], SOC)
    run = rested(key, volt, 35.0)
    assert run.losses["calendar"][-1] == pytest.approx(0.0511704, rel=1e-4)
    assert run.gains["calendar"][-1] == pytest.approx(0.0971801, rel=1e-4)
    rms, ends = (
        cycled(f"nmc_gr_sanyo_2ah_{reading}", 500, 35.0).losses["cycle"][-1]
        for reading in ("schmalstieg", "simses")
    )
    assert rms == pytest.approx(ends, rel=0.06)
    assert rms != ends


SOC = np.linspace(0, 1, 2001)


def volts(soc):
    """Voltage by the rate of calendar aging of capacity, which is linear in it."""
    found = MODELS["nmc_gr_sanyo_2ah_simses"].rates(temperature_celsius=35.0, soc=soc)
    return (found["calendar"] / np.exp(-6976 / 308.15) / 1e6 + 23.75) / 7.543


def test_smith():
    model = MODELS["nmc_gr_kokam_75ah_smith"]
    rates = model.rates(temperature_celsius=25.0, soc=0.5, dod=0.8)  # 0.123 V, 3.6876 V
    assert rates["b1"] == pytest.approx(3.02682e-3, rel=1e-4)
    assert rates["b3"] == pytest.approx(0.0310794, rel=5e-3)
    assert rates["c2"] * 75.64 / 75 == pytest.approx(1.89747e-5, rel=1e-5)
    rest = rested("nmc_gr_kokam_75ah_smith", 0.5, 25.0)
    assert rest.soh_capacity[0] == pytest.approx(75.64 / 75)
    cold = cycled("nmc_gr_kokam_75ah_smith", 3000, 0.0)
    assert (np.diff(cold.soh_capacity) <= 0).all()
    assert np.diff(cold.soh_capacity, 2)[20:100].max() < 0  # the knee bends down


def test_open_sesame():
    year = rested("lfp_gr_sesame", 0.5, 25.0)
    factor = (0.007209 * 50 + 0.567483) * 0.0231 * np.exp(0.1507 * 25)
    assert year.losses["calendar"][-1] == pytest.approx(0.0058212e-2 * factor * 365, rel=1e-9)
    run = cycled("nmc_gr_sesame", 100, 35.0, 0.1, 0.9)
    soc, celsius = 0.007364 * 50 + 0.600775, 0.001585 * 35**2 - 0.064583 * 35 + 1.631787
    depth, rate = 1.1293e-4 * 80**2 - 0.00436831 * 80 + 0.9, (1.8 + 1.0) / 2
    each = 0.0053e-2 * soc * celsius * depth * rate * 0.8
    assert run.losses["cycle"][-1] == pytest.approx(100 * each, rel=1e-3)


def test_rosenkranz():
    run = cycled("li_ion_rosenkranz", 4000, 25.0, 0.25, 0.75)
    assert run.losses["cycle"][-1] == pytest.approx(0.2, rel=1e-9)


def test_breos():
    """Numbers of its formulas; cycling of capacity is that of Naumann."""
    key = "lfp_gr_breos"
    year = 365 * DAY
    rest = rested(key, 0.5, 25.0)
    expected = 8.01953e-8 * 0.5**0.1010299 * year**0.7701374
    assert rest.losses["calendar"][-1] == pytest.approx(expected, rel=1e-9)
    expected = 1.0483e-5 * 0.5**0.75 * year**0.5
    assert rest.gains["calendar"][-1] == pytest.approx(expected, rel=1e-9)
    deep = cycled(key, 1000, 25.0)
    assert deep.losses["cycle"][-1] == pytest.approx(0.0683438, rel=1e-5)
    assert deep.gains["cycle"][-1] == pytest.approx(0.0041 * (6.8477 * 0.4**3 + 0.91882) * 10)
    lam = MODELS[key].ensemble()["lam"]
    warm = bc.aging.predict(lam, [1.0, 1.0], 40.0, DAY, years=1)
    arrhenius = np.exp(-38500 / 8.31446261815324 * (1 / 313.15 - 1 / 298.15))
    expected = 6.17e-8 * arrhenius * year**0.75
    assert warm.losses["calendar"][-1] == pytest.approx(expected, rel=1e-9)


def test_a_life_of_years_and_cycles():
    key = "li_ion_generic_simses"
    assert rested(key, 0.5, 25.0, 5 * 365).losses["calendar"][-1] == pytest.approx(0.4)
    assert cycled(key, 2000, 40.0).losses["cycle"][-1] == pytest.approx(0.4)
    longer = MODELS[key].with_parameters(end_of_life=0.8, cycle_life=8000.0)
    soc = np.resize([0.0, 1.0], 4001)
    assert bc.aging.predict(longer, soc, 25.0, 3600.0).losses["cycle"][-1] == pytest.approx(0.05)

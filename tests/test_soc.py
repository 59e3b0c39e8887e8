import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

HOUR = 3600.0


def test_one_battery_by_hand():
    trace = bc.soc.integrate(
        [500.0, 5000.0, 0.0, -600.0, -9000.0],
        HOUR,
        energy_capacity_wh=2000.0,
        soc_start=0.5,
        soc_min=0.1,
        soc_max=0.9,
        charge_efficiency=0.8,
        discharge_efficiency=0.75,
        charge_power_watt=1000.0,
    )
    assert trace.soc == pytest.approx([0.7, 0.9, 0.9, 0.5, 0.1], abs=1e-15)
    assert trace.power_watt == pytest.approx([500.0, 500.0, 0.0, -600.0, -600.0], abs=1e-9)
    losses = trace.losses()
    assert losses.charge_wh == pytest.approx([100.0, 100.0, 0.0, 0.0, 0.0], abs=1e-9)
    assert losses.discharge_wh == pytest.approx([0.0, 0.0, 0.0, 200.0, 200.0], abs=1e-9)
    assert not losses.self_discharge_wh.any()


def test_leakage_knows_no_limit():
    trace = bc.soc.integrate(
        np.zeros(3),
        86400.0,
        energy_capacity_wh=1000.0,
        soc_start=0.4,
        soc_min=0.3,
        self_discharge_per_day=0.5,
    )
    assert trace.soc == pytest.approx([0.2, 0.1, 0.05], abs=1e-16)
    assert trace.losses().self_discharge_wh == pytest.approx([200.0, 100.0, 50.0], abs=1e-12)


stores = st.fixed_dictionaries(
    {
        "energy_capacity_wh": st.floats(10.0, 1e6),
        "soc_min": st.sampled_from([0.0, 0.1]),
        "soc_max": st.sampled_from([0.8, 1.0]),
        "charge_efficiency": st.floats(0.5, 1.0),
        "discharge_efficiency": st.floats(0.5, 1.0),
        "self_discharge_per_day": st.sampled_from([0.0, 1e-3, 0.5]),
        "charge_power_watt": st.floats(0.0, 1e5),
        "discharge_power_watt": st.floats(0.0, 1e5),
    }
)


def wishes(rng, samples, store):
    c_rate = 10.0 ** rng.uniform(-3, 1)
    return c_rate * store["energy_capacity_wh"] * rng.uniform(-1, 1, samples)


@settings(deadline=None, max_examples=30)
@given(stores, st.floats(0.1, 0.8), st.integers(1, 9000), st.integers(0, 2**32))
def test_agrees_with_the_reference(store, start, samples, seed):
    power = wishes(np.random.default_rng(seed), samples, store)
    found = bc.soc.integrate(power, 60.0, soc_start=start, **store)
    states, delivered = reference.soc.integrate(
        reference.soc.Store(**store), start, power.tolist(), 60.0
    )
    per_watt = 60.0 / 3600.0 / store["energy_capacity_wh"]
    assert np.abs(found.soc - states).max() <= 1e-12
    assert np.abs(found.power_watt - delivered).max() * per_watt <= 1e-12


@pytest.mark.parametrize("leak", [0.0, 1e-3])
@pytest.mark.parametrize("c_rate", [0.01, 1.0, 30.0])
def test_a_long_trace_agrees_with_the_reference(leak, c_rate):
    store = {"energy_capacity_wh": 1e3, "soc_max": 0.9, "self_discharge_per_day": leak}
    power = 1e3 * c_rate * np.random.default_rng(7).uniform(-1, 1, 100_000)
    found = bc.soc.integrate(power, 60.0, **store)
    states, delivered = reference.soc.integrate(
        reference.soc.Store(**store), 0.5, power.tolist(), 60.0
    )
    assert np.abs(found.soc - states).max() <= 1e-12
    assert np.abs(found.power_watt - delivered).max() / 60e3 <= 1e-12


@pytest.mark.parametrize("at", [0, 7, 255, 256, 4099])
def test_a_power_that_is_not_finite_is_found_in_a_long_trace(at):
    power = np.ones(4100)
    power[at] = np.nan
    with pytest.raises(bc.InputError) as caught:
        bc.soc.integrate(power, 60.0, energy_capacity_wh=1e3)
    assert (caught.value.name, caught.value.index) == ("power_watt", at)

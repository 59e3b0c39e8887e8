"""A battery in a microgrid of Vessim: it does there what it does in a simulation."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc

vessim = pytest.importorskip("vessim")
pandas = pytest.importorskip("pandas")

BATTERY = bc.Battery(
    energy_capacity_wh=4e3,
    charge_power_watt=2e3,
    discharge_power_watt=3e3,
    charge_efficiency=0.95,
    discharge_efficiency=0.92,
    self_discharge_per_day=0.02,
    soc_min=0.1,
    converter=bc.Converter(rated_power_watt=3e3, no_load_loss=0.01, quadratic_loss=0.02),
    aging=bc.aging.models()["lfp_gr_250ah_prismatic"],
)
DT = 900
POLICIES = {
    "shaving": bc.dispatch.PeakShaving(limit_watt=1.5e3),
    "night": bc.dispatch.TimeOfUse(
        charge_hours=[(1, 4)],
        discharge_hours=[(18, 20)],
        charge_power_watt=1e3,
        discharge_power_watt=1e3,
        charge_soc=0.9,
        discharge_soc=0.2,
    ),
    "price": bc.dispatch.PriceThreshold(charge_below_per_kwh=0.1, discharge_above_per_kwh=0.3),
    "ramp": bc.dispatch.Stack(
        [
            bc.dispatch.RampLimit(ramp_watt_per_second=1.0),
            bc.dispatch.LoadSmoothing(window_second=7200.0),
        ]
    ),
}


def trace(values):
    return vessim.Trace(pandas.Series(values, index=DT * np.arange(len(values))))


class Record(vessim.Controller):
    """What the grid gives at each tick."""

    def __init__(self):
        self.grid_watt = []

    def step(self, _now, states):
        self.grid_watt += [-state["p_grid"] for state in states.values()]


def run(load_watt, dispatchables, policy=None, **signals):
    """Run a microgrid once through a load; what the grid gave."""
    environment = vessim.Environment(sim_start="2026-01-01", step_size=DT)
    environment.add_microgrid(
        [vessim.Consumer("load", trace(load_watt))],
        dispatchables,
        policy=policy,
        grid_signals={name: trace(values) for name, values in signals.items()},
    )
    record = environment.add_controller(Record())
    environment.run(until=DT * len(load_watt))
    return np.array(record.grid_watt)


def stored(battery=BATTERY, **given):
    return bc.interop.vessim.Storage("battery", battery, **given)


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_does_what_it_does_in_a_simulation(name):
    rng = np.random.default_rng(3)
    load, price = rng.uniform(0.0, 3e3, 96), rng.uniform(0.0, 0.5, 96)
    storage = stored(soc=0.6)
    led = bc.interop.vessim.PolicyDispatch(POLICIES[name])
    grid = run(load, [storage, vessim.GridConnection()], led, price_per_kwh=price)
    tariff = bc.Tariff(energy_price_per_kwh=price)
    site = bc.Site(load_watt=load, dt_second=float(DT), tariff=tariff)
    alone = bc.simulate(BATTERY, site, POLICIES[name], soc_start=0.6, log="all")
    assert grid == pytest.approx(alone.log.grid_peak_watt, abs=1e-6)
    assert storage.soc() == pytest.approx(alone.state.soc, abs=1e-9)
    assert storage.now.soh_capacity == pytest.approx(alone.state.soh_capacity, abs=1e-12)
    assert storage.now.efc == pytest.approx(alone.state.efc, rel=1e-9)
    assert storage.state()["temperature_celsius"] == pytest.approx(25.0, abs=30.0)


@settings(max_examples=50, deadline=None)
@given(soc=st.floats(0.1, 1.0), share=st.floats(0.0, 1.0), dt=st.integers(1, 86_400))
def test_it_delivers_every_power_that_it_offers(soc, share, dt):
    storage = stored(soc=soc)
    low, high = storage.feasible_range(dt)
    assert -3e3 <= low <= 0.0 <= high <= 2e3
    storage.set_power(min(low + share * (high - low), high), dt)
    storage.step(dt)
    assert storage.last.power_watt == pytest.approx(storage.current_power, abs=1e-6)


def test_an_island_lives_off_the_battery():
    storage = stored(replace(BATTERY, self_discharge_per_day=0.0), soc=0.9)
    led = bc.interop.vessim.PolicyDispatch(POLICIES["shaving"])
    away = vessim.GridConnection(connected=False)
    assert run([1e3, 2e3], [storage, away], led).tolist() == [0.0, 0.0]
    assert storage.soc() < 0.71
    with pytest.raises(RuntimeError, match="Unmet demand"):
        run([1e3] * 40, [stored(soc=0.9)], bc.interop.vessim.PolicyDispatch(POLICIES["shaving"]))


def test_what_has_no_place_is_refused():
    standby = replace(BATTERY.converter, standby_power_watt=20.0)
    with pytest.raises(bc.InputError, match="standby"):
        stored(replace(BATTERY, converter=standby))
    with pytest.raises(bc.InputError, match="soc_start"):
        stored(soc=50.0)
    led = bc.interop.vessim.PolicyDispatch(POLICIES["shaving"])
    with pytest.raises(bc.InputError, match="first"):
        run([1e3], [vessim.GridConnection(), stored()], led)
    led = bc.interop.vessim.PolicyDispatch(POLICIES["price"])
    with pytest.raises(bc.InputError, match="price"):
        run([1e3], [stored(), vessim.GridConnection()], led)


def test_a_recorder_may_tell_of_it():
    environment = vessim.Environment(sim_start="2026-01-01", step_size=DT)
    load = vessim.Consumer("load", vessim.StaticSignal(1e3))
    environment.add_microgrid([load], [stored(soc=0.9), vessim.GridConnection()])
    recorder = environment.add_controller(vessim.Recorder())
    environment.run(until=4 * DT)
    assert recorder.to_df().filter(like="soc").iloc[:, 0].is_monotonic_decreasing

"""Laws that hold for every battery and every trace."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc

stores = st.fixed_dictionaries(
    {
        "energy_capacity_wh": st.floats(10.0, 1e6),
        "soc_min": st.sampled_from([0.0, 0.1]),
        "soc_max": st.sampled_from([0.8, 1.0]),
        "charge_efficiency": st.floats(0.5, 1.0),
        "discharge_efficiency": st.floats(0.5, 1.0),
        "self_discharge_per_day": st.sampled_from([0.0, 1e-3, 0.5]),
    }
)
seeds = st.integers(0, 2**32)
lengths = st.sampled_from([1, 7, 300, 2175, 2176, 5000, 40_000])
quick = settings(deadline=None, max_examples=40)


def wishes(seed, samples, store):
    rng = np.random.default_rng(seed)
    c_rate = 10.0 ** rng.uniform(-2, 1)
    return c_rate * store["energy_capacity_wh"] * rng.uniform(-1, 1, samples)


@quick
@given(stores, lengths, seeds)
def test_limits_bind_the_power(store, samples, seed):
    power = wishes(seed, samples, store)
    limit = 0.7 * float(np.abs(power).max())
    trace = bc.soc.integrate(
        power, 60.0, charge_power_watt=limit, discharge_power_watt=limit, **store
    )
    lowest = 0.0 if store["self_discharge_per_day"] else store["soc_min"]
    assert trace.soc.min() >= lowest
    assert trace.soc.max() <= store["soc_max"]
    assert np.abs(trace.power_watt).max() <= limit
    assert (trace.power_watt * power >= 0.0).all()
    assert (np.abs(trace.power_watt) <= np.abs(power)).all()


@quick
@given(stores, lengths, seeds, st.booleans())
def test_no_energy_is_lost_unaccounted(store, samples, seed, varying):
    power = wishes(seed, samples, store)
    dt = np.random.default_rng(seed).choice([30.0, 60.0], samples) if varying else 60.0
    trace = bc.soc.integrate(power, dt, soc_start=0.4, **store)
    losses = trace.losses()
    lost = losses.charge_wh + losses.discharge_wh + losses.self_discharge_wh
    stored = np.diff(trace.soc, prepend=0.4) * store["energy_capacity_wh"]
    given_in = trace.power_watt * dt / 3600.0
    assert np.abs(given_in - stored - lost).max() <= 1e-12 * store["energy_capacity_wh"]
    throughput = np.abs(given_in).sum() + losses.self_discharge_wh.sum()
    assert abs(given_in.sum() - stored.sum() - lost.sum()) <= 1e-9 * throughput
    for part in (losses.charge_wh, losses.discharge_wh, losses.self_discharge_wh):
        assert part.min() >= 0.0


@quick
@given(stores, st.integers(1, 20_000), st.integers(1, 20_000), seeds)
def test_a_trace_may_be_cut_anywhere(store, first, second, seed):
    power = wishes(seed, first + second, store)
    whole = bc.soc.integrate(power, 60.0, soc_start=0.3, **store)
    before = bc.soc.integrate(power[:first], 60.0, soc_start=0.3, **store)
    after = bc.soc.integrate(power[first:], 60.0, soc_start=before.soc[-1], **store)
    assert np.abs(whole.soc - np.concatenate([before.soc, after.soc])).max() <= 1e-12


@quick
@given(stores, lengths, seeds)
def test_more_power_is_never_less_charge(store, samples, seed):
    power = wishes(seed, samples, store)
    more = power + np.abs(wishes(seed + 1, samples, store))
    low = bc.soc.integrate(power, 60.0, **store).soc
    high = bc.soc.integrate(more, 60.0, **store).soc
    assert (high >= low - 1e-12).all()


@quick
@given(stores, seeds)
def test_the_length_of_steps_does_not_matter(store, seed):
    store = {**store, "self_discharge_per_day": 0.0}
    power = wishes(seed, 12, store)
    hours = bc.soc.integrate(power, 3600.0, **store).soc
    minutes = bc.soc.integrate(np.repeat(power, 60), 60.0, **store).soc
    seconds = bc.soc.integrate(np.repeat(power, 3600), 1.0, **store).soc
    assert hours == pytest.approx(minutes[59::60], abs=1e-9)
    assert hours == pytest.approx(seconds[3599::3600], abs=1e-9)


@quick
@given(stores, seeds)
def test_a_live_loop_sees_the_same(store, seed):
    power = wishes(seed, 50, store)
    trace = bc.soc.integrate(power, 60.0, soc_start=0.2, **store)
    soc = 0.2
    for wish, expected, delivered in zip(power, trace.soc, trace.power_watt, strict=True):
        soc, power_watt = bc.soc.step(soc, wish, 60.0, **store)
        assert soc == pytest.approx(expected, abs=1e-12)
        assert power_watt == delivered


@quick
@given(stores, st.integers(1, 70), st.integers(1, 3000), seeds)
def test_a_fleet_is_many_batteries(store, batteries, samples, seed):
    rng = np.random.default_rng(seed)
    power = wishes(seed, samples, store)
    capacity = store.pop("energy_capacity_wh") * rng.uniform(0.5, 2.0, batteries)
    start = rng.uniform(0.1, 0.8, batteries)
    fleet = bc.soc.integrate(power, 60.0, energy_capacity_wh=capacity, soc_start=start, **store)
    for one in range(0, batteries, 9):
        alone = bc.soc.integrate(
            power, 60.0, energy_capacity_wh=capacity[one], soc_start=start[one], **store
        )
        assert np.abs(fleet.soc[one] - alone.soc).max() <= 1e-12

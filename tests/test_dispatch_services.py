"""Frequency response and regulation: droop, energy kept, and what a day of it moves."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore.dispatch import FrequencyResponse, RegulationSignal, View
from policy_cases import battery
from simulation_cases import ideal

FCR = FrequencyResponse.preset("fcr_continental", capacity_watt=1e6)
PRESETS = ["fcr_continental", "fcr_n_nordic", "fcr_d_nordic"]


def power(policy, frequency_hertz, soc=0.5, **moment):
    own = ideal(energy_capacity_wh=4e6, charge_power_watt=2e6, discharge_power_watt=2e6)
    given = {"battery": own, "soc": soc, "load_watt": 0.0, "dt_second": 1.0, **moment}
    _, command = policy.decide(None, View(**given, frequency_hertz=frequency_hertz))
    assert command.lower_watt == command.wish_watt == command.upper_watt
    return command.wish_watt


@pytest.mark.parametrize(
    ("preset", "milli_hertz", "share"),
    [
        ("fcr_continental", -200, -1.0),
        ("fcr_continental", -300, -1.0),
        ("fcr_continental", 100, 0.5),
        ("fcr_continental", -9.9, 0.0),
        ("fcr_continental", -20, -0.1),
        ("fcr_n_nordic", 50, 0.5),
        ("fcr_n_nordic", -150, -1.0),
        ("fcr_d_nordic", -100, 0.0),
        ("fcr_d_nordic", -300, -0.5),
        ("fcr_d_nordic", 500, 1.0),
    ],
)
def test_the_droop_of_the_products(preset, milli_hertz, share):
    policy = FrequencyResponse.preset(preset, capacity_watt=8e5)
    assert power(policy, 50 + milli_hertz / 1e3) == pytest.approx(share * 8e5, abs=1e-4)


@given(st.floats(49.5, 50.5), st.floats(49.5, 50.5), st.sampled_from(PRESETS))
def test_a_higher_frequency_never_takes_less(first, second, preset):
    policy = FrequencyResponse.preset(preset, capacity_watt=1e6)
    low, high = sorted((first, second))
    assert power(policy, low) <= power(policy, high)
    assert power(policy, low) * (low - 50) >= 0.0


@pytest.mark.parametrize(("preset", "hours"), [("fcr_continental", 0.25), ("fcr_d_nordic", 1 / 3)])
@pytest.mark.parametrize("health", [1.0, 0.7])
def test_what_is_kept_lasts_for_the_endurance(preset, hours, health):
    policy = FrequencyResponse.preset(preset, capacity_watt=3e5)
    own = battery(soh_capacity=health)
    floor = 0.1 + hours * 3e5 / 0.95 / (1e6 * health)
    for soc, is_led_back in ((floor + 1e-4, False), (floor - 1e-4, True)):
        back = power(policy, 50.0, soc, battery=own)
        assert (back == policy.recharge_power_watt) == is_led_back
    assert power(policy, 49.8, floor - 1e-4, battery=own) < 0.0  # not while it is needed


@given(st.floats(0.1, 0.9), st.sampled_from(PRESETS))
def test_a_calm_grid_gives_the_energy_back(soc, preset):
    policy = FrequencyResponse.preset(preset, capacity_watt=2e5)
    own = battery()
    site = bc.Site(load_watt=np.zeros(600), dt_second=60.0, frequency_hertz=50.0)
    run = bc.simulate(own, site, policy, soc_start=soc)
    kept = policy.endurance_second / 3600 * 2e5
    assert run.state.soc >= 0.1 + kept / 0.95 / 1e6 - 1e-9
    assert run.state.soc <= 0.9 - kept * 0.96 / 1e6 + 1e-9


def test_recharge_goes_on_to_the_middle_and_then_ends():
    policy = replace(FCR, up_watt=2e5, down_watt=2e5)
    site = bc.Site(load_watt=np.zeros(600), dt_second=60.0, frequency_hertz=50.0)
    own = ideal()
    log = bc.simulate(own, site, policy, soc_start=0.04, log="all").log
    assert log.soc[-1] == pytest.approx(0.5, abs=1e-6)
    assert log.charging_energy_wh[-100:].sum() == 0.0


def test_one_direction_alone_keeps_energy_for_it_alone():
    up = replace(FrequencyResponse.preset("fcr_d_nordic", capacity_watt=1e6), down_watt=0.0)
    assert power(up, 50.5, soc=0.99) == 0.0
    assert power(up, 49.5, soc=0.99) == -1e6


def test_an_outage_sets_it_free():
    _, command = FCR.decide(
        None,
        View(
            battery=ideal(),
            soc=0.5,
            load_watt=0.0,
            dt_second=1.0,
            outage=True,
            frequency_hertz=49.0,
        ),
    )
    assert (command.lower_watt, command.wish_watt, command.upper_watt) == (-inf, None, inf)


def test_without_a_frequency_nothing_is_decided():
    for policy, name in ((FCR, "frequency_hertz"), (RegulationSignal(capacity_watt=1.0), "signal")):
        with pytest.raises(bc.InputError) as caught:
            policy.decide(None, View(battery=ideal(), soc=0.5, load_watt=0.0, dt_second=1.0))
        assert caught.value.name == name
        with pytest.raises(bc.InputError, match=name):
            bc.simulate(ideal(), bc.Site(load_watt=[1.0], dt_second=1.0), policy)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=60))
def test_a_signal_is_given_when_it_rises(signal):
    site = bc.Site(load_watt=np.zeros(len(signal)), dt_second=4.0, signal=signal)
    policy = RegulationSignal(capacity_watt=5e5, centering_second=inf)
    log = bc.simulate(ideal(), site, policy, log="all").log
    moved = (log.discharging_energy_wh - log.charging_energy_wh) * 900
    assert moved == pytest.approx(5e5 * np.array(signal), abs=1e-3)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"up_watt": -1.0}, "up_watt"),
        ({"down_watt": inf}, "down_watt"),
        ({"start_hertz": 0.2}, "full_hertz"),
        ({"full_hertz": 60.0}, "full_hertz"),
        ({"dead_band_hertz": 0.3}, "dead_band_hertz"),
        ({"endurance_second": -1.0}, "endurance_second"),
        ({"normal_hertz": np.nan}, "normal_hertz"),
        ({"nominal_hertz": 0.0}, "nominal_hertz"),
    ],
)
def test_a_response_that_makes_no_sense_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        replace(FCR, **change)
    assert caught.value.name == name


def test_an_unknown_product_is_refused():
    with pytest.raises(bc.InputError, match="fcr_continental"):
        FrequencyResponse.preset("fcr_mars", capacity_watt=1.0)

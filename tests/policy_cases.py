"""Batteries, moments and rules that the tests of policies share."""

from math import inf, nan

from hypothesis import strategies as st

import battcore as bc
from battcore import reference
from battcore.dispatch import (
    BackupReserve,
    CycleAware,
    FrequencyResponse,
    LearnedPeakShaving,
    LoadSmoothing,
    PeakShaving,
    PriceThreshold,
    RampLimit,
    RangeLimit,
    RegulationSignal,
    Schedule,
    SelfConsumption,
    Stack,
    TimeOfUse,
)

CONVERTER = bc.Converter(rated_power_watt=8e5, no_load_loss=0.0072, quadratic_loss=0.034)


def battery(**change):
    return bc.Battery(
        **{
            "energy_capacity_wh": 1e6,
            "charge_power_watt": 1e6,
            "discharge_power_watt": 1e6,
            "charge_efficiency": 0.96,
            "discharge_efficiency": 0.95,
            "soc_min": 0.1,
            "soc_max": 0.9,
            **change,
        }
    )


BATTERIES = st.builds(
    battery,
    soh_capacity=st.floats(0.5, 1.0),
    converter=st.sampled_from([None, CONVERTER]),
    soc_min=st.sampled_from([0.0, 0.1]),
)
POWERS = st.floats(0.0, 2e6)
LIMITS = st.sampled_from([1e5, inf])
SOCS = st.floats(0, 1)
HOURS = st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=2)
TRADES = {
    "charge_power_watt": LIMITS,
    "discharge_power_watt": LIMITS,
    "charge_soc": st.floats(0.5, 1),
    "discharge_soc": st.floats(0, 0.5),
    "feed_in": st.booleans(),
}
RULES = [
    st.builds(PeakShaving, limit_watt=POWERS, recharge_power_watt=LIMITS, recharge_soc=SOCS),
    st.builds(
        LearnedPeakShaving,
        start_limit_watt=POWERS,
        reset=st.sampled_from(["month", "year", "never"]),
        keep_share=st.sampled_from([0.0, 0.9]),
        recharge_power_watt=LIMITS,
    ),
    st.builds(
        LoadSmoothing,
        window_second=st.sampled_from([30.0, 100.0, 600.0]),
        centering_second=st.sampled_from([60.0, 3600.0, inf]),
    ),
    st.builds(RampLimit, ramp_watt_per_second=st.floats(1.0, 1e5)),
    st.builds(
        RangeLimit, range_watt=st.floats(1e3, 1e6), window_second=st.sampled_from([1.0, 120.0])
    ),
    st.builds(
        BackupReserve,
        ride_through_second=st.floats(0, 1800),
        critical_load_watt=st.none() | POWERS,
        load_drop_watt=POWERS,
        load_drop_second=st.floats(0, 600),
        recharge_power_watt=LIMITS,
    ),
    st.builds(CycleAware, depth=SOCS),
    st.builds(SelfConsumption, grid_watt=POWERS, charge_power_watt=LIMITS),
    st.builds(TimeOfUse, charge_hours=HOURS, discharge_hours=HOURS, **TRADES),
    st.builds(
        PriceThreshold,
        charge_below_per_kwh=st.floats(-0.1, 0.1),
        discharge_above_per_kwh=st.floats(0.1, 0.3),
        **TRADES,
    ),
    st.builds(
        FrequencyResponse,
        up_watt=POWERS,
        down_watt=POWERS,
        start_hertz=st.sampled_from([0.0, 0.1]),
        full_hertz=st.sampled_from([0.2, 0.5]),
        dead_band_hertz=st.sampled_from([0.0, 0.01]),
        endurance_second=st.floats(0, 3600),
        recharge_power_watt=st.sampled_from([0.0, 2e5]),
    ),
    st.builds(
        RegulationSignal,
        capacity_watt=POWERS,
        centering_second=st.sampled_from([60.0, 3600.0, inf]),
    ),
    st.builds(lambda power: Schedule(power_watt=power), st.lists(POWERS, min_size=1, max_size=5)),
    st.builds(lambda soc: Schedule(soc=soc), st.lists(SOCS, min_size=1, max_size=5)),
]
POLICIES = st.recursive(
    st.one_of(RULES), lambda inner: st.lists(inner, max_size=4).map(Stack), max_leaves=6
)
MOMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "soc": SOCS,
            "load_watt": POWERS,
            "generation_watt": st.just(0.0) | POWERS,
            "dt_second": st.sampled_from([1.0, 60.0, 250.0]),
            "critical_load_watt": st.none() | POWERS,
            "grid_before_watt": st.none() | POWERS,
            "outage": st.booleans(),
            "clock_second": st.integers(0, 40 * 24).map(lambda hour: 3600.0 * hour),
            "step": st.integers(0, 9),
            "price_per_kwh": st.floats(-0.2, 0.4),
            "frequency_hertz": st.floats(49.4, 50.6) | st.floats(49.98, 50.02),
            "signal": st.floats(-1, 1),
        }
    ),
    min_size=1,
    max_size=12,
)


def decided(policy, views):
    memory, commands = None, []
    for view in views:
        memory, command = policy.decide(memory, view)
        commands.append(command)
    return commands


def told(command):
    return (command.lower_watt, command.wish_watt, command.upper_watt)


def heard(command, unit):
    """Bounds and wish as far as the battery can go: beyond that, rounding may choose."""
    charge, discharge = reference.site.power_limits(unit)
    wish = nan if command.wish_watt is None else min(max(command.wish_watt, -discharge), charge)
    return max(command.lower_watt, -discharge), wish, min(command.upper_watt, charge)

"""How far a load may grow behind the same connection."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

import battcore as bc
from battcore.reference.dispatch import large_load

CONVERTER = bc.Converter(rated_power_watt=4e5, no_load_loss=0.0072, quadratic_loss=0.034)
SUNNY = {"generation_watt": 500.0, "export_limit_watt": 1.0}


def battery(**change):
    parts = {
        "energy_capacity_wh": 40.0,
        "charge_power_watt": 60.0,
        "discharge_power_watt": 60.0,
        "charge_efficiency": 0.95,
        "discharge_efficiency": 0.9,
        "self_discharge_per_day": 0.01,
        "soc_min": 0.1,
    }
    return bc.Battery(**{**parts, **change})


@st.composite
def sites(draw):
    """Loads with sun behind a limit that changes in time."""
    load = draw(st.lists(st.floats(1.0, 100.0), min_size=1, max_size=20))
    limits = draw(st.lists(st.floats(50.0, 150.0), min_size=len(load), max_size=len(load)))
    return bc.Site(
        load_watt=load,
        dt_second=draw(st.sampled_from([60.0, 900.0, 3600.0])),
        generation_watt=draw(st.sampled_from([0.0, 20.0])),
        import_limit_watt=limits,
    )


ASKED = st.fixed_dictionaries(
    {
        "soc_start": st.floats(0.1, 1.0),
        "soc_end_min": st.floats(0.0, 0.3),
        "base": st.sampled_from([0.0, 30.0]),
        "ride_through": st.sampled_from([0.0, 10.0, 600.0]),
    }
)
FACE = {"base": "base_load_watt", "ride_through": "ride_through_second"}


@given(sites(), ASKED)
def test_it_agrees_with_bisection(site, asked):
    arguments = {FACE.get(name, name): value for name, value in asked.items()}
    if not large_load.carries(0.0, site, battery(), **asked):
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.maximum_load(battery(), site, **arguments)
        return
    found = bc.dispatch.maximum_load(battery(), site, **arguments)
    low, high = 0.0, 300.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if large_load.carries(middle, site, battery(), **asked):
            low = middle
        else:
            high = middle
    assert found.scale == pytest.approx(low, rel=1e-11, abs=1e-11)
    assert found.passes < 20
    net = found.scale * site.load_watt + asked["base"] - site.generation_watt
    assert (net + found.power_watt <= site.import_limit_watt * (1.0 + 1e-9)).all()
    reserve_wh = found.scale * site.load_watt.max() * asked["ride_through"] / 3600.0 / 0.9
    assert found.soc.min() >= 0.1 + reserve_wh / 40.0 - 1e-9


def largest_scale(battery, site, soc_start, floor, ceiling, ride_through):
    """The same by a linear program over scale, charge and discharge at each step."""
    load, steps, limits, sun = map(np.array, large_load.per_step(site))
    hours, count, capacity = steps / 3600.0, load.size, battery.energy_capacity_wh
    kept = (1.0 - battery.self_discharge_per_day) ** (hours / 24.0)
    lasts = np.tril(np.cumprod(kept)[:, None] / np.cumprod(kept))
    into = lasts * battery.charge_efficiency * hours
    out = lasts * hours / battery.discharge_efficiency
    start = np.cumprod(kept) * soc_start * capacity
    reserve = load.max() / battery.discharge_efficiency * ride_through / 3600.0
    power = load.max() * (ride_through > 0.0)
    nothing, eye = np.zeros((count, count)), np.eye(count)
    matrix = np.block(
        [
            [load[:, None], eye, -eye],
            [reserve[:, None], -into, out],
            [np.zeros((count, 1)), into, -out],
            [power[:, None], nothing, nothing],
        ]
    )
    most = np.full(count, battery.discharge_power_watt)
    right = [limits + sun, start - floor * capacity, ceiling * capacity - start, most]
    powers = (0.0, battery.charge_power_watt), (0.0, battery.discharge_power_watt)
    bounds = [(0.0, None), *[powers[0]] * count, *[powers[1]] * count]
    best = linprog(np.eye(1, 1 + 2 * count)[0] * -1.0, matrix, np.concatenate(right), bounds=bounds)
    return -best.fun if best.success else None


@pytest.mark.parametrize("seed", range(40))
def test_it_agrees_with_a_linear_program(seed):
    rng = np.random.default_rng(seed)
    count = 12
    site = bc.Site(
        load_watt=rng.uniform(1.0, 100.0, count),
        dt_second=rng.choice([300.0, 900.0], count),
        generation_watt=rng.uniform(0.0, 30.0, count),
        import_limit_watt=rng.uniform(50.0, 150.0, count),
    )
    floor = rng.uniform(0.1, 0.3, count)
    ceiling = rng.choice([0.6, 0.8, 1.0], count)  # falls at times, but no faster than the battery
    rides = rng.choice([0.0, 60.0, 400.0], count)
    unit = battery(energy_capacity_wh=25.0)
    expected = largest_scale(unit, site, 0.5, floor, ceiling, rides)
    wanted = {"soc_floor": floor, "soc_ceiling": ceiling, "ride_through_second": rides}
    found = bc.dispatch.maximum_load(unit, site, soc_start=0.5, **wanted)
    assert found.scale == pytest.approx(expected, rel=1e-8)
    assert (found.soc <= ceiling + 1e-9).all()


@given(sites(), st.floats(0.1, 1.0))
def test_a_longer_reserve_never_carries_more(site, soc_start):
    def scale(second):
        asked = {"soc_start": soc_start, "ride_through_second": second}
        try:
            return bc.dispatch.maximum_load(battery(), site, **asked).scale
        except bc.error.InfeasibleError:
            return -1.0

    each = [scale(second) for second in (0.0, 1.0, 60.0, 600.0, 7200.0)]
    assert (np.diff(each) <= 1e-12).all()
    assert scale(np.zeros(site.load_watt.size)) == each[0]


@pytest.mark.parametrize("converter", [None, CONVERTER])
def test_at_the_largest_load_the_limit_is_the_lowest_peak(converter):
    rng = np.random.default_rng(3)
    load = rng.uniform(2e5, 1e6, 96)
    power = {"charge_power_watt": 4e5, "discharge_power_watt": 4e5}
    unit = bc.Battery(energy_capacity_wh=5e5, converter=converter, **power)
    site = bc.Site(load_watt=load, dt_second=900.0, import_limit_watt=1.1e6)
    grown = bc.dispatch.maximum_load(unit, site, soc_start=0.5, soc_end_min=0.5)
    larger = replace(site, load_watt=grown.scale * load)
    peak = bc.dispatch.minimum_peak(unit, larger, soc_start=0.5, soc_end_min=0.5)
    assert peak.limit_watt == pytest.approx(1.1e6, rel=1e-12)
    assert peak.power_watt == pytest.approx(grown.power_watt, rel=1e-6, abs=1e-3)


def test_a_reserve_takes_power_as_well_as_energy():
    site = bc.Site(load_watt=[10.0, 20.0], dt_second=60.0, import_limit_watt=1e3)
    second = {"soc_start": 1.0, "ride_through_second": 1e-6}
    found = bc.dispatch.maximum_load(battery(), site, **second)
    assert (found.scale, found.binding_index) == (60.0 / 20.0, 1)
    part = replace(site, critical_load_watt=5.0)
    assert bc.dispatch.maximum_load(battery(), part, **second).scale == pytest.approx(60.0 / 5.0)


def test_a_policy_that_keeps_the_same_reserve_lets_the_plan_be_carried_out():
    load = np.array([10.0, 60.0, 20.0, 70.0, 10.0])
    site = bc.Site(load_watt=load, dt_second=600.0, import_limit_watt=80.0)
    unit = battery(self_discharge_per_day=0.0, discharge_power_watt=200.0)
    grown = bc.dispatch.maximum_load(unit, site, soc_start=1.0, ride_through_second=240.0)
    assert grown.scale > 1.2
    reserve = bc.dispatch.BackupReserve(ride_through_second=239.0)  # it stops just above its floor
    plan = bc.dispatch.Schedule(power_watt=grown.power_watt)
    larger = replace(site, load_watt=grown.scale * load)
    stack = bc.dispatch.Stack([reserve, plan])
    run = bc.simulate(unit, larger, stack, soc_start=1.0, log="all")
    assert run.log.soc == pytest.approx(grown.soc, abs=1e-9)
    assert run.log.import_excess_second.sum() == 0.0


def test_load_that_does_not_grow_and_generation_take_their_part():
    site = bc.Site(
        load_watt=[10.0] * 4, dt_second=3600.0, import_limit_watt=100.0, generation_watt=20.0
    )
    small = battery(energy_capacity_wh=1e-6)
    grown = bc.dispatch.maximum_load(small, site, soc_start=1.0, base_load_watt=[0.0, 50.0, 0, 0])
    assert (grown.scale, grown.binding_index) == (pytest.approx(7.0, rel=1e-6), 1)


def test_an_interruption_is_carried_from_the_battery():
    limits = np.full(10, 200.0)
    limits[4:6] = 0.0
    site = bc.Site(load_watt=np.full(10, 10.0), dt_second=3600.0, import_limit_watt=limits)
    tight = battery(self_discharge_per_day=0.0)
    grown = bc.dispatch.maximum_load(tight, site, soc_start=1.0)
    assert grown.scale == pytest.approx(0.9 * 40.0 * 0.9 / 20.0)
    assert grown.binding_index == 5
    firm = bc.dispatch.maximum_load(tight, site, soc_start=1.0, soc_floor=[0.1] * 3 + [0.5] * 7)
    assert firm.scale == pytest.approx(0.5 * 40.0 * 0.9 / 20.0)


def test_a_battery_that_cannot_fall_as_fast_as_its_ceiling_falls_early():
    site = bc.Site(load_watt=[10.0] * 3, dt_second=3600.0, import_limit_watt=[90.0, 90.0, 10.0])
    weak = battery(discharge_power_watt=9.0, self_discharge_per_day=0.0)
    ceiling = [1.0, 1.0, 0.5]
    grown = bc.dispatch.maximum_load(weak, site, soc_start=1.0, soc_ceiling=ceiling)
    assert grown.scale == pytest.approx(1.9)
    assert (grown.soc <= np.array(ceiling) + 1e-9).all()
    assert np.abs(grown.power_watt).max() <= 9.0 + 1e-9


@pytest.mark.parametrize(
    ("site", "change", "name"),
    [
        ({"load_watt": [0.0]}, {}, "load_watt"),
        ({"import_limit_watt": np.inf}, {}, "import_limit_watt"),
        ({"outages": [(0.0, 60.0)]}, {}, "site"),
        ({}, {"soc_start": 0.05}, "soc_floor"),
        ({}, {"soc_start": 0.1, "soc_end_min": 1.0}, "soc_end"),
        ({}, {"base_load_watt": 500.0}, "import_limit_watt"),
        ({"load_watt": [10.0, 0.0], **SUNNY}, {}, "export_limit_watt"),
        ({}, {"soc_floor": [0.1, 0.1]}, "soc_floor"),
        ({}, {"soc_floor": 0.5, "soc_ceiling": 0.4}, "soc_floor"),
        ({}, {"ride_through_second": -1.0}, "ride_through_second"),
        ({}, {"ride_through_second": np.inf}, "ride_through_second"),
        ({}, {"ride_through_second": [1.0, 1.0]}, "ride_through_second"),
    ],
)
def test_what_cannot_be_is_named(site, change, name):
    parts = {"load_watt": [10.0], "dt_second": 60.0, "import_limit_watt": 100.0, **site}
    with pytest.raises(bc.InputError) as caught:
        bc.dispatch.maximum_load(battery(), bc.Site(**parts), **{"soc_start": 0.5, **change})
    assert caught.value.name == name


def test_a_reserve_behind_a_converter_is_refused():
    unit = replace(battery(), converter=CONVERTER)
    site = bc.Site(load_watt=[10.0], dt_second=60.0, import_limit_watt=100.0)
    with pytest.raises(bc.InputError, match="has a converter") as caught:
        bc.dispatch.maximum_load(unit, site, soc_start=1.0, ride_through_second=1.0)
    assert caught.value.name == "battery"

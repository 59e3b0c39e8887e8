"""When the grid is away: what is carried, what is not, and what was promised."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from simulation_cases import DAY, REST, battery, ideal, load

HOURLY = 3600.0


def run_through(outages, *, own=None, policy=REST, load_watt=None, soc=0.5, **site):
    load_watt = np.full(100, 5e5) if load_watt is None else load_watt
    place = bc.Site(load_watt=load_watt, dt_second=HOURLY, outages=outages, **site)
    return bc.simulate(own or ideal(), place, policy, soc_start=soc, log="all")


def test_an_outage_is_cut_out_to_the_second():
    run = run_through([(7000.0, 400.5), (7500.0, 1.0)])
    assert run.outages.start_second.tolist() == [7000.0, 7500.0]
    assert run.outages.seen_second.tolist() == [400.5, 1.0]
    assert run.outages.carried == [True, True]
    assert run.log.discharging_energy_wh.sum() == pytest.approx(5e5 * 401.5 / 3600)
    assert run.log.unserved_energy_wh.sum() == pytest.approx(0.0, abs=1e-9)


def test_what_is_not_carried_is_what_a_hand_computes():
    run = run_through([(3600.0, 5400.0)], soc=0.5)  # 500 kWh last one hour of the hour and a half
    assert run.outages.carried == [False]
    assert run.outages.unserved_energy_wh == pytest.approx([250e3])
    assert run.outages.unserved_critical_energy_wh == pytest.approx([250e3])
    assert run.log.unserved_energy_wh[1:3] == pytest.approx([0.0, 250e3])


def test_only_the_critical_load_is_carried():
    run = run_through([(3600.0, 5400.0)], critical_load_watt=3e5)
    assert run.outages.carried == [True]
    assert run.outages.unserved_energy_wh == pytest.approx([2e5 * 1.5])
    assert run.log.discharging_energy_wh.sum() == pytest.approx(3e5 * 1.5)
    assert run.state.soc == pytest.approx(0.05)


def test_a_load_above_the_power_is_carried_as_far_as_power_goes():
    run = run_through([(3600.0, 1800.0)], own=ideal(discharge_power_watt=4e5))
    assert run.outages.unserved_critical_energy_wh == pytest.approx([1e5 * 0.5])


def test_an_outage_across_midnight_and_the_end_of_the_trace():
    outage = (DAY - 1000.0, 2000.0)
    run = run_through([outage], load_watt=np.full(24, 5e5), own=battery())
    assert run.outages.seen_second.tolist() == [1000.0]
    longer = bc.simulate(
        battery(),
        bc.Site(load_watt=np.full(24, 5e5), dt_second=HOURLY, outages=[outage]),
        REST,
        years=2 / 365,
    )
    assert longer.outages.seen_second.tolist() == [2000.0]
    assert longer.outages.carried == [True]


def test_no_standby_is_drawn_from_a_grid_that_is_away():
    run = run_through([(0.0, 3600.0)], own=battery(), load_watt=np.zeros(2))
    assert run.log.auxiliary_energy_wh.tolist() == [0.0, 1000.0]


@pytest.mark.parametrize("soh_capacity", [1.0, 0.8])
def test_a_reserve_carries_the_promised_time_and_no_longer(soh_capacity):
    """Whether it comes from below or above; it holds a thousandth of the capacity more."""
    policy = bc.dispatch.Stack(
        [
            bc.dispatch.BackupReserve(ride_through_second=3600.0),
            bc.dispatch.LoadSmoothing(window_second=60.0, target_soc=0.0, centering_second=60.0),
        ]
    )
    own = battery(soh_capacity=soh_capacity, self_discharge_per_day=0.0, converter=None)
    more_wh = 1e-3 * soh_capacity * 1e6 * 0.96
    for soc in (0.06, 0.94):
        for lasts, unserved_wh in ((3600.0, 0.0), (3636.0, 3e3 - more_wh)):
            given = {"policy": policy, "load_watt": np.full(30, 3e5), "soc": soc}
            run = run_through([(3.6e4, lasts)], own=own, **given)
            critical_wh = run.outages.unserved_critical_energy_wh
            assert critical_wh == pytest.approx([unserved_wh], rel=1e-6, abs=1e-3)
            assert run.outages.carried == [unserved_wh == 0.0]


def test_a_battery_that_leaks_leaves_its_reserve_again():
    policy = bc.dispatch.Stack(
        [
            bc.dispatch.BackupReserve(ride_through_second=900.0),
            bc.dispatch.LoadSmoothing(window_second=3600.0, target_soc=0.7),
        ]
    )
    run = run_through([], own=ideal(self_discharge_per_day=1e-3), policy=policy, soc=0.12)
    assert run.state.soc == pytest.approx(0.7, abs=0.01)


def brute_force(energy_wh, load_watt, dt_second, limit_watt):
    """How long each start instant would last, second by second of the trace."""
    found = []
    for begin, left_wh in enumerate(energy_wh):
        second = 0.0
        for ahead in range(len(load_watt)):
            at = (begin + ahead) % len(load_watt)
            need = load_watt[at] * dt_second[at] / 3600.0
            if load_watt[at] > limit_watt:
                break
            if need > left_wh:
                second += dt_second[at] * left_wh / need
                break
            left_wh -= need
            second += dt_second[at]
        found.append(second)
    return np.array(found)


def test_ride_through_is_what_trying_each_instant_gives():
    watt, dt = load(60), np.tile([600.0, 900.0, 60.0], 20)
    watt[41] = 1.2e6  # more than the battery can give
    own = ideal(soc_min=0.1)
    policy = bc.dispatch.PeakShaving(limit_watt=7.5e5, recharge_power_watt=1e5)
    run = bc.simulate(own, bc.Site(load_watt=watt, dt_second=dt), policy, log="all")
    soc = np.concatenate([[0.5], run.log.soc[:-1]])
    expected = brute_force((soc - 0.1) * 1e6, watt, dt, 1e6)
    ride = run.ride_through
    assert ride.shortest_second == pytest.approx(expected.min(), abs=1e-6)
    starts = np.concatenate([[0.0], np.cumsum(dt)[:-1]])
    assert ride.shortest_at_second == starts[expected.argmin()]
    assert ride.count.sum() == 60
    edges = np.concatenate([[0.0], ride.bin_second])
    counts, _ = np.histogram(expected + 1e-9, edges)
    assert counts.tolist() == ride.count.tolist()
    for share in (0.05, 0.5, 0.95, 1.0):
        exact = np.quantile(expected, share, method="inverted_cdf")
        assert ride.quantile(share) == pytest.approx(exact, rel=0.02, abs=0.02)


@given(
    st.integers(0, 99),
    st.floats(0.0, 900.0),
    st.floats(0.0, 900.0),
    st.floats(0.15, 0.9),
)
def test_more_reserve_never_shortens_the_shortest_ride_through(seed, first, second, soc):
    low, high = sorted((first, second))
    rides = [
        bc.simulate(
            battery(self_discharge_per_day=0.0),
            bc.Site(load_watt=load(200, seed), dt_second=300.0),
            bc.dispatch.Stack(
                [
                    bc.dispatch.BackupReserve(ride_through_second=kept, critical_load_watt=1.05e6),
                    bc.dispatch.PeakShaving(limit_watt=6e5),
                ]
            ),
            soc_start=soc,
        ).ride_through.shortest_second
        for kept in (low, high)
    ]
    assert rides[1] >= rides[0] * (1 - 1e-9)


@pytest.mark.parametrize(
    ("outages", "index", "value"),
    [
        ([(3600.0, 600.0), (4000.0, 600.0)], 1, 4000.0),
        ([(-1.0, 600.0)], 0, -1.0),
        ([(0.0, 0.0)], 0, 0.0),
        ([(float("nan"), 600.0)], 0, None),
    ],
)
def test_outages_that_make_no_sense_are_refused(outages, index, value):
    with pytest.raises(bc.InputError, match="outages") as caught:
        replace(bc.Site(load_watt=[1.0], dt_second=60.0), outages=outages)
    assert caught.value.index == index
    assert value is None or caught.value.value == value

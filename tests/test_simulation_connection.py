"""Generation and the limits of the connection: what is held, what is turned down, what is told."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference
from battcore.dispatch import BackupReserve, LoadSmoothing, SelfConsumption, Stack, TimeOfUse
from simulation_cases import CONVERTER, REST, START, battery, ideal, load, uneven

HOUR = 3600.0


def run_of(load_watt, *, own=None, policy=REST, soc=0.5, log="all", **site):
    place = bc.Site(load_watt=load_watt, dt_second=site.pop("dt_second", HOUR), **site)
    return bc.simulate(own or ideal(), place, policy, soc_start=soc, log=log)


def sun(steps, seed=8):
    return 1.4e6 * np.random.default_rng(seed).random(steps)


def open_connection(log):
    """What the balance at the connection leaves over, row by row."""
    grid = log.import_energy_wh - log.export_energy_wh
    moved = log.charging_energy_wh - log.discharging_energy_wh
    served = log.load_energy_wh - log.unserved_energy_wh + log.auxiliary_energy_wh
    return grid - served - moved + log.generation_energy_wh - log.curtailed_energy_wh


@cache
def crowded(*, curtailable):
    """Generation, limits that change and cannot always be held, outages and a critical load."""
    return {
        "load_watt": load(330),
        "dt_second": uneven(330),
        "generation_watt": sun(330),
        "curtailable": curtailable,
        "import_limit_watt": np.where(np.arange(330) % 50 < 40, 7e5, 1e5),
        "export_limit_watt": 2e5,
        "outages": [(50_000.0, 777.0), (130_001.5, 4000.0), (200_000.0, 9000.0)],
        "critical_load_watt": 5e5,
        "tariff": bc.Tariff(energy_price_per_kwh=0.2),
        "start": START,
    }


def policy():
    return Stack(
        [
            BackupReserve(ride_through_second=300.0),
            TimeOfUse(charge_hours=[(22, 5)], discharge_hours=[(17, 21)]),
            SelfConsumption(),
        ]
    )


@pytest.mark.parametrize("curtailable", [True, False])
def test_the_connection_balances_in_each_step(curtailable):
    log = run_of(own=battery(), policy=policy(), **crowded(curtailable=curtailable)).log
    assert np.abs(open_connection(log)).max() <= 1e-12 * 1e6 * 4
    assert log.curtailed_energy_wh.sum() > 0.0  # of an island, if nothing else
    for name in ("curtailed", "unserved", "generation"):
        assert getattr(log, f"{name}_energy_wh").min() >= 0.0


@pytest.mark.parametrize("curtailable", [True, False])
@pytest.mark.parametrize("converter", [CONVERTER, None])
def test_agrees_with_the_reference(curtailable, converter):
    own, given = battery(converter=converter), crowded(curtailable=curtailable)
    run = bc.simulate(own, bc.Site(**given), policy(), log="all")
    twin = reference.simulation.simulate(
        own, bc.Site(**given), policy(), duration_second=float(given["dt_second"].sum())
    )
    log = run.log.columns()
    assert log["import_excess_wh"].sum() > 0
    assert (log["export_excess_wh"].sum() > 0) != curtailable
    for name, expected in twin.log.items():
        tolerance = 1e-9 * max(1.0, np.abs(expected).max())
        assert log[name] == pytest.approx(np.array(expected), rel=1e-9, abs=tolerance), name


def test_an_import_limit_is_held_as_long_as_energy_lasts():
    run = run_of(np.full(4, 8e5), import_limit_watt=6e5)
    assert run.log.import_energy_wh == pytest.approx([6e5, 6e5, 7e5, 8e5])
    assert run.log.import_excess_wh == pytest.approx([0.0, 0.0, 1e5, 2e5])
    assert run.log.import_excess_second.tolist() == [0.0, 0.0, HOUR, HOUR]
    assert "beyond import limit" in run.summary()


def test_charging_stops_at_an_import_limit():
    charge = bc.dispatch.Schedule(power_watt=[4e5, 4e5])
    run = run_of([5e5, 7e5], policy=charge, import_limit_watt=6e5)
    assert run.log.import_energy_wh.tolist() == [6e5, 6e5]
    assert run.log.import_excess_second.sum() == 0.0
    assert run.curtailed_steps == 2


def test_standby_is_no_excuse_for_a_limit():
    run = run_of(np.full(5, 5e5), own=battery(), import_limit_watt=5e5)
    assert run.log.import_excess_second.sum() == 0.0
    assert run.log.grid_peak_watt.max() <= 5e5


def test_what_may_not_be_fed_in_is_stored_then_counted():
    run = run_of(np.full(4, 1e5), generation_watt=4e5, export_limit_watt=1e5)
    assert run.log.charging_energy_wh == pytest.approx([2e5, 2e5, 1e5, 0.0])
    assert run.log.export_excess_wh == pytest.approx([0.0, 0.0, 1e5, 2e5])
    assert run.log.export_excess_second.tolist() == [0.0, 0.0, HOUR, HOUR]
    assert run.log.curtailed_energy_wh.sum() == 0.0


def test_what_can_be_turned_down_is():
    given = {"generation_watt": 4e5, "curtailable": True, "export_limit_watt": 1e5}
    idle = run_of(np.full(4, 1e5), **given).log
    assert idle.curtailed_energy_wh.tolist() == [2e5] * 4
    stored = run_of(np.full(4, 1e5), policy=SelfConsumption(), **given).log
    taken = [3e5, 2e5, 0.0, 0.0]  # until it is full
    assert stored.charging_energy_wh == pytest.approx(taken, abs=1e-6)
    assert stored.curtailed_energy_wh == pytest.approx([0.0, 0.0, 2e5, 2e5], abs=1e-6)
    assert idle.export_excess_second.sum() == stored.export_excess_second.sum() == 0.0


def test_nothing_is_discharged_into_a_limit():
    dump = bc.dispatch.Schedule(power_watt=[-5e5])
    for curtailable in (True, False):
        given = {"export_limit_watt": 1e5, "curtailable": curtailable, "policy": dump}
        run = run_of([2e5], **given)
        assert run.log.discharging_energy_wh.tolist() == [3e5]
        sunny = run_of([2e5], generation_watt=4e5, **given).log
        assert sunny.discharging_energy_wh.tolist() == [0.0]


def test_generation_carries_load_in_an_outage():
    given = {"outages": [(0.0, 2 * HOUR)], "critical_load_watt": 3e5}
    run = run_of(np.full(3, 5e5), generation_watt=[1e5, 7e5, 0.0], **given)
    # 100 of 300 kW come from the sun; then it carries all of the load and charges with the rest
    assert run.log.discharging_energy_wh[0] == pytest.approx(2e5)
    assert run.log.charging_energy_wh[1] == pytest.approx(2e5)
    assert run.log.unserved_energy_wh == pytest.approx([2e5, 0.0, 0.0])
    assert run.log.curtailed_energy_wh.tolist() == [0.0] * 3
    assert run.outages.unserved_critical_energy_wh.tolist() == [0.0]


def test_an_island_turns_down_what_nobody_takes():
    run = run_of([5e5], generation_watt=9e5, outages=[(0.0, HOUR)], soc=1.0)
    assert run.log.curtailed_energy_wh == pytest.approx([4e5])
    assert run.log.export_energy_wh.tolist() == [0.0]


def test_ride_through_counts_on_generation():
    shortest = [
        run_of(np.full(9, 5e5), generation_watt=given).ride_through.shortest_second
        for given in (0.0, 2.5e5, 9e5)
    ]
    assert shortest == pytest.approx([HOUR, 2 * HOUR, 9 * HOUR])


@given(st.integers(0, 50), st.floats(0.0, 1e6), st.floats(0.0, 1e6), st.booleans())
def test_limits_are_held_or_the_battery_does_all_it_can(seed, most_in, most_out, curtailable):
    own = ideal()
    log = run_of(
        load(50, seed),
        own=own,
        policy=LoadSmoothing(window_second=7200.0),
        generation_watt=sun(50, seed),
        import_limit_watt=most_in,
        export_limit_watt=most_out,
        curtailable=curtailable,
    ).log
    assert np.abs(open_connection(log)).max() <= 1e-6
    is_beyond = log.import_excess_second > 0
    assert (log.soc[is_beyond] < 1e-9).all() | (log.discharging_energy_wh[is_beyond] >= 1e6).any()
    assert (log.grid_peak_watt[~is_beyond] <= most_in * (1 + 1e-6) + 1e-2).all()
    if curtailable:
        assert log.export_excess_second.sum() == 0.0


def test_the_books_do_not_depend_on_their_rows():
    given = crowded(curtailable=True)
    by_step, by_day = (run_of(policy=policy(), log=log, **given).log for log in ("all", "day"))
    for name in ("curtailed_energy_wh", "import_excess_wh", "import_excess_second"):
        total = getattr(by_step, name).sum()
        assert getattr(by_day, name).sum() == pytest.approx(total, rel=1e-9), name


def test_prices_of_the_calendar_are_those_of_the_reference():
    evening = bc.tariff.EnergyRate(price_per_kwh=0.3, windows=bc.tariff.Window(hours=[(16, 21)]))
    tariff = bc.Tariff(
        energy_price_per_kwh=[bc.tariff.EnergyRate(price_per_kwh=0.1), evening], tax_share=0.25
    )
    site = bc.Site(load_watt=load(200), dt_second=uneven(200), tariff=tariff, start=START)
    trade = bc.dispatch.PriceThreshold(charge_below_per_kwh=0.13, discharge_above_per_kwh=0.4)
    run = bc.simulate(ideal(), site, trade, log="all")
    span = float(np.sum(site.dt_second))
    twin = reference.simulation.simulate(ideal(), site, trade, duration_second=span)
    moved = run.log.discharging_energy_wh
    assert moved.sum() > 0
    assert moved == pytest.approx(np.array(twin.log["discharging_energy_wh"]), abs=1e-3)

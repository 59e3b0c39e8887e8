"""What a run writes down, and what it hands over."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore.simulation import State
from simulation_cases import (
    DAY,
    LFP,
    REST,
    SHAVING,
    START,
    YEAR,
    battery,
    ideal,
    lively,
    lively_site,
    load,
    same,
    stack,
    totals,
)

SITE = bc.Site(load_watt=load(1440), dt_second=60.0, outages=[(100_030.0, 45.0)])
EXTREMES = {
    "load_peak_watt": np.max,
    "load_ramp_watt_per_second": np.max,
    "grid_peak_watt": np.max,
    "grid_low_watt": np.min,
    "grid_ramp_watt_per_second": np.max,
    "soc_low": np.min,
    "soc_high": np.max,
    "temperature_high_celsius": np.max,
}


@pytest.mark.parametrize("log", ["day", "year", 900.0, 7 * DAY])
def test_rows_of_any_length_tell_the_same(log):
    run, each = (
        bc.simulate(battery(aging=LFP), SITE, stack(), years=3 / 365, log=choice)
        for choice in (log, "all")
    )
    assert totals(run) == pytest.approx(totals(each), rel=1e-12, abs=1e-6)
    for name, most in EXTREMES.items():
        assert most(getattr(run.log, name)) == most(getattr(each.log, name)), name
    assert run.state == each.state


@pytest.mark.parametrize(
    ("log", "rows"), [("all", 4320), ("day", 3), ("year", 1), (3600.0, 72), (1e9, 1), (7000.0, 38)]
)
def test_there_are_as_many_rows_as_asked_for(log, rows):
    run = bc.simulate(ideal(), SITE, SHAVING, years=3 / 365, log=log)
    assert all(column.shape == (rows,) for column in run.log.columns().values())
    assert run.log.duration_second.sum() == pytest.approx(3 * DAY)


def test_rows_end_at_midnight_though_the_trace_starts_by_day():
    run = bc.simulate(battery(), replace(SITE, start=START), SHAVING, years=2 / 365)
    to_midnight = (8 * 60 + 40) * 60.0
    assert run.log.time_second.tolist() == [to_midnight, to_midnight + DAY, 2 * DAY]
    yearly = bc.simulate(battery(), replace(SITE, start=START), SHAVING, years=1.0, log="year")
    assert yearly.log.time_second.tolist() == [YEAR - (62 * DAY + DAY - to_midnight), YEAR]


def test_health_changes_at_midnight_only():
    log = lively().log
    changes = np.flatnonzero(np.diff(log.soh_capacity)) + 1
    clock = log.time_second + lively_site().start_second
    before = clock[changes] - log.duration_second[changes]
    assert len(changes) == 4
    assert (np.floor(clock[changes] / DAY) == np.floor(before / DAY) + 1).all()


def test_a_trace_that_repeats_is_the_trace_written_out():
    watt = load(100)
    outages = [(50_000.0, 333.0), (90_000.0, 100.0)]
    short = bc.Site(load_watt=watt, dt_second=700.0, outages=outages)
    long = replace(short, load_watt=np.tile(watt, 4))
    runs = [
        bc.simulate(battery(aging=LFP), site, stack(), years=4 * 70_000 / YEAR, log="all")
        for site in (short, long)
    ]
    assert same(runs[0].log, runs[1].log)
    assert runs[0].state.aging == runs[1].state.aging


def test_a_ramp_is_that_of_whole_steps_however_they_are_cut():
    site = bc.Site(load_watt=[1e5, 4e5, 4e5], dt_second=600.0, outages=[(601.0, 1.0)])
    run = bc.simulate(ideal(), site, REST, soc_start=1.0, log=7.0)
    assert run.log.load_ramp_watt_per_second.max() == 3e5 / 600
    assert run.log.grid_ramp_watt_per_second.max() == 4e5 / 600


def test_the_end_of_life_is_the_first_row_below():
    run = bc.simulate(battery(aging=LFP), SITE, SHAVING, years=8)
    found = run.end_of_life(0.95)
    row = np.searchsorted(run.log.time_second, found)
    assert run.log.soh_capacity[row] < 0.95 <= run.log.soh_capacity[row - 1]
    assert run.end_of_life(0.01) is None


def test_the_summary_names_its_figures():
    lines = dict(line.split("  ", 1) for line in lively().summary().splitlines())
    assert lines["outages carried"].strip() == "1 of 2"
    assert lines["time"].strip().startswith("0.01 years in ")
    assert {"capacity", "shortest ride-through", "energy lost"} <= {*lines}


def test_tables_hold_the_log():
    run = lively()
    assert run.to_pandas()["soc"].to_numpy() == pytest.approx(run.log.soc)
    assert run.to_polars()["efc"].to_numpy() == pytest.approx(run.log.efc)
    assert run.to_xarray()["import_energy_wh"].attrs["units"] == "Wh"


def test_a_saved_run_is_read_without_pickle(tmp_path):
    run = lively()
    run.save(tmp_path / "run.npz")
    with np.load(tmp_path / "run.npz", allow_pickle=False) as found:
        assert (found["log/soc"] == run.log.soc).all()
        assert (found["losses/calendar"] == run.losses["calendar"]).all()
        assert (found["cycles"] == run.cycles.count).all()
        assert (found["outages/seen_second"] == run.outages.seen_second).all()
        assert (found["ride_through/count"] == run.ride_through.count).all()
        assert State.from_json(str(found["state"])) == run.state


def test_cycles_are_those_of_the_series_of_soc():
    run = bc.simulate(battery(), replace(SITE, outages=()), stack(), years=3 / 365, log="all")
    counted = bc.cycles.rainflow(np.concatenate([[0.5], run.log.soc]))
    edges = [run.cycles.depth_edges, run.cycles.mean_edges]
    expected, *_ = np.histogram2d(counted.range, counted.mean, edges, weights=counted.count)
    assert (run.cycles.count == expected).all()
    assert (run.cycles.by_depth() == expected.sum(axis=1)).all()


def test_rounding_alone_makes_no_ramp_over_many_tenths_of_a_second():
    site = bc.Site(load_watt=[1e5, 2e5] * 3000, dt_second=0.1)
    run = bc.simulate(ideal(), site, REST, years=90_000 / YEAR)
    assert run.log.grid_ramp_watt_per_second.max() == pytest.approx(1e6)
    assert len(run.log.soc) == 2


@given(
    st.integers(0, 2**32),
    st.sampled_from([1.0, 60.0, 900.0, 5000.0, 1e5]),
    st.lists(st.tuples(st.floats(1.0, 1e5), st.floats(0.001, 1e5)), max_size=4),
    st.floats(0.05, 0.95),
)
def test_no_column_is_ever_nan_and_soc_stays_within_its_limits(seed, dt, gaps, soc):
    outages, now = [], 0.0
    for gap, lasts in gaps:
        outages.append((now + gap, lasts))
        now += gap + lasts
    site = bc.Site(load_watt=load(50, seed), dt_second=dt, outages=outages)
    run = bc.simulate(battery(aging=LFP), site, stack(), soc_start=soc, log="all")
    for name, column in run.log.columns().items():
        assert np.isfinite(column).all(), name
    assert (run.log.soc <= max(0.95, soc)).all()
    leaked = (1 - 2e-3) ** (dt * 50 / DAY)
    assert (run.log.soc >= 0.05 * leaked - 1e-12).all()

"""The main job, from the command line to the folder."""

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from battcore.cli.commands import app
from battcore.demo import campus, campus_day, perform, understatement

FILES = {
    *("day.png", "spikes.png", "health.png", "cycle_depth.png", "load_duration.png"),
    *("daily.csv", "close_up.csv", "outages.csv", "report.txt"),
}
LOAD_KW = [300.0 + 60.0 * (step % 12 < 6) for step in range(600)]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def battcore(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


def csv_of(rows) -> str:
    return "\n".join(["t_s,power_kw", *(f"{second},{power}" for second, power in rows)])


@pytest.fixture
def trace(tmp_path) -> Path:
    file = tmp_path / "load.csv"
    file.write_text(csv_of((2 * step, power) for step, power in enumerate(LOAD_KW)))
    return file


def test_a_week_of_the_campus_fills_its_folder(tmp_path):
    done = battcore("demo", "--years", 0.02, "--output", "here")
    assert done.exit_code == 0, done.output
    assert {file.name for file in (tmp_path / "here").iterdir()} == FILES
    assert all(file.stat().st_size > 100 for file in (tmp_path / "here").iterdir())
    assert "ride-through" in (tmp_path / "here/report.txt").read_text(encoding="utf-8")
    daily = np.genfromtxt(tmp_path / "here/daily.csv", delimiter=",", names=True)
    assert len(daily) == 8
    assert {"soh_capacity", "capacity_lost_by_calendar"} <= {*daily.dtype.names}


def test_the_same_seed_tells_the_same():
    first, again = (campus(0.01).simulate(log="day") for _ in range(2))
    assert first.state == again.state


def test_a_dry_run_writes_nothing(tmp_path):
    done = battcore("demo", "--years", 0.02, "--dry-run")
    assert done.exit_code == 0
    assert "150 MWh" in done.output
    assert not [*tmp_path.iterdir()]


def test_minutes_are_means_of_seconds():
    whole = campus(0.01)
    fine, coarse = (campus_day(step, like=whole) for step in (1.0, 60.0))
    means = fine.resampled(60.0)
    np.testing.assert_allclose(means.load_watt, coarse.load_watt, rtol=1e-9)
    found = understatement(fine.simulate(log="all"), means.simulate(log="all"))
    assert 0.0 < found.throughput_share < found.ohmic_share < 1.0


def test_a_trace_runs_once_at_its_own_step(trace):
    done = battcore("demo", "--trace", trace)
    assert done.exit_code == 0, done.output
    assert "in kW" in done.output
    report = Path("battcore-demo/report.txt").read_text(encoding="utf-8")
    assert "20 min at 2 s a step" in report
    assert "180 kW, 180 kWh" in report


def test_a_trace_is_repeated_for_years(trace):
    done = battcore("demo", "--trace", trace, "--years", 0.01, "--battery-power", 0.2)
    assert done.exit_code == 0, done.output
    report = Path("battcore-demo/report.txt").read_text(encoding="utf-8")
    assert "repeated" in report
    assert "200 kW, 200 kWh" in report


def test_hours_with_timestamps_run_too(tmp_path):
    stamps = [f"2026-03-{day:02}T{hour:02}:00+01:00" for day in range(1, 4) for hour in range(24)]
    rows = (f"{stamp};{20 + index % 5}" for index, stamp in enumerate(stamps))
    (tmp_path / "hours.csv").write_text("\n".join(["timestamp;load_mw", *rows]))
    done = battcore("demo", "--trace", "hours.csv")
    assert done.exit_code == 0, done.output
    assert "not judged" in done.output
    assert "Understated" not in done.output


@pytest.mark.parametrize("years", ["0", "-1", "nan"])
def test_years_that_make_no_sense_end_in_a_sentence(years):
    done = battcore("demo", "--years", years)
    assert done.exit_code == 2
    assert "years" in done.output
    assert "Traceback" not in done.output


def test_a_run_without_finer_steps_has_nothing_to_compare():
    scenario = campus(0.003)
    assert perform(scenario, scenario.over(None)).understatement is None


@pytest.mark.parametrize("missing", ["typer", "rich", "matplotlib"])
def test_a_missing_extra_is_named(missing):
    hide = f"import sys; sys.modules[{missing!r}] = None; from battcore.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", hide], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f'{missing} is not installed; pip install "battcore[cli]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_packed_trace_tells_the_same(trace, tmp_path):
    packed = tmp_path / "load.csv.gz"
    packed.write_bytes(gzip.compress(trace.read_bytes()))
    done = [battcore("demo", "--trace", file, "--dry-run") for file in (trace, packed)]
    plain, unpacked = (each.output.replace("load.csv.gz", "load.csv") for each in done)
    assert plain.split() == unpacked.split()


def test_models_are_listed_with_their_range():
    told = battcore("models").output
    assert "lfp_gr_250ah_prismatic" in told
    assert "10 to 45" in told
    assert "doi.org" in told


def test_the_version_is_told():
    assert battcore("--version").output.startswith("battcore ")

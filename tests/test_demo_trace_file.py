"""A load out of a file of the user's."""

import gzip
import io
import sys
from datetime import datetime

import numpy as np
import pytest

from battcore import InputError
from battcore.demo import beside, perform, read_trace
from outside_data import outside

SECOND = [2 * step for step in range(100)]
POWER_KW = [300.0 + step % 7 for step in range(100)]


class PyarrowIsNotThere:
    @staticmethod
    def find_spec(name, _path=None, _target=None):
        if name == "pyarrow":
            raise ModuleNotFoundError("No module named 'pyarrow'", name=name)


@pytest.fixture
def write(tmp_path):
    def written(rows, *, header="t_s,power_kw", name="load.csv", comma=","):
        lines = [header, *(comma.join(map(str, row)) for row in rows)]
        (tmp_path / name).write_text("\n".join(lines))
        return tmp_path / name

    return written


def rows():
    return zip(SECOND, POWER_KW, strict=True)


def test_columns_unit_and_step_are_read(write):
    trace = read_trace(write(rows()))
    assert trace.load_watt.tolist() == [1000.0 * power for power in POWER_KW]
    assert set(trace.dt_second) == {2.0}
    assert trace.start is None
    assert trace.messages == ("power from column 'power_kw' in kW, time from column 't_s'",)


@pytest.mark.parametrize(
    ("header", "scale"),
    [("time,load_mw", 1e6), ("epoch_s,cluster_kw", 1e3), ("Time (s),Power [W]", 1.0)],
)
def test_names_are_guessed(write, header, scale):
    trace = read_trace(write(rows(), header=header))
    assert trace.load_watt[0] == 300.0 * scale


def test_what_is_given_is_not_guessed(write):
    file = write(((2 * s, s, 7.0) for s in range(9)), header="t_s,power_kw,other")
    assert read_trace(file, power_column="other", unit="MW").load_watt[0] == 7e6


@pytest.mark.parametrize("comma", [";", "\t"])
def test_other_separators_are_seen(write, comma):
    file = write(rows(), header=comma.join(["t_s", "power_kw"]), comma=comma)
    assert len(read_trace(file).load_watt) == 100


def test_timestamps_give_a_start(write):
    stamps = [f"2026-03-01T12:{second // 60:02}:{second % 60:02}Z" for second in SECOND]
    trace = read_trace(write(zip(stamps, POWER_KW, strict=True), header="timestamp,power_kw"))
    assert trace.start == datetime.fromisoformat("2026-03-01T12:00:00Z")
    assert set(trace.dt_second) == {2.0}


@pytest.mark.parametrize("packed", [False, True])
def test_parquet_reads_like_csv(write, tmp_path, packed):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    content = io.BytesIO()
    parquet.write_table(pa.table({"t_s": SECOND, "power_kw": POWER_KW}), content)
    file = tmp_path / ("load.parquet.gz" if packed else "load.parquet")
    file.write_bytes(gzip.compress(content.getvalue()) if packed else content.getvalue())
    trace, expected = read_trace(file), read_trace(write(rows()))
    np.testing.assert_array_equal(trace.load_watt, expected.load_watt)
    np.testing.assert_array_equal(trace.dt_second, expected.dt_second)


def test_timestamps_of_parquet_are_read(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    stamps = [datetime(2026, 3, 1, 0, 0, second) for second in range(0, 60, 2)]  # noqa: DTZ001
    parquet.write_table(
        pa.table({"time": stamps, "power_w": [5.0] * 30}), tmp_path / "load.parquet"
    )
    assert read_trace(tmp_path / "load.parquet").start == stamps[0]


def test_a_short_hole_is_held_and_told(write):
    trace = read_trace(write(row for row in rows() if not 40 < row[0] < 60))
    assert trace.load_watt.size == 100
    assert trace.dt_second.sum() == 200.0
    assert set(trace.load_watt[20:30]) == {1000.0 * POWER_KW[20]}
    assert "1 holes of up to 20 s held" in trace.messages[1]
    assert "18 s in all" in trace.messages[1]


def test_a_long_hole_names_its_place(write):
    file = write(row for row in rows() if not 40 < row[0] < 80)
    with pytest.raises(InputError, match=r"a hole of 40 s after data row 21, 40 s .* than 30 s"):
        read_trace(file)
    assert read_trace(file, longest_hole_second=40.0).load_watt.size == 100


def test_empty_cells_are_holes(write):
    trace = read_trace(write((s, "" if s == 40 else p) for s, p in rows()))
    assert trace.load_watt[20] == trace.load_watt[19]
    assert "1 empty cells" in trace.messages[1]


def test_a_column_that_is_not_there_lists_the_near_ones(write):
    with pytest.raises(InputError, match="near are power_kw") as caught:
        read_trace(write(rows()), power_column="power_w")
    assert caught.value.name == "power_column"


def test_a_column_that_cannot_be_guessed_asks_for_its_option(write):
    with pytest.raises(InputError, match="--power-column one of t_s, x"):
        read_trace(write(rows(), header="t_s,x"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((4, "much"), r"power_kw\[2\] = 'much' is no number"),
        (("noon", 3.0), r"t_s\[0\] = '0' is neither|t_s\[2\] = 'noon' is neither"),
        ((2, 3.0), r"does not run forward at data row 3"),
        ((4, 3.0, 5), "line 4 has 3 cells"),
    ],
)
def test_what_cannot_be_read_is_named(write, row, message):
    with pytest.raises(InputError, match=message):
        read_trace(write([(0, 1.0), (2, 1.0), row, (6, 1.0)]))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="is no file"):
        read_trace(tmp_path / "absent.csv")


@pytest.mark.parametrize("name", ["load.csv.gz", "load.parquet", "load.parquet.gz"])
def test_a_file_that_is_something_else_is_named(tmp_path, name):
    (tmp_path / name).write_text("t_s,power_kw")
    with pytest.raises(InputError, match="cannot be read"):
        read_trace(tmp_path / name)


def test_a_missing_pyarrow_is_named(monkeypatch, tmp_path):
    for name in [name for name in sys.modules if name.startswith("pyarrow")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [PyarrowIsNotThere, *sys.meta_path])
    (tmp_path / "load.parquet").write_bytes(b"PAR1")
    with pytest.raises(ModuleNotFoundError, match=r"battcore\[parquet\]"):
        read_trace(tmp_path / "load.parquet")


def test_a_negative_load_is_named(write):
    trace = read_trace(write([(0, 1.0), (2, -1.0), (4, 2.0)]))
    with pytest.raises(InputError, match=r"load_watt\[1\]"):
        beside(trace)


def test_the_battery_follows_the_peak(write):
    scenario = beside(read_trace(write(rows())))
    assert scenario.battery.discharge_power_watt == 153e3
    assert scenario.battery.energy_capacity_wh == 153e3
    assert scenario.site.outages == ()


def test_minutes_hide_most_of_the_smoothing_of_512_gpus():
    file = outside("data/ai_power/h100x512_gpt3_train_run2_2s.csv.gz")
    trace = read_trace(file, power_column="cluster_kw")
    found = perform(beside(trace)).understatement
    assert found.throughput_share == pytest.approx(0.8, abs=0.05)
    assert found.ohmic_share == pytest.approx(1 - 1 / 27, abs=0.01)


def test_a_campaign_with_holes_is_refused_or_held():
    file = outside("data/ai_power/h100x72_unet3d_campaign_2s.csv.gz")
    with pytest.raises(InputError, match="a hole of 199 s"):
        read_trace(file)
    trace = read_trace(file, longest_hole_second=200.0)
    assert "19 holes" in trace.messages[1]

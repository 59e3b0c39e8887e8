import sys
from dataclasses import dataclass, fields

import numpy as np
import pytest

import battcore as bc
from battcore._arrays import Floats
from battcore._extras import require
from battcore._results import Columns, unit_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trace(Columns):
    power_watt: Floats
    soc: Floats
    warnings: tuple[str, ...] = ()
    peak: Floats | None = None


ONE = Trace(power_watt=np.array([1.0, 2.0, 3.0]), soc=np.array([0.1, 0.2, 0.3]), peak=np.ones(1))
FLEET = Trace(power_watt=np.arange(6.0).reshape(2, 3), soc=np.full((2, 3), 0.5))


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("power_watt", "W"),
        ("energy_capacity_wh", "Wh"),
        ("ambient_temperature_celsius", "degC"),
        ("unix_time_second", "s"),
        ("ramp_watt_per_second", "W/s"),
        ("price_per_kwh", "1/kWh"),
        ("self_discharge_per_day", "1/day"),
        ("soc", None),
        ("soh_capacity", None),
        ("c_rate", None),
    ],
)
def test_a_name_carries_its_unit(name, unit):
    assert unit_of(name) == unit


def test_only_arrays_of_one_shape_are_columns():
    assert [*ONE.columns()] == ["power_watt", "soc"]


def test_to_pandas():
    frame = ONE.to_pandas()
    assert frame.power_watt.tolist() == [1.0, 2.0, 3.0]
    assert frame.index.name == "time"
    assert frame.attrs["units"] == {"power_watt": "W"}


def test_a_fleet_in_pandas_is_indexed_by_its_axes():
    frame = FLEET.to_pandas()
    assert frame.index.names == ["axis_0", "time"]
    assert frame.power_watt.loc[1, 2] == 5.0


def test_to_polars():
    assert ONE.to_polars().columns == ["power_watt", "soc"]
    frame = FLEET.to_polars()
    assert frame.columns == ["axis_0", "time", "power_watt", "soc"]
    assert frame.row(5) == (1, 2, 5.0, 0.5)


def test_to_xarray():
    dataset = FLEET.to_xarray()
    assert dataset.sizes == {"axis_0": 2, "time": 3}
    assert dataset.power_watt.attrs == {"units": "W"}
    assert dataset.soc.attrs == {}


SWINGS = np.array([[0.1, 0.9, 0.3, 0.8], [0.5, 0.6, 0.2, 0.4]])
RESULTS = {
    "cycles": (bc.cycles.rainflow(SWINGS[0]), "cycle"),
    "cycles of a batch": (bc.cycles.rainflow(SWINGS), "cycle"),
    "attributes of cycles": (bc.cycles.attributes(SWINGS, dt_second=60.0), "cycle"),
    "conventions": (bc.cycles.compare(SWINGS[0], exponent=2.0), "convention"),
    "turning points": (bc.cycles.turning_points(SWINGS[0]), "point"),
    "moments": (bc.trace.moments(SWINGS[0], 1.0, 2.0), "time"),
    "resampled": (bc.trace.resample(SWINGS[0], 1.0, 2.0), "time"),
    "rolling range": (bc.trace.rolling_range(SWINGS[0], 1.0, [2.0, 3.0]), "window"),
    "one window": (bc.trace.rolling_range(SWINGS[0], 1.0, 2.0), "window"),
    "smoothing need": (bc.trace.smoothing_need(SWINGS[0], 1.0, [2.0, 3.0]), "window"),
    "temperature": (
        bc.thermal.simulate(
            bc.thermal.Lump(
                heat_capacity_joule_per_kelvin=1e3, thermal_resistance_kelvin_per_watt=1.0
            ),
            [1.0, 2.0],
            60.0,
        ),
        "time",
    ),
}


@pytest.mark.parametrize(("result", "row"), RESULTS.values(), ids=RESULTS)
def test_every_field_of_a_result_is_a_column(result, row):
    names = [field.name for field in fields(result) if getattr(result, field.name) is not None]
    frame, dataset = result.to_pandas(), result.to_xarray()
    assert [*frame.columns] == [*dataset.variables] == result.to_polars().columns == names
    assert (frame.index.name, [*dataset.sizes]) == (row, [row])


def test_what_traces_share_is_told_beside_each():
    frame = bc.trace.resample(SWINGS, 1.0, 2.0).to_pandas()
    assert frame.dt_second.tolist() == [2.0] * 4
    windows = bc.trace.rolling_range(SWINGS, 1.0, [2.0, 3.0]).to_polars()
    assert windows["window_second"].to_list() == [2.0, 3.0, 2.0, 3.0]
    assert windows["range"].round(6).to_list() == [0.8, 0.8, 0.4, 0.4]


@pytest.mark.parametrize("package", ["pandas", "polars", "xarray"])
def test_a_missing_package_is_told_with_its_remedy(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModuleNotFoundError, match=rf'pip install "battcore\[{package}\]"'):
        getattr(ONE, f"to_{package}")()


def test_a_broken_package_tells_its_own_story(monkeypatch, tmp_path):
    (tmp_path / "broken_package.py").write_text("import no_such_module_of_it\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_module_of_it"):
        require("broken_package", "extra")

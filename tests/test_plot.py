"""Pictures show what the run says, and touch no global state."""

import sys

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

import battcore as bc

PICTURES = ["day_view", "spikes", "health", "cycle_depth", "load_duration"]


@pytest.fixture(scope="module")
def run():
    power = {"charge_power_watt": 8e7, "discharge_power_watt": 8e7}
    aging = bc.aging.models()["nmc111_gr_kokam_75ah"]
    battery = bc.Battery(energy_capacity_wh=8e7, aging=aging, **power)
    site = bc.Site(load_watt=bc.datasets.ai_training(86_400.0, 60.0), dt_second=60.0)
    policy = bc.dispatch.LoadSmoothing(window_second=600.0)
    return bc.simulate(battery, site, policy, log="all")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_figure_with_labels(run, name):
    made = getattr(run.plot, name)()
    assert isinstance(made, Figure)
    assert made.axes[0].get_title(loc="left")
    assert made.axes[0].get_ylabel()
    assert any(axes.get_xlabel() for axes in made.axes)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_can_be_written(run, name, tmp_path):
    getattr(run.plot, name)().savefig(tmp_path / "picture.png", dpi=50)
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_pyplot_is_left_alone(run):
    before = {**mpl.rcParams}
    pyplot = "matplotlib.pyplot" in sys.modules
    run.plot.health()
    assert {**mpl.rcParams} == before
    assert ("matplotlib.pyplot" in sys.modules) == pyplot


def test_areas_of_health_end_at_the_new_capacity(run):
    top = run.plot.health().axes[0]
    highest = max(path.vertices[:, 1].max() for c in top.collections for path in c.get_paths())
    assert highest == pytest.approx(100.0)


def test_load_duration_falls(run):
    for line in run.plot.load_duration().axes[0].lines:
        assert (np.diff(line.get_ydata()) <= 0).all()
        assert line.get_xdata()[-1] == pytest.approx(100.0)


def test_the_map_holds_every_cycle(run):
    drawn = run.plot.cycle_depth().axes[0].collections[0].get_array()
    counted = run.cycles.count[run.cycles.count >= 0.5].sum()
    assert drawn.sum() == pytest.approx(counted)


def test_a_matrix_of_cycles_is_drawn_as_it_stands():
    from battcore import plot

    soc = np.random.default_rng(1).random(2000)
    edges = np.linspace(0.0, 1.0, 11)
    by_range = bc.cycles.range_mean_matrix(soc, range_edges=edges, mean_edges=edges)
    by_place = bc.cycles.from_to_matrix(soc, edges=edges)
    for matrix, label in ((by_range, "range"), (by_place, "from")):
        axes = plot.cycle_matrix(matrix).axes[0]
        assert axes.get_xlabel() == label
        assert axes.collections[0].get_array().sum() == matrix.count.sum()


def test_a_missing_matplotlib_is_named(monkeypatch, run):
    for name in [name for name in sys.modules if name.startswith("battcore.plot")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ModuleNotFoundError, match=r"battcore\[plot\]"):
        _ = run.plot


def test_a_run_that_goes_on_starts_where_it_stopped(run):
    power = {"charge_power_watt": 8e7, "discharge_power_watt": 8e7}
    battery = bc.Battery(energy_capacity_wh=8e7, aging=run.battery.aging, **power)
    site = bc.Site(load_watt=[2e8, 3e8], dt_second=43_200.0)
    policy = bc.dispatch.LoadSmoothing(window_second=86_400.0)
    first = bc.simulate(battery, site, policy, years=1)
    later = bc.simulate(battery, site, policy, years=1, state=first.state)
    line = later.plot.health().axes[0].lines[0]
    assert line.get_ydata()[0] == pytest.approx(100.0 * first.soh_capacity, abs=0.1)
    assert line.get_xdata()[0] > 365.0

"""How long the power stays above a level."""

import numpy as np
from matplotlib.figure import Figure

from battcore._arrays import Floats
from battcore.plot._style import GRID, LOAD, figure, legend, time_scale, title, watt_scale
from battcore.simulation import SimulationRun
from battcore.simulation._power import grid_watt, load_watt


def load_duration(run: SimulationRun) -> Figure:
    """Draw load and grid power, sorted from the highest down.

    Parameters
    ----------
    run : SimulationRun
        Its rows are the intervals that are sorted: a log per 900 s suits a demand charge.

    Returns
    -------
    matplotlib.figure.Figure
        A curve each.
    """
    load = load_watt(run)
    scale, unit = watt_scale(float(load.max()))
    made = figure(height=4.2)
    axes = made.axes[0]
    for power, color, label in ((load, LOAD, "load"), (grid_watt(run), GRID, "grid")):
        share, sorted_power = _sorted(power, run.log.duration_second)
        axes.plot(100.0 * share, sorted_power / scale, color=color, linewidth=1.4, label=label)
    axes.set(xlim=(0.0, 100.0), xlabel="share of time (%)", ylabel=f"power ({unit})")
    step, span = np.median(run.log.duration_second), run.log.duration_second.sum()
    length, time_unit = time_scale(float(span))
    title(axes, f"Load duration, {span / length:.3g} {time_unit} in steps of {step:g} s")
    legend(axes)
    return made


def _sorted(power: Floats, second: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(power)[::-1]
    return np.cumsum(second[order]) / second.sum(), power[order]

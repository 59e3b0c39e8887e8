"""The sharpest change of a load, and what remains of it at the grid."""

import numpy as np
from matplotlib.figure import Figure

from battcore._power import grid_watt, load_watt, start_second
from battcore.plot._style import GRID, LOAD, figure, legend, time_scale, title, watt_scale
from battcore.simulation import SimulationRun


def spikes(run: SimulationRun, *, window_second: float = 900.0) -> Figure:
    """Draw the time around the steepest step of the load.

    Parameters
    ----------
    run : SimulationRun
        With ``log="all"``.
    window_second : float
        How much is shown. [s]

    Returns
    -------
    matplotlib.figure.Figure
        Power above, change from step to step below.
    """
    second, load, grid = start_second(run), load_watt(run), grid_watt(run)
    moves = np.abs(np.diff(load, prepend=load[0])) / run.log.duration_second
    center = second[np.argmax(moves)]
    shown = np.abs(second - center) <= 0.5 * window_second
    span, time_unit = time_scale(window_second)
    clock = (second[shown] - center) / span
    scale, unit = watt_scale(float(load.max()))
    made = figure(2, height=5.2, ratios=[3, 2])
    top, bottom = made.axes
    lines = ((load, LOAD, "load", 0.9), (grid, GRID, "grid", 1.6))
    for power, color, label, width in lines:
        change = np.diff(power, prepend=power[0]) / run.log.duration_second
        for axes, value in ((top, power), (bottom, change)):
            axes.step(clock, value[shown] / scale, color=color, where="post", label=label, lw=width)
    title(top, "Spikes, and what remains of them")
    legend(top)
    made.align_ylabels()
    top.set_ylabel(f"power ({unit})")
    bottom.set_xlim(clock[0], clock[-1])
    bottom.set(ylabel=f"change ({unit}/s)", xlabel=f"time from the steepest step ({time_unit})")
    return made

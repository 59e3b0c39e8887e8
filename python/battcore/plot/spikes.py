"""The sharpest change of a load, and what remains of it at the grid."""

import numpy as np
from matplotlib.figure import Figure

from battcore.plot._style import GRID, LOAD, figure, legend, time_scale, title, watt_scale
from battcore.simulation import SimulationRun
from battcore.simulation._power import grid_watt, load_watt, start_second


def spikes(run: SimulationRun, *, window_second: float | None = None) -> Figure:
    """Draw the time around the steepest step of the load.

    Parameters
    ----------
    run : SimulationRun
        With ``log="all"``.
    window_second : float, optional
        How much is shown; None: the longer of 15 minutes and a hundred median steps. [s]

    Returns
    -------
    matplotlib.figure.Figure
        Power above, change from step to step below.
    """
    second, load, grid = start_second(run), load_watt(run), grid_watt(run)
    step = run.log.duration_second
    window = max(900.0, 100.0 * float(np.median(step))) if window_second is None else window_second
    moves = np.abs(np.diff(load, prepend=load[0])) / step
    center = second[np.argmax(moves)]
    shown = np.abs(second - center) <= 0.5 * window
    span, time_unit = time_scale(window)
    clock = (second[shown] - center) / span
    scale, unit = watt_scale(float(load.max()))
    made = figure(2, height=5.2, ratios=[3, 2])
    top, bottom = made.axes
    lines = ((load, LOAD, "load", 0.9), (grid, GRID, "grid", 1.6))
    for power, color, label, width in lines:
        change = np.diff(power, prepend=power[0]) / step
        for axes, value in ((top, power), (bottom, change)):
            axes.step(clock, value[shown] / scale, color=color, where="post", label=label, lw=width)
    title(top, "Spikes, and what remains of them")
    legend(top)
    made.align_ylabels()
    top.set_ylabel(f"power ({unit})")
    bottom.set_xlim(clock[0], clock[-1])
    bottom.set(ylabel=f"change ({unit}/s)", xlabel=f"time from the steepest step ({time_unit})")
    return made

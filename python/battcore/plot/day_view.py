"""A day of a run: load and grid, battery, state of charge."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from battcore._arrays import Floats
from battcore.plot._style import (
    BATTERY,
    CHARGE,
    GRID,
    LOAD,
    figure,
    legend,
    time_scale,
    title,
    watt_scale,
)
from battcore.simulation import SimulationRun
from battcore.simulation._power import battery_watt, grid_watt, load_watt, start_second

DAY_SECOND = 86_400.0


def day_view(run: SimulationRun, *, start_day: float = 0.0) -> Figure:
    """Draw load and grid, the battery between them, and its charge, over a day.

    Parameters
    ----------
    run : SimulationRun
        With ``log="all"``, or any log shorter than an hour a row.
    start_day : float
        Where the day begins, from the first row of the log. [d]

    Returns
    -------
    matplotlib.figure.Figure
        Three panels over one clock.
    """
    begin = start_second(run)
    second = begin - begin[0] - start_day * DAY_SECOND
    shown = (second >= 0.0) & (second < DAY_SECOND)
    span, time_unit = time_scale(float(second[shown][-1]))
    clock = second[shown] / span
    load, grid, battery = (of(run)[shown] for of in (load_watt, grid_watt, battery_watt))
    scale, unit = watt_scale(float(np.max(load, initial=0.0)))
    made = figure(3, height=6.2, ratios=[3, 2, 1.5])
    top, middle, bottom = made.axes
    _line(top, clock, load / scale, LOAD, "load", width=0.5)
    _line(top, clock, grid / scale, GRID, "grid", width=1.6)
    title(top, "Load, grid and the battery between them")
    legend(top)
    top.set_ylabel(f"power ({unit})")
    middle.fill_between(clock, battery / scale, step="post", color=BATTERY, linewidth=0.0)
    middle.set_ylabel(f"battery ({unit})\ncharging up")
    _line(bottom, clock, 100.0 * run.log.soc[shown], CHARGE, "soc", width=1.2)
    bottom.set(ylabel="soc (%)", xlabel=f"time ({time_unit})", xlim=(0.0, clock[-1] or 1.0))
    if time_unit == "h":
        bottom.xaxis.set_major_locator(MultipleLocator(3.0))
    made.align_ylabels()
    return made


def _line(
    axes: Axes, clock: Floats, value: Floats, color: str, label: str, *, width: float
) -> None:
    axes.plot(clock, value, color=color, linewidth=width, label=label, drawstyle="steps-post")

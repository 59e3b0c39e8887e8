"""Health over the years, by cause."""

import numpy as np
from matplotlib.figure import Figure

from battcore._arrays import Floats
from battcore.plot._style import BLACK, CAUSES, figure, legend, time_scale, title
from battcore.simulation import SimulationRun
from battcore.simulation._power import start_second


def health(run: SimulationRun) -> Figure:
    """Draw the capacity that is left, and which cause took the rest.

    Parameters
    ----------
    run : SimulationRun
        With an aging model.

    Returns
    -------
    matplotlib.figure.Figure
        Capacity as a line, the losses above it as areas; resistance if the model knows of it.
    """
    log, battery = run.log, run.battery
    knows_resistance = battery.aging is not None and battery.aging.models_resistance
    made = figure(2 if knows_resistance else 1, height=5.4 if knows_resistance else 4.0)
    top, bottom = made.axes[0], made.axes[-1]
    scale, unit = time_scale(float(log.duration_second.sum()))
    clock = _with_start(run, log.time_second, 0.0) / scale
    below = 100.0 * _with_start(run, log.soh_capacity, battery.soh_capacity)
    top.plot(clock, below, color=BLACK, linewidth=1.4, label="capacity left")
    for (cause, lost), color in zip(run.losses.items(), CAUSES, strict=False):
        above = below + 100.0 * _with_start(run, lost, 0.0)
        top.fill_between(clock, below, above, color=color, alpha=0.75, linewidth=0.0, label=cause)
        below = above
    title(top, "Health by cause")
    legend(top)
    top.set_ylabel("capacity (% of new)")
    if knows_resistance:
        resistance = 100.0 * _with_start(run, log.soh_resistance, battery.soh_resistance)
        bottom.plot(clock, resistance, color=CAUSES[0], linewidth=1.4)
        bottom.set_ylabel("resistance (% of new)")
    bottom.set(xlabel=f"time ({unit})", xlim=(start_second(run)[0] / scale, clock[-1]))
    return made


def _with_start(run: SimulationRun, ends: Floats, start: float) -> Floats:
    """Values at the ends of rows, after the one at the start of a run that goes on from nothing."""
    return np.append(start, ends) if start_second(run)[0] == 0.0 else ends

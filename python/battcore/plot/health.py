"""Health over the years, by cause."""

from matplotlib.figure import Figure

from battcore.plot._style import BLACK, CAUSES, figure, legend, time_scale, title
from battcore.simulation import SimulationRun


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
    log = run.log
    scale, unit = time_scale(float(log.duration_second.sum()))
    clock = log.time_second / scale
    knows_resistance = run.battery.aging is not None and run.battery.aging.models_resistance
    made = figure(2 if knows_resistance else 1, height=5.4 if knows_resistance else 4.0)
    top = made.axes[0]
    below = 100.0 * log.soh_capacity
    top.plot(clock, below, color=BLACK, linewidth=1.4, label="capacity left")
    for (cause, lost), color in zip(run.losses.items(), CAUSES, strict=False):
        above = below + 100.0 * lost
        top.fill_between(clock, below, above, color=color, alpha=0.75, linewidth=0.0, label=cause)
        below = above
    title(top, "Health by cause")
    legend(top)
    top.set_ylabel("capacity (% of new)")
    if knows_resistance:
        made.axes[1].plot(clock, 100.0 * log.soh_resistance, color=CAUSES[0], linewidth=1.4)
        made.axes[1].set_ylabel("resistance (% of new)")
    made.axes[-1].set_xlabel(f"time ({unit})")
    made.axes[-1].set_xlim(0.0, clock[-1])
    return made

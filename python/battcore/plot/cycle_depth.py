"""How deep the cycles went, and around which charge."""

import numpy as np
from matplotlib.figure import Figure

from battcore.plot._style import figure, title
from battcore.plot.cycle_matrix import heat_map
from battcore.simulation import SimulationRun


def cycle_depth(run: SimulationRun) -> Figure:
    """Draw rainflow cycles by depth and mean soc as a heat map.

    Parameters
    ----------
    run : SimulationRun
        Any.

    Returns
    -------
    matplotlib.figure.Figure
        Color tells how many, on a logarithmic scale; white is none.
    """
    cycles = run.cycles
    made = figure(height=4.4)
    axes = made.axes[0]
    heat_map(made, 100.0 * cycles.depth_edges, 100.0 * cycles.mean_edges, cycles.count)
    deepest = np.flatnonzero(cycles.by_depth() >= 0.5)
    axes.set_xlim(0.0, 100.0 * cycles.depth_edges[max(9, *deepest, 0) + 1])
    axes.set(xlabel="depth (% of capacity)", ylabel="mean soc (%)", ylim=(0.0, 100.0))
    title(axes, "Cycles by depth")
    return made

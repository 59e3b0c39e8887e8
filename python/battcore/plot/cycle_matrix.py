"""Cycles by two of their numbers."""

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from battcore._arrays import Floats
from battcore.cycles import FromToMatrix, RangeMeanMatrix
from battcore.plot._style import figure, title


def cycle_matrix(matrix: RangeMeanMatrix | FromToMatrix) -> Figure:
    """Draw how many cycles of which kind there are as a heat map.

    Parameters
    ----------
    matrix : RangeMeanMatrix or FromToMatrix
        Of one series; see `battcore.cycles.range_mean_matrix` and `battcore.cycles.from_to_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        Color tells how many, on a logarithmic scale; white is none.
    """
    made = figure(height=4.4)
    axes = made.axes[0]
    if isinstance(matrix, RangeMeanMatrix):
        heat_map(made, matrix.range_edges, matrix.mean_edges, matrix.count)
        axes.set(xlabel="range", ylabel="mean")
        title(axes, "Cycles by range and mean")
    else:
        heat_map(made, matrix.edges, matrix.edges, matrix.count)
        axes.set(xlabel="from", ylabel="to")
        title(axes, "Cycles by where they begin and turn back")
    return made


def heat_map(made: Figure, rows: Floats, columns: Floats, count: Floats) -> None:
    """Draw counts between the edges of `rows`, to the right, and of `columns`, upwards.

    Parameters
    ----------
    made : matplotlib.figure.Figure
        Where to draw, on its first axes.
    rows, columns : ndarray
        Edges of the classes.
    count : ndarray, shape (rows - 1, columns - 1)
        Cycles.
    """
    drawn = made.axes[0].pcolormesh(
        rows,
        columns,
        np.ma.masked_less(count.T, 0.5),
        norm=LogNorm(0.5, max(10.0, float(count.max()))),
        cmap="cividis_r",
    )
    made.colorbar(drawn, ax=made.axes[0], label="cycles", pad=0.01)

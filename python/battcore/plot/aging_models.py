"""Models of aging side by side."""

from collections.abc import Mapping

from matplotlib.figure import Figure

from battcore.aging import AgingRun
from battcore.plot._style import CAUSES, figure, time_scale, title

STYLES = ("-", "--", ":", "-.")


def aging_models(runs: Mapping[str, AgingRun]) -> Figure:
    """Draw the capacity that is left, a line for each model.

    Parameters
    ----------
    runs : mapping of AgingRun
        Runs of one cell each, by the name of the model.

    Returns
    -------
    matplotlib.figure.Figure
        Capacity over time, the names in the order in which the lines end.
    """
    made = figure(height=4.8)
    axes = made.axes[0]
    scale, unit = time_scale(max(float(run.time_second[-1]) for run in runs.values()))
    best_first = sorted(runs.items(), key=lambda item: -item[1].soh_capacity[-1])
    for place, (name, run) in enumerate(best_first):
        axes.plot(
            run.time_second / scale,
            100.0 * run.soh_capacity,
            color=CAUSES[place % len(CAUSES)],
            linestyle=STYLES[place // len(CAUSES) % len(STYLES)],
            linewidth=1.3,
            label=name,
        )
    title(axes, "One duty, several cells")
    axes.set(xlabel=f"time ({unit})", ylabel="capacity (% of new)")
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)
    return made

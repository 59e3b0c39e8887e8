"""Pictures of a run and of cycles; each function returns a matplotlib Figure, without pyplot."""

from dataclasses import dataclass

from battcore._extras import require
from battcore._pictures import draws

require("matplotlib", "plot")  # before what follows fails with less of a hint

from matplotlib.figure import Figure

from battcore.aging import Comparison
from battcore.plot.aging_models import aging_models
from battcore.plot.cycle_depth import cycle_depth
from battcore.plot.cycle_matrix import cycle_matrix
from battcore.plot.day_view import day_view
from battcore.plot.health import health
from battcore.plot.load_duration import load_duration
from battcore.plot.spikes import spikes
from battcore.simulation import SimulationRun

__all__ = [
    "RunPlots",
    "aging_models",
    "cycle_depth",
    "cycle_matrix",
    "day_view",
    "health",
    "load_duration",
    "spikes",
]


@dataclass(frozen=True, slots=True)
class RunPlots:
    """Pictures of one run, as ``run.plot`` gives them."""

    run: SimulationRun
    """The run."""

    def day_view(self, *, start_day: float = 0.0) -> Figure:
        """As `battcore.plot.day_view`.

        Parameters
        ----------
        start_day : float
            Where the day begins, from the first row of the log. [d]

        Returns
        -------
        matplotlib.figure.Figure
            Load and grid, battery, soc.
        """
        return day_view(self.run, start_day=start_day)

    def spikes(self, *, window_second: float | None = None) -> Figure:
        """As `battcore.plot.spikes`.

        Parameters
        ----------
        window_second : float, optional
            How much is shown; None: the longer of 15 minutes and a hundred median steps. [s]

        Returns
        -------
        matplotlib.figure.Figure
            The time around the steepest step.
        """
        return spikes(self.run, window_second=window_second)

    def health(self) -> Figure:
        """As `battcore.plot.health`.

        Returns
        -------
        matplotlib.figure.Figure
            Capacity by cause.
        """
        return health(self.run)

    def cycle_depth(self) -> Figure:
        """As `battcore.plot.cycle_depth`.

        Returns
        -------
        matplotlib.figure.Figure
            Heat map of cycles.
        """
        return cycle_depth(self.run)

    def load_duration(self) -> Figure:
        """As `battcore.plot.load_duration`.

        Returns
        -------
        matplotlib.figure.Figure
            Load and grid, sorted.
        """
        return load_duration(self.run)


draws(SimulationRun, RunPlots)
draws(Comparison, lambda comparison: aging_models(comparison.runs))

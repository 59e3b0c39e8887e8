"""What a run counts beside its log."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from battcore._arrays import Floats

DEPTH_BINS, MEAN_BINS = 50, 20


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """How often policies planned since the first run, and what became of it."""

    made: int
    """Plans made."""
    settled: int
    """Those of which nothing beyond the horizon could have changed what was done."""
    impossible: int
    """Those that had to miss a limit: no schedule within the horizon keeps all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class CycleHistogram:
    """Rainflow cycles by depth and mean soc; those that are still open count as halves."""

    count: Floats
    """Cycles, shape (50, 20): depth by mean soc, in equal bins from 0 to 1. [1]"""

    @property
    def depth_edges(self) -> Floats:
        """Edges of the bins of depth, shape (51,). [1]"""
        return np.linspace(0.0, 1.0, DEPTH_BINS + 1)

    @property
    def mean_edges(self) -> Floats:
        """Edges of the bins of mean soc, shape (21,). [1]"""
        return np.linspace(0.0, 1.0, MEAN_BINS + 1)

    def by_depth(self) -> Floats:
        """Count cycles by depth alone.

        Returns
        -------
        ndarray, shape (50,)
            Cycles in each bin of depth. [1]
        """
        counts: Floats = self.count.sum(axis=1)
        return counts


@dataclass(frozen=True, slots=True, eq=False)
class RideThrough:
    """How long the battery would have carried the critical load, had the grid left.

    Asked at the start of every step with a grid, of the load that then really followed, at most
    for one pass of the trace.
    """

    shortest_second: float
    """The shortest ride-through. [s]"""
    shortest_at_second: float
    """When it would have begun, counted from the start of the first run. [s]"""
    bin_second: Floats
    """Upper edges of bins about one percent wide. [s]"""
    count: NDArray[np.uint64]
    """Start instants in each bin."""

    def quantile(self, share: float) -> float:
        """Find the ride-through that a share of all start instants stays below.

        Parameters
        ----------
        share : float
            From 0 to 1. [1]

        Returns
        -------
        float
            To the width of a bin, never below the shortest. [s]
        """
        below = np.cumsum(self.count)
        if not below.size:
            return float("nan")
        place = int(np.searchsorted(below, share * below[-1]))
        return max(float(self.bin_second[place]), self.shortest_second)

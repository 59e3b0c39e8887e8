"""What the steps of a problem offer to a solver that knows no queue."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from battcore import _battcore
from battcore._arrays import Floats
from battcore.cycles.results import Integers
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """Changes of stored energy that steps make possible, and what they cost; energies in kWh."""

    least_kwh: Floats
    """Lowest change in each step."""
    step_of_piece: Integers
    """Which step each piece belongs to."""
    slope: Floats
    """What a kWh more costs along a piece. [currency/kWh]"""
    length_kwh: Floats
    """How much there is of it."""
    retention: Floats
    """Share of the stored energy that each step keeps. [1]"""
    floor_kwh: Floats
    """Lowest energy at the end of each step."""
    ceiling_kwh: Floats
    """Highest energy there."""
    holding: tuple[Floats, Floats]
    """Spans of energy that have a price of their own, and that price at each step."""
    capacity_kwh: float
    start_kwh: float
    end_value_per_kwh: float

    @classmethod
    def of(cls, battery: Battery, site: Site, wishes: Wishes) -> Self:
        """Read a problem."""
        step_of_piece, columns = _battcore.offered(battery, site, wishes)
        least, retention, floor, ceiling, slope, length = columns
        capacity = battery.energy_capacity_wh * battery.soh_capacity / 1e3
        hours = np.broadcast_to(site.dt_second, least.shape) / 3600.0
        return cls(
            least_kwh=least,
            step_of_piece=step_of_piece,
            slope=slope,
            length_kwh=length,
            retention=retention,
            floor_kwh=floor,
            ceiling_kwh=ceiling,
            holding=_holding(wishes, capacity, hours),
            capacity_kwh=capacity,
            start_kwh=wishes.soc_start * capacity,
            end_value_per_kwh=wishes.end_value_per_kwh,
        )

    @property
    def lowest_kwh(self) -> float:
        """The lowest energy that the course may touch."""
        return min(self.start_kwh, float(self.floor_kwh.min()))

    @property
    def highest_kwh(self) -> float:
        """The highest one."""
        return max(self.start_kwh, float(self.ceiling_kwh.max()))


def _holding(wishes: Wishes, capacity: float, hours: Floats) -> tuple[Floats, Floats]:
    cost = wishes.holding_cost
    if cost is None:
        return np.zeros(0), np.zeros((0, hours.size))
    edges = np.array([0.0, *cost.soc[1:], np.inf]) * capacity
    return np.diff(edges), np.outer(cost.price_per_kwh_hour, hours * cost.weight)

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
    """Changes of the state of charge that steps make possible, and what they cost."""

    least: Floats
    """Lowest change in each step."""
    step_of_piece: Integers
    """Which step each piece above it belongs to."""
    slope: Floats
    """What a full charge would cost along a piece. [currency]"""
    length: Floats
    """How much there is of it."""
    retention: Floats
    """Share of the stored energy that each step keeps. [1]"""
    floor: Floats
    """Lowest state of charge at the end of each step."""
    ceiling: Floats
    """Highest one there."""
    holding: tuple[Floats, Floats]
    """Spans of charge that have a price of their own, and that price at each step. [1, currency]"""
    has_one_price: bool
    """Whether energy has the same price at any power, and nothing limits the connection."""
    capacity_kwh: float
    start: float
    end_value: float
    """What a full battery is worth at the end. [currency]"""

    @classmethod
    def of(cls, battery: Battery, site: Site, wishes: Wishes) -> Self:
        """Read a problem."""
        has_one_price, step_of_piece, columns = _battcore.offered(battery, site, wishes)
        least, retention, floor, ceiling, slope, length = columns
        capacity_kwh = battery.energy_capacity_wh * battery.soh_capacity / 1e3
        hours = np.broadcast_to(np.asarray(site.dt_second, float), least.shape) / 3600.0
        return cls(
            least=least / capacity_kwh,
            step_of_piece=step_of_piece,
            slope=slope * capacity_kwh,
            length=length / capacity_kwh,
            retention=retention,
            floor=floor / capacity_kwh,
            ceiling=ceiling / capacity_kwh,
            holding=_holding(wishes, hours * capacity_kwh),
            has_one_price=has_one_price,
            capacity_kwh=capacity_kwh,
            start=wishes.soc_start,
            end_value=wishes.end_value_per_kwh * capacity_kwh,
        )

    @property
    def lowest(self) -> float:
        """The lowest state of charge that the course may touch."""
        return min(self.start, float(self.floor.min()))

    @property
    def reach(self) -> float:
        """From there to the highest one."""
        return max(self.start, float(self.ceiling.max())) - self.lowest


def _holding(wishes: Wishes, full_hours: Floats) -> tuple[Floats, Floats]:
    """Read the holding cost over steps of so many hours, times the capacity."""
    cost = wishes.holding_cost
    if cost is None:
        return np.zeros(0), np.zeros((0, full_hours.size))
    edges = np.array([0.0, *cost.soc[1:], np.inf])
    return np.diff(edges), np.outer(
        cost.price_per_kwh_hour, full_hours * np.asarray(cost.weight, float)
    )

"""A course of power as a table of its energy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Power that is constant within cells of equal length, and its energy since the first."""

    cell_second: float
    level: Floats
    energy: Floats

    @classmethod
    def of(cls, cell_second: float, level: ArrayLike) -> Self:
        """Shape with these levels."""
        held = np.append(np.asarray(level, np.float64), 0.0)  # rounding may reach past the end
        energy = np.concatenate(([0.0], cell_second * np.cumsum(held[:-1])))
        return cls(cell_second, held, energy)

    @classmethod
    def through(cls, second: Sequence[float], level: Floats) -> Self:
        """Shape in cells of a second, along straight lines between knots."""
        middles = np.arange(0.5, second[-1])
        return cls.of(1.0, np.interp(middles, second, level))

    @property
    def duration_second(self) -> float:
        """Time until the end."""
        return self.cell_second * (self.level.size - 1)

    def energy_until(self, second: Floats) -> Floats:
        """Energy between the beginning and instants from 0 to the end."""
        cell = (second * (1.0 / self.cell_second)).astype(np.intp)
        rest = second - cell * self.cell_second
        rest *= self.level.take(cell)
        rest += self.energy.take(cell)
        return rest

    def energy_around(self, second: Floats) -> Floats:
        """Energy until any instants, where most lie outside: nothing before, all after the end."""
        energy = np.where(second < self.duration_second, 0.0, self.energy[-1])
        inside = np.flatnonzero((second > 0.0) & (second < self.duration_second))
        energy[inside] = self.energy_until(second[inside])
        return energy

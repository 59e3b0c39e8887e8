"""Health at midnight, from all that a battery has lived through."""

import numpy as np

from battcore.reference.aging import Card, Cell, Duty

DEAD = 1e-6  # what a battery that has lost everything keeps, so that the loop goes on


class Lived(Duty):
    """Duty as a loop knows it: a mean temperature and the capacity of the day for each step."""

    def __init__(
        self, dt_second: list[float], soc: list[float], celsius: list[float], capacity: list[float]
    ) -> None:
        self.time = np.concatenate([[0.0], np.cumsum(dt_second)])
        self.soc = np.array(soc)
        self.kelvin = np.array([celsius, celsius]) + 273.15
        self.capacity = np.array(capacity)
        self.flow = self._integrals()


class Wear:
    """A diary of steps, and what the card of a model makes of it each midnight."""

    def __init__(self, card: str, soc: float) -> None:
        self.cell = Cell(Card(card), soc)
        self.dt_second: list[float] = []
        self.soc = [soc]
        self.celsius: list[float] = []
        self.capacity: list[float] = []
        self.losses = dict.fromkeys(self.cell.card.entries.get("losses", {}), 0.0)
        self.midnight = 0  # the step at which the open day began

    def note(self, dt_second: float, soc: float, celsius: float) -> None:
        """Write a step into the diary."""
        self.dt_second.append(dt_second)
        self.soc.append(soc)
        self.celsius.append(celsius)
        self.capacity.append(self.cell.capacity)

    def close_day(self) -> tuple[float, float]:
        """Capacity and resistance over those at the start."""
        lived = Lived(self.dt_second, self.soc, self.celsius, self.capacity)
        row = self.cell.live(lived, self.midnight, len(self.dt_second))
        self.midnight = len(self.dt_second)
        self.cell.capacity = max(row.soh_capacity, 0.0)
        self.losses = row.losses
        return max(row.soh_capacity, DEAD), row.soh_resistance

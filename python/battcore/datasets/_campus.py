"""Queues of jobs side by side, and the noise of their nodes."""

import math
from dataclasses import dataclass

import numpy as np

from battcore._arrays import Floats
from battcore.datasets import _noise
from battcore.datasets._job import Queue
from battcore.datasets.figures import CAMPAIGN, TRAINING


@dataclass(frozen=True, slots=True)
class Campus:
    """A campus with a peak of 1 W."""

    seed: int
    nodes: int
    coherence: float
    queues: tuple[Queue, ...]

    def energy_between(self, instants: Floats) -> Floats:
        """Energy above idle between neighboring instants."""
        energy = self._energy_of_jobs(instants)
        if _noise.is_felt(instants):
            deviation = self._deviation(_noise.minutes_around(instants))
            energy += np.diff(_noise.energy_until(instants, self.seed, deviation))
        return energy

    def _energy_of_jobs(self, instants: Floats) -> Floats:
        energy = np.zeros(instants.size - 1)
        for queue in self.queues:
            energy += queue.energy_between(instants)
        return energy / len(self.queues)

    def _deviation(self, minutes: Floats) -> Floats:
        """Standard deviation of noise of a second; idle nodes are quiet."""
        busy_power = TRAINING.movement.mean - CAMPAIGN.idle
        busy = self._energy_of_jobs(minutes) / (60.0 * busy_power)
        two_seconds = TRAINING.node_deviation * math.sqrt((1.0 - self.coherence) / self.nodes)
        return math.sqrt(2.0) * two_seconds * busy  # seconds are independent

"""Jobs that start, train, pause and stop, as energy at any instant.

Energies are closed in time, so that the mean over any step is exact and costs the same.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from battcore._arrays import Floats
from battcore.datasets._draws import uniforms
from battcore.datasets._shape import Shape
from battcore.datasets.figures import CAMPAIGN, NODE, TRAINING


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """Iterations, evaluations and pauses of a job, above idle."""

    frame: Shape
    work_second: float
    """Time between two pauses."""

    @classmethod
    def of(cls, coherence: float, checkpoint_second: float) -> Self:
        """Training whose nodes move together as far as `coherence` says."""
        iteration, evaluation = TRAINING.iteration_level, TRAINING.evaluation_level
        behind = len(evaluation) - len(iteration)
        level = np.array((*(iteration * 12)[:-behind], *evaluation))
        swing = np.sqrt(coherence / TRAINING.correlation)
        level = level.mean() + swing * (level - level.mean())
        frame = Shape.of(TRAINING.frame_second / level.size, level - CAMPAIGN.idle)
        return cls(frame, checkpoint_second - NODE.pause_second)

    def energy_until(self, second: Floats) -> Floats:
        """Energy since training began."""
        pauses, rest = _divided(second, self.work_second + NODE.pause_second)
        np.minimum(rest, self.work_second, out=rest)
        pauses *= self.work_second
        rest += pauses  # time at work
        frames, phase = _divided(rest, self.frame.duration_second)
        energy = self.frame.energy_until(phase)
        frames *= self.frame.energy[-1]
        energy += frames
        energy += (second - rest) * (NODE.pause_level - CAMPAIGN.idle)
        return energy


def _divided(second: Floats, period: float) -> tuple[Floats, Floats]:
    count = np.floor(second * (1.0 / period))
    return count, second - count * period


START = Shape.through(CAMPAIGN.start_second, np.array(CAMPAIGN.start_level) - CAMPAIGN.idle)
STOP = Shape.through(CAMPAIGN.stop_second, np.array(CAMPAIGN.stop_level) - CAMPAIGN.idle)


@dataclass(frozen=True, slots=True)
class Queue:
    """One part of the campus, which runs one job after another."""

    seed: int
    number: int
    job_second: float
    gap_second: float
    training: Training

    def energy_between(self, instants: Floats) -> Floats:
        """Energy above idle between neighboring instants, where a busy second takes about 1."""
        begin, length = self._jobs(instants[0], instants[-1])
        owned = np.diff(np.append(np.searchsorted(instants, begin[1:]), instants.size), prepend=0)
        total = self._energy_until(length, length)
        before = np.cumsum(total) - total
        length = np.repeat(length, owned)
        second = np.clip(instants - np.repeat(begin, owned), 0.0, length)
        return np.diff(self._energy_until(second, length)) + np.diff(np.repeat(before, owned))

    def _jobs(self, start_second: float, end_second: float) -> tuple[Floats, Floats]:
        """Beginnings and lengths of the jobs of a span; each slot of time begins at random."""
        first = int(start_second // self.job_second) - 1
        count = int(end_second // self.job_second) + 3 - first
        draws = uniforms(self.seed, self.number, first, count)
        begin = (np.arange(first, first + count) + draws[:, 0]) * self.job_second
        length = np.diff(begin) - self.gap_second * (0.5 + draws[:-1, 1])
        fits = length > START.duration_second + STOP.duration_second
        return begin[:-1], np.where(fits, length, 0.0)  # a slot too short for a job stays idle

    def _energy_until(self, second: Floats, length: Floats) -> Floats:
        busy = length - (START.duration_second + STOP.duration_second)
        np.maximum(busy, 0.0, out=busy)
        energy = START.energy_until(np.minimum(second, START.duration_second))
        trained = second - START.duration_second
        energy += STOP.energy_until(np.maximum(trained - busy, 0.0))
        np.clip(trained, 0.0, busy, out=trained)
        energy += self.training.energy_until(trained)
        return energy

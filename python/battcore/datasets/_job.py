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

    def energy_until(self, second: Floats, pace: Floats) -> Floats:
        """Energy since training began, at so many times the measured iterations a second."""
        pauses, rest = _divided(second, self.work_second + NODE.pause_second)
        np.minimum(rest, self.work_second, out=rest)
        pauses *= self.work_second
        rest += pauses  # time at work
        frames, phase = _divided(rest * pace, self.frame.duration_second)
        energy = self.frame.energy_until(phase)
        frames *= self.frame.energy[-1]
        energy += frames
        energy /= pace
        energy += (second - rest) * (NODE.pause_level - CAMPAIGN.idle)
        return energy


def _divided(second: Floats, period: float) -> tuple[Floats, Floats]:
    count = second * (1.0 / period)
    np.floor(count, out=count)
    rest = count * -period
    rest += second
    return count, rest


START = Shape.through(CAMPAIGN.start_second, np.array(CAMPAIGN.start_level) - CAMPAIGN.idle)
STOP = Shape.through(CAMPAIGN.stop_second, np.array(CAMPAIGN.stop_level) - CAMPAIGN.idle)


@dataclass(frozen=True, slots=True)
class Queue:
    """One part of the campus, which runs one job after another."""

    seed: int
    number: int
    job_second: float
    gap_second: float
    pace_spread: float
    training: Training

    def energy_between(self, instants: Floats) -> Floats:
        """Energy above idle between neighboring instants, where a busy second takes about 1."""
        begin, length, pace = self._jobs(instants[0], instants[-1])
        owned = np.diff(np.append(np.searchsorted(instants, begin[1:]), instants.size), prepend=0)
        total = self._energy_until(length, length, pace)
        before = np.cumsum(total) - total
        length = np.repeat(length, owned)
        second = np.clip(instants - np.repeat(begin, owned), 0.0, length)
        energy = self._energy_until(second, length, np.repeat(pace, owned))
        return np.diff(energy) + np.diff(np.repeat(before, owned))

    def _jobs(self, start_second: float, end_second: float) -> tuple[Floats, Floats, Floats]:
        """Beginning, length and pace of the jobs that a span may see."""
        first = int(start_second // self.job_second) - 1
        count = int(end_second // self.job_second) + 3 - first
        when, gap, pace, _ = uniforms(self.seed, self.number, first, count).T
        begin = (np.arange(first, first + count) + when) * self.job_second
        length = np.diff(begin) - self.gap_second * (0.5 + gap[:-1])
        fits = length > START.duration_second + STOP.duration_second
        length = np.where(fits, length, 0.0)  # a slot too short for a job stays idle
        return begin[:-1], length, 1.0 + self.pace_spread * (2.0 * pace[:-1] - 1.0)

    def _energy_until(self, second: Floats, length: Floats, pace: Floats) -> Floats:
        busy = length - (START.duration_second + STOP.duration_second)
        np.maximum(busy, 0.0, out=busy)
        energy = START.energy_around(second)
        trained = second - START.duration_second
        energy += STOP.energy_around(trained - busy)
        np.clip(trained, 0.0, busy, out=trained)
        energy += self.training.energy_until(trained, pace)
        return energy

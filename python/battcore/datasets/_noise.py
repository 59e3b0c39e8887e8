"""What nodes do on their own, summed over all of them."""

import numpy as np

from battcore._arrays import Floats
from battcore.datasets._draws import uniforms
from battcore.datasets.figures import TRAINING

_STREAM = 2**63  # beyond the number of any queue
_ROWS_PER_MINUTE = 15  # of four draws each


def energy_until(instants: Floats, seed: int, nodes: int, coherence: float) -> Floats:
    """Energy of noise that is even within a second and sums to zero over each minute.

    So its energy at full minutes is known without a draw: means over minutes cost nothing and
    agree with finer ones. The figures were taken every 2 s, and the sum of two draws meets them.
    """
    if not np.any(instants % 60.0):
        return np.zeros_like(instants)
    first = int(instants[0] // 60.0)
    minutes = int(instants[-1] // 60.0) + 1 - first
    rows = uniforms(seed, _STREAM, _ROWS_PER_MINUTE * first, _ROWS_PER_MINUTE * minutes)
    level = rows.reshape(minutes, 60)
    level -= level.mean(axis=1, keepdims=True)
    level *= TRAINING.node_deviation * np.sqrt(2.0 * 12.0 * (1.0 - coherence) / nodes)
    energy = np.cumsum(level, axis=1) - level
    second = instants - 60.0 * first
    whole = second.astype(np.int64)
    return energy.ravel()[whole] + (second - whole) * level.ravel()[whole]

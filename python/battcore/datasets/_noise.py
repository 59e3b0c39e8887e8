"""What nodes do on their own: even within a second, and nothing in sum over each minute.

So the energy of this noise at full minutes is known without a draw: means over minutes cost
nothing and agree with finer ones.
"""

import numpy as np

from battcore._arrays import Floats
from battcore.datasets._draws import uniforms

_STREAM = 2**63  # beyond the number of any queue
_ROWS_PER_MINUTE = 15  # of four draws each


def is_felt(instants: Floats) -> bool:
    """Whether an instant lies within a minute."""
    minutes = instants / 60.0
    return bool(np.any(minutes != np.floor(minutes)))


def minutes_around(instants: Floats) -> Floats:
    """Beginnings of all minutes between these instants, and the end of the last."""
    return 60.0 * np.arange(instants[0] // 60.0, instants[-1] // 60.0 + 2.0)


def energy_until(instants: Floats, seed: int, deviation: Floats) -> Floats:
    """Energy at instants, from the standard deviation in each of the minutes around them."""
    first = int(instants[0] // 60.0)
    rows = uniforms(seed, _STREAM, _ROWS_PER_MINUTE * first, _ROWS_PER_MINUTE * deviation.size)
    level = rows.reshape(-1, 60)
    level -= level.mean(axis=1, keepdims=True)
    level *= np.sqrt(12.0) * deviation[:, None]
    energy = np.cumsum(level, axis=1) - level
    second = instants - 60.0 * first
    whole = second.astype(np.intp)
    return energy.ravel()[whole] + (second - whole) * level.ravel()[whole]

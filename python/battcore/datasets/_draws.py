"""Random numbers that depend on where they stand, not on what was drawn before."""

import numpy as np

from battcore._arrays import Floats


def uniforms(seed: int, stream: int, first: int, count: int) -> Floats:
    """Rows `first` to ``first + count`` of an endless table of four columns in [0, 1).

    Philox turns a key and a counter into four numbers (J. K. Salmon et al., Parallel random
    numbers: as easy as 1, 2, 3, SC 2011): the key names the table, the counter the row.
    """
    key = np.array([seed, stream], np.uint64)
    counter = np.array([2**62 + first, 0, 0, 0], np.uint64)  # rows before the first exist too
    table = np.random.Philox(key=key, counter=counter)
    return np.random.Generator(table).random((count, 4))

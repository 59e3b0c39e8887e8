"""How values from outside become arrays that a kernel reads without a copy."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore.error import InputError

Floats: TypeAlias = NDArray[np.float64]


def floats(name: str, values: ArrayLike) -> Floats:
    """Values as a contiguous, aligned array of float64; no copy without need."""
    try:
        return np.require(values, np.float64, ["C", "A"])
    except (TypeError, ValueError) as error:
        raise InputError(f"{name} is not numeric: {error}", name) from error


def samples(name: str, values: ArrayLike) -> Floats:
    """Values as a one-dimensional array."""
    array = floats(name, values)
    if array.ndim != 1:
        raise InputError(f"{name} has shape {array.shape}, expected (n,)", name)
    return array

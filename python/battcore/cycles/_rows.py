"""How series come in: one, or many behind leading axes."""

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats, floats
from battcore.error import InputError


def rows(name: str, values: ArrayLike) -> tuple[Floats, tuple[int, ...]]:
    """All samples in C order, and the shape of the leading axes."""
    array = floats(name, values)
    if array.ndim == 0:
        raise InputError(f"{name} has shape (), expected (..., time)", name)
    return array.reshape(-1), array.shape[:-1]


def beside(name: str, values: ArrayLike, shape: tuple[int, ...]) -> float | Floats:
    """One number for all samples, or one for each in C order."""
    array = floats(name, values)
    if array.ndim == 0:
        return float(array)
    try:
        return np.ascontiguousarray(np.broadcast_to(array, shape)).reshape(-1)
    except ValueError as error:
        raise InputError(f"{name} has shape {array.shape}, expected {shape}", name) from error


def buffer(out: Floats | None, xs: Floats) -> Floats:
    """Room for one number a sample: `out` if it can be that, else new."""
    if out is None:
        return np.empty_like(xs)
    if not isinstance(out, np.ndarray) or out.shape != xs.shape:
        raise InputError(f"out has shape {np.shape(out)}, expected {xs.shape}", "out")
    if out.dtype != np.float64 or not out.flags.carray:
        raise InputError("out is not a contiguous, writable array of float64", "out")
    if np.may_share_memory(out, xs):
        raise InputError("out overlaps xs", "out")
    return out

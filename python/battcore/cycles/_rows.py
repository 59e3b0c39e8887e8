"""How series come in: one, many behind leading axes, or a list of unequal length."""

from math import prod

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats, Numbers, floats, one_series, samples, time_last
from battcore.error import InputError


def series_of(name: str, values: ArrayLike) -> tuple[Numbers | list[Numbers], tuple[int, ...]]:
    """Series where they lie, and the shape in which they stand."""
    ragged = unequal(values)
    if ragged is None:
        array = time_last(name, values)
        return array, array.shape[:-1]
    return [one_series(name, each) for each in ragged], (len(ragged),)


def rows(name: str, values: ArrayLike) -> tuple[list[Floats], tuple[int, ...]]:
    """Each series on its own as float64, and the shape in which they stand."""
    ragged = unequal(values)
    if ragged is not None:
        return [samples(name, each) for each in ragged], (len(ragged),)
    array = floats(name, values)
    if array.ndim == 0:
        raise InputError(f"{name} has shape (), expected (..., time)", name)
    *leading, time = array.shape
    return [*array.reshape(prod(leading), time)], (*leading,)


def beside(
    name: str, values: ArrayLike, series: list[Floats], leading: tuple[int, ...], fewer: int
) -> list[float | Floats]:
    """For each of `series` one number, or one for each of its samples but so many `fewer`."""
    ragged = unequal(values)
    if ragged is not None and len(ragged) == len(series):
        return [samples(name, each) for each in ragged]
    array = floats(name, values)
    if array.ndim == 0:
        return [float(array)] * len(series)
    time = max((len(each) - fewer for each in series if len(each)), default=0)
    try:
        spread = np.broadcast_to(array, (*leading, time))
    except ValueError as error:
        shape = (*leading, time)
        raise InputError(f"{name} has shape {array.shape}, expected {shape}", name) from error
    return [*np.ascontiguousarray(spread).reshape(len(series), time)]


def unequal(values: object) -> list[ArrayLike] | None:
    """The series that `values` are, if they differ in length and so make no array."""
    if not isinstance(values, list | tuple) or not all(hasattr(each, "__len__") for each in values):
        return None
    return [*values] if len({len(each) for each in values}) > 1 else None


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

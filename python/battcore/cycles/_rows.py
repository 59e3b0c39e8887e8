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


def beside(
    name: str,
    values: ArrayLike,
    series: Numbers | list[Numbers],
    leading: tuple[int, ...],
    *,
    fewer: int,
) -> list[float | Floats]:
    """For each of `series` one number, or one for each of its samples but so many `fewer`."""
    count = prod(leading)
    ragged = unequal(values)
    if ragged is not None and len(ragged) == count:
        return [samples(name, each) for each in ragged]
    array = floats(name, values)
    if array.ndim == 0:
        return [float(array)] * count
    lengths = {len(each) for each in series} if isinstance(series, list) else {series.shape[-1]}
    shape = (*leading, max(max(lengths) - fewer, 0))
    try:
        spread = np.broadcast_to(array, shape)
    except ValueError as error:
        raise InputError(f"{name} has shape {array.shape}, expected {shape}", name) from error
    return [*np.ascontiguousarray(spread).reshape(count, shape[-1])]


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

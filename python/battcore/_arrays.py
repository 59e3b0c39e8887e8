"""How values from outside become arrays that a kernel reads without a copy."""

import operator
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore.error import InputError

Floats: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.floating | np.integer]

_WIDENED = frozenset(map(np.dtype, "bhilqBHILQfd"))


def floats(name: str, values: ArrayLike) -> Floats:
    """Values as a contiguous, aligned array of float64; no copy without need."""
    try:
        array = np.asarray(values, np.float64, order="C")
    except (OverflowError, TypeError, ValueError) as error:
        raise InputError(f"{name} is not numeric: {error}", name) from error
    return array if array.flags.aligned else array.copy()


def numbers(name: str, values: ArrayLike) -> Numbers:
    """Values as they lie, if a kernel can widen them a block at a time; else as float64."""
    try:
        array = np.asarray(values)
    except (OverflowError, TypeError, ValueError) as error:
        raise InputError(f"{name} is not numeric: {error}", name) from error
    if array.dtype == np.bool_:
        array = array.view(np.uint8)
    width = array.dtype.itemsize
    stands_well = array.flags.aligned and all(stride % width == 0 for stride in array.strides)
    return array if array.dtype in _WIDENED and stands_well else floats(name, array)


def samples(name: str, values: ArrayLike) -> Floats:
    """Values as a one-dimensional array."""
    array = floats(name, values)
    if array.ndim != 1:
        raise InputError(f"{name} has shape {array.shape}, expected (n,)", name)
    return array


def per_step(name: str, values: ArrayLike) -> float | Floats:
    """One number for all steps, or an array with one per step."""
    array = floats(name, values)
    return float(array) if array.ndim == 0 else samples(name, array)


def number(name: str, value: float) -> float:
    """A number, whatever numeric type it came as."""
    if type(value) is float:
        return value  # mostly, and an array would take a microsecond
    array = floats(name, value)
    if array.ndim:
        raise InputError(f"{name} has shape {array.shape}, expected ()", name)
    return float(array)


def bounded(name: str, value: float, low: float, high: float) -> float:
    """A number from `low` to `high`, for what no kernel checks."""
    plain = number(name, value)
    if not low <= plain <= high:
        message = f"{name} = {plain:g} lies outside [{low:g}, {high:g}]"
        raise InputError(message, name, value=plain, low=low, high=high)
    return plain


def whole(name: str, value: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`, whatever integer type it came as."""
    try:
        plain = operator.index(value)
    except TypeError as error:
        raise InputError(f"{name} = {value!r} is no whole number", name) from error
    if not low <= plain <= high:
        message = f"{name} = {plain} lies outside [{low}, {high}]"
        raise InputError(message, name, value=plain, low=low, high=high)
    return plain


def one_series(name: str, values: ArrayLike) -> Numbers:
    """Values of one series."""
    array = numbers(name, values)
    if array.ndim != 1:
        raise InputError(f"{name} has shape {array.shape}, expected (n,)", name)
    return array


def time_last(name: str, values: ArrayLike) -> Numbers:
    """Values of one or many series, time being their last axis."""
    array = numbers(name, values)
    if array.ndim == 0:
        raise InputError(f"{name} has shape (), expected (..., time)", name)
    return array

"""Traces of any leading shape as the rows that a kernel reads."""

from typing import TypeAlias

from numpy.typing import ArrayLike

from battcore._arrays import Floats, floats
from battcore.error import InputError

Shape: TypeAlias = tuple[int, ...]

WINDOWS_SECOND = (5.0, 15.0, 60.0, 600.0)
"""The windows in which grid codes of 2026 limit large loads."""


def rows(name: str, values: ArrayLike) -> tuple[Floats, Shape]:
    """Traces one below the other, and the shape of the axes before time."""
    array = floats(name, values)
    if array.ndim == 0 or array.shape[-1] == 0:
        raise InputError(f"{name} has shape {array.shape}, expected (..., time)", name)
    return array.reshape(-1, array.shape[-1]), array.shape[:-1]


def at_most_one_axis(name: str, values: ArrayLike) -> Floats:
    """A number, or a series of numbers."""
    array = floats(name, values)
    if array.ndim > 1:
        raise InputError(f"{name} has shape {array.shape}, expected () or (n,)", name)
    return array

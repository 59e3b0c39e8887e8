"""Lists from outside, made plain tuples that native code reads as they are."""

from collections.abc import Sequence
from typing import TypeVar

from numpy.typing import ArrayLike

from battcore._arrays import floats, per_step, samples
from battcore.error import InputError

_Noun = TypeVar("_Noun")


_LARGEST = 2.0**53


def integers(name: str, values: ArrayLike) -> tuple[int, ...]:
    """Whole numbers from zero up in a row."""
    row = samples(name, values).tolist()
    for index, value in enumerate(row):
        if not (value.is_integer() and 0.0 <= value <= _LARGEST):
            message = f"{name}[{index}] = {value:g} is no whole number from 0 to 2^53"
            raise InputError(message, name, index, value, 0.0, _LARGEST)
    return tuple(map(int, row))


def pairs(name: str, values: ArrayLike) -> tuple[tuple[float, float], ...]:
    """Pairs of numbers."""
    array = floats(name, values)
    if array.shape[1:] != (2,):
        raise InputError(f"{name} has shape {array.shape}, expected (n, 2)", name)
    return tuple((start, stop) for start, stop in array.tolist())


def one_or_tiers(name: str, values: ArrayLike) -> float | tuple[float, ...]:
    """One number, or one per tier."""
    plain = per_step(name, values)
    return plain if isinstance(plain, float) else tuple(plain.tolist())


def nouns(name: str, values: object, kind: type[_Noun]) -> tuple[_Noun, ...]:
    """One noun or a list of them as a tuple."""
    found = (values,) if isinstance(values, kind) else values
    if not isinstance(found, Sequence) or not all(isinstance(each, kind) for each in found):
        raise InputError(f"{name} is no list of {kind.__name__}", name)
    return tuple(found)


def nouns_if(values: object, kind: type[_Noun]) -> tuple[_Noun, ...]:
    """One noun or a list of them as a tuple, empty if it is anything else."""
    found = values if isinstance(values, list | tuple) else (values,)
    return tuple(found) if all(isinstance(each, kind) for each in found) else ()

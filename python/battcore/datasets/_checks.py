"""The sentences in which a wrong number is refused, as the native rooms write them."""

import math

from battcore.error import InputError


def within(name: str, value: float, low: float, high: float = math.inf) -> None:
    """Refuse a value that is not finite or lies outside the bounds."""
    if not (low <= value <= high and math.isfinite(value)):
        message = f"{name} = {value:g} lies outside [{low:g}, {high:g}]"
        raise InputError(message, name, None, value, low, high)


def whole(name: str, value: float, low: int, high: float = 2**64 - 1) -> None:
    """Refuse a value that is no whole number within the bounds."""
    within(name, value, low, high)
    if value != int(value):
        raise InputError(f"{name} = {value:g} is not a whole number", name, None, value, low, high)


def instants(duration_second: float, dt_second: float, shortest_second: float) -> int:
    """Whole number of steps in a duration."""
    within("dt_second", dt_second, shortest_second)
    within("duration_second", duration_second, dt_second)
    steps = round(duration_second / dt_second)
    if abs(steps * dt_second - duration_second) > 1e-9 * duration_second:
        message = f"duration_second = {duration_second:g} is no multiple of {dt_second:g}"
        raise InputError(message, "duration_second", None, duration_second, dt_second)
    return steps

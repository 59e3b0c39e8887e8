"""The sentences in which a wrong number is refused, as the native rooms write them."""

import math

from battcore.error import InputError


def within(name: str, value: float, low: float, high: float = math.inf) -> None:
    """Refuse a value that is not finite or lies outside the bounds."""
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"{name} is not numeric: {error}", name) from error
    if not (low <= number <= high and math.isfinite(number)):
        message = f"{name} = {number:g} lies outside [{low:g}, {high:g}]"
        raise InputError(message, name, None, number, low, high)


def whole(name: str, value: float, low: int, high: int = 2**63) -> int:
    """Whole number within the bounds, or refusal."""
    within(name, value, low, high)
    if value != int(value):
        raise InputError(f"{name} = {value:g} is not a whole number", name, None, value, low, high)
    return int(value)


def steps_in(duration_second: float, dt_second: float, shortest_second: float) -> int:
    """Whole number of steps in a duration, or refusal."""
    within("dt_second", dt_second, shortest_second, 365.0 * 86_400.0)
    within("duration_second", duration_second, dt_second, 1e11)
    steps = round(duration_second / dt_second)
    if abs(steps * dt_second - duration_second) > 1e-9 * duration_second:
        message = f"duration_second = {duration_second:g} is not a multiple of {dt_second:g}"
        raise InputError(message, "duration_second", None, duration_second, dt_second)
    return steps

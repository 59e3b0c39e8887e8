"""Linear look-up on a uniform grid."""

from collections.abc import Sequence
from typing import Literal


def look_up(
    low: float,
    high: float,
    values: Sequence[float],
    outside: Literal["raise", "hold", "extend"],
    x: float,
) -> float:
    """Value at `x` of a table that spans `low` to `high`."""
    if outside == "raise" and not low <= x <= high:
        raise ValueError(x)
    inside = min(max(x, low), high)
    x = inside if outside == "hold" else x
    cells_per_unit = (len(values) - 1) / (high - low)
    cell = min(int((inside - low) * cells_per_unit), len(values) - 2)
    share = (x - low) * cells_per_unit - cell
    return values[cell] * (1.0 - share) + values[cell + 1] * share

"""A series without its small swings, taken out one by one."""

from collections.abc import Sequence
from itertools import pairwise

from battcore.reference.cycles.counting import turning_points


def without_small_swings(series: Sequence[float], min_range: float) -> list[float]:
    """The turning points that are left when no swing is below `min_range`.

    Swings within larger ones go first; the ends are cut back only when none of those is left.
    """
    values = [point.value for point in turning_points(series)]
    while len(values) > 1:
        small = [abs(a - b) < min_range for a, b in pairwise(values)]
        inner = [at for at in range(1, len(small) - 1) if small[at] and _is_within(values, at)]
        if inner:
            del values[inner[0] : inner[0] + 2]
        elif small[0]:
            del values[0]
        elif small[-1]:
            del values[-1]
        else:
            break
    return values


def _is_within(values: list[float], at: int) -> bool:
    """Whether the swing that begins at `at` lies within its two neighbors, and so closes."""
    a, b, c, d = values[at - 1 : at + 3]
    return a < c and b <= d if b > c else a > c and b >= d

"""Cycles by class, from the list of them."""

from bisect import bisect_right
from collections.abc import Sequence

from battcore.reference.cycles.counting import Residue, rainflow


def histogram(
    series: Sequence[float], edges: Sequence[float], residue: Residue = "half"
) -> tuple[list[float], float]:
    """Cycles in each class of range, and in none of them."""
    counts = [0.0] * (len(edges) - 1)
    outside = 0.0
    for cycle in rainflow(series, residue):
        place = class_of(cycle.range, edges)
        if place is None:
            outside += cycle.count
        else:
            counts[place] += cycle.count
    return counts, outside


def range_mean_matrix(
    series: Sequence[float],
    range_edges: Sequence[float],
    mean_edges: Sequence[float],
    residue: Residue = "half",
) -> tuple[list[list[float]], float]:
    """Cycles in each class of range and of mean, and in none of them."""
    cycles = rainflow(series, residue)
    pairs = [(cycle.range, cycle.mean, cycle.count) for cycle in cycles]
    return _matrix(pairs, range_edges, mean_edges)


def from_to_matrix(
    series: Sequence[float], edges: Sequence[float], residue: Residue = "half"
) -> tuple[list[list[float]], float]:
    """Cycles by the classes of the samples at which they begin and turn back, and in none."""
    cycles = rainflow(series, residue)
    pairs = [(series[cycle.start], series[cycle.end], cycle.count) for cycle in cycles]
    return _matrix(pairs, edges, edges)


def class_of(value: float, edges: Sequence[float]) -> int | None:
    """Where `value` lies between `edges`; the last class has both its edges, as in NumPy."""
    if value == edges[-1]:
        return len(edges) - 2
    inside = edges[0] <= value < edges[-1]
    return bisect_right(edges, value) - 1 if inside else None


def _matrix(
    pairs: Sequence[tuple[float, float, float]],
    row_edges: Sequence[float],
    column_edges: Sequence[float],
) -> tuple[list[list[float]], float]:
    counts = [[0.0] * (len(column_edges) - 1) for _ in row_edges[1:]]
    outside = 0.0
    for first, second, count in pairs:
        row, column = class_of(first, row_edges), class_of(second, column_edges)
        if row is None or column is None:
            outside += count
        else:
            counts[row][column] += count
    return counts, outside

"""Cycles of a series: counting, classes, attributes, damage and what it depends on."""

from battcore.reference.cycles.attributes import Attributes, attributes
from battcore.reference.cycles.conventions import Count, compare
from battcore.reference.cycles.counting import (
    Cycle,
    Point,
    damage,
    equivalent_full_cycles,
    rainflow,
    turning_points,
)
from battcore.reference.cycles.gate import without_small_swings
from battcore.reference.cycles.histograms import (
    class_of,
    from_to_matrix,
    histogram,
    range_mean_matrix,
)
from battcore.reference.cycles.laws import cost, gradient, play_damage

__all__ = [
    "Attributes",
    "Count",
    "Cycle",
    "Point",
    "attributes",
    "class_of",
    "compare",
    "cost",
    "damage",
    "equivalent_full_cycles",
    "from_to_matrix",
    "gradient",
    "histogram",
    "play_damage",
    "rainflow",
    "range_mean_matrix",
    "turning_points",
    "without_small_swings",
]

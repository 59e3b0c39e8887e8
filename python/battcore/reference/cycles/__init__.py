"""Cycles of a series: counting, attributes, damage and what it depends on."""

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
from battcore.reference.cycles.laws import cost, gradient, play_damage

__all__ = [
    "Attributes",
    "Count",
    "Cycle",
    "Point",
    "attributes",
    "compare",
    "cost",
    "damage",
    "equivalent_full_cycles",
    "gradient",
    "play_damage",
    "rainflow",
    "turning_points",
]

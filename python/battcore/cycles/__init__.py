"""Cycles of a series: turning points, rainflow counting, damage.

Rainflow counting pairs the turning points of a series into closed cycles (ASTM E1049-85, section
5.4.4). Every decision compares samples as they are, so neither plateaus nor rounding lose a cycle.
"""

from battcore.cycles.attributes import CycleAttributes, attributes
from battcore.cycles.comparing import Comparison, compare
from battcore.cycles.counter import CycleCounter
from battcore.cycles.counting import damage, equivalent_full_cycles, rainflow, turning_points
from battcore.cycles.damage_counter import DamageCounter, MarginalDamage
from battcore.cycles.gradient import gradient
from battcore.cycles.histograms import (
    FromToMatrix,
    RangeHistogram,
    RangeMeanMatrix,
    from_to_matrix,
    histogram,
    range_mean_matrix,
)
from battcore.cycles.laws import PiecewiseLinear, PowerLaw
from battcore.cycles.play import PlayCounter
from battcore.cycles.results import Cycles, TurningPoints

__all__ = [
    "Comparison",
    "CycleAttributes",
    "CycleCounter",
    "Cycles",
    "DamageCounter",
    "FromToMatrix",
    "MarginalDamage",
    "PiecewiseLinear",
    "PlayCounter",
    "PowerLaw",
    "RangeHistogram",
    "RangeMeanMatrix",
    "TurningPoints",
    "attributes",
    "compare",
    "damage",
    "equivalent_full_cycles",
    "from_to_matrix",
    "gradient",
    "histogram",
    "rainflow",
    "range_mean_matrix",
    "turning_points",
]

"""Dispatch as a linear program: what couples steps or batteries by more than stored energy."""

from battcore.dispatch._linear._beyond import Coupling, is_beyond_the_queue
from battcore.dispatch._linear._optimum import cheapest, cheapest_alone, cheapest_behind

__all__ = [
    "Coupling",
    "cheapest",
    "cheapest_alone",
    "cheapest_behind",
    "is_beyond_the_queue",
]

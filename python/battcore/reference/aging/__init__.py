"""Aging of a cell by a record of its duty, window by window, straight from the card."""

from battcore.reference.aging import blast, check_ups, draw
from battcore.reference.aging.card import Card
from battcore.reference.aging.check import Finding, check
from battcore.reference.aging.duty import Cycle, Duty
from battcore.reference.aging.predict import Cell, Row, predict
from battcore.reference.aging.wear import Wear, wear

__all__ = [
    "Card",
    "Cell",
    "Cycle",
    "Duty",
    "Finding",
    "Row",
    "Wear",
    "blast",
    "check",
    "check_ups",
    "draw",
    "predict",
    "wear",
]

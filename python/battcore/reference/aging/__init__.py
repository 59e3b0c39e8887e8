"""Aging of a cell by a record of its duty, window by window, straight from the card."""

from battcore.reference.aging import blast, draw
from battcore.reference.aging.card import Card
from battcore.reference.aging.duty import Cycle, Duty
from battcore.reference.aging.predict import Cell, Row, predict

__all__ = ["Card", "Cell", "Cycle", "Duty", "Row", "blast", "draw", "predict"]

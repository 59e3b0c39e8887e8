"""The closed loop, piece by piece, straight from what the rooms say."""

from battcore.reference.simulation.loop import Row, Run, simulate
from battcore.reference.simulation.plant import Flow, Plant

__all__ = ["Flow", "Plant", "Row", "Run", "simulate"]

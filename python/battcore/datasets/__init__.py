"""Loads, outages and weather that are the same everywhere: drawn from a seed, not from a file."""

from battcore.datasets.ai_load import ai_training
from battcore.datasets.figures import CAMPAIGN, NODE, TRAINING
from battcore.datasets.outage import outages
from battcore.datasets.weather import ambient_temperature

__all__ = ["CAMPAIGN", "NODE", "TRAINING", "ai_training", "ambient_temperature", "outages"]

"""Rules that run in a controller: load and limits in, the power wanted out."""

from battcore.dispatch._policies import (
    BackupReserve,
    LoadSmoothing,
    PeakShaving,
    Policy,
    RampLimit,
    Stack,
)
from battcore.dispatch._view import Command, Memory, View

__all__ = [
    "BackupReserve",
    "Command",
    "LoadSmoothing",
    "Memory",
    "PeakShaving",
    "Policy",
    "RampLimit",
    "Stack",
    "View",
]

"""What the battery should do: rules that run in a controller, and plans that are optimal."""

from battcore.dispatch._optimize import Peak, minimum_peak, optimize
from battcore.dispatch._plan import Certificate, Costs, Duals, Plan
from battcore.dispatch._policies import (
    BackupReserve,
    LoadSmoothing,
    PeakShaving,
    Policy,
    RampLimit,
    Stack,
)
from battcore.dispatch._view import Command, Memory, View
from battcore.dispatch._wishes import HoldingCost

__all__ = [
    "BackupReserve",
    "Certificate",
    "Command",
    "Costs",
    "Duals",
    "HoldingCost",
    "LoadSmoothing",
    "Memory",
    "Peak",
    "PeakShaving",
    "Plan",
    "Policy",
    "RampLimit",
    "Stack",
    "View",
    "minimum_peak",
    "optimize",
]

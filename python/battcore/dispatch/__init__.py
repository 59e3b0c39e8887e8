"""What the battery should do: rules that run in a controller, and plans that are optimal."""

from battcore.dispatch._cycle_aware import CycleAware, worthwhile_depth
from battcore.dispatch._horizon import ForecastError, RecedingHorizon
from battcore.dispatch._maximum_load import MaximumLoad, maximum_load
from battcore.dispatch._minimum_energy import MinimumEnergy, minimum_energy
from battcore.dispatch._minimum_power import MinimumPower, minimum_power
from battcore.dispatch._optimize import Peak, minimum_peak, optimize
from battcore.dispatch._peaks import LearnedPeakShaving, PeakShaving
from battcore.dispatch._plan import BidCurve, Certificate, Costs, Duals, Plan
from battcore.dispatch._policy import OwnPolicy, Policy, Stack
from battcore.dispatch._reserve import BackupReserve
from battcore.dispatch._schedule import Schedule
from battcore.dispatch._services import FrequencyResponse, RegulationSignal
from battcore.dispatch._smoothing import LoadSmoothing, RampLimit, RangeLimit
from battcore.dispatch._stream import Decisions, Stream
from battcore.dispatch._trade import PriceThreshold, SelfConsumption, TimeOfUse
from battcore.dispatch._view import Command, Memory, View
from battcore.dispatch._wishes import HoldingCost

__all__ = [
    "BackupReserve",
    "BidCurve",
    "Certificate",
    "Command",
    "Costs",
    "CycleAware",
    "Decisions",
    "Duals",
    "ForecastError",
    "FrequencyResponse",
    "HoldingCost",
    "LearnedPeakShaving",
    "LoadSmoothing",
    "MaximumLoad",
    "Memory",
    "MinimumEnergy",
    "MinimumPower",
    "OwnPolicy",
    "Peak",
    "PeakShaving",
    "Plan",
    "Policy",
    "PriceThreshold",
    "RampLimit",
    "RangeLimit",
    "RecedingHorizon",
    "RegulationSignal",
    "Schedule",
    "SelfConsumption",
    "Stack",
    "Stream",
    "TimeOfUse",
    "View",
    "maximum_load",
    "minimum_energy",
    "minimum_peak",
    "minimum_power",
    "optimize",
    "worthwhile_depth",
]

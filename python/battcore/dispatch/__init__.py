"""What the battery should do: rules that run in a controller, and plans that are optimal."""

from battcore.dispatch._best_wear_price import BestWearPrice, WearPriceSearch, best_wear_price
from battcore.dispatch._cycle_aware import CycleAware, worthwhile_depth
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._horizon import ForecastError, RecedingHorizon
from battcore.dispatch._maximum_load import MaximumLoad, maximum_load
from battcore.dispatch._minimum_energy import MinimumEnergy, minimum_energy
from battcore.dispatch._minimum_peak import Peak, minimum_peak
from battcore.dispatch._minimum_power import MinimumPower, minimum_power
from battcore.dispatch._optimize import optimize
from battcore.dispatch._peaks import LearnedPeakShaving, PeakShaving
from battcore.dispatch._plan import BidCurve, Certificate, Costs, Duals, FleetPlan, Plan
from battcore.dispatch._policy import OwnPolicy, Policy, Stack
from battcore.dispatch._reserve import BackupReserve
from battcore.dispatch._reserve_offer import ReserveOffer
from battcore.dispatch._schedule import Schedule
from battcore.dispatch._services import FrequencyResponse, RegulationSignal
from battcore.dispatch._sites_plan import SitesPlan, UpstreamPlan
from battcore.dispatch._smoothing import LoadSmoothing, RampLimit, RangeLimit
from battcore.dispatch._stream import Decisions, Stream
from battcore.dispatch._trade import PriceThreshold, SelfConsumption, TimeOfUse
from battcore.dispatch._view import Command, Memory, View
from battcore.dispatch._wear_prices import WearPrices, wear_prices
from battcore.dispatch._wishes import HoldingCost

__all__ = [
    "BackupReserve",
    "BestWearPrice",
    "BidCurve",
    "Certificate",
    "Command",
    "Costs",
    "CycleAware",
    "CycleCost",
    "Decisions",
    "Duals",
    "FleetPlan",
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
    "ReserveOffer",
    "Schedule",
    "SelfConsumption",
    "SitesPlan",
    "Stack",
    "Stream",
    "TimeOfUse",
    "UpstreamPlan",
    "View",
    "WearPriceSearch",
    "WearPrices",
    "best_wear_price",
    "maximum_load",
    "minimum_energy",
    "minimum_peak",
    "minimum_power",
    "optimize",
    "wear_prices",
    "worthwhile_depth",
]

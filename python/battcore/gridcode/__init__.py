"""What grid codes ask of the power of large loads, and how far a trace stays from it."""

from battcore.gridcode._catalog import DraftWarning, UnknownCodeError, codes
from battcore.gridcode._check import Compliance, check, in_band
from battcore.gridcode._code import GridCode
from battcore.gridcode._limits import (
    BandAmplitudeLimit,
    Limit,
    MeanRampLimit,
    RollingRangeLimit,
)

__all__ = [
    "BandAmplitudeLimit",
    "Compliance",
    "DraftWarning",
    "GridCode",
    "Limit",
    "MeanRampLimit",
    "RollingRangeLimit",
    "UnknownCodeError",
    "check",
    "codes",
    "in_band",
]

"""Samples on a clock: resampled without losing energy, and measured in the terms of grid codes."""

from battcore.trace._change import Ramp, RollingRange, ramp, rolling_range
from battcore.trace._metrics import Metrics, metrics
from battcore.trace._resampling import Moments, Resampled, moments, resample
from battcore.trace._smoothing import SmoothingNeed, moving_mean, smoothing_need

__all__ = [
    "Metrics",
    "Moments",
    "Ramp",
    "Resampled",
    "RollingRange",
    "SmoothingNeed",
    "metrics",
    "moments",
    "moving_mean",
    "ramp",
    "resample",
    "rolling_range",
    "smoothing_need",
]

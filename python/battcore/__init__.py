"""What a battery can do, what it should do, what that costs it in life, and what it is worth.

Positive power charges. Units are W, Wh, s, degrees Celsius and fractions from 0 to 1, and stand in
the names. A sample holds over ``[t, t + dt)``.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from battcore import (
    aging,
    converter,
    cycles,
    dispatch,
    simulation,
    site,
    soc,
    table,
    tariff,
    thermal,
    trace,
)
from battcore._battcore import __version__
from battcore._versions import show_versions
from battcore.converter import Converter
from battcore.error import InputError
from battcore.simulation import simulate
from battcore.site import Battery, Site
from battcore.tariff import DemandCharge, Tariff

if TYPE_CHECKING:
    from battcore import datasets, plot, report

__all__ = [
    "Battery",
    "Converter",
    "DemandCharge",
    "InputError",
    "Site",
    "Tariff",
    "__version__",
    "aging",
    "converter",
    "cycles",
    "datasets",
    "dispatch",
    "plot",
    "report",
    "show_versions",
    "simulate",
    "simulation",
    "site",
    "soc",
    "table",
    "tariff",
    "thermal",
    "trace",
]

_WHEN_USED = {"datasets", "plot", "report"}


def __getattr__(name: str) -> ModuleType:
    """Import what stands beside the house when it is used first: it would slow each import."""
    if name in _WHEN_USED:
        return import_module(f"battcore.{name}")
    raise AttributeError(f"module 'battcore' has no attribute {name!r}")

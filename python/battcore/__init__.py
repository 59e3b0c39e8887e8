"""What a battery can do, what it should do, what that costs it in life, and what it is worth.

Positive power charges. Units are W, Wh, s, degrees Celsius and fractions from 0 to 1, and stand in
the names. A sample holds over ``[t, t + dt)``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from battcore._battcore import __version__
from battcore._versions import show_versions
from battcore.error import InputError

if TYPE_CHECKING:
    from battcore import (
        aging,
        compat,
        converter,
        cycles,
        datasets,
        dispatch,
        gridcode,
        interop,
        plot,
        report,
        simulation,
        site,
        soc,
        table,
        tariff,
        thermal,
        trace,
    )
    from battcore.converter import Converter
    from battcore.simulation import simulate
    from battcore.site import Battery, Site
    from battcore.tariff import DemandCharge, Tariff

__all__ = [
    "Battery",
    "Converter",
    "DemandCharge",
    "InputError",
    "Site",
    "Tariff",
    "__version__",
    "aging",
    "compat",
    "converter",
    "cycles",
    "datasets",
    "dispatch",
    "gridcode",
    "interop",
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

_HOMES = {
    "Battery": "site",
    "Converter": "converter",
    "DemandCharge": "tariff",
    "Site": "site",
    "Tariff": "tariff",
    "simulate": "simulation",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a room when it is used first: together they would double the cost of NumPy alone."""
    if name not in __all__:
        raise AttributeError(f"module 'battcore' has no attribute {name!r}")
    if name in _HOMES:
        return getattr(import_module(f"battcore.{_HOMES[name]}"), name)
    return import_module(f"battcore.{name}")


def __dir__() -> list[str]:
    """Names to be completed in a shell."""
    return __all__

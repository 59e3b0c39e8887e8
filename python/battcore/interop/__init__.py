"""Bridges: `pypsa` plans the battery of a network, `vessim` steps one in a microgrid.

Each is imported when it is used first, and owns the signs and units of the other side.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from battcore.interop import pypsa, vessim

__all__ = ["pypsa", "vessim"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a bridge when it is used first: nobody has all tools."""
    if name not in __all__:
        raise AttributeError(f"module 'battcore.interop' has no attribute {name!r}")
    return import_module(f"battcore.interop.{name}")

"""Pictures of results: a result knows that it can be drawn, and whoever draws it says how."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

ARTISTS = "battcore.plot"
"""Loaded when something is drawn for the first time."""

_artists: dict[type, Callable[[Any], object]] = {}


def draws(result: type, artist: Callable[[Any], object]) -> None:
    """Let `artist` draw all results of one class."""
    _artists[result] = artist


def pictures(result: object) -> Any:  # noqa: ANN401
    """Let whoever draws such a result draw this one."""
    import_module(ARTISTS)
    return _artists[type(result)](result)

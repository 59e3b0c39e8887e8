"""What a card says, as Python has it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from battcore.error import InputError


def fields_of(card: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a model shows of the entries of its card."""
    parameters = {
        name: (float(entry["value"]), entry["unit"])
        for name, entry in card.get("parameters", {}).items()
    }
    tested = {name: (low, high) for name, (low, high) in card.get("tested_range", {}).items()}
    return {
        "key": card["key"],
        "label": card["label"],
        "chemistry": card["chemistry"],
        "capacity_ah": float(card["capacity_ah"]),
        "parameters": MappingProxyType(parameters),
        "tested_range": MappingProxyType(tested),
        "chosen_ranges": tuple(card.get("chosen_ranges", ())),
        "notes": tuple(card.get("notes", ())),
        "claims": tuple(card.get("claims", ())),
        "sets": MappingProxyType(dict(card.get("sets", {}))),
        "models_resistance": "soh_resistance" in card["health"],
    }


def entries_of(card: str) -> dict[str, Any]:
    """Read a card."""
    import tomllib  # noqa: PLC0415 (a third of what importing battcore would cost)

    try:
        return tomllib.loads(card)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"card: {error}", "card") from error


def where(source: Mapping[str, str]) -> str:
    """Tell where a source is found."""
    address = f"https://doi.org/{source['doi']}" if "doi" in source else source.get("url", "")
    return ", ".join(part for part in (source.get("citation", ""), address) if part)

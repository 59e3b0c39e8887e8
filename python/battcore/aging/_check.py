"""What is suspicious about a model."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from battcore import _battcore
from battcore.aging._units import Units

Fault = Literal["unit", "not finite", "negative", "falls with depth", "jumps"]
CONDITIONS = ("temperature_celsius", "soc", "dod", "c_rate")
MEANINGS = {
    "not finite": "is {value}",
    "negative": "is {value:.3g}: nothing grows there",
    "falls with depth": "loses {value:.1%} to the next deeper cycle",
    "jumps": "jumps by {value:.1%}",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something suspicious about an entry of a card."""

    entry: str
    """The entry, as the card names it."""
    fault: Fault
    """What is suspicious."""
    conditions: Mapping[str, float]
    """Where it is worst; empty for a unit."""
    value: float
    """The value there; for a fall or a jump its size, as a share. [as the card has it]"""
    message: str
    """The same in words."""

    def __str__(self) -> str:
        return f"{self.entry}: {self.message}"


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: prints itself, a line for each finding."""

    findings: tuple[Finding, ...]
    """Findings, those of units first."""

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __getitem__(self, place: int) -> Finding:
        return self.findings[place]

    def __len__(self) -> int:
        return len(self.findings)

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings)) or "nothing suspicious"

    def __repr__(self) -> str:
        return str(self)


def check(native: _battcore.AgingCard, entries: Mapping[str, Any]) -> Check:
    """Look over units, and over the tested range."""
    of_units = [
        Finding(entry, "unit", {}, float("nan"), fault) for entry, fault in Units(entries).faults()
    ]
    return Check((*of_units, *_surveyed(native)))


def _surveyed(native: _battcore.AgingCard) -> Iterator[Finding]:
    for entry, fault, place, value in _battcore.survey_aging(native):
        conditions = dict(zip(CONDITIONS, place, strict=True))
        where = ", ".join(f"{name} {at:.3g}" for name, at in conditions.items())
        message = f"{MEANINGS[fault].format(value=value)} at {where}"
        yield Finding(entry, fault, conditions, value, message)  # type: ignore[arg-type]

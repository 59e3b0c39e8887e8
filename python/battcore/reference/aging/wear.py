"""What the next charge, discharge or day takes from a cell."""

from typing import NamedTuple

from battcore.reference.aging.card import Card
from battcore.reference.aging.growth import moved, value_of
from battcore.reference.aging.predict import Cell
from battcore.reference.aging.steady import conditions


class Wear(NamedTuple):
    """Capacity lost by each capacity charged, by each discharged, by each day."""

    charge: float
    discharge: float
    hold: float


def wear(
    cell: Cell, place: tuple[float, ...], *, next_efc: float = 1.0, next_day: float = 1.0
) -> Wear:
    """Mean loss over what comes next, all conditions being those of a place.

    Charging and discharging share what whole cycles take as each would take it alone.
    """
    cycles = {"efc": next_efc / 2, "cycle": next_efc / 2 / place[2]}
    both = dict.fromkeys(("charge_throughput", "discharge_throughput"), next_efc)
    apart = [lost(cell, place, cycles | {way: next_efc}) for way in both]
    whole = lost(cell, place, {clock: 2 * dx for clock, dx in cycles.items()} | both)
    per_efc = whole / sum(apart) / next_efc if sum(apart) else 0.0
    held = lost(cell, place, {"time_day": next_day})
    return Wear(apart[0] * per_efc, apart[1] * per_efc, held / next_day)


def lost(cell: Cell, place: tuple[float, ...], dx: dict[str, float]) -> float:
    """Capacity that is lost while so much passes on each clock."""
    known = conditions(place) | cell.levels
    card, ages = cell.card, cell.ages
    later = {
        name: moved(card, state, ages[name], known, dx.get(state["x"], 0.0))
        for name, state in card.states.items()
    }
    return capacity(card, ages) - capacity(card, later)


def capacity(card: Card, ages: dict[str, float]) -> float:
    """Capacity over the nominal one, of states that stand where `ages` says."""
    levels = {name: value_of(card, state, ages[name]) for name, state in card.states.items()}
    return float(card.value(card.entries["health"]["soh_capacity"], levels))

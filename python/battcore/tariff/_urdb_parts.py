"""Tiers, schedules and units of the U.S. Utility Rate Database."""

from collections.abc import Mapping
from typing import Any, cast

from battcore.error import InputError
from battcore.tariff._charges import Period
from battcore.tariff._reading import numeric, windows
from battcore.tariff._window import WEEKDAYS, WEEKEND, Window

_TIER_KEYS = {"rate", "adj", "max", "unit", "sell"}


def tiers_of(
    tiers: list[Mapping[str, Any]], price: str, place: str
) -> tuple[list[float], list[float]]:
    if unknown := {key for tier in tiers for key in tier} - _TIER_KEYS:
        raise InputError(f"{place} holds {sorted(unknown)}, which is not understood", place)
    adders = ("rate", "adj") if price == "rate" else (price,)
    prices = [sum(numeric(place, tier.get(key, 0.0)) for key in adders) for tier in tiers]
    if price == "sell":
        if len({*prices}) > 1:
            raise InputError(f"{place} sells at a price for each tier: not understood", place)
        return prices[:1], []
    if any("max" not in tier for tier in tiers[:-1]):
        raise InputError(f"{place} has a tier without max before the last", place)
    return prices, [numeric(place, tier["max"]) for tier in tiers[:-1]]


def structure_of(rate: Mapping[str, Any], name: str) -> list[list[Mapping[str, Any]]]:
    structure = rate.get(name) or []
    is_good = isinstance(structure, list) and all(
        isinstance(tiers, list) and tiers and all(isinstance(tier, Mapping) for tier in tiers)
        for tiers in structure
    )
    if not is_good:
        raise InputError(f"{name} is no list of periods of tiers", name)
    return cast("list[list[Mapping[str, Any]]]", structure)


def held_windows(
    rate: Mapping[str, Any], kind: str, number: int, periods: int
) -> tuple[Window, ...]:
    """Return the windows of a period, by the schedules of weekdays and weekends."""
    found: tuple[Window, ...] = ()
    for days, weekdays in (("weekday", WEEKDAYS), ("weekend", WEEKEND)):
        name = f"{kind}{days}schedule"
        schedule = rate.get(name, [[0] * 24] * 12 if periods == 1 else None)
        check_length(name, schedule, 12)
        for row in schedule:
            check_numbers(name, row, 24, periods)
        hours = {
            month: [hour for hour, each in enumerate(row) if each == number]
            for month, row in enumerate(schedule, 1)
        }
        found += windows(hours, weekdays)
    return found


def period_of_unit(units: set[str], known: dict[str, Period], place: str) -> Period:
    (unit, *others) = units
    if others or unit not in known:
        raise InputError(f"{place} is told in {sorted(units)}, expected one of {[*known]}", place)
    return known[unit]


def check_length(name: str, values: Any, length: int) -> None:  # noqa: ANN401
    if not isinstance(values, list) or len(values) != length:
        raise InputError(f"{name} is no list of {length}", name)


def check_numbers(name: str, values: Any, length: int, periods: int) -> None:  # noqa: ANN401
    check_length(name, values, length)
    for index, value in enumerate(values):
        if value not in range(periods):
            raise InputError(f"{name} names period {value!r} of {periods}", name, index)

"""What is asked of several sites, read into places."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from battcore.dispatch._place import Place
from battcore.dispatch._told_of import told_of
from battcore.dispatch._wishes import Wishes, wishes_of_each
from battcore.error import InputError
from battcore.site import Battery, Site


def places_of(batteries: Any, sites: Sequence[Site], asked: Mapping[str, Any]) -> list[Place]:  # noqa: ANN401
    """Give each site its batteries and what is asked of them."""
    if len(sites) == 0 or not all(isinstance(site, Site) for site in sites):
        raise InputError("site is no Site and no list of them", "site")
    if not isinstance(batteries, Sequence) or len(batteries) != len(sites):
        raise InputError(f"battery has no entry for each of {len(sites)} sites", "battery")
    columns = {name: _entry_each(name, value, len(sites)) for name, value in asked.items()}
    places = []
    for number, (entry, site) in enumerate(zip(batteries, sites, strict=True)):
        name = f"site[{number}]"
        _check_steps(sites[0], site, name, ("site", number))
        with told_of(name):
            wished = {argument: column[number] for argument, column in columns.items()}
            places.append(_place(entry, site, wished, name))
    return places


def upstream_of(site: Site, behind: Sequence[Place]) -> Place:
    """Hang places behind a connection."""
    if not isinstance(site, Site):
        raise InputError("upstream is no Site", "upstream")
    _check_steps(behind[0].site, site, "upstream", ("upstream", None))
    return Place(site=site, behind=behind, name="upstream")


def _place(entry: Any, site: Site, asked: Mapping[str, Any], name: str) -> Place:  # noqa: ANN401
    if isinstance(entry, Battery):
        wishes = [Wishes(**asked)]
        return Place(site=site, batteries=[entry], wishes=wishes, stands_alone=True, name=name)
    if not isinstance(entry, Sequence) or not all(isinstance(each, Battery) for each in entry):
        raise InputError("battery is no Battery and no list of them", "battery")
    wishes = wishes_of_each(len(entry), asked)
    return Place(site=site, batteries=entry, wishes=wishes, name=name)


def _entry_each(name: str, value: Any, count: int) -> Sequence[Any]:  # noqa: ANN401
    """One entry for all sites, or one for each of them."""
    is_list = isinstance(value, Sequence) or np.ndim(value) > 0
    if not is_list or isinstance(value, str) or name == "exclusive":
        return [value] * count
    if len(value) != count:
        raise InputError(f"{name} has {len(value)} entries beside {count} sites", name)
    return [*value]


def _check_steps(first: Site, other: Site, name: str, argument: tuple[str, int | None]) -> None:
    """Refuse steps that are not those of the first site, and a clock that shows another time."""
    steps, expected = np.size(other.load_watt), np.size(first.load_watt)
    if steps != expected:
        raise InputError(f"{name} has {steps} steps beside {expected} of site[0]", *argument)
    if not (np.broadcast_to(other.dt_second, steps) == first.dt_second).all():
        raise InputError(f"{name}.dt_second is not that of site[0]", *argument)
    if _has_clock(first) and _has_clock(other) and other.start != first.start:
        raise InputError(f"{name} starts at {other.start}, site[0] at {first.start}", *argument)


def _has_clock(site: Site) -> bool:
    """Whether it matters when the trace starts."""
    return site.start is not None or site.tariff is not None

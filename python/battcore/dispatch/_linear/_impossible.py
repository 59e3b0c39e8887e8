"""Why no schedule keeps within all limits of a linear program, and what would have to give."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from battcore.dispatch._conflict import Conflict, Flags, NoProofError, Side
from battcore.dispatch._linear._beyond import Coupling
from battcore.dispatch._linear._branch import Branch
from battcore.dispatch._linear._model import Model
from battcore.dispatch._place import Place
from battcore.dispatch._told_of import in_place
from battcore.error import InfeasibleError


class _Limit(NamedTuple):
    name: str
    unit: str
    side: Side


def explain(place: Place, coupling: Coupling) -> InfeasibleError:
    """Ask of each limit of a problem how little it must give."""
    try:
        conflict = _conflict_of(place, coupling)
    except NoProofError:
        message = "no schedule keeps within all limits, and HiGHS does not tell why"
        return InfeasibleError(message, "limits", 0, np.nan, "", [])
    message = "no schedule keeps within all limits without charging and discharging at once"
    return conflict or InfeasibleError(message, "exclusive", 0, np.nan, "", [])


def _conflict_of(place: Place, coupling: Coupling) -> InfeasibleError | None:
    """Tell why there is no schedule; None if there is one."""
    model = Model.of(place, coupling)
    conflict = Conflict(model.program)
    members = conflict.members()
    if members is None:
        return None
    found: dict[str, tuple[float, int, str]] = {}
    for name, unit, side in _limits(model.root):
        if name in found or not members[int(side.is_upper), side.columns].any():
            continue  # what conflicts without it will still do so
        if least := conflict.least_give(side):
            give, needed = least
            found[name] = (give * 1e3, _first_step(needed, model.root.steps), unit)
    if not found:
        return _several_at_once(place)
    name, (give, step, unit) = next(iter(found.items()))
    message = f"no schedule holds {name}: step {step} lacks {give:g} {unit}"
    relaxations = [(name, give) for name, (give, _, _) in found.items()]
    return InfeasibleError(message, name, step, give, unit, relaxations)


def _several_at_once(place: Place) -> InfeasibleError:
    """Tell of the first place that is impossible on its own, if one is."""
    message = "no schedule keeps within all limits, and no change of one of them would do"
    for each in place.behind:
        if conflict := _conflict_of(each, Coupling()):
            alone, name, step, give, unit, _ = conflict.args
            return InfeasibleError(f"{message}; alone, {alone}", name, step, give, unit, [])
    return InfeasibleError(message, "limits", 0, np.nan, "", [])


def _limits(root: Branch) -> Iterator[_Limit]:
    for branch in root.walk():
        for limit in (*_limits_of_connection(branch), *_limits_of_stores(branch)):
            yield limit._replace(name=in_place(branch.place.name, limit.name))


def _limits_of_connection(branch: Branch) -> Iterator[_Limit]:
    connection = branch.connection
    if np.isfinite(connection.terms.import_kw).any():
        yield _Limit("import_limit_watt", "W", Side(connection.imported))
    if np.isfinite(connection.terms.export_kw).any():
        yield _Limit("export_limit_watt", "W", Side(connection.exported))
    if connection.change.size:
        seconds = connection.terms.hours[1:] * 3600.0
        yield _Limit("ramp_watt_per_second", "W/s", Side(connection.change, seconds))


def _limits_of_stores(branch: Branch) -> Iterator[_Limit]:
    if not branch.stores:
        return
    stored = np.stack([store.stored for store in branch.stores])
    full = np.array([[store.terms.capacity_kwh] for store in branch.stores])
    lower, upper = (partial(Side, is_upper=is_upper) for is_upper in (False, True))
    ends = (end for asked in branch.place.wishes for end in (asked.soc_end, asked.soc_end_min))
    if any(end is not None for end in ends):
        yield _Limit("soc_end", "Wh", lower(stored[:, -1:], utmost=0.0))
        yield _Limit("soc_end", "Wh", upper(stored[:, -1:], utmost=full))
    yield _Limit("soc_floor", "Wh", lower(stored, utmost=0.0))
    yield _Limit("soc_ceiling", "Wh", upper(stored, utmost=full))


def _first_step(needed: Flags, steps: int) -> int:
    """The first of all steps that needs the whole give; limits of changes begin later."""
    in_any = needed.reshape(-1, needed.shape[-1]).any(0)
    return int(np.argmax(in_any)) + steps - in_any.size

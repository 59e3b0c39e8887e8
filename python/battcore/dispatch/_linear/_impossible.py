"""Why no schedule keeps within all limits of a linear program, and what would have to give."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from battcore._arrays import Floats
from battcore.dispatch._linear._beyond import Coupling
from battcore.dispatch._linear._branch import Branch
from battcore.dispatch._linear._model import Model
from battcore.dispatch._place import Place
from battcore.dispatch._program import Indices, NoSolutionError
from battcore.dispatch._told_of import in_place
from battcore.error import InfeasibleError


class _Limit(NamedTuple):
    name: str
    unit: str
    columns: Indices
    """What it bounds, shape (k, n)."""
    share: Floats | float = 1.0
    """How much each bound gives when the limit gives by one."""
    is_upper: bool = True
    utmost: Floats | float = np.inf
    """A bound that cannot give."""


def explain(write: Callable[[], Model]) -> InfeasibleError:
    """Ask of each limit of a problem, written down anew, how little it must give."""
    if _is_possible(write()):
        message = "no schedule keeps within all limits without charging and discharging at once"
        return InfeasibleError(message, "exclusive", 0, np.nan, "", [])
    found: dict[str, tuple[float, int, str]] = {}
    model = write()
    conflict = model.program.conflict()
    for limit in _limits(model.root):
        if limit.name in found or not conflict[int(limit.is_upper), limit.columns].any():
            continue  # what conflicts without it will still do so
        if needs := _least_give(write(), limit):
            found[limit.name] = (*needs, limit.unit)
    if not found:
        return _several_at_once(write().root.place)
    name, (give, step, unit) = next(iter(found.items()))
    message = f"no schedule holds {name}: step {step} lacks {give:g} {unit}"
    relaxations = [(name, give) for name, (give, _, _) in found.items()]
    return InfeasibleError(message, name, step, give, unit, relaxations)


def _several_at_once(place: Place) -> InfeasibleError:
    """Tell of the first place that is impossible on its own, if one is."""
    message = "no schedule keeps within all limits, and no change of one of them would do"
    for each in place.behind:
        write = partial(Model.of, each, Coupling())
        if not _is_possible(write()):
            alone, name, step, give, unit, _ = explain(write).args
            return InfeasibleError(f"{message}; alone, {alone}", name, step, give, unit, [])
    return InfeasibleError(message, "limits", 0, np.nan, "", [])


def _is_possible(model: Model) -> bool:
    try:
        model.program.solve()
    except NoSolutionError:
        return False
    return True


def _limits(root: Branch) -> Iterator[_Limit]:
    for branch in root.walk():
        for limit in (*_limits_of_connection(branch), *_limits_of_stores(branch)):
            yield limit._replace(name=in_place(branch.place.name, limit.name))


def _limits_of_connection(branch: Branch) -> Iterator[_Limit]:
    connection = branch.connection
    if np.isfinite(connection.terms.import_kw).any():
        yield _Limit("import_limit_watt", "W", connection.imported)
    if np.isfinite(connection.terms.export_kw).any():
        yield _Limit("export_limit_watt", "W", connection.exported)
    if connection.change.size:
        seconds = connection.terms.hours[1:] * 3600.0
        yield _Limit("ramp_watt_per_second", "W/s", connection.change, seconds)


def _limits_of_stores(branch: Branch) -> Iterator[_Limit]:
    if not branch.stores:
        return
    stored = np.stack([store.stored for store in branch.stores])
    full = np.array([[store.terms.capacity_kwh] for store in branch.stores])
    ends = (end for asked in branch.place.wishes for end in (asked.soc_end, asked.soc_end_min))
    if any(end is not None for end in ends):
        yield _Limit("soc_end", "Wh", stored[:, -1:], is_upper=False, utmost=0.0)
        yield _Limit("soc_end", "Wh", stored[:, -1:], utmost=full)
    yield _Limit("soc_floor", "Wh", stored, is_upper=False, utmost=0.0)
    yield _Limit("soc_ceiling", "Wh", stored, utmost=full)


def _least_give(model: Model, limit: _Limit) -> tuple[float, int] | None:
    """The least give that makes a schedule possible, and the first step that needs all of it."""
    give, rows = model.program.ask_for_give(
        limit.columns, limit.share, limit.utmost, is_upper=limit.is_upper
    )
    try:
        solution = model.program.solve()
    except NoSolutionError:
        return None
    needs = solution.dual[rows] != 0.0
    first = int(np.argmax(needs.reshape(-1, rows.shape[-1]).any(0)))
    step = first + model.root.steps - rows.shape[-1]
    return float(solution.value[give[0]]) * 1e3, step

"""Which networks are of the form that one battery behind one meter has."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from battcore._arrays import Floats
from battcore.error import InputError

if TYPE_CHECKING:
    from pypsa import Network

READ = {
    "Load": {"p_set", "sign"},
    "Generator": {"p_nom", "p_min_pu", "p_max_pu", "sign", "marginal_cost"},
    "StorageUnit": {
        "p_nom",
        "p_min_pu",
        "p_max_pu",
        "max_hours",
        "efficiency_store",
        "efficiency_dispatch",
        "standing_loss",
        "marginal_cost",
        "state_of_charge_initial",
        "cyclic_state_of_charge",
    },
    "Store": {"e_nom", "e_min_pu", "e_max_pu", "e_initial", "e_cyclic", "standing_loss"},
    "Link": {"p_nom", "p_max_pu", "efficiency", "marginal_cost"},
}
WITHOUT_BEARING = {
    *("active", "build_year", "lifetime", "q_set", "weight", "length", "terrain_factor"),
    *("capital_cost", "overnight_cost", "discount_rate", "fom_cost", "spill_cost"),
    *(f"{size}_nom_{bound}" for size in "pe" for bound in ("mod", "min", "max", "set")),
}
BESIDE = {"Bus", "Carrier", "LineType", "TransformerType", "SubNetwork"}


def refuse(reason: str) -> NoReturn:
    """Say why a network is not of the form."""
    raise InputError(f"not one battery behind one meter: {reason}", "network")


def check_form(network: "Network") -> None:
    """Refuse whatever would bear on the dispatch and is not read."""
    if network.has_scenarios or network.has_investment_periods:
        refuse("it has scenarios or investment periods")
    for component in network.components:
        if component.name not in READ.keys() | BESIDE and not component.static.empty:
            refuse(f"it has a {component.name}")
    for name, read in READ.items():
        for attribute, part in settings(network.components[name]):
            if attribute not in read:
                refuse(f"{name} {part!r} sets {attribute}")


def settings(component: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Attributes with a bearing on the dispatch, and the first part that sets each."""
    active = component.static.index[component.static.active]
    if active.empty:
        return
    defaults = component.defaults
    inputs = defaults[defaults.status.str.startswith("Input") & (defaults.dtype != object)]
    aside = {"efficiency"} if component.name == "Generator" else set()  # of burning fuel
    default = inputs.default.drop([*{*inputs.index} & (WITHOUT_BEARING | aside)])
    given = component.static.loc[active, default.index]
    is_set = given.notna() & given.ne(default)
    for attribute in default.index:
        moving = component.dynamic.get(attribute)
        set_often = active[:0] if moving is None else active.intersection(moving.columns)
        for part in [*active[is_set[attribute]], *set_often][:1]:
            yield attribute, part
        if component.has_piecewise(attribute):
            refuse(f"{component.name} gives {attribute} piece by piece")


def active_at(network: "Network", component: str, bus: str, end: str = "bus") -> list[str]:
    """Parts of a kind that take part at a bus."""
    static = network.components[component].static
    return [*static.index[static.active & (static[end] == bus)]]


def per_snapshot(network: "Network", component: str, part: str, attribute: str) -> Floats:
    """Values of an attribute, one for each snapshot."""
    tables = network.components[component]
    moving = tables.dynamic.get(attribute)
    if moving is not None and part in moving.columns:
        return np.ascontiguousarray(moving[part], np.float64)
    return np.full(len(network.snapshots), tables.static.at[part, attribute], np.float64)


def constant(network: "Network", component: str, part: str, attribute: str) -> float:
    """Value of an attribute that may not change in time."""
    values = per_snapshot(network, component, part, attribute)
    if (values != values[0]).any():
        refuse(f"{attribute} of {component} {part!r} changes in time")
    return float(values[0])

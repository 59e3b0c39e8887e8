"""States along their curves: y = f(age), at a speed that conditions set."""

import math
from typing import Any

import numpy as np

from battcore.reference.aging.card import Card

State = dict[str, Any]
Known = dict[str, Any]


def started(card: Card, state: State) -> float:
    """Where a state of a new cell stands: its age, or its value if conditions change its curve."""
    value = float(state.get("start", 0.0))
    return age_at(card, state, value, {}) if is_fixed(card, state) else value


def moved(card: Card, state: State, place: float, known: Known, dx: float) -> float:
    """Where a state stands after `dx` under the conditions `known`."""
    way = speed(card, state, known) * dx * state.get("x_scale", 1.0) if dx else 0.0
    if is_fixed(card, state):
        return place + way
    age = age_at(card, state, place, known) if way > 0 else math.nan
    value = level_at(card, state, age + way, known) if math.isfinite(age) else place
    return max(place, value)


def value_of(card: Card, state: State, place: float) -> float:
    """Value of a state from where it stands."""
    return level_at(card, state, place, {}) if is_fixed(card, state) else place


def rises(card: Card, state: State) -> bool:
    """Whether the value of a state may only rise."""
    return not is_fixed(card, state) or of_shape(card, state, "p", {}) >= 0


def speed(card: Card, state: State, known: Known) -> float:
    """How fast the age of a state runs."""
    k = float(card.value(state["k"], known))
    exponent = 1 / of_shape(card, state, "p", known) if state["law"] == "power" else 1.0
    return math.pow(max(k, 0.0), exponent)


def is_fixed(card: Card, state: State) -> bool:
    """Whether no condition changes the curve."""
    try:
        for name in ("p", "y_inf", "at"):
            of_shape(card, state, name, {})
    except KeyError:
        return False
    return True


def of_shape(card: Card, state: State, name: str, known: Known) -> float:
    """Exponent, limit or choice of a curve."""
    return float(card.value(state.get(name, "1"), known))


def level_at(card: Card, state: State, age: float, known: Known) -> float:
    """Value of a state at an age."""
    p, limit, at = (of_shape(card, state, name, known) for name in ("p", "y_inf", "at"))
    match state["law"]:
        case "power" | "power_of_product":
            return math.pow(age, p)
        case "sigmoid":
            return 2 * limit * (0.5 - 1 / (1 + math.exp(min(math.pow(age, p), 700.0))))
        case "relaxation":
            return -limit * math.expm1(-age)
        case "table" if "at" in state:
            return float(card.from_family(state["curve"], at, age))
        case "table":
            table = card.entries["tables"][state["curve"]]
            return float(np.interp(age, table["x"], table["y"]))
    return age


def age_at(card: Card, state: State, level: float, known: Known) -> float:
    """Age at which a state has a value; NaN if it never has."""
    p, limit, at = (of_shape(card, state, name, known) for name in ("p", "y_inf", "at"))
    match state["law"]:
        case _ if level <= 0:
            return 0.0
        case "power" | "power_of_product":
            return math.pow(level, 1 / p)
        case "sigmoid":
            return math.pow(2 * math.atanh(level / limit), 1 / p) if level < limit else math.nan
        case "relaxation":
            return -math.log(1 - level / limit) if level < limit else math.nan
        case "table":
            return age_on_table(card, state["curve"], at if "at" in state else None, level)
    return level


def age_on_table(card: Card, curve: str, at: float | None, level: float) -> float:
    """Age at which a table, or the one of a family that a condition chooses, has a value."""
    if at is None:
        table = card.entries["tables"][curve]
        return float(np.interp(level, table["y"], table["x"]))
    knots = np.union1d(*card.neighbors(curve, at))
    values = [float(card.from_family(curve, at, knot)) for knot in knots]
    return float(np.interp(level, values, knots)) if level <= values[-1] else math.nan

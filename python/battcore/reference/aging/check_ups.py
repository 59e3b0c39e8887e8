"""Health at check-ups, and by differences how it turns with parameters."""

from collections.abc import Mapping

import numpy as np

from battcore.reference.aging.card import Card
from battcore.reference.aging.duty import DAY, Duty
from battcore.reference.aging.predict import predict
from battcore.reference.aging.smoothness import Floats

STEP = 1e-5  # share of a parameter by which it is moved either way
FACTOR = "factor"


def check_ups(
    text: str,
    record: tuple[Floats, Floats, Floats],
    time_second: Floats,
    changed: Mapping[str, float] | None = None,
    window_second: float = DAY,
) -> Floats:
    """Capacity above resistance at each check-up, straight between the ends of windows.

    `record` is state of charge, temperature and lengths of steps, and ends where it began.
    `changed` holds other values of parameters, and the factor on all that passes.
    """
    card = Card(text)
    for name, value in (changed or {}).items():
        if name != FACTOR:
            card.entries["parameters"][name]["value"] = value
    for state in card.states.values():
        state["x_scale"] = state.get("x_scale", 1.0) * (changed or {}).get(FACTOR, 1.0)
    rows = predict(card, Duty(*repeated(*record, float(time_second.max())), window_second))
    start = {name: float(state.get("start", 0.0)) for name, state in card.states.items()}
    health = card.entries["health"]
    found = []
    for quantity in ("soh_capacity", "soh_resistance"):
        new = float(card.value(health.get(quantity, "1"), start))
        ends = [0.0, *(row.time_second for row in rows)]
        values = [new, *(getattr(row, quantity) for row in rows)]
        found.append(np.interp(time_second, ends, values))
    return np.array(found)


def slopes(
    text: str,
    record: tuple[Floats, Floats, Floats],
    time_second: Floats,
    at: Mapping[str, float],
    window_second: float = DAY,
) -> Floats:
    """Differences of health over each name of `at`, the last axis."""
    found = []
    for name, value in at.items():
        low, high = (
            check_ups(text, record, time_second, {**at, name: value * (1 + by)}, window_second)
            for by in (-STEP, STEP)
        )
        found.append((high - low) / (2 * STEP * value))
    return np.stack(found, axis=-1)


def repeated(
    soc: Floats, celsius: Floats, dt_second: Floats, until: float
) -> tuple[Floats, Floats, Floats]:
    """Repeat a record, and cut it off."""
    times = int(np.ceil(until / dt_second.sum() - 1e-9))
    time = np.concatenate([[0.0], np.cumsum(np.tile(dt_second, times))])
    points = [np.append(np.tile(column[:-1], times), column[-1]) for column in (soc, celsius)]
    kept = np.append(time[time < until - 1e-6], until)
    return np.interp(kept, time, points[0]), np.interp(kept, time, points[1]), np.diff(kept)

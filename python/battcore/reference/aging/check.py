"""What no cell would do, looked for all over the tested range of a card."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from battcore.reference.aging.card import Card
from battcore.reference.aging.smoothness import Floats
from battcore.reference.aging.steady import STEADY, conditions

POINTS = (9, 21, 11, 6)
USUAL = {"temperature_celsius": (0, 45), "soc": (0, 1), "dod": (0.05, 1), "c_rate": (0.05, 1)}
JUMP = 0.01  # a change of so much of the largest value that stays while neighbors draw together
HALVINGS = 40
TINY = 5e-324
DEPTH = STEADY.index("dod")

Formula = Callable[[Floats], Floats]
Worst = tuple[Floats, float]


class Finding(NamedTuple):
    """What is wrong with an entry of the card, where it is worst."""

    entry: str
    fault: str
    place: tuple[float, ...]
    value: float


def check(card: Card) -> Iterator[Finding]:
    """Look at every formula of every state, of a new cell."""
    grid = np.array(np.meshgrid(*axes(card), indexing="ij"))
    starts = {name: state.get("start", 0.0) for name, state in card.states.items()}
    for name, state in card.states.items():
        for part in ("k", "p", "y_inf"):
            text = str(state.get(part, "1"))

            def formula(places: Floats, text: str = text) -> Floats:
                with np.errstate(all="ignore"):
                    found = card.value(text, conditions(places) | starts)
                return np.broadcast_to(found, places.shape[1:]).astype(float)

            values = formula(grid)
            faults = FAULTS if part == "k" else {"not finite": not_finite}
            for fault, look in faults.items():
                for place, value in look(formula, grid, values):
                    worst = tuple(float(at) for at in place)
                    yield Finding(f"states.{name}.{part}", fault, worst, float(value))


def axes(card: Card) -> list[Floats]:
    """Points along temperature, state of charge, depth and rate."""
    tested = dict(card.entries.get("tested_range", {}))
    rates = [tested[way] for way in ("charge_c_rate", "discharge_c_rate") if way in tested]
    if rates:
        tested["c_rate"] = (min(low for low, _ in rates), max(high for _, high in rates))
    ranges = [tested.get(name, USUAL[name]) for name in STEADY]
    return [
        np.linspace(low, high, count if low < high else 1)
        for (low, high), count in zip(ranges, POINTS, strict=True)
    ]


def not_finite(_: Formula, grid: Floats, values: Floats) -> Iterator[Worst]:
    """Where there is no number."""
    if not np.isfinite(values).all():
        yield at_place(grid, values, int(np.argmin(np.isfinite(values))))


def negative(_: Formula, grid: Floats, values: Floats) -> Iterator[Worst]:
    """Where nothing grows."""
    if np.nanmin(values) < 0:
        yield at_place(grid, values, int(np.nanargmin(values)))


def falls_with_depth(_: Formula, grid: Floats, values: Floats) -> Iterator[Worst]:
    """Where a deeper cycle costs less than the next shallower one."""
    (shallow, deep), (_left, deeper) = pairs(values[None], DEPTH), pairs(grid, DEPTH)
    lost = np.where(shallow > 0, 1 - deep / np.where(shallow > 0, shallow, 1), 0.0)[0]
    if lost.size and lost.max() > 1e-9:
        yield at_place(deeper, lost, int(lost.argmax()))


def jumps(formula: Formula, grid: Floats, values: Floats) -> Iterator[Worst]:
    """Where neighbors stay apart though they draw together, by halves that change more."""
    largest = np.max(np.abs(values), where=np.isfinite(values), initial=0.0)
    found: list[Worst] = []
    for axis in range(len(STEADY)):
        (left, right), ((low,), (high,)) = pairs(grid, axis), pairs(values[None], axis)
        for _ in range(HALVINGS):
            wide = np.abs(high - low) >= max(JUMP * largest, TINY)
            low, high, left, right = low[wide], high[wide], left[:, wide], right[:, wide]
            middle = left.copy()
            middle[axis] = (left[axis] + right[axis]) / 2
            value = formula(middle)
            is_left = np.abs(value - low) >= np.abs(high - value)
            low, high = np.where(is_left, low, value), np.where(is_left, value, high)
            left, right = np.where(is_left, left, middle), np.where(is_left, middle, right)
        sizes = np.abs(high - low) / largest if low.size else low
        found += [(right[:, at], sizes[at]) for at in np.flatnonzero(sizes >= JUMP)]
    if found:
        yield max(found, key=lambda jump: jump[1])


def at_place(places: Floats, values: Floats, at: int) -> Worst:
    """Place and value number `at`."""
    return places.reshape(len(STEADY), -1)[:, at], values.ravel()[at]


def pairs(columns: Floats, axis: int) -> tuple[Floats, Floats]:
    """Neighbors along an axis, the first beside the second, column by column."""
    last = columns.shape[1 + axis] - 1
    sides = (np.take(columns, range(start, start + last), 1 + axis) for start in (0, 1))
    left, right = (side.reshape(columns.shape[0], -1) for side in sides)
    return left, right


FAULTS = {
    "not finite": not_finite,
    "negative": negative,
    "falls with depth": falls_with_depth,
    "jumps": jumps,
}

"""A price that rises with the amount."""

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats
from battcore.dispatch._program import Indices, Program
from battcore.error import InputError


def add_rises(program: Program, amount: Indices, limits: Floats, rises: ArrayLike) -> None:
    """Let each unit of `amount` above a limit cost the rise beside it more, shape (k, n)."""
    shape = (limits.size, amount.size)
    if limits.size == 0:
        return
    beyond = program.columns(shape, cost=rises)
    rows = program.rows(shape, low=-limits[:, None])
    program.enter(rows, beyond, 1.0)
    program.enter(rows, amount, -1.0)


def cost_of_rises(amount: Floats, limits: Floats, rises: ArrayLike) -> float:
    """What that comes to."""
    beyond = np.maximum(amount - limits[:, None], 0.0)
    return float((beyond * rises).sum())


def rises_of(name: str, prices: Floats, sign: float = 1.0) -> Floats:
    """By how much each tier is dearer than the one before it, or with a sign of -1 earns less."""
    rises = sign * np.diff(prices)
    if (rises < 0.0).any():
        tier = int(np.argmax(rises < 0.0)) + 1
        message = f"{name}[{tier}] = {prices[tier]:g} bends the cost down, which is not convex then"
        raise InputError(message, name, tier, float(prices[tier]))
    return rises

"""A lump that warms and cools: the solution of ``C dT/dt = q - (T - Ta) / R``."""

from collections.abc import Sequence
from math import expm1

from battcore.thermal import Lump


def step(lump: Lump, start: float, heat: float, dt: float, ambient: float) -> tuple[float, float]:
    """Temperature at the end of a step of constant heat and ambient, and its mean over it."""
    resistance = lump.thermal_resistance_kelvin_per_watt
    time_constant = resistance * lump.heat_capacity_joule_per_kelvin
    goal = ambient + resistance * heat
    covered = -expm1(-dt / time_constant)
    end = start + (goal - start) * covered
    mean = goal + (start - goal) * covered * time_constant / dt
    return end, mean


def simulate(
    lump: Lump,
    heat: Sequence[float],
    steps: Sequence[float],
    ambient: Sequence[float],
    start: float,
) -> list[tuple[float, float]]:
    """End and mean temperature of each step of a trace."""
    trace = []
    for watt, dt, around in zip(heat, steps, ambient, strict=True):
        start, mean = step(lump, start, watt, dt, around)
        trace.append((start, mean))
    return trace

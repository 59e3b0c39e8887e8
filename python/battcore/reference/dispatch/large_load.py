"""What a battery beside a large load must be able to do, straight from the definitions."""

from collections.abc import Iterator, Sequence
from math import inf

import numpy as np

from battcore.gridcode import Limit, MeanRampLimit, RollingRangeLimit
from battcore.reference import gridcode
from battcore.site import Battery, Site


def minimum_power(
    load: Sequence[float], steps: Sequence[float], limits: Sequence[Limit], peak: float
) -> float:
    """Half of the most by which two samples differ beyond what chains of limits allow."""
    allowed = [[0.0 if i == j else inf for j in range(len(load))] for i in range(len(load))]
    for limit in limits:
        for earlier, later, change in allowed_changes(limit, steps, peak):
            direction = limit.direction if isinstance(limit, MeanRampLimit) else "both"
            if direction != "down":
                allowed[earlier][later] = min(allowed[earlier][later], change)
            if direction != "up":
                allowed[later][earlier] = min(allowed[later][earlier], change)
    for by in range(len(load)):  # shortest paths, by R. W. Floyd and S. Warshall
        for row in allowed:
            for to, direct in enumerate(row):
                row[to] = min(direct, row[by] + allowed[by][to])
    excess = (
        high - low - change
        for low, row in zip(load, allowed, strict=True)
        for high, change in zip(load, row, strict=True)
    )
    return 0.5 * max(0.0, *excess)


def allowed_changes(
    limit: Limit, steps: Sequence[float], peak: float
) -> Iterator[tuple[int, int, float]]:
    """Pairs of samples that a limit compares, and by how much they may differ."""
    most = gridcode.bound(limit, peak)
    if isinstance(limit, MeanRampLimit):
        for now, later, second in gridcode.ramp_pairs(limit, steps):
            if now < later:
                yield now, later, most * second / 60.0
    if not isinstance(limit, RollingRangeLimit):
        return
    for last in range(len(steps)):
        for first in gridcode.within(limit.window_second, steps, last)[:-1]:
            yield first, last, most


def carries(
    scale: float,
    site: Site,
    battery: Battery,
    soc_start: float,
    soc_end_min: float = 0.0,
    base: float = 0.0,
    ride_through: float = 0.0,
) -> bool:
    """Whether a store kept as full as the connection allows carries the scaled load.

    With `ride_through` it keeps what carries the highest load for so many seconds, and the power.
    """
    capacity = battery.energy_capacity_wh
    stored = soc_start * capacity
    load, steps, limits, sun = per_step(site)
    critical = scale * max(load) if ride_through > 0.0 else 0.0
    reserve = critical / battery.discharge_efficiency * ride_through / 3600.0
    if critical > battery.discharge_power_watt:
        return False
    for watt, dt, limit, shine in zip(load, steps, limits, sun, strict=True):
        room = min(limit - scale * watt - base + shine, battery.charge_power_watt)
        gain = (
            room * battery.charge_efficiency if room > 0.0 else room / battery.discharge_efficiency
        )
        kept = (1.0 - battery.self_discharge_per_day) ** (dt / 86_400.0)
        stored = min(kept * stored + gain * dt / 3600.0, battery.soc_max * capacity)
        lowest = battery.soc_min * capacity + reserve
        if room < -battery.discharge_power_watt or stored < lowest:
            return False
    return stored >= soc_end_min * capacity


def per_step(site: Site) -> tuple[list[float], ...]:
    """Load, step length, import limit and generation of each step."""
    columns = (site.load_watt, site.dt_second, site.import_limit_watt, site.generation_watt)
    return tuple(column.tolist() for column in np.broadcast_arrays(*columns))

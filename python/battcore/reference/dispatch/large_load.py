"""What a battery beside a large load must be able to do, straight from the definitions."""

from collections.abc import Iterator, Sequence
from math import inf

from battcore.gridcode import Limit, MeanRampLimit, RollingRangeLimit
from battcore.reference import gridcode
from battcore.site import Battery


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
    load: Sequence[float],
    steps: Sequence[float],
    import_limit: Sequence[float],
    battery: Battery,
    soc_start: float,
    soc_end_min: float,
) -> bool:
    """Whether a store kept as full as the connection allows carries the scaled load."""
    capacity = battery.energy_capacity_wh
    stored = soc_start * capacity
    for watt, dt, limit in zip(load, steps, import_limit, strict=True):
        room = min(limit - scale * watt, battery.charge_power_watt)
        gain = (
            room * battery.charge_efficiency if room > 0.0 else room / battery.discharge_efficiency
        )
        kept = (1.0 - battery.self_discharge_per_day) ** (dt / 86_400.0)
        stored = min(kept * stored + gain * dt / 3600.0, battery.soc_max * capacity)
        if room < -battery.discharge_power_watt or stored < battery.soc_min * capacity:
            return False
    return stored >= soc_end_min * capacity

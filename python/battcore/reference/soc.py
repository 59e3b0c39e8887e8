"""State of charge of one battery, step by step."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, kw_only=True)
class Store:
    """A store of energy behind an AC terminal."""

    energy_capacity_wh: float
    soc_min: float = 0.0
    soc_max: float = 1.0
    charge_efficiency: float = 1.0
    discharge_efficiency: float = 1.0
    self_discharge_per_day: float = 0.0
    charge_power_watt: float = inf
    discharge_power_watt: float = inf


def step(store: Store, soc: float, power_watt: float, dt_second: float) -> tuple[float, float]:
    """State of charge after one step, and the power really delivered."""
    wish = min(max(power_watt, -store.discharge_power_watt), store.charge_power_watt)
    rest = soc * (1.0 - store.self_discharge_per_day) ** (dt_second / 86400.0)
    efficiency = store.charge_efficiency if wish > 0.0 else 1.0 / store.discharge_efficiency
    soc_per_watt = efficiency * dt_second / 3600.0 / store.energy_capacity_wh
    free = rest + wish * soc_per_watt
    if wish > 0.0:
        bound = min(free, max(store.soc_max, rest))
    else:
        bound = max(free, min(store.soc_min, rest))
    return bound, wish if bound == free else (bound - rest) / soc_per_watt


def integrate(
    store: Store, soc_start: float, power_watt: Iterable[float], dt_second: float
) -> tuple[list[float], list[float]]:
    """States at the end of each sample, and the powers really delivered."""
    states, delivered = [], []
    soc = soc_start
    for wish in power_watt:
        soc, power = step(store, soc, wish, dt_second)
        states.append(soc)
        delivered.append(power)
    return states, delivered

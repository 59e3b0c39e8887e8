"""The balance at the connection, and the way of power between AC side and store."""

from battcore.reference import converter
from battcore.site import Battery


def grid_power(
    load_watt: float,
    battery_watt: float,
    *,
    unserved_watt: float = 0.0,
    auxiliary_watt: float = 0.0,
    generation_watt: float = 0.0,
    curtailed_watt: float = 0.0,
) -> float:
    """What the connection draws: all that is served, less what generation is let give."""
    consumed = load_watt - unserved_watt + battery_watt + auxiliary_watt
    return consumed - generation_watt + curtailed_watt


def store_power(battery: Battery, ac_watt: float) -> float:
    """How fast the store fills, or drains, at an AC power."""
    dc_watt = converter.dc_power(battery.converter, ac_watt) if battery.converter else ac_watt
    if dc_watt > 0.0:
        return dc_watt * battery.charge_efficiency
    return dc_watt / battery.discharge_efficiency


def ac_power(battery: Battery, store_watt: float) -> float:
    """The AC power at which the store fills, or drains, so fast."""
    if store_watt > 0.0:
        dc_watt = store_watt / battery.charge_efficiency
    else:
        dc_watt = store_watt * battery.discharge_efficiency
    return converter.ac_power(battery.converter, dc_watt) if battery.converter else dc_watt


def power_limits(battery: Battery) -> tuple[float, float]:
    """Largest AC power in and out, by the battery and by its converter."""
    rated = battery.converter.rated_power_watt if battery.converter else float("inf")
    return min(battery.charge_power_watt, rated), min(battery.discharge_power_watt, rated)

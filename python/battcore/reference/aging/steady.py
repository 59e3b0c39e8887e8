"""Conditions that stay as they are: cycles of one depth around one state of charge."""

from typing import Any

STEADY = ("temperature_celsius", "soc", "dod", "c_rate")


def conditions(place: Any) -> dict[str, Any]:  # noqa: ANN401 (numbers, or arrays of them)
    """Conditions at a place, which is temperature, state of charge, depth and rate."""
    celsius, soc, dod, c_rate = place
    return {
        "T": celsius + 273.15,
        "T_mean": celsius + 273.15,
        "soc": soc,
        "soc_mean": soc,
        "soc_low": soc - dod / 2,
        "soc_high": soc + dod / 2,
        "dod": dod,
        "c_rate": c_rate,
        "charge_c_rate": c_rate,
        "discharge_c_rate": c_rate,
        "efc_per_day": 24 * c_rate / 2,  # a capacity moved is half an EFC
    }

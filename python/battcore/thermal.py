"""Losses and ambient in, temperature out."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number, per_step, samples
from battcore._checked import make_plain
from battcore._results import Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Lump:
    """One body of uniform temperature in an ambient.

    Raises
    ------
    InputError
        If a number is not positive and finite.

    Examples
    --------
    >>> Lump(heat_capacity_joule_per_kelvin=2e6, thermal_resistance_kelvin_per_watt=2e-3)
    Lump(heat_capacity_joule_per_kelvin=2000000.0, thermal_resistance_kelvin_per_watt=0.002)
    """

    heat_capacity_joule_per_kelvin: float
    """Heat that warms it by one kelvin. [J/K]"""
    thermal_resistance_kelvin_per_watt: float
    """How much warmer than the ambient one watt of heat keeps it. [K/W]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_lump(self)


@dataclass(frozen=True, slots=True, eq=False)
class TemperatureTrace(Columns):
    """Temperatures of a lump, a row per step."""

    temperature_celsius: Floats
    """At the end of each step. [°C]"""
    mean_temperature_celsius: Floats
    """Time mean over each step. [°C]"""


def simulate(
    lump: Lump,
    heat_watt: ArrayLike,
    dt_second: ArrayLike,
    *,
    ambient_temperature_celsius: ArrayLike = 25.0,
    start_temperature_celsius: float = 25.0,
) -> TemperatureTrace:
    """Warm and cool a lump; exact for heat and ambient that hold over each step.

    Parameters
    ----------
    lump : Lump
        The body.
    heat_watt : array-like, shape (n,)
        Heat set free in it, a mean over each step. [W]
    dt_second : float or array-like, shape (n,)
        Length of the steps. [s]
    ambient_temperature_celsius : float or array-like, shape (n,)
        Around it. [°C]
    start_temperature_celsius : float
        Before the first step. [°C]

    Returns
    -------
    TemperatureTrace
        Temperatures, shape (n,).

    Raises
    ------
    InputError
        If a number is not finite, a step is not positive, a temperature looks like kelvin, lengths
        differ, or there is no step at all.

    Examples
    --------
    >>> lump = Lump(heat_capacity_joule_per_kelvin=2e6, thermal_resistance_kelvin_per_watt=2e-3)
    >>> simulate(lump, [5e3, 5e3, 0.0], 4000.0).temperature_celsius.round(3).tolist()
    [31.321, 33.647, 28.181]
    """
    end, mean = _battcore.simulate_lump(
        lump,
        samples("heat_watt", heat_watt),
        per_step("dt_second", dt_second),
        per_step("ambient_temperature_celsius", ambient_temperature_celsius),
        number("start_temperature_celsius", start_temperature_celsius),
    )
    return TemperatureTrace(end, mean)

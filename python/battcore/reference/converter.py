"""Part-load losses of a converter, in shares of its rated power, and their inverse."""

from itertools import pairwise
from math import sqrt

from battcore.converter import Converter


def loss(converter: Converter, ac_watt: float) -> float:
    """Power lost at an AC power; an idle converter loses nothing but its standby power."""
    if ac_watt == 0.0:
        return 0.0
    if converter.loss_points:
        return max(0.0, *(c + k * abs(ac_watt) for c, k in _lines(converter)))
    share = abs(ac_watt) / converter.rated_power_watt
    lost = converter.no_load_loss + converter.linear_loss * share
    return converter.rated_power_watt * (lost + converter.quadratic_loss * share**2)


def dc_power(converter: Converter, ac_watt: float) -> float:
    """What is left of the AC power on the way in, and what it takes on the way out."""
    dc_watt = ac_watt - loss(converter, ac_watt)
    return max(dc_watt, 0.0) if ac_watt > 0.0 else dc_watt


def ac_power(converter: Converter, dc_watt: float) -> float:
    """The AC power that gives, or takes, a DC power; 0 where the losses eat all of it."""
    if converter.loss_points:
        return _measured_ac_power(converter, dc_watt)
    rated, constant = converter.rated_power_watt, converter.no_load_loss
    slope, bend = converter.linear_loss, converter.quadratic_loss
    if dc_watt > 0.0:  # x - constant - slope x - bend x² = dc
        return rated * _root(-bend, 1.0 - slope, dc_watt / rated + constant)
    if -dc_watt > constant * rated:  # x + constant + slope x + bend x² = -dc
        return -rated * _root(bend, 1.0 + slope, -dc_watt / rated - constant)
    return 0.0


def _root(a: float, b: float, c: float) -> float:
    """Where ``a x² + b x = c`` for the first time, or comes closest."""
    if a == 0.0:
        return c / b
    return (sqrt(max(b * b + 4.0 * a * c, 0.0)) - b) / (2.0 * a)


def _lines(converter: Converter) -> list[tuple[float, float]]:
    """Constant and slope of the line through each piece of measured losses."""
    lines = []
    for (power, loss), (end, more) in pairwise(converter.loss_points):
        slope = (more - loss) / (end - power)
        lines.append((loss - slope * power, slope))
    return lines


def _measured_ac_power(converter: Converter, dc_watt: float) -> float:
    lines = _lines(converter)
    if dc_watt > 0.0:
        return max(dc_watt, *((dc_watt + c) / (1.0 - k) for c, k in lines))
    return -max(0.0, min(-dc_watt, *((-dc_watt - c) / (1.0 + k) for c, k in lines)))

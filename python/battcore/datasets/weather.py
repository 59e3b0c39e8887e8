"""How warm it is outside."""

import numpy as np

from battcore._arrays import Floats
from battcore.datasets._checks import steps_in, whole, within
from battcore.datasets._draws import uniforms

_DAY_SECOND = 86_400.0
_YEAR_SECOND = 365.0 * _DAY_SECOND


def ambient_temperature(
    duration_second: float,
    dt_second: float,
    *,
    mean_celsius: float = 15.0,
    seasonal_swing: float = 10.0,
    daily_swing: float = 5.0,
    weather_swing: float = 4.0,
    start_second: float = 0.0,
    seed: int = 0,
) -> Floats:
    """Temperature outside: two sine waves, and weather that changes from day to day.

    It is coldest on 20 January and each day at 4 o'clock; clock time 0 is midnight at the turn of
    the year, on the northern half of the globe. A stand-in, fitted to no place.

    Parameters
    ----------
    duration_second : float
        Length of the trace, a multiple of `dt_second`. [s]
    dt_second : float
        Step. [s]
    mean_celsius : float
        Mean over a year. [degC]
    seasonal_swing : float
        Amplitude over the year; negative on the southern half of the globe. [K]
    daily_swing : float
        Amplitude over the day. [K]
    weather_swing : float
        Largest deviation of weather; drawn evenly for midnights, straight lines between. [K]
    start_second : float
        Clock time at which the trace begins. [s]
    seed : int
        Which weather. [1]

    Returns
    -------
    ndarray, shape (n,)
        Temperature in the middle of each step. [degC]

    Raises
    ------
    InputError
        If a number is not finite or outside its bounds, or the steps do not fill the duration.

    Examples
    --------
    >>> still = {"seasonal_swing": 0.0, "weather_swing": 0.0}
    >>> ambient_temperature(86_400.0, 21_600.0, **still).round(2).tolist()
    [10.17, 13.71, 19.83, 16.29]
    """
    steps = steps_in(duration_second, dt_second, shortest_second=1e-3)
    within("mean_celsius", mean_celsius, -60.0, 60.0)
    within("seasonal_swing", seasonal_swing, -60.0, 60.0)
    within("daily_swing", daily_swing, -60.0, 60.0)
    within("weather_swing", weather_swing, 0.0, 60.0)
    within("start_second", start_second, -1e11, 1e11)
    seed = whole("seed", seed, 0)
    clock: Floats = start_second + dt_second * (np.arange(steps, dtype=np.float64) + 0.5)
    season = np.cos(2.0 * np.pi * (clock / _YEAR_SECOND - 19.5 / 365.0))
    hour = np.cos(2.0 * np.pi * (clock / _DAY_SECOND - 4.0 / 24.0))
    weather = weather_swing * _weather(clock / _DAY_SECOND, seed)
    return mean_celsius - seasonal_swing * season - daily_swing * hour + weather


def _weather(day: Floats, seed: int) -> Floats:
    first, last = int(day[0] // 1.0), int(day[-1] // 1.0) + 1
    midnights = 2.0 * uniforms(seed, 0, first, last + 1 - first)[:, 0] - 1.0
    return np.interp(day - first, np.arange(midnights.size), midnights)

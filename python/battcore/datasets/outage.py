"""When the grid is away."""

import numpy as np

from battcore._arrays import Floats
from battcore.datasets._checks import whole, within
from battcore.error import InputError

_YEAR_SECOND = 365.0 * 86_400.0


def outages(
    years: float,
    *,
    count: int | None = None,
    rate_per_year: float | None = None,
    median_second: float = 3600.0,
    sigma: float = 1.8,
    seed: int = 0,
) -> tuple[Floats, Floats]:
    """Outages at random times, with lognormal durations.

    Parameters
    ----------
    years : float
        Span in which they begin, in years of 365 days. [a]
    count : int, optional
        How many; give this or `rate_per_year`.
    rate_per_year : float, optional
        Mean number in a year; the number itself is drawn from a Poisson law. [1/a]
    median_second : float
        Median duration, an assumption of this library. [s]
    sigma : float
        Standard deviation of the logarithm of the duration, likewise. [1]
    seed : int
        Which outages. [1]

    Returns
    -------
    start_second, duration_second : ndarray, shape (n,)
        Beginnings in order, in full seconds, and durations, cut where the next begins. [s]

    Raises
    ------
    InputError
        If a number is out of bounds, or not exactly one of `count` and `rate_per_year` is given.

    Examples
    --------
    >>> start_second, duration_second = outages(10.0, count=3, seed=1)
    >>> bool((start_second < 10 * 365 * 86_400).all()), duration_second.size
    (True, 3)
    """
    within("years", years, np.finfo(float).tiny, 1e6)
    within("median_second", median_second, np.finfo(float).tiny)
    within("sigma", sigma, 0.0, 10.0)
    key = np.array([whole("seed", seed, 0), 0], np.uint64)
    draw = np.random.Generator(np.random.Philox(key=key))
    number = _number(years, count, rate_per_year, draw)
    start = np.sort(np.floor(draw.random(number) * years * _YEAR_SECOND))
    duration = median_second * np.exp(sigma * draw.standard_normal(number))
    return start, np.minimum(duration, np.diff(start, append=np.inf))


def _number(
    years: float, count: int | None, rate_per_year: float | None, draw: np.random.Generator
) -> int:
    if (count is None) == (rate_per_year is None):
        raise InputError("give either count or rate_per_year", "count")
    if count is not None:
        return whole("count", count, 0, 1_000_000)
    rate = rate_per_year or 0.0
    within("rate_per_year", rate, 0.0, 1e6 / years)
    return int(draw.poisson(rate * years))

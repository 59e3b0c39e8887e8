"""When the grid leaves in a demo."""

import numpy as np

from battcore import datasets
from battcore.datasets._checks import within

PER_YEAR = 0.6
MEDIAN_SECOND = 300.0
LONGEST_YEARS = 1000.0


def a_few_outages(years: float, seed: int) -> list[tuple[float, float]]:
    """Draw outages at random hours, at least one.

    Parameters
    ----------
    years : float
        Span in which they begin. [a]
    seed : int
        Which ones. [1]

    Returns
    -------
    list of tuple
        Start and duration. [s]

    Raises
    ------
    InputError
        If `years` makes no sense.
    """
    within("years", years, np.finfo(float).tiny, LONGEST_YEARS)
    count = max(1, round(PER_YEAR * years))
    drawn = datasets.outages(years, count=count, median_second=MEDIAN_SECOND, sigma=1.0, seed=seed)
    return [(float(start), float(lasts)) for start, lasts in zip(*drawn, strict=True)]

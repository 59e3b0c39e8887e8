"""How damage depends on every sample."""

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number
from battcore.cycles._rows import series_of
from battcore.cycles.counting import Nan
from battcore.cycles.laws import Law, law_of


def gradient(
    series: ArrayLike,
    *,
    exponent: float | None = None,
    law: Law | None = None,
    nan: Nan = "raise",
    min_range: float = 0.0,
) -> Floats | list[Floats]:
    """Differentiate the damage of a series with respect to each of its samples.

    A cycle of range ``r`` pulls at its two turning points with ``count * f'(r)``; all other samples
    do not matter. One pass tells it all.

    Damage is not smooth where samples tie: on a plateau, where two ranges are equal, where a sample
    lies at a level at which a swing closes. There the sample that is counted has the whole slope,
    of a plateau the first one. For a convex law, such as a power of at least one, damage is convex
    in the series, and what is given is a subgradient everywhere; at a kink of the law, the
    slope towards larger ranges is taken.

    Parameters
    ----------
    series : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, or any other series; finite.
    exponent : float, optional
        Damage of a full cycle is ``range ** exponent``. [1]
    law : PowerLaw or PiecewiseLinear, optional
        Damage of a full cycle by its range; instead of `exponent`.
    nan : {"raise", "skip", "hold"}
        What becomes of NaN: it is refused, or passed over and has no slope; to hold the last
        number is the same.
    min_range : float
        Swings below this range are dropped, as :func:`damage` does, in the unit of the series.

    Returns
    -------
    ndarray, shape (..., time), or list of ndarray, each of shape (time,)
        Damage per unit of each sample; a list if `series` is one of unequal length.

    Raises
    ------
    InputError
        If not exactly one of `exponent` and `law` is given, `min_range` is negative or not finite,
        or a sample is as :func:`rainflow` refuses it.

    References
    ----------
    Y. Shi, B. Xu, Y. Tan, D. Kirschen, B. Zhang, Optimal battery control under cycle aging
    mechanisms in pay for performance settings, IEEE Trans. Automatic Control, 2019,
    arXiv:1709.05715, for convexity.

    Examples
    --------
    >>> import battcore as bc
    >>> bc.cycles.gradient([0.9, 0.1, 0.5, 0.3, 0.9], exponent=2.0).round(6).tolist()
    [0.8, -1.6, 0.4, -0.4, 0.8]
    """
    each, _ = series_of("series", series)
    gate = number("min_range", min_range)
    found = _battcore.damage_gradient(each, law_of(exponent, law), nan, gate)
    if not isinstance(each, list):
        return found.reshape(each.shape)
    return np.split(found, np.cumsum([len(part) for part in each[:-1]]))

"""How damage depends on every sample."""

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, time_last
from battcore.cycles.laws import Law, law_of


def gradient(series: ArrayLike, *, exponent: float | None = None, law: Law | None = None) -> Floats:
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
    series : array-like, shape (..., time)
        State of charge, or any other series; finite.
    exponent : float, optional
        Damage of a full cycle is ``range ** exponent``. [1]
    law : PowerLaw or PiecewiseLinear, optional
        Damage of a full cycle by its range; instead of `exponent`.

    Returns
    -------
    ndarray, shape (..., time)
        Damage per unit of each sample.

    Raises
    ------
    InputError
        If not exactly one of `exponent` and `law` is given, or a sample is as :func:`rainflow`
        refuses it.

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
    array = time_last("series", series)
    return _battcore.damage_gradient(array, law_of(exponent, law)).reshape(array.shape)

"""Parameters by lot: the same for a battery, whoever else is drawn, and in whatever order."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import Floats, bounded, samples, whole
from battcore.aging._engine import known
from battcore.aging._model import AgingModel
from battcore.error import InputError

Identities = NDArray[np.uint64]
_LAST = 2**64 - 1


def draw(
    model: AgingModel, spread: Mapping[str, float], *, battery: int | ArrayLike, seed: int = 0
) -> dict[str, Floats]:
    """Draw parameters that vary from battery to battery.

    A parameter is its value in the card times ``exp(s * z)``, where z is standard normal. Each z
    is a hash of seed, battery and name [1]_: a battery keeps its parameters whatever else is drawn.

    Parameters
    ----------
    model : AgingModel
        The model of all of them.
    spread : mapping of float
        By parameter, the standard deviation s of its logarithm: 0.1 is about 10 %. [1]
    battery : int or array-like of int, shape (b,)
        How many batteries there are, or which ones.
    seed : int
        Another seed gives other batteries.

    Returns
    -------
    dict of ndarray
        By parameter, a value for each battery, to be handed to ``predict(..., parameters=...)``.

    Raises
    ------
    InputError
        If the model has no such parameter, or a number makes no sense.

    References
    ----------
    .. [1] G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators,
       OOPSLA 2014.

    Examples
    --------
    >>> import battcore as bc
    >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
    >>> spread = bc.aging.draw(model, {"p1": 0.1, "p4": 0.2, "p5": 0.2}, battery=1000, seed=1)
    >>> run = bc.aging.predict(
    ...     model, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=1, windows_per_row=365, parameters=spread
    ... )
    >>> run.percentiles([5, 50, 95]).soh_capacity[:, -1].round(4).tolist()
    [0.9744, 0.9776, 0.9804]
    """
    batteries, seed = _identities(battery), whole("seed", seed, 0, _LAST)
    drawn = {}
    for name in known(model, spread):
        deviation = bounded("spread", spread[name], 0.0, 10.0)
        chance = _battcore.draw_normal(seed, name, batteries)
        drawn[name] = model.parameters[name][0] * np.exp(deviation * chance)
    return drawn


def pick(
    sets: Mapping[str, ArrayLike], *, battery: int | ArrayLike, seed: int = 0
) -> dict[str, Floats]:
    """Pick for each battery one of several sets of parameters, such as refits by bootstrap.

    Parameters
    ----------
    sets : mapping of array-like, each of shape (k,)
        By parameter, its value in each set.
    battery : int or array-like of int, shape (b,)
        How many batteries there are, or which ones.
    seed : int
        Another seed gives other picks.

    Returns
    -------
    dict of ndarray
        By parameter, a value for each battery; those of one battery are of one set.

    Raises
    ------
    InputError
        If the columns are empty or not equally long.

    Examples
    --------
    >>> import battcore as bc
    >>> sets = {"p1": [80_000.0, 84_000.0, 90_000.0], "pcal": [0.52, 0.526, 0.53]}
    >>> bc.aging.pick(sets, battery=4, seed=2)["pcal"].tolist()
    [0.53, 0.526, 0.53, 0.53]
    """
    columns = {name: samples(name, values) for name, values in sets.items()}
    lengths = {column.size for column in columns.values()}
    if len(lengths) != 1:
        raise InputError(f"sets are of {sorted(lengths)} values, expected as many of each", "sets")
    place = _battcore.draw_place(whole("seed", seed, 0, _LAST), _identities(battery), lengths.pop())
    return {name: column[place] for name, column in columns.items()}


def _identities(battery: int | ArrayLike) -> Identities:
    given = np.asarray(battery)
    if given.dtype.kind not in "iu" or (given < 0).any() or given.ndim > 1:
        raise InputError("battery is no whole number from 0 up, and no series of them", "battery")
    count_or_which = np.arange(int(given)) if given.ndim == 0 else given
    return np.ascontiguousarray(count_or_which, np.uint64)

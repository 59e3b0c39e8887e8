"""Swings of stored energy left out where they wear more than they earn."""

from dataclasses import dataclass

from battcore import _battcore
from battcore._arrays import number
from battcore._checked import make_plain
from battcore.cycles import PiecewiseLinear, PowerLaw
from battcore.dispatch._policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleAware(Policy):
    """Hold the range of the soc so far within a depth; rank it above what it should hold back.

    Following a signal except where the range of stored energy would pass the depth at which wear
    equals worth stays within a constant of the best in hindsight, however long it goes on.

    Raises
    ------
    InputError
        If `depth` is not a share of one.

    References
    ----------
    Y. Shi, B. Xu, Y. Tan, D. Kirschen, B. Zhang, IEEE Transactions on Automatic Control 64(6),
    2324 (2019).

    Examples
    --------
    >>> import battcore as bc
    >>> law = bc.cycles.PowerLaw(exponent=2.0, scale=1 / 3000)
    >>> depth = worthwhile_depth(law, cell_price_per_kwh=150.0, cycle_price_per_kwh=0.04)
    >>> round(CycleAware(depth=depth).depth, 6)
    0.4
    """

    depth: float
    """The deepest cycle that is worth its wear, as `worthwhile_depth` tells. [1]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)


def worthwhile_depth(
    law: PowerLaw | PiecewiseLinear, *, cell_price_per_kwh: float, cycle_price_per_kwh: float
) -> float:
    """Find the depth at which one more kWh of cycle wears as much as it is worth.

    Where ``law`` says which share ``f(d)`` of its life a cell loses in a cycle of depth ``d``, it
    solves ``cell_price_per_kwh * f'(d) = cycle_price_per_kwh``.

    Parameters
    ----------
    law : PowerLaw or PiecewiseLinear
        The share of life that a cycle takes, convex in its depth.
    cell_price_per_kwh : float
        What a cell costs per kWh of capacity, positive. [currency/kWh]
    cycle_price_per_kwh : float
        What it is worth to store one kWh and give it back, not negative. [currency/kWh]

    Returns
    -------
    float
        The depth, from 0 to 1. [1]

    Raises
    ------
    InputError
        If a number makes no sense.

    Examples
    --------
    >>> import battcore as bc
    >>> law = bc.cycles.PowerLaw(exponent=2.0, scale=1 / 3000)
    >>> bc.dispatch.worthwhile_depth(law, cell_price_per_kwh=150.0, cycle_price_per_kwh=1.0)
    1.0
    """
    cell = number("cell_price_per_kwh", cell_price_per_kwh)
    cycle = number("cycle_price_per_kwh", cycle_price_per_kwh)
    return _battcore.worthwhile_depth(law, cell, cycle)

"""Damage of a series that is still growing, without turning points."""

from typing import TypeAlias

from battcore import _battcore
from battcore._arrays import Floats
from battcore.cycles._growing import GrowingDamage
from battcore.cycles.laws import PiecewiseLinear
from battcore.error import InputError

_State: TypeAlias = tuple[PiecewiseLinear, tuple[Floats, Floats], float]


class PlayCounter(GrowingDamage[PiecewiseLinear, _battcore.PlayCounter]):
    """Adds up the damage of a series by play operators: two numbers for each line of the law.

    It gives what :class:`DamageCounter` gives for a piecewise linear law, open swings counted as
    half cycles, with a state of fixed size: for a controller, or a cell in an optimization.

    A play of width ``h`` stays where it is as long as the series is within ``h / 2`` of it, and
    else is dragged along; its way is the sum of ``max(range - h, 0)`` over half cycles. That a
    series begins with half a cycle and not with a full one is met by plays that start nowhere in
    particular: each keeps the interval of places where it may be until it is dragged for the first
    time. A play that started at the first sample would move as if the series had come there by a
    swing of ``h / 2`` on either side.

    Parameters
    ----------
    law : PiecewiseLinear
        Damage of a full cycle by its range.

    Raises
    ------
    InputError
        If `law` is not piecewise linear.

    References
    ----------
    M. Brokate, K. Dreßler, P. Krejčí, Rainflow counting and energy dissipation for hysteresis
    models in elastoplasticity, Eur. J. Mech. A/Solids 15(4), 705–737, 1996.

    Examples
    --------
    >>> import battcore as bc
    >>> law = bc.cycles.PiecewiseLinear(range=[0.0, 0.5, 1.0], damage=[0.0, 0.1, 0.6])
    >>> plays = bc.cycles.PlayCounter(law)
    >>> plays.extend([0.9, 0.1, 0.5, 0.3, 0.9]).round(6).tolist()
    [0.0, 0.2, 0.04, 0.02, 0.18]
    """

    __slots__ = ()

    def __init__(self, law: PiecewiseLinear) -> None:
        if not isinstance(law, PiecewiseLinear):
            raise InputError(f"law = {law!r}, expected a PiecewiseLinear", "law")
        super().__init__(law, _battcore.PlayCounter(law))

    def __getstate__(self) -> _State:
        """Give the state as plain arrays."""
        return self._law, self._counter.places(), self._counter.damage()

    def __setstate__(self, state: _State) -> None:
        """Take a state back, checked."""
        self._law = state[0]
        self._counter = _battcore.PlayCounter.from_parts(*state)

    def __repr__(self) -> str:
        return f"<PlayCounter: {self.damage:g}>"

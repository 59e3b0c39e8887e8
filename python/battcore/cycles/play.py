"""Damage of a series that is still growing, without turning points."""

from typing import Self, TypeAlias

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, samples
from battcore.cycles._rows import buffer
from battcore.cycles.laws import PiecewiseLinear
from battcore.error import InputError

_State: TypeAlias = tuple[PiecewiseLinear, tuple[Floats, Floats], float]


class PlayCounter:
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

    __slots__ = ("_counter", "_law")

    def __init__(self, law: PiecewiseLinear) -> None:
        if not isinstance(law, PiecewiseLinear):
            raise InputError(f"law = {law!r}, expected a PiecewiseLinear", "law")
        self._law = law
        self._counter = _battcore.PlayCounter(law)

    @property
    def law(self) -> PiecewiseLinear:
        """Damage of a full cycle by its range."""
        return self._law

    @property
    def damage(self) -> float:
        """Damage so far, open swings counted as half cycles."""
        return self._counter.damage()

    def push(self, x: float) -> float:
        """Take one more sample.

        Parameters
        ----------
        x : float
            The sample.

        Returns
        -------
        float
            The damage that it adds, never negative.

        Raises
        ------
        InputError
            If it is NaN, infinite or beyond 8.98e307; the counter stays as it was.
        """
        return self._counter.push(x)

    def extend(self, xs: ArrayLike, *, out: Floats | None = None) -> Floats:
        """Take more samples.

        Parameters
        ----------
        xs : array-like, shape (time,)
            The samples, in their order; none at all is fine.
        out : ndarray, shape (time,), optional
            A buffer to fill instead of a new array.

        Returns
        -------
        ndarray, shape (time,)
            The damage that each sample adds, never negative.

        Raises
        ------
        InputError
            If one is NaN, infinite or beyond 8.98e307, or `out` does not fit; the counter stays
            as it was.
        """
        series = samples("xs", xs)
        added = buffer(out, series)
        self._counter.extend(series, added)
        return added

    def copy(self) -> Self:
        """Give a counter that goes its own way from here, to try out what may come."""
        twin = type(self)(self._law)
        twin._counter = self._counter.copy()  # noqa: SLF001 - its own twin
        return twin

    __copy__ = copy

    def __getstate__(self) -> _State:
        """Give the state as plain arrays."""
        return self._law, self._counter.places(), self._counter.damage()

    def __setstate__(self, state: _State) -> None:
        """Take a state back, checked."""
        self._law = state[0]
        self._counter = _battcore.PlayCounter.from_parts(*state)

    def __repr__(self) -> str:
        return f"<PlayCounter: {self.damage:g}>"

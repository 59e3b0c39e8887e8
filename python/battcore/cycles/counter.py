"""Cycles of a series that is still growing."""

from typing import Self, TypeAlias

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, one_series
from battcore.cycles.laws import Law, law_of
from battcore.cycles.results import Cycles, Integers, TurningPoints

_Columns: TypeAlias = tuple[Floats, Floats, Floats, Integers, Integers]
_State: TypeAlias = tuple[_Columns, tuple[Floats, Integers], int]


class CycleCounter:
    """Counts cycles while samples arrive: what it says never depends on how they were cut.

    At any time there are final cycles, which no later sample can change, and a residue whose
    ranges shrink, of which each swing is half a cycle for the time being.

    Examples
    --------
    >>> import battcore as bc
    >>> counter = bc.cycles.CycleCounter()
    >>> counter.extend([0.9, 0.1, 0.5, 0.3])
    >>> counter.cycles().range.tolist()
    []
    >>> counter.push(0.9)
    >>> counter.cycles().range.round(6).tolist(), counter.cycles().count.tolist()
    ([0.2, 0.8], [1.0, 0.5])
    >>> counter.provisional().range.round(6).tolist()
    [0.8]
    """

    __slots__ = ("_tally",)

    def __init__(self) -> None:
        self._tally = _battcore.Tally()

    @property
    def samples(self) -> int:
        """How many samples have been seen."""
        return self._tally.samples()

    def push(self, x: float) -> None:
        """Take one more sample.

        Parameters
        ----------
        x : float
            The sample.

        Raises
        ------
        InputError
            If it is NaN, infinite or beyond 8.98e307; the counter stays as it was.
        """
        self._tally.push(x)

    def extend(self, xs: ArrayLike) -> None:
        """Take more samples.

        Parameters
        ----------
        xs : array-like, shape (time,)
            The samples, in their order; none at all is fine.

        Raises
        ------
        InputError
            If one is as :func:`turning_points` refuses it; the counter stays as it was.
        """
        self._tally.extend(one_series("xs", xs))

    def cycles(self) -> Cycles:
        """List the final cycles: full ones, and half cycles that can no longer close."""
        return Cycles(*self._tally.closed())

    def provisional(self) -> Cycles:
        """List the half cycles that are still open, the last sample taken as a turning point."""
        return Cycles(*self._tally.provisional())

    def residue(self) -> TurningPoints:
        """List the turning points that are still open, the last sample taken as one."""
        return TurningPoints(*self._tally.residue())

    def damage(self, exponent: float | None = None, *, law: Law | None = None) -> float:
        """Sum the damage of the final and the provisional cycles.

        It is continuous in the last sample and never falls when one more arrives.

        Parameters
        ----------
        exponent : float, optional
            The damage is the sum of ``count * range ** exponent``; not negative. [1]
        law : PowerLaw or PiecewiseLinear, optional
            The damage is the sum of ``count`` times what the law says of the range; instead of
            `exponent`.

        Returns
        -------
        float
            The damage, in the unit of the series to the power of `exponent`, or in that of the law.

        Raises
        ------
        InputError
            If not exactly one of `exponent` and `law` is given, or `exponent` is negative or not
            finite.
        """
        return self._tally.damage(law_of(exponent, law))

    def merge(self, later: "CycleCounter") -> None:
        """Take the series that `later` has counted, as if its samples had come here.

        Cycles, residue and indices are those of the joined series, bit for bit. The cycles that
        `later` had closed come first, then those that close by the joining.

        Parameters
        ----------
        later : CycleCounter
            A counter of what came after; it stays as it is.
        """
        self._tally.merge(later.copy()._tally)  # noqa: SLF001 - a copy, as it may be this one

    def repeat(self, times: int) -> None:
        """Take the series so far again, until it has been seen `times` times.

        It is counted once: only its residue is gone through again.

        Parameters
        ----------
        times : int
            How often it has been seen in the end, at least once.

        Raises
        ------
        InputError
            If `times` is less than one.
        """
        self._tally.repeat(times)

    def copy(self) -> Self:
        """Give a counter that goes its own way from here, to try out what may come."""
        twin = type(self)()
        twin._tally = self._tally.copy()  # noqa: SLF001 - its own twin
        return twin

    __copy__ = copy

    def __getstate__(self) -> _State:
        """Give the state as plain arrays."""
        return self._tally.closed_parts(), self._tally.residue(), self._tally.samples()

    def __setstate__(self, state: _State) -> None:
        """Take a state back, checked."""
        self._tally = _battcore.Tally.from_parts(*state)

    def __repr__(self) -> str:
        return f"<CycleCounter of {self.samples} samples>"

"""What counters of growing damage have in common."""

from typing import Generic, Protocol, Self, TypeVar

from numpy.typing import ArrayLike

from battcore._arrays import Floats, samples
from battcore.cycles._rows import buffer
from battcore.cycles.laws import Law


class Native(Protocol):
    """What a native counter can do."""

    def push(self, x: float) -> float:
        """Take one more sample; give the damage that it adds."""

    def extend(self, xs: Floats, added: Floats) -> None:
        """Take more samples; fill in the damage that each adds."""

    def copy(self) -> Self:
        """Give one that goes its own way."""

    def damage(self) -> float:
        """Give the damage so far."""


L = TypeVar("L", bound=Law)
C = TypeVar("C", bound=Native)


class GrowingDamage(Generic[L, C]):
    """Adds up the damage of a series while samples arrive, by a law and a native counter."""

    __slots__ = ("_counter", "_law")

    def __init__(self, law: L, counter: C) -> None:
        self._law = law
        self._counter = counter

    @property
    def law(self) -> L:
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
        twin = type(self).__new__(type(self))
        twin._law, twin._counter = self._law, self._counter.copy()  # noqa: SLF001 - its own twin
        return twin

    __copy__ = copy

"""Damage of a series that is still growing, and what going on would cost."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats
from battcore._results import Columns
from battcore.cycles._growing import GrowingDamage
from battcore.cycles.laws import Law, checked_law
from battcore.cycles.results import Integers, TurningPoints

_State: TypeAlias = tuple[Law, tuple[Floats, Integers], int, tuple[Floats, float, float]]


@dataclass(frozen=True, slots=True, eq=False)
class MarginalDamage(Columns):
    """Stretches of a straight way from the last sample outwards; each of shape (stretches,).

    On each stretch one swing grows; where it ends, that swing closes and the one around it goes on.
    At `x` on a stretch, the way has added ``damage + (f(|x - origin|) - f(|level - origin|)) / 2``
    for a law ``f``. The last stretch never ends.
    """

    row: ClassVar[str] = "stretch"

    level: Floats
    """Where the stretch begins, in the unit of the series; first of all the last sample."""
    origin: Floats
    """The turning point from which the swing leads, in the unit of the series."""
    damage: Floats
    """Damage added on the way from the last sample to `level`."""
    slope: Floats
    """Damage per way where the stretch begins. It jumps up from stretch to stretch, and grows on
    each, where the law is convex: then so is the cost."""


class DamageCounter(GrowingDamage[Law, _battcore.DamageCounter]):
    """Adds up the damage of a series while samples arrive, each in constant time.

    The damage counts open swings as half cycles. So it moves continuously with the last sample,
    never falls, and what a sample adds can be booked at once; no cycle is ever revoked. Only
    turning points that are open are kept. Closed cycles are not, so two counters cannot be merged:
    that takes :class:`CycleCounter`.

    Parameters
    ----------
    law : PowerLaw or PiecewiseLinear
        Damage of a full cycle by its range.

    Raises
    ------
    InputError
        If `law` is no law.

    Examples
    --------
    >>> import battcore as bc
    >>> counter = bc.cycles.DamageCounter(bc.cycles.PowerLaw(exponent=2.0))
    >>> counter.extend([0.9, 0.1, 0.5, 0.3]).round(6).tolist()
    [0.0, 0.32, 0.08, 0.02]
    >>> round(counter.push(0.6), 6)
    0.065
    >>> counter.marginal("down").level.round(6).tolist()
    [0.6, 0.1]
    """

    __slots__ = ()

    def __init__(self, law: Law) -> None:
        super().__init__(checked_law(law), _battcore.DamageCounter(law))

    @property
    def samples(self) -> int:
        """How many samples have been seen."""
        return self._counter.samples()

    def cost(self, levels: ArrayLike) -> Floats:
        """Tell what it would add to move straight to other levels; the counter stays as it is.

        Parameters
        ----------
        levels : array-like, any shape
            Where the series might go, in its unit.

        Returns
        -------
        ndarray
            Damage added on the way to each, in the shape of `levels`; zero before any sample.

        Raises
        ------
        InputError
            If a level is NaN, infinite or beyond 8.98e307.
        """
        array = floats("levels", levels)
        return self._counter.costs(array.ravel()).reshape(array.shape)

    def marginal(self, direction: Literal["up", "down"]) -> MarginalDamage:
        """List slopes and breakpoints of the cost of going on.

        Parameters
        ----------
        direction : {"up", "down"}
            To larger or to smaller values.

        Returns
        -------
        MarginalDamage
            The stretches of the way, nearest first; none before the first sample.
        """
        return MarginalDamage(*self._counter.path(direction))

    def residue(self) -> TurningPoints:
        """List the turning points that are still open, the last sample taken as one."""
        return TurningPoints(*self._counter.residue())

    def __getstate__(self) -> _State:
        """Give the state as plain arrays."""
        counter = self._counter
        return self._law, counter.residue(), counter.samples(), counter.sums()

    def __setstate__(self, state: _State) -> None:
        """Take a state back, checked."""
        self._law = checked_law(state[0])
        self._counter = _battcore.DamageCounter.from_parts(*state)

    def __repr__(self) -> str:
        return f"<DamageCounter of {self.samples} samples: {self.damage:g}>"

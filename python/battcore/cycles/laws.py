"""How much damage a cycle does, by its range."""

from dataclasses import dataclass
from typing import TypeAlias

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import samples
from battcore._checked import make_plain
from battcore.error import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerLaw:
    """A full cycle does the damage ``scale * range ** exponent``.

    Raises
    ------
    InputError
        If `exponent` or `scale` is negative or not finite.

    Examples
    --------
    >>> import battcore as bc
    >>> bc.cycles.PowerLaw(exponent=1.5, scale=1 / 4000)  # 4000 full cycles until end of life
    PowerLaw(exponent=1.5, scale=0.00025)
    """

    exponent: float
    """Steepness of the life curve, not negative. [1]"""
    scale: float = 1.0
    """Damage of a full cycle whose range is one, not negative."""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_law(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecewiseLinear:
    """A full cycle does the damage that straight lines between points give for its range.

    Beyond the last point the last line goes on.

    Raises
    ------
    InputError
        If there are fewer than two points, the first is not ``(0, 0)``, ranges do not rise, damage
        falls, or a number is not finite.

    Examples
    --------
    >>> import battcore as bc
    >>> bc.cycles.PiecewiseLinear(range=[0.0, 0.5, 1.0], damage=[0.0, 1e-4, 3e-4])
    PiecewiseLinear(range=(0.0, 0.5, 1.0), damage=(0.0, 0.0001, 0.0003))
    """

    range: ArrayLike
    """Ranges of cycles, rising from 0, shape (n,), n at least 2; in the unit of the series."""
    damage: ArrayLike
    """Damage of a full cycle of each range, never falling, from 0, shape (n,)."""

    def __post_init__(self) -> None:
        for name in ("range", "damage"):
            points = samples(name, getattr(self, name))
            object.__setattr__(self, name, tuple(points.tolist()))
        _battcore.check_law(self)


Law: TypeAlias = PowerLaw | PiecewiseLinear


def law_of(exponent: float | None, law: Law | None) -> Law:
    """Give the law that a caller named, as a whole or by the exponent of a power.

    Parameters
    ----------
    exponent : float or None
        Exponent of a power law.
    law : PowerLaw, PiecewiseLinear or None
        The law itself.

    Returns
    -------
    PowerLaw or PiecewiseLinear
        The law.

    Raises
    ------
    InputError
        If not exactly one of the two is given, or it is none.
    """
    if (exponent is None) == (law is None):
        name = "exponent" if law is None else "law"
        raise InputError(f"{name}: expected either an exponent or a law", name)
    return checked_law(law) if exponent is None else PowerLaw(exponent=exponent)


def checked_law(law: Law | None) -> Law:
    """Give `law` back if it is one.

    Parameters
    ----------
    law : object
        What a caller gave as a law.

    Returns
    -------
    PowerLaw or PiecewiseLinear
        The same.

    Raises
    ------
    InputError
        If it is no law.
    """
    if not isinstance(law, PowerLaw | PiecewiseLinear):
        raise InputError(f"law = {law!r}, expected a PowerLaw or a PiecewiseLinear", "law")
    return law

"""What a cycle costs by its depth, and what a course of stored energy costs by its cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, bounded, samples, whole
from battcore.cycles import Cycles, PiecewiseLinear, damage, rainflow
from battcore.cycles.laws import Law, checked_law
from battcore.error import InputError

_PAID_ON = ("both", "discharge")


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleCost:
    """A price of cycles that grows with their depth, as rainflow counting finds them.

    Between the points lie straight lines, and beyond the last one its line goes on. Counting begins
    with `history`, or else with the plan, and what the past has cost is not paid again. What does
    not close costs half a cycle of its depth, so that charging and discharging pay alike; or, where
    discharging pays, the whole of it for a fall and nothing for a rise.

    Raises
    ------
    InputError
        If there are fewer than two points, the first is not ``(0, 0)``, depths do not rise to at
        most 1, or costs do not rise ever more steeply.

    References
    ----------
    B. Xu, J. Zhao, T. Zheng, E. Litvinov, D. Kirschen, "Factoring the cycle aging cost of batteries
    participating in electricity markets", IEEE Trans. Power Systems 33(2), 2018,
    doi:10.1109/TPWRS.2017.2733339.

    Examples
    --------
    >>> cost = CycleCost(depth=[0.0, 0.5, 1.0], cost_per_cycle=[0.0, 10.0, 60.0])
    >>> round(cost.of([0.9, 0.1, 0.5, 0.3, 0.9]), 6)  # a cycle of 0.2 and two halves of 0.8
    44.0
    """

    depth: Sequence[float]
    """Depths of cycles, rising from 0 to at most 1. [1]"""
    cost_per_cycle: Sequence[float]
    """What a full cycle of each depth costs, from 0, ever more steeply. [currency]"""
    paid_on: Literal["both", "discharge"] = "both"
    """Which way of a cycle pays for it: each a half, or the way down all of it."""
    history: Sequence[float] = ()
    """State of charge before the plan, oldest first: what is open there may close in it. [1]"""

    def __post_init__(self) -> None:
        for name in ("depth", "cost_per_cycle", "history"):
            numbers = samples(name, getattr(self, name)).tolist()
            object.__setattr__(self, name, tuple(numbers))
        if self.paid_on not in _PAID_ON:
            choices = ", ".join(f'"{choice}"' for choice in _PAID_ON)
            raise InputError(f"paid_on = {self.paid_on!r}, expected one of {choices}", "paid_on")
        _battcore.check_cycle_cost(self)

    @classmethod
    def from_law(
        cls,
        law: Law,
        *,
        replacement_cost: float,
        bands: int = 10,
        paid_on: Literal["both", "discharge"] = "both",
    ) -> Self:
        """Take what a law of damage says of cycles, times what a new battery costs.

        Parameters
        ----------
        law : PowerLaw or PiecewiseLinear
            The share of its life that a battery loses in a cycle, convex in the depth.
        replacement_cost : float
            What a life costs. [currency]
        bands : int
            How many straight lines of equal length stand for the law.
        paid_on : {"both", "discharge"}
            Which way of a cycle pays for it.

        Returns
        -------
        CycleCost
            The cost; at the ends of its lines it is that of the law.

        Raises
        ------
        InputError
            If `law` is none or not convex, or a number makes no sense.

        Examples
        --------
        >>> import battcore as bc
        >>> law = bc.cycles.PowerLaw(exponent=2.0, scale=1 / 3000)  # 3000 full cycles make a life
        >>> bc.dispatch.CycleCost.from_law(law, replacement_cost=3e5, bands=2).cost_per_cycle
        (0.0, 25.0, 100.0)
        """
        price = bounded("replacement_cost", replacement_cost, 0.0, 1e100)
        depth = np.linspace(0.0, 1.0, whole("bands", bands, 1, 10**4) + 1)
        shares = values_of(checked_law(law), depth)
        cost = (price * shares).tolist()
        return cls(depth=depth.tolist(), cost_per_cycle=cost, paid_on=paid_on)

    def of(self, soc: ArrayLike) -> float:
        """Add up what a course of the state of charge costs by its cycles.

        Parameters
        ----------
        soc : array-like, shape (n,)
            State of charge, from before the first step to the end of the last. [1]

        Returns
        -------
        float
            The cost. [currency]

        Raises
        ------
        InputError
            If a sample is not finite.
        """
        past = np.array(self.history)
        return self._counted(np.append(past, samples("soc", soc))) - self._counted(past)

    def slopes(self, soc: ArrayLike) -> Floats:
        """Tell how the cost changes with each sample: a subgradient, since it is convex.

        Parameters
        ----------
        soc : array-like, shape (n,)
            State of charge, from before the first step to the end of the last. [1]

        Returns
        -------
        ndarray, shape (n,)
            Cost per state of charge; zero where the course does not turn. [currency]

        Raises
        ------
        InputError
            If a sample is not finite.

        Examples
        --------
        >>> cost = CycleCost(depth=[0.0, 0.5, 1.0], cost_per_cycle=[0.0, 10.0, 60.0])
        >>> cost.slopes([0.9, 0.2, 0.4]).tolist()
        [50.0, -60.0, 10.0]
        """
        course = np.append(self.history, samples("soc", soc))
        cycles = rainflow(course)
        edges = np.searchsorted(self.depth[1:-1], cycles.range, side="right")
        pull = self._paid(cycles, course) * self.prices[edges]
        pull *= np.sign(course[cycles.start] - course[cycles.end])
        into = np.concatenate([cycles.start, cycles.end])
        slopes = np.bincount(into, np.concatenate([pull, -pull]), course.size)
        return slopes[len(self.history) :].astype(np.float64)  # no cycles give whole numbers

    @property
    def law(self) -> PiecewiseLinear:
        """The cost as a law of damage, in currency."""
        return PiecewiseLinear(range=self.depth, damage=self.cost_per_cycle)

    @property
    def prices(self) -> Floats:
        """What the next bit of depth costs along each line, per full cycle. [currency]"""
        return np.diff(self.cost_per_cycle) / np.diff(self.depth)

    def bands(self, reach: float = 1.0) -> tuple[Floats, Floats, Floats]:
        """Cut a battery into bands of equal price, the shallow ones first.

        Parameters
        ----------
        reach : float
            How much of the capacity is used at most. [1]

        Returns
        -------
        tuple of ndarray, each of shape (k,)
            Width of each band, and what charging costs that enters it, and that leaves it, per full
            charge. [1, currency, currency]

        Raises
        ------
        InputError
            If `reach` is no fraction.

        Examples
        --------
        >>> cost = CycleCost(depth=[0.0, 0.5, 1.0], cost_per_cycle=[0.0, 10.0, 60.0])
        >>> width, into, out = cost.bands(0.75)
        >>> width.tolist(), into.tolist(), out.tolist()
        ([0.5, 0.25], [10.0, 50.0], [10.0, 50.0])
        """
        edges = np.array([*self.depth[:-1], 1.0])
        width = np.diff(np.minimum(edges, bounded("reach", reach, 0.0, 1.0)))
        price = self.prices[width > 0.0]
        rise = 0.5 if self.paid_on == "both" else 0.0
        return width[width > 0.0], rise * price, (1.0 - rise) * price

    def _counted(self, course: Floats) -> float:
        cycles = rainflow(course)
        return float(self._paid(cycles, course) @ values_of(self.law, cycles.range))

    def _paid(self, cycles: Cycles, course: Floats) -> Floats:
        """How much of a full cycle each of `cycles` pays for."""
        if self.paid_on == "both":
            return cycles.count
        is_fall = course[cycles.start] > course[cycles.end]
        return np.where((cycles.count == 1.0) | is_fall, 1.0, 0.0)


def values_of(law: Law, depth: Floats) -> Floats:
    """Give the damage of full cycles, each as two halves of a course of its own."""
    courses = np.stack([np.zeros_like(depth), depth], axis=-1)
    return 2.0 * np.asarray(damage(courses, law=law))

"""Strings of different age side by side."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import number
from battcore.aging._state import AgingState
from battcore.error import InputError


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings of one model in parallel, which go through the same states of charge."""

    states: tuple[AgingState, ...]
    """The cells of each string."""
    shares: tuple[float, ...]
    """Nominal capacity of each, over that of the battery at first. [1]"""

    def __post_init__(self) -> None:
        if not self.states or len(self.states) != len(self.shares):
            message = f"{len(self.shares)} shares do not go with {len(self.states)} states"
            raise InputError(message, "shares")
        first = self.states[0]
        for state in self.states:
            state.goes_with(first.model, state.parameters, first.reading)
        if not all(0.0 < number("shares", share) < np.inf for share in self.shares):
            raise InputError(f"shares are {self.shares}, expected above 0", "shares")

    @classmethod
    def of(cls, state: AgingState) -> Self:
        """Take a battery whose strings are all alike.

        Parameters
        ----------
        state : AgingState
            Its cells.

        Returns
        -------
        Strings
            The battery as one string.
        """
        return cls((state,), (1.0,))

    @property
    def soh_capacity(self) -> float:
        """Capacity over the nominal one of the battery at first. [1]"""
        return float(np.dot(self.shares, [state.soh_capacity for state in self.states]))

    @property
    def soh_resistance(self) -> float:
        """Resistance over the nominal one of the battery at first. [1]"""
        resistances = [state.soh_resistance for state in self.states]
        return float(1.0 / np.sum(np.divide(self.shares, resistances)))

    def augmented(self, share: float) -> Self:
        """Put a string of new cells beside the others.

        Parameters
        ----------
        share : float
            Its nominal capacity, over that of the battery at first. [1]

        Returns
        -------
        Strings
            One string more, at the same state of charge.

        Raises
        ------
        InputError
            If the share is not above 0.

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
        >>> old = bc.aging.predict(model, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=8).state
        >>> battery = bc.aging.Strings.of(old).augmented(0.1)
        >>> round(old.soh_capacity, 3), round(battery.soh_capacity, 3)
        (0.904, 1.004)
        """
        return type(self)((*self.states, self.states[0].replaced()), (*self.shares, share))

    def advance(self, soc: ArrayLike, temperature_celsius: ArrayLike, dt_second: ArrayLike) -> Self:
        """Live through a piece of duty.

        Parameters
        ----------
        soc, temperature_celsius, dt_second : array-like
            As `AgingState.advance` takes them.

        Returns
        -------
        Strings
            The battery afterwards.
        """
        duty = (soc, temperature_celsius, dt_second)
        return type(self)(tuple(state.advance(*duty) for state in self.states), self.shares)

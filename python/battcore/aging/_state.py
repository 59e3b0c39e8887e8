"""A cell in the middle of its life."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats, number, samples
from battcore.aging._engine import Reading, engine
from battcore.aging._model import AgingModel
from battcore.error import InputError


@dataclass(frozen=True, slots=True, eq=False)
class AgingState:
    """A cell in the middle of its life: its model, and all that it remembers.

    It never changes: what happens to it gives another state. It copies, pickles, compares and
    turns into JSON.
    """

    model: AgingModel
    """How the cell ages."""
    memory: Floats = field(repr=False)
    """All that it remembers, as plain numbers."""
    parameters: Mapping[str, float] = field(default_factory=dict)
    """Parameters in which the cell differs from its model."""
    reading: Reading = field(default_factory=Reading)
    """How its duty is read."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "memory", samples("state", self.memory))

    @property
    def time_second(self) -> float:
        """Age at the last step. [s]"""
        return self._health().time_second

    @property
    def efc(self) -> float:
        """Equivalent full cycles so far, of the nominal capacity. [1]"""
        return self._health().efc

    @property
    def soc(self) -> float:
        """State of charge. [1]"""
        return self._health().soc

    @property
    def soh_capacity(self) -> float:
        """Present over nominal capacity, when the last window closed. [1]"""
        return self._health().soh_capacity

    @property
    def soh_resistance(self) -> float:
        """Present over nominal resistance, then; 1 where the model knows none. [1]"""
        return self._health().soh_resistance

    @property
    def losses(self) -> dict[str, float]:
        """Share of the nominal capacity lost by cause, then. [1]"""
        return dict(self._health().losses)

    @property
    def gains(self) -> dict[str, float]:
        """Share of the nominal resistance gained by cause, then. [1]"""
        return dict(self._health().gains)

    @property
    def levels(self) -> dict[str, float]:
        """Values of the states of the model, then, in the units of its card."""
        return dict(self._health().levels)

    def advance(
        self, soc: ArrayLike, temperature_celsius: ArrayLike, dt_second: ArrayLike
    ) -> "AgingState":
        """Live through a piece of duty.

        The last window stays open, so a duty may be cut between any two steps: the cell ends in
        the same state, to the last bit. Health is looked at when a window closes.

        Parameters
        ----------
        soc : array-like, shape (n + 1,)
            State of charge at the ends of n steps; the first is where the cell stands. [1]
        temperature_celsius : float or array-like, shape (n + 1,)
            Temperature of the cell at these points, or one for all. [degC]
        dt_second : float or array-like, shape (n,)
            Length of each step, or one for all. [s]

        Returns
        -------
        AgingState
            The cell afterwards.

        Raises
        ------
        InputError
            If a number lies outside its bounds, or the series do not go together.

        Examples
        --------
        >>> import battcore as bc
        >>> cell = bc.aging.start(bc.aging.models()["lfp_gr_250ah_prismatic"], soc=0.1)
        >>> for day in range(365):
        ...     cell = cell.advance([0.1, 0.9], 25.0, 43_200.0)
        ...     cell = cell.advance([0.9, 0.1], 25.0, 43_200.0)
        >>> round(cell.soh_capacity, 3)
        0.978
        """
        memory = self._engine().advance(
            self._values(),
            self.memory,
            samples("soc", soc),
            np.atleast_1d(floats("temperature_celsius", temperature_celsius)),
            np.atleast_1d(floats("dt_second", dt_second)),
        )
        return replace(self, memory=memory)

    def replaced(self) -> "AgingState":
        """Put a new cell of the same kind in the place of this one, at its state of charge.

        Returns
        -------
        AgingState
            A new cell.
        """
        values = self._values()
        return replace(self, memory=self._engine().start(values, self.soc, []))

    def handed_over(
        self, *, soh_capacity: float | None = None, soh_resistance: float | None = None
    ) -> "AgingState":
        """Take a measured health over into a second life; age, cycles and open swings stay.

        What the states of the model have grown by is scaled: those that take capacity by one
        factor, those that take resistance alone by another. So the causes keep their shares.

        Parameters
        ----------
        soh_capacity : float, optional
            Capacity that was measured, over the nominal one. [1]
        soh_resistance : float, optional
            Resistance that was measured, over the nominal one. [1]

        Returns
        -------
        AgingState
            The cell with that health.

        Raises
        ------
        InputError
            If no factor leads there: a new cell has no past to scale, and needs `start` with
            `levels`.

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["nmc111_gr_kokam_75ah"]
        >>> first_life = bc.aging.predict(model, [0.1, 0.9, 0.1], 30.0, 43_200.0, years=8).state
        >>> second_life = first_life.handed_over(soh_capacity=0.75, soh_resistance=1.4)
        >>> round(second_life.soh_capacity, 9), round(second_life.soh_resistance, 9)
        (0.75, 1.4)
        """
        memory = self._engine().hand_over(
            self._values(),
            self.memory,
            None if soh_capacity is None else number("soh_capacity", soh_capacity),
            None if soh_resistance is None else number("soh_resistance", soh_resistance),
        )
        return replace(self, memory=memory)

    def to_json(self) -> str:
        """Write this state, its model included, as JSON.

        Returns
        -------
        str
            What `from_json` reads, to the last bit.
        """
        plain = {
            "card": self.model.card,
            "parameters": dict(self.parameters),
            "reading": asdict(self.reading),
            "memory": self.memory.tolist(),
        }
        return json.dumps(plain)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a state back.

        Parameters
        ----------
        text : str
            What `to_json` wrote.

        Returns
        -------
        AgingState
            The same state.
        """
        plain = json.loads(text)
        reading = Reading(**plain["reading"])
        return cls(AgingModel(plain["card"]), plain["memory"], plain["parameters"], reading)

    def goes_with(
        self, model: AgingModel, parameters: Mapping[str, float], reading: Reading
    ) -> Self:
        """Make sure that this is a state of `model` with these `parameters` and this `reading`.

        Parameters
        ----------
        model : AgingModel
            How the cell shall age.
        parameters : mapping of float
            Parameters in which it differs from its model.
        reading : Reading
            How its duty shall be read.

        Returns
        -------
        AgingState
            This state.

        Raises
        ------
        InputError
            If it is not: a cell does not change its chemistry.
        """
        if self.model != model:
            message = f"state is of a cell of {self.model.key}, not of {model.key} as it stands"
            raise InputError(message, "state")
        if dict(self.parameters) != dict(parameters):
            raise InputError(f"state is of a cell with parameters {self.parameters}", "state")
        if self.reading != reading:
            raise InputError(f"state is of a cell with another {self.reading}", "state")
        return self

    def __eq__(self, other: object) -> bool:
        """States are equal if nothing that follows can tell them apart."""
        return (
            isinstance(other, AgingState)
            and (self.model, self.parameters, self.reading)
            == (other.model, other.parameters, other.reading)
            and np.array_equal(self.memory, other.memory)
        )

    def __hash__(self) -> int:
        """States are their memories."""
        return hash((self.model, self.memory.tobytes()))

    def _engine(self) -> _battcore.AgingEngine:
        return engine(self.model, tuple(self.parameters), self.reading)

    def _values(self) -> Floats:
        return samples("parameters", [*self.parameters.values()])

    def _health(self) -> _battcore.AgingHealth:
        return self._engine().health(self._values(), self.memory)

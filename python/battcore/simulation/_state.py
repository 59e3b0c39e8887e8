"""All that a loop takes from one step to the next, as plain numbers."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A loop in the middle of its work; pickles, copies, compares and turns into JSON.

    It goes with the battery, aging model and policy that it came from.
    """

    time_second: float
    """Time since the start of the first run. [s]"""
    day_end_second: float
    """When the open clock day ends. [s]"""
    soc: float
    """State of charge. [1]"""
    temperature_celsius: float | None
    """Of the battery; None before its first step. [°C]"""
    soh_capacity: float
    """Present over nominal capacity. [1]"""
    soh_resistance: float
    """Present over nominal resistance. [1]"""
    efc: float
    """Equivalent full cycles of the nominal capacity. [1]"""
    passes: int
    """Passes of the trace that are done."""
    step: int
    """The step of the trace that comes next."""
    into_step_second: float
    """How much of it is done. [s]"""
    load_before_watt: float | None
    """Load of the step before. [W]"""
    grid_before_watt: float | None
    """Grid power of the step before. [W]"""
    policy: list[list[float]]
    """What each rule of the policy remembers."""
    cycles: list[float]
    """Closed cycles by depth and mean soc, row by row."""
    open_soc: list[float]
    """The soc at turning points that are still open. [1]"""
    open_index: list[int]
    """Where they stand in the series of steps."""
    counted: int
    """Steps counted so far."""
    losses: list[float]
    """Capacity lost by each cause of the aging model. [1]"""
    aging: list[float]
    """The state of the aging model."""

    def to_json(self) -> str:
        """Write this state as JSON.

        Returns
        -------
        str
            What `from_json` reads, to the last bit.
        """
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a state back.

        Parameters
        ----------
        text : str
            What `to_json` wrote.

        Returns
        -------
        State
            The same state.
        """
        return cls(**json.loads(text))

"""What a policy sees at a step, and what it answers."""

from dataclasses import dataclass

from battcore import _battcore
from battcore._arrays import whole
from battcore._checked import make_plain
from battcore.site import Battery

Memory = list[list[float]]
"""What a policy takes from one step to the next: plain numbers, a list for each rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a policy may know at the start of a step.

    Raises
    ------
    InputError
        If a number makes no sense.
    """

    battery: Battery
    """The battery at its present health (`soh_capacity`)."""
    soc: float
    """State of charge now. [1]"""
    load_watt: float
    """Power that the load asks for over the step. [W]"""
    dt_second: float
    """Length of the step. [s]"""
    generation_watt: float = 0.0
    """What sun and wind beside the load would give. [W]"""
    critical_load_watt: float | None = None
    """Part of the load that an outage leaves to be carried; None: all of it. [W]"""
    grid_before_watt: float | None = None
    """Grid power of the step before, None at the first. [W]"""
    outage: bool = False
    """Whether the grid is away."""
    clock_second: float = 0.0
    """When the step begins: on the clock of the place, since the start of a year. [s]"""
    step: int = 0
    """Which step of the trace it is, for a schedule."""
    price_per_kwh: float | None = None
    """What energy from the grid costs, for a policy that asks for it. [currency/kWh]"""
    frequency_hertz: float | None = None
    """Of the grid, for a policy that asks for it. [Hz]"""
    signal: float | None = None
    """What a regulation market asks for, from -1 (take) to 1 (give). [1]"""

    def __post_init__(self) -> None:
        make_plain(self, beside=("battery", "outage", "step"))
        object.__setattr__(self, "step", whole("step", self.step, 0, 2**53))
        _battcore.check_view(self)


@dataclass(frozen=True, slots=True)
class Command:
    """Any power of the battery within the bounds is right, the wish is best."""

    lower_watt: float
    """Lowest power. [W]"""
    wish_watt: float | None
    """The power wanted, None if any is as good as another. [W]"""
    upper_watt: float
    """Highest power. [W]"""

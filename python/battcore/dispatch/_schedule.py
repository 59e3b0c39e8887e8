"""A plan, followed step by step of the trace."""

from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, samples
from battcore.dispatch._policy import Policy
from battcore.error import InputError


class Planned(Protocol):
    """Whatever holds a power for each step: a plan, another schedule, a row of a table."""

    @property
    def power_watt(self) -> ArrayLike:
        """Power of the battery over each step. [W]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Schedule(Policy):
    """Follow a power, or a soc, for each step of the trace.

    A trace that repeats repeats its schedule; where a step is cut, at an outage or at midnight, a
    soc is reached at the end of its first piece.

    Raises
    ------
    InputError
        If neither is given or both are, a number makes no sense, or there is none.

    Examples
    --------
    >>> import battcore as bc
    >>> power = {"charge_power_watt": 1e6, "discharge_power_watt": 1e6}
    >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
    >>> site = bc.Site(load_watt=[5e5, 9e5, 6e5], dt_second=3600.0)
    >>> run = bc.simulate(battery, site, Schedule(power_watt=[2e5, -3e5, 1e5]), log="all")
    >>> run.log.grid_peak_watt.tolist()
    [700000.0, 600000.0, 700000.0]
    """

    power_watt: Floats | ArrayLike | Planned | None = None
    """Power of the battery over each step, shape (n,), or a plan that has it. [W]"""
    soc: Floats | ArrayLike | None = None
    """State of charge at the end of each step, shape (n,). [1]"""

    def __post_init__(self) -> None:
        if (self.power_watt is None) == (self.soc is None):
            raise InputError("a schedule is of power_watt or of soc, not of both", "power_watt")
        power_watt: Any = getattr(self.power_watt, "power_watt", self.power_watt)
        for name, values in (("power_watt", power_watt), ("soc", self.soc)):
            if values is not None:
                object.__setattr__(self, name, samples(name, values))
        _battcore.check_policy(self)

"""The policies, as frozen descriptions; what they remember stands apart from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from battcore import _battcore
from battcore._checked import make_plain
from battcore.dispatch._view import Command, Memory, View


class Policy:
    """A rule for one step at a time.

    Examples
    --------
    >>> import battcore as bc
    >>> power = {"charge_power_watt": 5e5, "discharge_power_watt": 5e5}
    >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
    >>> policy = bc.dispatch.PeakShaving(limit_watt=8e5)
    >>> view = bc.dispatch.View(battery=battery, soc=0.5, load_watt=9e5, dt_second=60.0)
    >>> memory, command = policy.decide(None, view)
    >>> command
    Command(lower_watt=-inf, wish_watt=-100000.0, upper_watt=-100000.0)
    """

    __slots__ = ()

    def decide(self, memory: Memory | None, view: View) -> tuple[Memory, Command]:
        """Decide what to do at a step.

        Parameters
        ----------
        memory : list of list of float, or None
            What it remembers; None before the first step.
        view : View
            What it sees.

        Returns
        -------
        memory : list of list of float
            What it remembers from now on.
        command : Command
            What the battery should do.

        Raises
        ------
        InputError
            If a number makes no sense, or the memory is that of another policy.
        """
        memory, command = _battcore.decide(self, memory, view)
        return memory, Command(*command)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakShaving(Policy):
    """Keep the power drawn from the grid under a limit, and refill below it.

    Examples
    --------
    >>> PeakShaving(limit_watt=8e5, recharge_soc=0.9).recharge_power_watt
    inf
    """

    limit_watt: float
    """The grid power not to be exceeded. [W]"""
    recharge_power_watt: float = inf
    """Largest power of refilling. [W]"""
    recharge_soc: float = 1.0
    """The soc to which it refills; that of the battery's `soc_max` at most. [1]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSmoothing(Policy):
    """Hold the grid power at the mean of the load over the time that has just passed.

    The soc is led back to `target_soc` with a time constant, so that losses do not empty the
    battery and swings find room both ways.

    Examples
    --------
    >>> LoadSmoothing(window_second=300.0).target_soc
    0.5
    """

    window_second: float
    """The window of the mean. [s]"""
    target_soc: float = 0.5
    """The soc to which it is led back. [1]"""
    centering_second: float = 21_600.0
    """Time constant of that; infinite: never. [s]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RampLimit(Policy):
    """Bound how fast the grid power changes from one step to the next, up and down.

    Examples
    --------
    >>> RampLimit(ramp_watt_per_second=20e6 / 60)
    RampLimit(ramp_watt_per_second=333333.3333333333)
    """

    ramp_watt_per_second: float
    """Largest change per second. [W/s]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReserve(Policy):
    """Keep enough energy for an outage, and enough room for a load that drops away.

    The floor is what carries the critical load for the stated time at present health, with all
    losses on the way out. Discharge ends a thousandth of the capacity above it; below it the
    reserve refills itself before any other wish. In an outage it is released.

    Examples
    --------
    >>> BackupReserve(ride_through_second=300.0, load_drop_watt=2e8, load_drop_second=60.0)
    ... # doctest: +ELLIPSIS
    BackupReserve(ride_through_second=300.0, critical_load_watt=None, ...)
    """

    ride_through_second: float
    """How long the critical load must be carried. [s]"""
    critical_load_watt: float | None = None
    """The load to be carried; None: the highest critical load of the site so far. [W]"""
    load_drop_watt: float = 0.0
    """A load that may drop away and that the battery then takes up. [W]"""
    load_drop_second: float = 0.0
    """For how long it takes it up. [s]"""
    recharge_power_watt: float = inf
    """Largest power of refilling the reserve. [W]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)


@dataclass(frozen=True, slots=True)
class Stack(Policy):
    """Several policies in their order of rank.

    Each narrows the interval of power that those before it left. Where nothing would be left, the
    earlier interval stands, and the conflict is counted. The first wish is taken, clipped, even if
    the bounds that came with it had to be passed over.

    Examples
    --------
    >>> reserve = BackupReserve(ride_through_second=300.0)
    >>> stack = Stack([reserve, LoadSmoothing(window_second=600.0)])
    >>> len(stack.policies)
    2
    """

    policies: Sequence[Policy]
    """The members, the most important one first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "policies", tuple(self.policies))
        _battcore.check_policy(self)

"""What every policy is, and several in their order of rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from battcore import _battcore
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


class OwnPolicy(Protocol):
    """A policy of one's own: anything that decides.

    It runs in `battcore.simulate` and in a `Stack`, at some tens of microseconds a step. What it
    must not forget goes into its memory: only that is stored, and only with it a run goes on.

    Examples
    --------
    >>> import battcore as bc
    >>> class Half:
    ...     def decide(self, memory, view):
    ...         return [], bc.dispatch.Command(-1e6, -0.5 * view.load_watt, 1e6)
    >>> power = {"charge_power_watt": 5e5, "discharge_power_watt": 5e5}
    >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
    >>> site = bc.Site(load_watt=[2e5, 4e5], dt_second=3600.0)
    >>> bc.simulate(battery, site, Half(), log="all").log.grid_peak_watt.tolist()
    [100000.0, 200000.0]
    """

    def decide(self, memory: list[float] | None, view: View) -> tuple[list[float], Command]:
        """Decide what to do at a step.

        Parameters
        ----------
        memory : list of float, or None
            What it remembers; None if that is nothing.
        view : View
            What it sees.

        Returns
        -------
        memory : list of float
            What it remembers from now on.
        command : Command
            What the battery should do; its lower bound not above its upper one.
        """


@dataclass(frozen=True, slots=True)
class Stack(Policy):
    """Several policies in their order of rank.

    Each narrows the interval of power that those before it left. Where nothing would be left, the
    earlier interval stands, and the conflict is counted. The first wish is taken, clipped, even if
    the bounds that came with it had to be passed over.

    Examples
    --------
    >>> import battcore as bc
    >>> reserve = bc.dispatch.BackupReserve(ride_through_second=300.0)
    >>> stack = Stack([reserve, bc.dispatch.LoadSmoothing(window_second=600.0)])
    >>> len(stack.policies)
    2
    """

    policies: Sequence[Policy | OwnPolicy]
    """The members, the most important one first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "policies", tuple(self.policies))
        _battcore.check_policy(self)

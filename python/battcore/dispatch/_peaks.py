"""Peaks kept under a limit that is given or learned."""

from dataclasses import dataclass
from math import inf
from typing import Literal

from battcore import _battcore
from battcore._checked import make_plain
from battcore.dispatch._policy import Policy
from battcore.error import InputError

_RESETS = ("month", "year", "never")


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
class LearnedPeakShaving(Policy):
    """Shave at a limit that rises to each higher grid power: what has been paid for may be used.

    The limit is the highest grid power of the billing period so far. It learns from steps, so a
    demand charge on longer means is met with some caution.

    Raises
    ------
    InputError
        If a number makes no sense.

    Examples
    --------
    >>> LearnedPeakShaving(start_limit_watt=6e5).reset
    'month'
    """

    start_limit_watt: float
    """Where the limit stands before anything is learned: the owner's best guess. [W]"""
    reset: Literal["month", "year", "never"] = "month"
    """The billing period of the clock with which learning begins anew."""
    keep_share: float = 0.0
    """Share of the old limit with which it then begins, if that is above the start. [1]"""
    recharge_power_watt: float = inf
    """Largest power of refilling. [W]"""
    recharge_soc: float = 1.0
    """The soc to which it refills; that of the battery's `soc_max` at most. [1]"""

    def __post_init__(self) -> None:
        make_plain(self, beside=("reset",))
        if self.reset not in _RESETS:
            choices = ", ".join(f'"{choice}"' for choice in _RESETS)
            raise InputError(f"reset = {self.reset!r}, expected one of {choices}", "reset")
        _battcore.check_policy(self)

"""Energy kept for an outage, and room for a load that drops away."""

from dataclasses import dataclass
from math import inf

from battcore import _battcore
from battcore._checked import make_plain
from battcore.dispatch._policy import Policy


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

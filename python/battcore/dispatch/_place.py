"""A site with its batteries, and what hangs behind its connection."""

from collections.abc import Sequence
from dataclasses import dataclass

from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

IDLE = Battery(energy_capacity_wh=1.0, charge_power_watt=0.0, discharge_power_watt=0.0)
"""What stands in where there is no battery: it does nothing."""
NOTHING_ASKED = Wishes(soc_start=0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """A site of a plan."""

    site: Site
    batteries: Sequence[Battery] = ()
    wishes: Sequence[Wishes] = ()
    """What is asked of each battery."""
    stands_alone: bool = False
    """Whether its battery was named as one, not as a list."""
    behind: Sequence["Place"] = ()
    """Places whose grid power flows through its connection."""
    name: str = ""
    """What errors call it; nothing where it is the only one."""

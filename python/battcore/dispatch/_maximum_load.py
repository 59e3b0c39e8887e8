"""How far a load may grow behind a connection that does not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, per_step
from battcore.dispatch._wishes import Wishes
from battcore.error import InputError
from battcore.site import Battery, Site


@dataclass(frozen=True, slots=True, eq=False)
class MaximumLoad:
    """How far the load may grow, and the plan that carries it."""

    scale: float
    """Largest factor on the load. [1]"""
    binding_index: int
    """The step that allows no more: there power is short, or energy runs out."""
    power_watt: Floats
    """Power of the battery that is kept as full as the connection lets it, positive when charging,
    shape (time,). [W]"""
    soc: Floats
    """State of charge after each step, shape (time,). [1]"""
    passes: int
    """How often the trace was gone through."""


def maximum_load(
    battery: Battery,
    site: Site,
    *,
    soc_start: float,
    soc_end_min: float = 0.0,
    ride_through_second: ArrayLike = 0.0,
    base_load_watt: ArrayLike = 0.0,
    soc_floor: ArrayLike | None = None,
    soc_ceiling: ArrayLike | None = None,
) -> MaximumLoad:
    """Find the largest factor on a load that a battery carries behind the same connection.

    Newton's method from above, exact: what energy is missing is convex in the factor, so no tangent
    passes the answer, and a few do. Generation is used before the grid, and what nobody needs is
    curtailed if it may be. What energy costs does not count.

    Parameters
    ----------
    battery : Battery
        The battery.
    site : Site
        Its load is the one that grows, behind its import limit; outages are written into the limit.
    soc_start : float
        State of charge at the start. [1]
    soc_end_min : float
        Least state of charge at the end. [1]
    ride_through_second : float or array-like, shape (time,)
        How long the battery alone must be able to carry the highest critical load, as
        `BackupReserve` keeps it: energy above the floor after each step, and power. It grows with
        the load; what `base_load_watt` needs in an outage belongs into `soc_floor`. [s]
    base_load_watt : float or array-like, shape (time,)
        Load beside it that does not grow. [W]
    soc_floor, soc_ceiling : float or array-like, shape (time,), optional
        Least and largest soc after each step; None: those of the battery. [1]

    Returns
    -------
    MaximumLoad
        Factor, the step that sets it, battery power and soc at that load.

    Raises
    ------
    InputError
        If nothing limits the load, a number makes no sense, the site has outages, or a reserve is
        asked of a battery with a converter.
    InfeasibleError
        If no factor fits, not even 0, or a ceiling or the export limit cannot be held beside the
        largest one.

    Examples
    --------
    A peak of ten seconds behind a connection of 100 MW; the battery has to be full again:

    >>> import battcore as bc
    >>> load = [80e6] * 50 + [100e6] * 10 + [80e6] * 50
    >>> power = {"charge_power_watt": 2e8, "discharge_power_watt": 2e8}
    >>> battery = bc.Battery(energy_capacity_wh=1e8 * 10 / 3600, **power)
    >>> site = bc.Site(load_watt=load, dt_second=1.0, import_limit_watt=100e6)
    >>> grown = bc.dispatch.maximum_load(battery, site, soc_start=1.0, soc_end_min=1.0)
    >>> round(grown.scale, 6), grown.binding_index
    (1.2, 109)

    Eight seconds of reserve for the larger load leave less for the peak:

    >>> reserved = {"soc_start": 1.0, "soc_end_min": 1.0, "ride_through_second": 8.0}
    >>> grown = bc.dispatch.maximum_load(battery, site, **reserved)
    >>> round(grown.scale, 6), grown.binding_index
    (1.111111, 59)
    """
    seconds = per_step("ride_through_second", ride_through_second)
    if battery.converter is not None and np.any(seconds):
        raise InputError(
            "battery has a converter; a reserve is planned with constant efficiencies", "battery"
        )
    if site.outages:
        raise InputError("site has outages; write them into import_limit_watt", "site")
    wishes = Wishes(
        soc_start=soc_start, soc_end_min=soc_end_min, soc_floor=soc_floor, soc_ceiling=soc_ceiling
    )
    base = per_step("base_load_watt", base_load_watt)
    return MaximumLoad(*_battcore.maximum_load(battery, site, wishes, base, seconds))

"""The lowest peak, whatever energy costs."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site


@dataclass(frozen=True, slots=True, eq=False)
class Peak:
    """The lowest peak, and a schedule that holds it."""

    limit_watt: float
    """The lowest limit that imports can be held under. [W]"""
    power_watt: Floats
    """Power of the battery that is kept as full as the limit lets it, shape (n,). [W]"""
    soc: Floats
    """State of charge at the end of each step, shape (n,). [1]"""
    walks: int
    """How often the schedule was walked through to find it."""


def minimum_peak(
    battery: Battery,
    site: Site,
    *,
    soc_start: float,
    soc_end_min: float | None = None,
    soc_floor: ArrayLike | None = None,
) -> Peak:
    """Find the lowest power that imports can be held under, whatever energy costs.

    Parameters
    ----------
    battery : Battery
        The battery.
    site : Site
        Load and generation; its import limit is passed over.
    soc_start : float
        State of charge before the first step. [1]
    soc_end_min : float, optional
        Lowest state of charge to end at; None: any. [1]
    soc_floor : float or array-like, shape (n,), optional
        Lowest state of charge at the end of each step. [1]

    Returns
    -------
    Peak
        The limit and a schedule.

    Raises
    ------
    InputError
        If a number makes no sense or lengths differ.
    InfeasibleError
        If a floor cannot be met at any import, or a ceiling or the export limit not be held.

    Examples
    --------
    >>> import battcore as bc
    >>> power = {"charge_power_watt": 1e6, "discharge_power_watt": 1e6}
    >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
    >>> site = bc.Site(load_watt=[1e6, 3e6, 2.5e6], dt_second=3600.0)
    >>> bc.dispatch.minimum_peak(battery, site, soc_start=1.0).limit_watt
    2250000.0
    """
    wishes = Wishes(soc_start=soc_start, soc_end_min=soc_end_min, soc_floor=soc_floor)
    limit, walks, power, soc = _battcore.minimum_peak(battery, site, wishes)
    return Peak(limit, power, soc, walks)

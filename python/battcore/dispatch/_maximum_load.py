"""How far a load may grow behind a connection that does not."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number, per_step
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
    """Battery power at that load, positive when charging, shape (time,). [W]"""
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
    base_load_watt: ArrayLike = 0.0,
    soc_floor: ArrayLike | None = None,
    soc_ceiling: ArrayLike | None = None,
) -> MaximumLoad:
    """Find the largest factor on a load that a battery carries behind the same connection.

    Newton's method from above, exact: stored energy is concave in the factor, so no tangent passes
    the answer, and a few do. Generation is used before the grid, and what nobody needs is curtailed
    if it may be.

    Parameters
    ----------
    battery : Battery
        Without a converter: its efficiencies are those at the AC side.
    site : Site
        Its load is the one that grows, behind its import limit; outages are written into the limit.
    soc_start : float
        State of charge at the start. [1]
    soc_end_min : float
        Least state of charge at the end. [1]
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
        If nothing limits the load, a number makes no sense, or battery or site have a part that is
        not planned with.
    InfeasibleError
        If no factor fits, not even 0.

    Examples
    --------
    A peak of ten seconds behind a connection of 100 MW; the battery has to be full again:

    >>> import battcore as bc
    >>> load = [80e6] * 50 + [100e6] * 10 + [80e6] * 50
    >>> power = {"charge_power_watt": 1e8, "discharge_power_watt": 1e8}
    >>> battery = bc.Battery(energy_capacity_wh=1e8 * 10 / 3600, **power)
    >>> site = bc.Site(load_watt=load, dt_second=1.0, import_limit_watt=100e6)
    >>> grown = bc.dispatch.maximum_load(battery, site, soc_start=1.0, soc_end_min=1.0)
    >>> round(grown.scale, 6), grown.binding_index
    (1.2, 109)
    """
    if battery.converter is not None:
        raise InputError(
            "battery has a converter; constant efficiencies are planned with", "battery"
        )
    if site.outages:
        raise InputError("site has outages; write them into import_limit_watt", "site")
    found = _battcore.maximum_load(
        battery,
        site,
        per_step("base_load_watt", base_load_watt),
        number("soc_start", soc_start),
        number("soc_end_min", soc_end_min),
        per_step("soc_floor", battery.soc_min if soc_floor is None else soc_floor),
        per_step("soc_ceiling", battery.soc_max if soc_ceiling is None else soc_ceiling),
    )
    return MaximumLoad(*found)

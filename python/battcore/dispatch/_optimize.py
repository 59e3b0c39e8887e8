"""The plan that costs least, and the lowest peak."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats
from battcore.dispatch._plan import Certificate, Costs, Plan
from battcore.dispatch._wishes import HoldingCost, Wishes
from battcore.site import Battery, Site


def optimize(
    battery: Battery,
    site: Site,
    *,
    soc_start: float,
    soc_end: float | None = None,
    soc_end_min: float | None = None,
    end_value_per_kwh: float = 0.0,
    soc_floor: ArrayLike | None = None,
    soc_ceiling: ArrayLike | None = None,
    exclusive: bool = True,
    holding_cost: HoldingCost | None = None,
) -> Plan:
    """Find the schedule that costs least, given all that is to come.

    What counts: energy and demand charges of the tariff of `site`, wear prices of `battery`, the
    holding cost, and the value of what is left at the end. What holds: power and energy limits of
    the battery, import and export limits of the site, floor and ceiling. Losses of a converter are
    read as sixteen straight pieces each way, measured ones as they are.

    Parameters
    ----------
    battery : Battery
        The battery. Its `soc_min` and `soc_max` hold at the end of each step.
    site : Site
        Load, generation, limits and tariff; without a tariff energy is free.
    soc_start : float
        State of charge before the first step. [1]
    soc_end, soc_end_min : float, optional
        State of charge to end at, and the lowest to end at; None: any. [1]
    end_value_per_kwh : float
        What a kWh is worth that is left at the end, inside the battery. [currency/kWh]
    soc_floor, soc_ceiling : float or array-like, shape (n,), optional
        Lowest and highest state of charge at the end of each step: reserves. [1]
    exclusive : bool
        Whether charging and discharging at once is ruled out. It never pays but at negative
        prices; where it does, False lets the plan burn energy and tells how much.
    holding_cost : HoldingCost, optional
        What holding energy costs.

    Returns
    -------
    Plan
        Powers, state of charge, costs, shadow prices and certificate.

    Raises
    ------
    InputError
        If a number makes no sense, lengths differ, a floor lies above the ceiling, or an export
        price lies above the import price.
    InfeasibleError
        If no schedule keeps within all limits.

    References
    ----------
    J. Cruise, L. Flatley, R. Gibbens, S. Zachary, "Control of energy storage with market impact:
    Lagrangian approach and horizons", Operations Research 67(1), 2019, doi:10.1287/opre.2018.1761.

    Examples
    --------
    >>> import battcore as bc
    >>> battery = bc.Battery(
    ...     energy_capacity_wh=4e6, charge_power_watt=2e6, discharge_power_watt=2e6
    ... )
    >>> tariff = bc.Tariff(energy_price_per_kwh=[0.05, 0.04, 0.20, 0.30])
    >>> site = bc.Site(load_watt=[1e6, 1e6, 3e6, 3e6], dt_second=3600.0, tariff=tariff)
    >>> plan = bc.dispatch.optimize(battery, site, soc_start=0.0)
    >>> plan.power_watt.tolist()
    [2000000.0, 2000000.0, -2000000.0, -2000000.0]
    >>> round(plan.objective)
    770
    """
    wishes = Wishes(
        soc_start=soc_start,
        soc_end=soc_end,
        soc_end_min=soc_end_min,
        end_value_per_kwh=end_value_per_kwh,
        soc_floor=soc_floor,
        soc_ceiling=soc_ceiling,
        holding_cost=holding_cost,
        exclusive=exclusive,
    )
    native = _battcore.optimize(battery, site, wishes)
    charge, discharge, imported, exported, curtailed, soc = native.columns()
    costs = Costs(*native.costs())
    peaks, bound, solves, burned = native.certificate()
    certificate = Certificate(
        method=native.method,
        bound=bound,
        gap=max(costs.total - bound, 0.0) / max(abs(costs.total), 1.0),
        solves=solves,
        burned_wh=burned,
        look_ahead=native.look_ahead(),
    )
    return Plan(
        power_watt=charge - discharge,
        charge_watt=charge,
        discharge_watt=discharge,
        import_watt=imported,
        export_watt=exported,
        curtailed_watt=curtailed,
        soc=soc,
        costs=costs,
        peaks_watt=np.asarray(peaks, np.float64),
        certificate=certificate,
        _native=native,
        _asked=(battery, site, wishes),
    )


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

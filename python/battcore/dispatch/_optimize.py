"""The plan that costs least."""

from collections.abc import Sequence
from typing import Any, TypeAlias, cast, overload

from numpy.typing import ArrayLike

from battcore._arrays import Floats
from battcore.dispatch._alone import plan_alone
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._fleet import plan_fleet
from battcore.dispatch._linear import Coupling
from battcore.dispatch._plan import FleetPlan, Plan
from battcore.dispatch._reserve_offer import ReserveOffer
from battcore.dispatch._sites import plan_sites
from battcore.dispatch._sites_asked import places_of
from battcore.dispatch._sites_plan import SitesPlan
from battcore.dispatch._wishes import HoldingCost, Wishes, wishes_of_each
from battcore.error import InputError
from battcore.site import Battery, Site

_ForSites: TypeAlias = float | Floats | Sequence[ArrayLike | None]


@overload
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
    cycle_cost: CycleCost | None = None,
    ramp_watt_per_second: float | None = None,
    reserve: ReserveOffer | None = None,
) -> Plan: ...


@overload
def optimize(
    battery: Sequence[Battery],
    site: Site,
    *,
    soc_start: ArrayLike,
    soc_end: ArrayLike | None = None,
    soc_end_min: ArrayLike | None = None,
    end_value_per_kwh: ArrayLike = 0.0,
    soc_floor: ArrayLike | None = None,
    soc_ceiling: ArrayLike | None = None,
    exclusive: bool = True,
    holding_cost: HoldingCost | Sequence[HoldingCost] | None = None,
    cycle_cost: CycleCost | Sequence[CycleCost] | None = None,
    ramp_watt_per_second: float | None = None,
    reserve: ReserveOffer | None = None,
) -> FleetPlan: ...


@overload
def optimize(
    battery: Sequence[Battery | Sequence[Battery]],
    site: Sequence[Site],
    *,
    upstream: Site | None = None,
    soc_start: _ForSites,
    soc_end: _ForSites | None = None,
    soc_end_min: _ForSites | None = None,
    end_value_per_kwh: _ForSites = 0.0,
    soc_floor: _ForSites | None = None,
    soc_ceiling: _ForSites | None = None,
    exclusive: bool = True,
    holding_cost: HoldingCost | Sequence[HoldingCost | Sequence[HoldingCost] | None] | None = None,
    cycle_cost: CycleCost | Sequence[CycleCost | Sequence[CycleCost] | None] | None = None,
    ramp_watt_per_second: float | None = None,
    reserve: ReserveOffer | None = None,
) -> SitesPlan: ...


def optimize(
    battery: Battery | Sequence[Battery | Sequence[Battery]],
    site: Site | Sequence[Site],
    *,
    upstream: Site | None = None,
    soc_start: Any,
    soc_end: Any = None,
    soc_end_min: Any = None,
    end_value_per_kwh: Any = 0.0,
    soc_floor: Any = None,
    soc_ceiling: Any = None,
    exclusive: bool = True,
    holding_cost: Any = None,
    cycle_cost: Any = None,
    ramp_watt_per_second: float | None = None,
    reserve: ReserveOffer | None = None,
) -> Plan | FleetPlan | SitesPlan:
    """Find the schedule that costs least, given all that is to come.

    What counts: energy and demand charges of the tariff of `site`, wear prices of `battery`, the
    costs of holding and of cycles, and the value of what is left at the end. What holds: power and
    energy limits of the battery, import and export limits of the site, floor and ceiling. Losses of
    a converter are read as sixteen straight pieces each way, measured ones as they are.

    One battery, batteries that are alike and those that share nothing but a price go through the
    slope queue. What couples steps or batteries by more than that goes to HiGHS as a linear program
    (extra ``lp``): unlike batteries behind limits or a meter that buys and sells at two prices,
    ramps, reserve, tiers, ratchets, demand on means over several steps, and cycles whose depths
    power ties together. Unlike batteries with more than 10,000 steps in all, whose tariff charges
    energy and peaks of single steps, are planned by prices on which they agree, mostly to a gap of
    1e-4. Sites whose grid power flows through a connection with limits or a tariff are one linear
    program too; else each is planned as if it were the only one. The certificate tells which, and
    the gap.

    Parameters
    ----------
    battery : Battery or sequence of Battery
        The battery, or several behind one connection. Their `soc_min` and `soc_max` hold at the
        end of each step. Of several sites: an entry for each, a battery or a list of them, which
        may be empty.
    site : Site or sequence of Site
        Load, generation, limits and tariff; without a tariff energy is free. Several have the same
        steps.
    upstream : Site, optional
        The connection through which the grid power of all sites flows, with what else hangs there:
        its limits hold for the sum and its tariff bills the sum, beside those of each site. None:
        the sites share nothing.
    soc_start : float
        State of charge before the first step. Of several batteries: one, or one for each; so for
        all that follows of stored energy. Of several sites: one for all, or a list with an
        entry for each as if it were the only one. [1]
    soc_end, soc_end_min : float, optional
        State of charge to end at, and the lowest to end at; None: any. [1]
    end_value_per_kwh : float
        What a kWh is worth that is left at the end, inside the battery. [currency/kWh]
    soc_floor, soc_ceiling : float or array-like, shape (n,) or (batteries, n), optional
        Lowest and highest state of charge at the end of each step: reserves. Of several sites a
        number for all, or a list with an entry for each. [1]
    exclusive : bool
        Whether charging and discharging at once is ruled out. It never pays but at negative
        prices; where it does, False lets the plan burn energy and tells how much.
    holding_cost : HoldingCost, optional
        What holding energy costs.
    cycle_cost : CycleCost, optional
        What cycles cost by their depth; of several batteries one for all or one for each. Where
        the limits of power do not bind the depths to each other the plan is exact at once; else
        HiGHS makes it so, from the extra ``lp``. Without it, or for very long records, the plan of
        one battery is close, and `certificate` says how close.
    ramp_watt_per_second : float, optional
        The most by which grid power may change from one step to the next, per second of the later
        one; None: by any. Of several sites that of `upstream`, without it that of each. [W/s]
    reserve : ReserveOffer, optional
        What is paid for power kept free, which the plan then weighs against its use. Where the
        site has a signal, it tells which share of it is called: that energy flows in the plan.
        Several sites sell it at `upstream`, whose signal counts, without it each at its own.

    Returns
    -------
    Plan or FleetPlan or SitesPlan
        Powers, state of charge, costs, shadow prices and certificate; of several batteries with a
        row for each, of several sites with a plan for each.

    Raises
    ------
    InputError
        If a number makes no sense, lengths or steps differ, a floor lies above the ceiling, an
        export price lies above the import price, an interval of demand ends within a step, tiers
        make a cost that is not convex (falling prices of demand or import, rising ones of export,
        or tiers whose windows leave hours out).
    InfeasibleError
        If no schedule keeps within all limits.
    ModuleNotFoundError
        If a linear program is needed and highspy is not installed.

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

    With a smaller battery beside it:

    >>> small = bc.Battery(
    ...     energy_capacity_wh=1e6, charge_power_watt=1e6, discharge_power_watt=1e6
    ... )
    >>> both = bc.dispatch.optimize([battery, small], site, soc_start=0.0)
    >>> both.power_watt.shape, both.certificate.method, round(both.objective)
    ((2, 4), 'HiGHS', 510)

    Beside a second site, with 4 MW for both:

    >>> feeder = bc.Site(load_watt=[0.0] * 4, dt_second=3600.0, import_limit_watt=4e6)
    >>> pair = bc.dispatch.optimize([battery, small], [site, site], upstream=feeder, soc_start=0.0)
    >>> pair.upstream.import_watt.tolist(), round(pair.objective)
    ([4000000.0, 4000000.0, 4000000.0, 4000000.0], 2360)
    """
    asked = {
        "soc_start": soc_start,
        "soc_end": soc_end,
        "soc_end_min": soc_end_min,
        "end_value_per_kwh": end_value_per_kwh,
        "soc_floor": soc_floor,
        "soc_ceiling": soc_ceiling,
        "holding_cost": holding_cost,
        "cycle_cost": cycle_cost,
        "exclusive": exclusive,
    }
    coupling = Coupling(ramp_watt_per_second=ramp_watt_per_second, reserve=reserve)
    if isinstance(site, Sequence):
        return plan_sites(places_of(battery, site, asked), upstream, coupling)
    if upstream is not None:
        raise InputError("upstream stands beside several sites: name them as a list", "upstream")
    if isinstance(battery, Battery):
        return plan_alone(battery, site, Wishes(**asked), coupling)
    batteries = _several(battery)
    return plan_fleet(batteries, site, wishes_of_each(len(batteries), asked), coupling)


def _several(batteries: Any) -> Sequence[Battery]:  # noqa: ANN401
    is_list = isinstance(batteries, Sequence) and len(batteries) > 0
    if not is_list or not all(isinstance(battery, Battery) for battery in batteries):
        raise InputError("battery is no Battery and no list of them", "battery")
    return cast("Sequence[Battery]", batteries)

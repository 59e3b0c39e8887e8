"""A network read, planned and written back."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from battcore._arrays import Floats
from battcore.dispatch import Duals, Plan
from battcore.dispatch import optimize as find_plan
from battcore.interop.pypsa._cyclic import cyclic_plan
from battcore.interop.pypsa._form import active_at, check_form, refuse
from battcore.interop.pypsa._meter import Meter, hours, read_meter
from battcore.interop.pypsa._storage import PER_KWH, Storage, read_storage
from battcore.site import Battery, Site

if TYPE_CHECKING:
    from pypsa import Network


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What a network asks, in the terms of battcore."""

    battery: Battery
    """Its StorageUnit, or its Store and Links."""
    site: Site
    """Its loads, generators and prices."""
    soc_start: float | None
    """State of charge before the first snapshot; what leaks in it, and does not in PyPSA, is added.
    None: it is cyclic, and ends as it began. [1]"""
    soc_floor: Floats | None
    """Lowest state of charge at the end of each snapshot, shape (n,). [1]"""
    soc_ceiling: Floats | None
    """Highest, shape (n,). [1]"""
    _storage: Storage = field(repr=False)
    _meter: Meter = field(repr=False)


def read(network: "Network") -> Problem:
    """Read a network that is one battery behind one meter.

    What comes out can be handed to anything else in battcore, such as `battcore.simulate`.

    Parameters
    ----------
    network : pypsa.Network
        Of the form that `battcore.interop.pypsa` tells. Prices are per MWh and powers in MW there.

    Returns
    -------
    Problem
        Battery, site and bounds.

    Raises
    ------
    InputError
        If the network is of another form, with the reason, or a number makes no sense.

    Examples
    --------
    >>> import battcore as bc
    >>> import pypsa
    >>> network = pypsa.Network(snapshots=range(2))
    >>> _ = network.add("Bus", "site")
    >>> _ = network.add("Load", "servers", bus="site", p_set=[1.0, 2.0])
    >>> _ = network.add("Generator", "grid", bus="site", p_nom=5.0, marginal_cost=[40.0, 90.0])
    >>> _ = network.add("StorageUnit", "battery", bus="site", p_nom=1.0, max_hours=2.0)
    >>> problem = bc.interop.pypsa.read(network)
    >>> problem.battery.energy_capacity_wh, problem.site.import_limit_watt.tolist()
    (2000000.0, [5000000.0, 5000000.0])
    """
    check_form(network)
    storage = read_storage(network)
    meter = read_meter(network, storage.bus)
    _refuse_elsewhere(network, storage.bus)
    floor, ceiling = storage.bounds(network)
    return Problem(
        storage.battery,
        meter.site(network),
        _soc_start(storage, hours(network)[0]),
        floor,
        ceiling,
        storage,
        meter,
    )


def optimize(network: "Network", *, exclusive: bool = True) -> Plan:
    """Find the cheapest dispatch of a network and write it into its tables.

    Written are ``p`` of generators and loads, ``p``, ``p_store``, ``p_dispatch`` and
    ``state_of_charge`` of a StorageUnit, ``p`` and ``e`` of a Store, ``p0`` and ``p1`` of its
    Links, and ``marginal_price`` of buses: `Duals.load_per_kwh` of the plan, and at the bus of a
    Store `Duals.stored_per_kwh`, each per MWh. The start of a cyclic battery is the best one, found
    by cutting planes; ``plan.soc[-1]`` is where it begins.

    Parameters
    ----------
    network : pypsa.Network
        Of the form that `battcore.interop.pypsa` tells.
    exclusive : bool
        Whether charging and discharging at once is ruled out; ``network.optimize`` allows it, which
        pays at negative prices alone.

    Returns
    -------
    Plan
        As from `battcore.dispatch.optimize`; its objective is that of the network.

    Raises
    ------
    InputError
        If the network is of another form, with the reason, or a number makes no sense; if it is
        cyclic and losing energy pays, unless `exclusive` is False.
    InfeasibleError
        If no dispatch keeps within all limits; the tables are then as before.

    Examples
    --------
    >>> import battcore as bc
    >>> import pypsa
    >>> network = pypsa.Network(snapshots=range(4))
    >>> _ = network.add("Bus", "site")
    >>> _ = network.add("Load", "servers", bus="site", p_set=[1.0, 1.0, 3.0, 3.0])
    >>> price = [50.0, 40.0, 200.0, 300.0]
    >>> _ = network.add("Generator", "grid", bus="site", p_nom=9.0, marginal_cost=price)
    >>> _ = network.add("StorageUnit", "battery", bus="site", p_nom=2.0, max_hours=2.0)
    >>> plan = bc.interop.pypsa.optimize(network)
    >>> round(plan.objective), plan.certificate.method
    (770, 'slope queue')
    >>> network.storage_units_t.p.battery.tolist()
    [-2.0, -2.0, 2.0, 2.0]
    >>> network.buses_t.marginal_price.site.tolist()
    [50.0, 40.0, 200.0, 300.0]
    """
    problem = read(network)
    plan = _plan(problem, exclusive=exclusive)
    problem._storage.write(network, plan)  # noqa: SLF001
    problem._meter.write(network, plan)  # noqa: SLF001
    _write_prices(network, problem, plan.duals())
    return plan


def _write_prices(network: "Network", problem: Problem, duals: Duals) -> None:
    table = network.components["Bus"].dynamic["marginal_price"]
    table[problem._meter.bus] = duals.load_per_kwh / PER_KWH  # noqa: SLF001
    if inner_bus := problem._storage.inner_bus:  # noqa: SLF001
        table[inner_bus] = duals.stored_per_kwh / PER_KWH


def _plan(problem: Problem, *, exclusive: bool) -> Plan:
    def plan_from(soc: float, soc_end: float | None = None) -> Plan:
        return find_plan(
            problem.battery,
            problem.site,
            soc_start=soc,
            soc_end=soc_end,
            soc_floor=problem.soc_floor,
            soc_ceiling=problem.soc_ceiling,
            exclusive=exclusive,
        )

    if problem.soc_start is not None:
        return plan_from(problem.soc_start)
    capacity_kwh = problem.battery.energy_capacity_wh / 1e3
    kept = _kept(problem.battery, float(np.ravel(problem.site.dt_second)[0]) / 3600.0)
    low = 0.0 if problem.soc_floor is None else problem.soc_floor[-1]
    high = 1.0 if problem.soc_ceiling is None else problem.soc_ceiling[-1]
    there_and_back = lambda soc: plan_from(soc, soc)  # noqa: E731
    return cyclic_plan(there_and_back, (capacity_kwh, capacity_kwh * kept), low, high)


def _refuse_elsewhere(network: "Network", bus: str) -> None:
    """Refuse loads and generators that the battery cannot reach."""
    for component in ("Load", "Generator"):
        static = network.components[component].static
        if static.active.sum() != len(active_at(network, component, bus)):
            refuse(f"a {component} stands at another bus than {bus!r}")
    links = network.components["Link"].static
    has_store = bool(network.components["Store"].static.active.any())
    if links.active.sum() != 2 * has_store:
        refuse("a Link leads to another bus")


def _soc_start(storage: Storage, first_hours: float) -> float | None:
    """Raise the start by what leaks until the end of the first snapshot: there nothing would."""
    if storage.soc_initial is None:
        return None
    kept = _kept(storage.battery, first_hours)
    if storage.soc_initial <= 1.0 < storage.soc_initial / kept:
        refuse("it starts too full to leak in its first snapshot; lower the initial energy")
    return float(storage.soc_initial / kept)


def _kept(battery: Battery, hours: float) -> float:
    """What leakage leaves after some hours."""
    return float((1.0 - battery.self_discharge_per_day) ** (hours / 24.0))

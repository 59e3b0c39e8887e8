"""A plan and what proves it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore._arrays import Floats, floats, whole
from battcore._results import Columns


@dataclass(frozen=True, slots=True)
class Costs:
    """What a plan costs, by part; what it earns counts below zero."""

    energy: float
    """Energy drawn from the grid. [currency]"""
    export: float
    """Energy fed into it. [currency]"""
    wear: float
    """Throughput. [currency]"""
    holding: float
    """Energy held. [currency]"""
    end: float
    """Energy left at the end. [currency]"""
    demand: float
    """The highest powers drawn. [currency]"""
    reserve: float = 0.0
    """Reserve kept free. [currency]"""
    cycles: float = 0.0
    """Cycles by their depth. [currency]"""

    @property
    def total(self) -> float:
        """All of it. [currency]"""
        used = self.energy + self.export + self.wear + self.holding + self.end + self.cycles
        return used + self.demand + self.reserve


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why there is no cheaper plan."""

    method: Literal[
        "slope queue",
        "breakpoints",
        "cutting planes",
        "bands",
        "linearization",
        "price decomposition",
        "HiGHS",
    ]
    """The kernel or the solver that found it."""
    bound: float
    """No plan costs less than this. [currency]"""
    gap: float
    """How far the plan may be from the best one, as a share of its cost. [1]"""
    solves: int
    """How often the kernel ran."""
    burned_wh: float
    """Energy lost only because charging and discharging at once paid; with ``exclusive=True`` there
    is none. [Wh]"""
    look_ahead: NDArray[np.int64]
    """How many later steps had to be known before each step was settled, shape (n,); -1 where the
    data ended first, so that what comes after them may change it."""

    @property
    def final(self) -> NDArray[np.bool_]:
        """Whether a step is right whatever comes after the data, shape (n,)."""
        return self.look_ahead >= 0


@dataclass(frozen=True, slots=True, eq=False)
class Duals(Columns):
    """Shadow prices: what a little more of something would be worth at each step."""

    stored_per_kwh: Floats
    """Energy stored at the end of the step, shape (n,). [currency/kWh]"""
    floor_per_kwh: Floats
    """What raising the floor costs, the price of a reserve, shape (n,). [currency/kWh]"""
    ceiling_per_kwh: Floats
    """What raising the ceiling is worth, shape (n,). [currency/kWh]"""
    load_per_kwh: Floats
    """What a kWh more of load costs in the step, the price of energy behind the connection: between
    those of a kWh less and more where they differ, shape (n,). [currency/kWh]"""
    charge_per_kw: Floats
    """Power of charging over the step, shape (n,). [currency/kW]"""
    discharge_per_kw: Floats
    """Power of discharging, shape (n,). [currency/kW]"""
    import_per_kw: Floats
    """Import limit, shape (n,). [currency/kW]"""
    export_per_kw: Floats
    """Export limit, shape (n,). [currency/kW]"""


def by_battery(duals: Duals, spread: Callable[[Floats], Floats]) -> Duals:
    """Do something to the first axis of all prices that a battery has for itself."""
    return Duals(
        stored_per_kwh=spread(duals.stored_per_kwh),
        floor_per_kwh=spread(duals.floor_per_kwh),
        ceiling_per_kwh=spread(duals.ceiling_per_kwh),
        load_per_kwh=duals.load_per_kwh,
        charge_per_kw=spread(duals.charge_per_kw),
        discharge_per_kw=spread(duals.discharge_per_kw),
        import_per_kw=duals.import_per_kw,
        export_per_kw=duals.export_per_kw,
    )


@dataclass(frozen=True, slots=True, eq=False)
class BidCurve:
    """Powers of the battery in one step, and the prices at which one gives way to the next."""

    price_per_kwh: Floats
    """Prices, ascending, shape (k,). [currency/kWh]"""
    power_watt: Floats
    """Powers, descending, shape (k + 1,): the first below all prices, the last above. [W]"""

    def power_at(self, price_per_kwh: ArrayLike) -> Floats:
        """Read the power that is best at a price.

        Parameters
        ----------
        price_per_kwh : float or array-like
            Of energy drawn and fed in alike; at a price of the curve two powers are as good, and
            any between them. [currency/kWh]

        Returns
        -------
        ndarray
            Power of the battery, positive charging, shaped as the prices. [W]
        """
        prices = floats("price_per_kwh", price_per_kwh)
        return self.power_watt[np.searchsorted(self.price_per_kwh, prices)]


@dataclass(frozen=True, slots=True, eq=False)
class Plan(Columns):
    """The schedule that costs least, and what proves it."""

    power_watt: Floats
    """Power of the battery, positive charging, shape (n,). [W]"""
    charge_watt: Floats
    """Power into it, shape (n,). [W]"""
    discharge_watt: Floats
    """Power out of it, shape (n,). [W]"""
    import_watt: Floats
    """Drawn from the grid, shape (n,). [W]"""
    export_watt: Floats
    """Fed into the grid, shape (n,). [W]"""
    curtailed_watt: Floats
    """Generation turned down, shape (n,). [W]"""
    soc: Floats
    """State of charge at the end of each step, shape (n,). [1]"""
    reserve_up_watt: Floats
    """Power sold as reserve that can be given on top, shape (n,). [W]"""
    reserve_down_watt: Floats
    """The same that can be taken, shape (n,). [W]"""
    costs: Costs
    """What it costs, by part."""
    peaks_watt: Floats
    """The power that each demand charge is paid for, in each of its periods, shape (k,). [W]"""
    certificate: Certificate
    """Why there is no cheaper plan."""
    _duals: Callable[[], Duals] = field(repr=False)
    _bids: Callable[[int], BidCurve] = field(repr=False)

    @property
    def objective(self) -> float:
        """What it costs in all. [currency]"""
        return self.costs.total

    def duals(self) -> Duals:
        """Work out shadow prices.

        Returns
        -------
        Duals
            What a little more of each limit would be worth, step by step.

        Raises
        ------
        InputError
            If the plan minds cycles and only comes close to the best, as its gap tells.
        ModuleNotFoundError
            If it minds cycles in bands, whose prices HiGHS finds, and highspy is not installed.

        Examples
        --------
        A kWh stored before the dear hour is worth what it earns there, less the loss on the way:

        >>> import battcore as bc
        >>> power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
        >>> battery = bc.Battery(energy_capacity_wh=2e3, discharge_efficiency=0.9, **power)
        >>> tariff = bc.Tariff(energy_price_per_kwh=[0.1, 0.5], export_price_per_kwh=[0.1, 0.5])
        >>> site = bc.Site(load_watt=[0.0, 0.0], dt_second=3600.0, tariff=tariff)
        >>> plan = bc.dispatch.optimize(battery, site, soc_start=0.0)
        >>> plan.power_watt.round(6).tolist()
        [1000.0, -900.0]
        >>> plan.duals().stored_per_kwh.round(3).tolist()
        [0.45, 0.45]
        """
        return self._duals()

    def bid_curve(self, step: int) -> BidCurve:
        """Work out how the battery would answer to another price at a step.

        The price is that of energy drawn and fed in alike in this step; all other steps stay as
        they are and are planned anew. The answer is exact: charging falls as the price rises.
        Generation is not turned down in the step, and peaks that are charged for are held as
        planned.

        Parameters
        ----------
        step : int
            The step.

        Returns
        -------
        BidCurve
            Prices and powers, as a market takes them.

        Raises
        ------
        InputError
            If there is no such step, at another one a price at which losing energy would pay, or if
            the plan is none of the slope queue.

        References
        ----------
        Guo, Gao, Chen, arXiv:2409.04128, 2024, on such staircases.

        Examples
        --------
        >>> import battcore as bc
        >>> power = {"charge_power_watt": 1e6, "discharge_power_watt": 1e6}
        >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
        >>> price = [0.1, 0.2, 0.3]
        >>> tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
        >>> site = bc.Site(load_watt=[0.0] * 3, dt_second=3600.0, tariff=tariff)
        >>> plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
        >>> bid = plan.bid_curve(1)
        >>> bid.price_per_kwh.round(9).tolist(), bid.power_watt.tolist()
        ([0.1, 0.3], [1000000.0, 0.0, -1000000.0])
        >>> bid.power_at(0.2).item()
        0.0
        """
        last = len(self.power_watt) - 1
        return self._bids(whole("step", step, 0, last))


@dataclass(frozen=True, slots=True, eq=False)
class FleetPlan(Columns):
    """The schedule of several batteries behind one connection that costs least in all."""

    power_watt: Floats
    """Power of each battery, positive charging, shape (batteries, n). [W]"""
    charge_watt: Floats
    """Power into each, shape (batteries, n). [W]"""
    discharge_watt: Floats
    """Power out of each, shape (batteries, n). [W]"""
    soc: Floats
    """State of charge of each at the end of each step, shape (batteries, n). [1]"""
    reserve_up_watt: Floats
    """Power of each sold as reserve that can be given on top, shape (batteries, n). [W]"""
    reserve_down_watt: Floats
    """The same that can be taken, shape (batteries, n). [W]"""
    import_watt: Floats
    """Drawn from the grid, shape (n,). [W]"""
    export_watt: Floats
    """Fed into the grid, shape (n,). [W]"""
    curtailed_watt: Floats
    """Generation turned down, shape (n,). [W]"""
    costs: Costs
    """What it costs, by part."""
    peaks_watt: Floats
    """The power that each demand charge is paid for, in each of its periods, shape (k,). [W]"""
    certificate: Certificate
    """Why there is no cheaper plan."""
    _duals: Callable[[], Duals] = field(repr=False)

    @property
    def objective(self) -> float:
        """What it costs in all. [currency]"""
        return self.costs.total

    def duals(self) -> Duals:
        """Work out shadow prices.

        Returns
        -------
        Duals
            As of a `Plan`, those of stored energy and power with a row for each battery.
        """
        return self._duals()

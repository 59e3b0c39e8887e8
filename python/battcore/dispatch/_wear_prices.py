"""What wear costs, from how a cell ages, in the terms in which `optimize` takes it."""

from dataclasses import dataclass, replace

import numpy as np

from battcore._arrays import Floats, bounded, whole
from battcore.aging import AgingModel, AgingState, start, wear
from battcore.dispatch._cycle_cost import CycleCost
from battcore.dispatch._wishes import HoldingCost
from battcore.error import InputError
from battcore.site import Battery


@dataclass(frozen=True, slots=True, kw_only=True)
class WearPrices:
    """What wear costs. Prices of throughput and of cycles are two readings of the same wear."""

    charge_cost_per_kwh: float
    """Of each AC kWh charged, as `Battery` takes it. [currency/kWh]"""
    discharge_cost_per_kwh: float
    """Of each AC kWh discharged. [currency/kWh]"""
    holding_cost: HoldingCost
    """Of calendar aging, as far as it depends on the state of charge."""
    standing_cost_per_day: float
    """Of calendar aging when empty, to which holding adds. [currency/day]"""
    cycle_cost: CycleCost
    """Of cycles by their depth, instead of a price of throughput."""
    holding_gap: float
    """How far calendar aging lies above its convex hull at most, as a share of its highest. [1]"""
    cycle_gap: float
    """How far the wear of a cycle lies above its convex hull at most, likewise. [1]"""

    def on(self, battery: Battery) -> Battery:
        """Give the battery with the prices of throughput.

        Parameters
        ----------
        battery : Battery
            The battery.

        Returns
        -------
        Battery
            The same, but for its wear prices.
        """
        return replace(
            battery,
            charge_cost_per_kwh=self.charge_cost_per_kwh,
            discharge_cost_per_kwh=self.discharge_cost_per_kwh,
        )


def wear_prices(
    battery: Battery,
    cell: AgingModel | AgingState | None = None,
    *,
    replacement_cost: float,
    end_of_life: float = 0.8,
    temperature_celsius: float = 25.0,
    soc: float = 0.5,
    dod: float = 0.8,
    c_rate: float = 0.5,
    next_efc: float = 365.0,
    next_day: float = 365.0,
    points: int = 11,
) -> WearPrices:
    """Price the next use of a battery by what it takes from its life.

    A loss of the share ``q`` of the nominal capacity costs ``replacement_cost * q /
    (1 - end_of_life)``. Losses are those that `battcore.aging.wear` tells at a point of duty.
    Where they are not convex in state of charge or depth, their convex hull is taken, which lies
    below them; the result says how far.

    Parameters
    ----------
    battery : Battery
        The battery, whose efficiencies at half of its power turn stored into AC energy.
    cell : AgingModel or AgingState, optional
        How it ages, or where it stands in its life; None: the model of the battery, new.
    replacement_cost : float
        What a new battery costs. [currency]
    end_of_life : float
        Share of the nominal capacity at which it is replaced. [1]
    temperature_celsius : float
        Temperature of the cells. [degC]
    soc : float
        Mean state of charge of the cycles, as far as their depth leaves it. [1]
    dod : float
        Depth of the cycles that the prices of throughput stand for. [1]
    c_rate : float
        Charge moved per hour, in capacities. [1/h]
    next_efc : float
        Equivalent full cycles over which wear is averaged. [1]
    next_day : float
        Days over which it is. [day]
    points : int
        States of charge, and depths, at which it is asked.

    Returns
    -------
    WearPrices
        Prices of throughput, of holding and of cycles.

    Raises
    ------
    InputError
        If a number lies outside its bounds, or the battery has no aging model and no cell is given.

    Examples
    --------
    >>> import battcore as bc
    >>> battery = bc.Battery(
    ...     energy_capacity_wh=1e6,
    ...     charge_power_watt=5e5,
    ...     discharge_power_watt=5e5,
    ...     aging=bc.aging.models()["lfp_gr_250ah_prismatic"],
    ... )
    >>> prices = bc.dispatch.wear_prices(battery, replacement_cost=1.5e5)
    >>> round(prices.charge_cost_per_kwh, 4)
    0.0295
    >>> prices.cycle_cost.depth[-1], round(prices.cycle_cost.cost_per_cycle[-1], 2)
    (1.0, 60.34)
    """
    left = bounded("end_of_life", end_of_life, 0.0, 1.0 - 1e-9)
    duty = _Duty(
        state=_state(battery, cell),
        cost_per_share=bounded("replacement_cost", replacement_cost, 0.0, 1e100) / (1.0 - left),
        soc=bounded("soc", soc, 0.0, 1.0),
        conditions={
            "temperature_celsius": temperature_celsius,
            "c_rate": c_rate,
            "next_efc": next_efc,
            "next_day": next_day,
        },
    )
    places = np.linspace(0.0, 1.0, whole("points", points, 2, 10**4))
    depth, cost, cycle_gap = _hull(places, np.array([duty.cycle(at) for at in places.tolist()]))
    level, daily, holding_gap = _hull(places, np.array([duty.day(at) for at in places.tolist()]))
    into, out = duty.throughput(dod)
    capacity_kwh = battery.energy_capacity_wh / 1e3
    stored, drawn = _stored_per_ac(battery)
    hourly = np.diff(daily) / np.diff(level) / capacity_kwh / 24.0
    return WearPrices(
        charge_cost_per_kwh=into / capacity_kwh * stored,
        discharge_cost_per_kwh=out / capacity_kwh * drawn,
        holding_cost=HoldingCost(soc=level[:-1].tolist(), price_per_kwh_hour=hourly.tolist()),
        standing_cost_per_day=float(daily[0]),
        cycle_cost=CycleCost(depth=depth.tolist(), cost_per_cycle=cost.tolist()),
        holding_gap=holding_gap,
        cycle_gap=cycle_gap,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Duty:
    """A cell under steady cycles, and what a share of its capacity costs."""

    state: AgingState
    cost_per_share: float
    soc: float
    conditions: dict[str, float]

    def cycle(self, depth: float) -> float:
        """What a full cycle costs, as near the mean state of charge as it can be."""
        if depth == 0.0:
            return 0.0
        middle = min(max(self.soc, depth / 2.0), 1.0 - depth / 2.0)
        lost = wear(self.state, soc=middle, dod=depth, **self.conditions)
        return depth * (lost.charge + lost.discharge) * self.cost_per_share

    def day(self, soc: float) -> float:
        """What a day costs at rest."""
        return wear(self.state, soc=soc, **self.conditions).hold * self.cost_per_share

    def throughput(self, dod: float) -> tuple[float, float]:
        """What a nominal capacity costs that is charged, and one that is discharged."""
        lost = wear(self.state, soc=self.soc, dod=dod, **self.conditions)
        return lost.charge * self.cost_per_share, lost.discharge * self.cost_per_share


def _state(battery: Battery, cell: AgingModel | AgingState | None) -> AgingState:
    cell = battery.aging if cell is None else cell
    if isinstance(cell, AgingState):
        return cell
    if isinstance(cell, AgingModel):
        return start(cell)
    raise InputError("cell is no AgingModel and no AgingState, and the battery has none", "cell")


def _stored_per_ac(battery: Battery) -> tuple[float, float]:
    """Stored energy per AC energy, charging and discharging with half of the power."""
    into, out = battery.charge_efficiency, 1.0 / battery.discharge_efficiency
    if battery.converter is None:
        return into, out
    power = np.array([battery.charge_power_watt, -battery.discharge_power_watt]) / 2.0
    taken, given = (battery.converter.dc_power_watt(power) / power).tolist()
    return into * taken, out * given


def _hull(places: Floats, values: Floats) -> tuple[Floats, Floats, float]:
    """Corners of the lower convex hull, and how far it lies below, of the largest value."""
    corners = [0]
    for at in range(1, places.size):
        while len(corners) > 1 and not _bends_up(places, values, corners[-2], corners[-1], at):
            corners.pop()
        corners.append(at)
    above = values - np.interp(places, places[corners], values[corners])
    highest = float(np.abs(values).max()) or 1.0
    return places[corners], values[corners], float(above.max()) / highest


def _bends_up(places: Floats, values: Floats, first: int, middle: int, last: int) -> bool:
    before = (values[middle] - values[first]) * (places[last] - places[middle])
    after = (values[last] - values[middle]) * (places[middle] - places[first])
    return bool(after > before)

"""Loads and generators of a bus as a site behind a meter."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from battcore._arrays import Floats
from battcore.dispatch import Plan
from battcore.interop.pypsa._form import active_at, per_snapshot, refuse
from battcore.interop.pypsa._storage import PER_KWH, WATT
from battcore.site import Site
from battcore.tariff import Tariff

if TYPE_CHECKING:
    from pypsa import Network


@dataclass(frozen=True, slots=True)
class Source:
    """A generator, as the bus sees it."""

    name: str
    sign: float
    low: Floats
    """Lowest power into the bus, shape (n,). [MW]"""
    high: Floats
    """Highest, shape (n,). [MW]"""
    cost: Floats
    """Of what it gives to the bus, shape (n,). [currency/MWh]"""

    @property
    def is_free(self) -> bool:
        """Whether it gives for nothing, and no more than there is."""
        return bool(not self.low.any() and not self.cost.any() and np.isfinite(self.high).all())


@dataclass(frozen=True, slots=True)
class Meter:
    """What stands at a bus beside the battery."""

    bus: str
    load: Floats
    """Of all loads, shape (n,). [MW]"""
    free: list[Source]
    """Sun and wind."""
    seller: Source | None
    """From whom energy is bought."""
    buyer: Source | None
    """To whom energy is sold."""

    def site(self, network: "Network") -> Site:
        """Make the same in the terms of battcore."""
        nothing = np.zeros(len(self.load))
        dear = self.seller or self.buyer
        cheap = self.buyer or self.seller
        prices = [side.cost * PER_KWH if side else nothing for side in (dear, cheap)]
        return Site(
            load_watt=self.load * WATT,
            dt_second=hours(network) * 3600.0,
            generation_watt=sum((source.high for source in self.free), nothing) * WATT,
            curtailable=True,
            import_limit_watt=(self.seller.high if self.seller else nothing) * WATT,
            export_limit_watt=(-self.buyer.low if self.buyer else nothing) * WATT,
            tariff=Tariff(energy_price_per_kwh=prices[0], export_price_per_kwh=prices[1]),
        )

    def write(self, network: "Network", plan: Plan) -> None:
        """Write powers into the tables; free generators share what is turned down."""
        loads = network.components["Load"].dynamic["p"]
        for load in active_at(network, "Load", self.bus):
            loads[load] = per_snapshot(network, "Load", load, "p_set")
        generators = network.components["Generator"].dynamic["p"]
        bought, sold = plan.import_watt / WATT, plan.export_watt / WATT
        if self.seller:
            generators[self.seller.name] = self.seller.sign * bought
        if self.buyer:
            exchanged = bought - sold if self.buyer is self.seller else -sold
            generators[self.buyer.name] = self.buyer.sign * exchanged
        used = self._share_used(plan)
        for source in self.free:
            generators[source.name] = source.sign * source.high * used

    def _share_used(self, plan: Plan) -> Floats:
        offered = sum((source.high for source in self.free), np.zeros(len(self.load)))
        used = offered - plan.curtailed_watt / WATT
        return np.divide(used, offered, out=np.zeros_like(used), where=offered > 0.0)


def read_meter(network: "Network", bus: str) -> Meter:
    """Read what stands at a bus beside the battery."""
    sources = [_source(network, name) for name in active_at(network, "Generator", bus)]
    priced = [source for source in sources if not source.is_free]
    sellers = [source for source in priced if source.high.any()]
    buyers = [source for source in priced if source.low.any()]
    if len(sellers) > 1 or len(buyers) > 1:
        names = [source.name for source in (sellers if len(sellers) > 1 else buyers)]
        refuse(f"generators {names} offer energy at several prices")
    seller, buyer = (side[0] if side else None for side in (sellers, buyers))
    return Meter(bus, _load(network, bus), [s for s in sources if s.is_free], seller, buyer)


def hours(network: "Network") -> Floats:
    """How long each snapshot holds, where cost, storage and generation agree on it. [h]"""
    weights = network.snapshot_weightings.to_numpy(np.float64)
    if (weights != weights[:, :1]).any():
        refuse("weightings of its snapshots differ from column to column")
    return np.ascontiguousarray(weights[:, 0])


def _source(network: "Network", name: str) -> Source:
    given = network.components["Generator"].static.loc[name]
    ends = [
        _part_of(given.p_nom, per_snapshot(network, "Generator", name, f"p_{end}_pu"))
        for end in ("min", "max")
    ]
    low, high = ends if given.sign > 0.0 else (-ends[1], -ends[0])
    if (low > 0.0).any() or (high < 0.0).any():
        refuse(f"Generator {name!r} must run")
    cost = per_snapshot(network, "Generator", name, "marginal_cost") * given.sign
    return Source(name, float(given.sign), low, high, cost)


def _part_of(nominal: float, share: Floats) -> Floats:
    """Nothing of what is without limit is nothing."""
    return np.where(share == 0.0, 0.0, nominal) * share


def _load(network: "Network", bus: str) -> Floats:
    total = np.zeros(len(network.snapshots))
    for name in active_at(network, "Load", bus):
        sign = network.components["Load"].static.sign[name]
        total -= sign * per_snapshot(network, "Load", name, "p_set")
    if (total < 0.0).any():
        refuse("its loads feed in; make them generators")
    return total

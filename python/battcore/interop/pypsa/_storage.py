"""The battery of a network, as a StorageUnit or as a Store between two Links."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from battcore._arrays import Floats
from battcore.dispatch import Plan
from battcore.interop.pypsa._form import active_at, constant, per_snapshot, refuse
from battcore.site import Battery

if TYPE_CHECKING:
    from pypsa import Network

WATT = 1e6  # in a MW
PER_KWH = 1e-3  # of a price per MWh


class Storage(Protocol):
    """A battery as a network tells of it, and where its plan is to be written."""

    @property
    def bus(self) -> str:
        """Where it meets load and generation."""

    @property
    def battery(self) -> Battery:
        """The same in the terms of battcore."""

    @property
    def soc_initial(self) -> float | None:
        """State of charge that the first snapshot begins with; None: as the last one ends. [1]"""

    @property
    def inner_bus(self) -> str | None:
        """Where energy is counted as it is stored, if that is a bus of its own."""

    def bounds(self, network: "Network") -> tuple[Floats | None, Floats | None]:
        """Lowest and highest state of charge at the end of each snapshot. [1]"""

    def write(self, network: "Network", plan: Plan) -> None:
        """Write powers and energies into the tables of the network."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A StorageUnit."""

    name: str
    bus: str
    battery: Battery
    soc_initial: float | None
    inner_bus: None = None

    def bounds(self, network: "Network") -> tuple[None, None]:  # noqa: ARG002
        """Empty and full."""
        return None, None

    def write(self, network: "Network", plan: Plan) -> None:
        """Positive power is discharge there."""
        tables = network.components["StorageUnit"].dynamic
        tables["p"][self.name] = (plan.discharge_watt - plan.charge_watt) / WATT
        tables["p_store"][self.name] = plan.charge_watt / WATT
        tables["p_dispatch"][self.name] = plan.discharge_watt / WATT
        tables["state_of_charge"][self.name] = plan.soc * self.battery.energy_capacity_wh / WATT


@dataclass(frozen=True, slots=True)
class StoreAndLinks:
    """A Store, a Link into it and a Link out of it."""

    name: str
    bus: str
    charger: str
    discharger: str
    battery: Battery
    soc_initial: float | None
    inner_bus: str

    def bounds(self, network: "Network") -> tuple[Floats, Floats]:
        """As shares of the nominal energy."""
        low = per_snapshot(network, "Store", self.name, "e_min_pu")
        return low, per_snapshot(network, "Store", self.name, "e_max_pu")

    def write(self, network: "Network", plan: Plan) -> None:
        """Power of a Link counts where it enters, that of a Store inside the battery."""
        entering = plan.charge_watt / WATT, plan.discharge_watt / WATT
        stored = entering[0] * self.battery.charge_efficiency
        drawn = entering[1] / self.battery.discharge_efficiency
        links = network.components["Link"].dynamic
        for link, taken, given in (
            (self.charger, entering[0], stored),
            (self.discharger, drawn, entering[1]),
        ):
            links["p0"][link], links["p1"][link] = taken, -given
        store = network.components["Store"].dynamic
        store["p"][self.name] = drawn - stored
        store["e"][self.name] = plan.soc * self.battery.energy_capacity_wh / WATT


def read_storage(network: "Network") -> Storage:
    """Find the one battery of a network."""
    units, stores = (
        component.static.index[component.static.active]
        for component in (network.components["StorageUnit"], network.components["Store"])
    )
    if len(units) + len(stores) != 1:
        refuse(f"it has {len(units)} StorageUnits and {len(stores)} Stores")
    return _unit(network, units[0]) if len(units) else _store(network, stores[0])


def _unit(network: "Network", name: str) -> Unit:
    given = network.components["StorageUnit"].static.loc[name]

    def read(attribute: str) -> float:
        return constant(network, "StorageUnit", name, attribute)

    capacity = given.p_nom * given.max_hours
    battery = Battery(
        energy_capacity_wh=capacity * WATT,
        charge_power_watt=-read("p_min_pu") * given.p_nom * WATT,
        discharge_power_watt=read("p_max_pu") * given.p_nom * WATT,
        charge_efficiency=read("efficiency_store"),
        discharge_efficiency=read("efficiency_dispatch"),
        self_discharge_per_day=_per_day(read("standing_loss")),
        discharge_cost_per_kwh=read("marginal_cost") * PER_KWH,
    )
    start = None if given.cyclic_state_of_charge else given.state_of_charge_initial / capacity
    return Unit(name, given.bus, battery, start)


def _store(network: "Network", name: str) -> StoreAndLinks:
    given = network.components["Store"].static.loc[name]
    into = active_at(network, "Link", given.bus, "bus1")
    out = active_at(network, "Link", given.bus, "bus0")
    if len(into) != 1 or len(out) != 1:
        refuse(f"Store {name!r} needs one Link into its bus and one out of it")
    links = network.components["Link"].static
    bus = links.bus0[into[0]]
    if links.bus1[out[0]] != bus or bus == given.bus:
        refuse(f"the Links of Store {name!r} do not begin and end at the same bus")
    entrance, exit_ = _link(network, into[0]), _link(network, out[0])
    if not exit_.efficiency:
        refuse(f"Link {out[0]!r} delivers nothing")
    battery = Battery(
        energy_capacity_wh=given.e_nom * WATT,
        charge_power_watt=entrance.watt,
        discharge_power_watt=exit_.watt * exit_.efficiency,
        charge_efficiency=entrance.efficiency,
        discharge_efficiency=exit_.efficiency,
        self_discharge_per_day=_per_day(constant(network, "Store", name, "standing_loss")),
        charge_cost_per_kwh=entrance.cost_per_kwh,
        discharge_cost_per_kwh=exit_.cost_per_kwh / exit_.efficiency,
    )
    start = None if given.e_cyclic else given.e_initial / given.e_nom
    return StoreAndLinks(name, bus, into[0], out[0], battery, start, given.bus)


class _Link(NamedTuple):
    """Limit and cost count where a Link is entered, those of a battery at its AC side."""

    watt: float
    efficiency: float
    cost_per_kwh: float


def _link(network: "Network", name: str) -> _Link:
    nominal = network.components["Link"].static.p_nom[name]
    share, efficiency, cost = (
        constant(network, "Link", name, attribute)
        for attribute in ("p_max_pu", "efficiency", "marginal_cost")
    )
    return _Link(share * nominal * WATT, efficiency, cost * PER_KWH)


def _per_day(loss_per_hour: float) -> float:
    return float(1.0 - (1.0 - loss_per_hour) ** 24)

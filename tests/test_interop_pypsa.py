"""Networks of PyPSA: its own optimum as second opinion, the tables written, forms refused."""

import warnings
from copy import deepcopy

import numpy as np
import pytest

import battcore as bc

pypsa = pytest.importorskip("pypsa")

STEPS = 24


def site(rng):
    """A bus with load, sun, and a grid that buys and sells, at two prices."""
    network = pypsa.Network(snapshots=range(STEPS))
    network.add("Carrier", "AC")
    network.add("Bus", "bus", carrier="AC")
    network.add("Load", "one", bus="bus", p_set=rng.uniform(0.0, 3.0, STEPS))
    network.add("Load", "two", bus="bus", p_set=rng.uniform(0.0, 2.0))
    network.add("Generator", "east", bus="bus", p_nom=3.0, p_max_pu=rng.uniform(0.0, 1.0, STEPS))
    network.add("Generator", "west", bus="bus", p_nom=2.0, p_max_pu=rng.uniform(0.0, 1.0, STEPS))
    bought = rng.uniform(20.0, 300.0, STEPS)
    sold = bought - rng.uniform(0.0, 30.0, STEPS)
    network.add("Generator", "grid", bus="bus", p_nom=9.0, marginal_cost=bought)
    network.add("Generator", "market", bus="bus", p_nom=4.0, sign=-1.0, marginal_cost=-sold)
    return network


@pytest.fixture(scope="module")
def made_unit():
    """To be copied, as making one anew takes ten times as long."""
    rng = np.random.default_rng(1)
    network = site(rng)
    network.add(
        "StorageUnit",
        "battery",
        bus="bus",
        p_nom=2.0,
        p_min_pu=-0.8,
        max_hours=rng.uniform(1.0, 4.0),
        efficiency_store=0.93,
        efficiency_dispatch=0.9,
        standing_loss=0.01,
        marginal_cost=5.0,
        state_of_charge_initial=0.7,
    )
    return network


@pytest.fixture(scope="module")
def made_store():
    network = site(np.random.default_rng(1))
    network.add("Bus", "cells")
    low = np.where(np.arange(STEPS) % 6 == 4, 0.3, 0.1)
    held = {"e_min_pu": low, "e_max_pu": 0.9, "standing_loss": 0.005}
    network.add("Store", "cells", bus="cells", e_nom=4.0, e_initial=1.0, **held)
    network.add("Link", "in", bus0="bus", bus1="cells", p_nom=1.5, efficiency=0.94)
    out = {"bus0": "cells", "bus1": "bus", "p_nom": 2.0, "efficiency": 0.92}
    network.add("Link", "out", **out, p_max_pu=0.9, marginal_cost=4.0)
    return network


@pytest.fixture
def with_unit(made_unit):
    return deepcopy(made_unit)


@pytest.fixture
def with_store(made_store):
    return deepcopy(made_store)


@pytest.fixture
def burning(with_unit):
    """Prices below zero, at which storing and giving back at once would pay."""
    price = with_unit.generators_t.marginal_cost
    price["grid"] -= 250.0
    price["market"] += 250.0
    return with_unit


def solved(network):
    """What PyPSA itself finds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        status = network.optimize(
            solver_name="highs", log_to_console=False, include_objective_constant=False
        )
    assert status == ("ok", "optimal")
    return network.objective


def check_tables(network):
    """The bus balances, and the tables cost what is told."""
    entering = network.generators_t.p * network.generators.sign
    total = entering.sum(axis=1) - network.loads_t.p.sum(axis=1)
    if not network.storage_units.empty:
        total += network.storage_units_t.p.battery
    else:
        total -= network.links_t.p0["in"] + network.links_t.p1["out"]
    assert total.abs().max() < 1e-9
    hours = network.snapshot_weightings.objective
    cost = network.get_switchable_as_dense("Generator", "marginal_cost") * network.generators_t.p
    cost = (cost.sum(axis=1) * hours).sum()
    if not network.storage_units.empty:
        unit = network.storage_units.loc["battery"]
        cost += unit.marginal_cost * (network.storage_units_t.p_dispatch.battery * hours).sum()
    else:
        cost += (network.links.marginal_cost * network.links_t.p0).mul(hours, axis=0).sum().sum()
    return cost


def check_energies(network):
    hours = network.snapshot_weightings.stores.to_numpy()
    if not network.storage_units.empty:
        unit = network.storage_units.loc["battery"]
        energy = network.storage_units_t.state_of_charge.battery.to_numpy()
        is_cyclic, initial = unit.cyclic_state_of_charge, unit.state_of_charge_initial
        gained = network.storage_units_t.p_store.battery * unit.efficiency_store
        gained -= network.storage_units_t.p_dispatch.battery / unit.efficiency_dispatch
    else:
        unit = network.stores.loc["cells"]
        energy = network.stores_t.e.cells.to_numpy()
        is_cyclic, initial = unit.e_cyclic, unit.e_initial
        gained = -network.stores_t.p.cells
        links = network.links_t
        assert (links.p1["in"] + links.p0["out"] + gained).abs().max() < 1e-9
    kept = (1.0 - unit.standing_loss) ** hours
    kept[0] = kept[0] if is_cyclic else 1.0  # there, what PyPSA begins with does not leak
    before = np.concatenate([[energy[-1] if is_cyclic else initial], energy[:-1]])
    assert energy == pytest.approx(before * kept + gained.to_numpy() * hours, abs=1e-9)


def check(network, plan):
    """The tables hold the plan, and PyPSA finds nothing better."""
    assert check_tables(network) == pytest.approx(plan.objective, rel=1e-9)
    check_energies(network)
    assert plan.objective == pytest.approx(solved(network), rel=1e-7)


def test_a_unit_costs_what_pypsa_finds(with_unit):
    check(with_unit, bc.interop.pypsa.optimize(with_unit))


def test_a_store_costs_what_pypsa_finds(with_store):
    with_store.snapshot_weightings = with_store.snapshot_weightings * 0.25
    check(with_store, bc.interop.pypsa.optimize(with_store))


def test_a_cyclic_battery_begins_where_it_costs_least(with_store):
    with_store.stores["e_cyclic"] = True
    check(with_store, bc.interop.pypsa.optimize(with_store))


def test_relaxed_it_costs_what_pypsa_finds_at_negative_prices(burning):
    exclusive = bc.interop.pypsa.optimize(burning)
    assert check_tables(burning) == pytest.approx(exclusive.objective, rel=1e-9)
    relaxed = bc.interop.pypsa.optimize(burning, exclusive=False)
    assert relaxed.objective < exclusive.objective
    assert relaxed.objective == pytest.approx(solved(burning), rel=1e-7)


def test_a_cyclic_battery_begins_where_it_can():
    network = pypsa.Network(snapshots=range(4))
    network.add("Bus", "bus")
    network.add("Load", "load", bus="bus", p_set=[2.0, 2.0, 0.0, 0.0])
    network.add("Generator", "grid", bus="bus", p_nom=1.5, marginal_cost=[9.0, 9.0, 1.0, 1.0])
    unit = {"p_nom": 1.0, "max_hours": 4.0, "cyclic_state_of_charge": True}
    network.add("StorageUnit", "battery", bus="bus", **unit)
    plan = bc.interop.pypsa.optimize(network)
    assert plan.objective == pytest.approx(20.0)
    assert plan.soc[-1] >= 0.5 - 1e-9  # empty or full, it could not carry the first hours and back
    network.loads_t.p_set["load"] = 3.0
    with pytest.raises(bc.error.InfeasibleError):
        bc.interop.pypsa.optimize(network)


def test_a_cyclic_battery_is_refused_where_burning_pays(burning):
    burning.storage_units["cyclic_state_of_charge"] = True
    with pytest.raises(bc.InputError, match="exclusive=False"):
        bc.interop.pypsa.optimize(burning)
    bc.interop.pypsa.optimize(burning, exclusive=False)


def test_one_generator_may_buy_and_sell():
    network = pypsa.Network(snapshots=range(3))
    network.add("Bus", "bus")
    price = [10.0, 80.0, 30.0]
    network.add("Generator", "grid", bus="bus", p_nom=5.0, p_min_pu=-1.0, marginal_cost=price)
    network.add("StorageUnit", "battery", bus="bus", p_nom=1.0, max_hours=1.0)
    plan = bc.interop.pypsa.optimize(network)
    assert network.generators_t.p.grid.tolist() == [1.0, -1.0, 0.0]
    assert plan.objective == pytest.approx(-70.0)


def test_an_island_lives_on_its_own():
    network = pypsa.Network(snapshots=range(2))
    network.add("Bus", "bus")
    network.add("Load", "load", bus="bus", p_set=1.0)
    network.add("Generator", "sun", bus="bus", p_nom=4.0, p_max_pu=[1.0, 0.0])
    network.add("StorageUnit", "battery", bus="bus", p_nom=2.0, max_hours=1.0)
    plan = bc.interop.pypsa.optimize(network)
    assert plan.objective == pytest.approx(0.0)
    assert network.storage_units_t.p.battery[1] == pytest.approx(1.0)
    network.loads.loc["load", "p_set"] = 3.0
    with pytest.raises(bc.error.InfeasibleError):
        bc.interop.pypsa.optimize(network)


def add(*part, **given):
    return lambda network: network.add(*part, **given)


def put(component, attribute, value):
    def change(network):
        network.components[component].static[attribute] = value

    return change


OTHERS = {
    "2 StorageUnits": add("StorageUnit", "second", bus="bus", p_nom=1.0),
    "several prices": add("Generator", "gas", bus="bus", p_nom=1.0, marginal_cost=70.0),
    "must run": add("Generator", "heat", bus="bus", p_nom=1.0, p_min_pu=0.5),
    "GlobalConstraint": add("GlobalConstraint", "co2", sense="<=", constant=1.0),
    "state_of_charge_set": put("StorageUnit", "state_of_charge_set", 1.0),
    "p_nom_extendable": put("StorageUnit", "p_nom_extendable", True),
    "inflow": put("StorageUnit", "inflow", 0.1),
    "committable": put("Generator", "committable", True),
    "ramp_limit_up": put("Generator", "ramp_limit_up", 0.1),
    "feed in": put("Load", "sign", 1.0),
    "another bus": lambda network: (
        network.add("Bus", "far", carrier="AC"),
        network.add("Load", "there", bus="far", p_set=1.0),
    ),
    "a Line": lambda network: (
        network.add("Bus", "far", carrier="AC"),
        network.add("Line", "line", bus0="bus", bus1="far", x=0.1, s_nom=1.0),
    ),
    "Link leads": lambda network: (
        network.add("Bus", "heat", carrier="AC"),
        network.add("Link", "pump", bus0="bus", bus1="heat", p_nom=1.0),
    ),
    "efficiency_store of StorageUnit 'battery' changes": lambda network: network.storage_units_t[
        "efficiency_store"
    ].insert(0, "battery", np.linspace(0.8, 0.9, STEPS)),
    "weightings": lambda network: network.snapshot_weightings.insert(0, "other", 2.0),
    "too full": lambda network: network.storage_units.update(
        {"state_of_charge_initial": network.storage_units.max_hours * 2.0}
    ),
}


@pytest.mark.parametrize("reason", OTHERS)
def test_other_forms_are_refused_with_the_reason(reason, with_unit):
    OTHERS[reason](with_unit)
    with pytest.raises(bc.InputError, match=reason):
        bc.interop.pypsa.read(with_unit)


@pytest.mark.parametrize(
    ("part", "attribute", "value", "reason"),
    [("Store", "e_nom_extendable", True, "e_nom_extendable"), ("Link", "bus0", "cells", "Store")],
)
def test_other_stores_are_refused_with_the_reason(part, attribute, value, reason, with_store):
    with_store.components[part].static[attribute] = value
    with pytest.raises(bc.InputError, match=reason):
        bc.interop.pypsa.read(with_store)


def test_what_takes_no_part_is_passed_over(with_unit):
    cost = bc.interop.pypsa.optimize(with_unit).objective
    with_unit.add("Generator", "gas", bus="bus", p_nom=9.0, marginal_cost=1.0, active=False)
    with_unit.add("StorageUnit", "spare", bus="bus", p_nom=9.0, active=False)
    assert bc.interop.pypsa.optimize(with_unit).objective == cost


CYCLIC = {"StorageUnit": "cyclic_state_of_charge", "Store": "e_cyclic"}


@pytest.mark.parametrize(("part", "is_cyclic"), [("StorageUnit", False), ("Store", True)])
def test_prices_at_buses_are_those_that_pypsa_finds(part, is_cyclic, with_unit, with_store):
    """Prices and powers are random, so that there is one of each."""
    network = with_unit if part == "StorageUnit" else with_store
    network.components[part].static[CYCLIC[part]] = is_cyclic
    network.generators.loc["grid", "p_nom"] = 3.5
    network.snapshot_weightings = network.snapshot_weightings * (0.5 if is_cyclic else 1.0)
    bc.interop.pypsa.optimize(network)
    prices = network.buses_t.marginal_price.copy()
    grid = network.get_switchable_as_dense("Generator", "marginal_cost").grid
    assert (prices.bus > grid + 1.0).any()  # where the connection is full
    solved(network)
    found = network.buses_t.marginal_price
    assert list(prices) == list(found)
    assert prices.to_numpy() == pytest.approx(found.to_numpy(), abs=1e-5)

"""Plans without charging and discharging at once: a mixed-integer program, the twin, laws."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch import HoldingCost
from battcore.reference import optimum as twin
from dispatch_cases import one_battery, random_problem, reference
from dispatch_program import linear_program

FAMILIES = {
    "plain": {},
    "leaky": {"leaky": True},
    "limits": {"limits": True},
    "leaky, limits": {"leaky": True, "limits": True},
}


def wishes(rng, steps):
    asked = {"soc_start": rng.random(), "end_value_per_kwh": rng.choice([0.0, 0.1, -0.1])}
    if rng.random() < 0.3:
        asked["soc_end_min"] = rng.uniform(0.0, 0.3)
    elif rng.random() < 0.3:
        asked["soc_end"] = rng.uniform(0.2, 0.6)
    if rng.random() < 0.4:
        asked["soc_floor"] = rng.uniform(0.0, 0.1, steps)
    if rng.random() < 0.4:
        asked["soc_ceiling"] = rng.uniform(0.85, 1.0, steps)
    return asked


def recomputed(plan, battery, site):
    hours = np.broadcast_to(site.dt_second, plan.soc.shape) / 3600.0
    flows = np.array([plan.import_watt, -plan.export_watt]) / 1e3 * hours
    prices = [site.tariff.energy_price_per_kwh, site.tariff.export_price_per_kwh]
    wear = battery.charge_cost_per_kwh * plan.charge_watt
    wear = wear + battery.discharge_cost_per_kwh * plan.discharge_watt
    return sum(
        float(np.sum(flow * price)) for flow, price in zip(flows, prices, strict=True)
    ) + float(wear @ hours / 1e3)


def check(plan, battery, site, asked):
    """No power meets the other, flows balance, energy adds up, and the cost is what is told."""
    assert not np.any((plan.charge_watt > 0.0) & (plan.discharge_watt > 0.0))
    assert plan.certificate.burned_wh == 0.0
    spread = site.load_watt - site.generation_watt + plan.curtailed_watt + plan.power_watt
    assert plan.import_watt - plan.export_watt == pytest.approx(spread, abs=1e-6)
    assert np.all(plan.import_watt <= site.import_limit_watt * (1 + 1e-12))
    assert np.all(plan.export_watt <= site.export_limit_watt * (1 + 1e-12))
    hours = np.broadcast_to(site.dt_second, plan.soc.shape) / 3600.0
    kept = (1.0 - battery.self_discharge_per_day) ** (hours / 24.0)
    stored = plan.charge_watt * battery.charge_efficiency
    stored = (stored - plan.discharge_watt / battery.discharge_efficiency) * hours
    before = np.concatenate([[asked["soc_start"]], plan.soc[:-1]])
    capacity = battery.energy_capacity_wh
    assert plan.soc == pytest.approx(before * kept + stored / capacity, abs=1e-9)
    assert np.all(plan.soc >= np.asarray(asked.get("soc_floor", 0.0)) - 1e-9)
    assert np.all(plan.soc <= np.asarray(asked.get("soc_ceiling", 1.0)) + 1e-9)
    end = asked.get("end_value_per_kwh", 0.0) * plan.soc[-1] * capacity / 1e3
    cost = recomputed(plan, battery, site) - end + plan.costs.holding
    assert plan.objective == pytest.approx(cost, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["p08-negative-exclusive", "p09-terminal-value"])
def test_meets_the_reference(name):
    case = reference(name)
    battery, site, asked = one_battery(case)
    plan = bc.dispatch.optimize(battery, site, **{**asked, "exclusive": True})
    assert plan.objective == pytest.approx(case["optimum"]["objective"], rel=1e-9)
    check(plan, battery, site, asked)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("family", FAMILIES)
def test_agrees_with_a_mixed_integer_program(family, seed):
    rng = np.random.default_rng([seed, len(family)])
    battery, site = random_problem(rng, int(rng.integers(1, 50)), negative=True, **FAMILIES[family])
    asked = wishes(rng, len(site.load_watt))
    expected = linear_program(battery, site, **asked, exclusive=True)
    if expected is None:
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.optimize(battery, site, **asked)
        return
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.objective == pytest.approx(expected, rel=1e-9, abs=1e-8)
    check(plan, battery, site, asked)


def market(seed, steps, **change):
    """A trader's battery at prices with a day's shape, below zero for hours on end."""
    rng = np.random.default_rng(seed)
    hour = np.arange(steps)
    price = 0.03 + 0.06 * np.cos(hour * np.pi / 12) + 0.02 * rng.standard_normal(steps)
    battery = bc.Battery(
        **{
            "energy_capacity_wh": 2e6,
            "charge_power_watt": 1e6,
            "discharge_power_watt": 8e5,
            "charge_efficiency": 0.93,
            "discharge_efficiency": 0.95,
            **change,
        }
    )
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    return battery, bc.Site(load_watt=np.zeros(steps), dt_second=3600.0, tariff=tariff)


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_a_mixed_integer_program_over_a_week(seed):
    battery, site = market(seed, 168)
    expected = linear_program(battery, site, soc_start=0.5, soc_end=0.5, exclusive=True)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5, soc_end=0.5)
    assert plan.objective == pytest.approx(expected, rel=1e-9)
    assert plan.certificate.method == "breakpoints"


def told(battery, site, asked, find=twin.optimize):
    """The same problem as the twin reads it."""
    steps, capacity = len(site.load_watt), battery.energy_capacity_wh / 1e3
    every = lambda values: np.broadcast_to(np.asarray(values, float), steps).tolist()  # noqa: E731
    holding = asked.get("holding_cost", HoldingCost(soc=[0.0], price_per_kwh_hour=[0.0]))
    hours = every(np.asarray(site.dt_second) / 3600.0)
    columns = {
        "hours": hours,
        "net_kw": every((site.load_watt - site.generation_watt) / 1e3),
        "import_price": every(site.tariff.energy_price_per_kwh),
        "export_price": every(site.tariff.export_price_per_kwh),
        "import_limit_kw": every(site.import_limit_watt / 1e3),
        "export_limit_kw": every(site.export_limit_watt / 1e3),
        "spillable_kw": every(site.generation_watt / 1e3 * site.curtailable),
        "retention": every((1.0 - battery.self_discharge_per_day) ** (np.array(hours) / 24.0)),
        "floor_kwh": every(np.asarray(asked.get("soc_floor", 0.0)) * capacity),
        "ceiling_kwh": every(np.asarray(asked.get("soc_ceiling", 1.0)) * capacity),
        "holding": [
            [
                (soc * capacity, price * hour * weight)
                for soc, price in zip(holding.soc, holding.price_per_kwh_hour, strict=True)
            ]
            for hour, weight in zip(hours, every(holding.weight), strict=True)
        ],
    }
    rows = zip(*columns.values(), strict=True)
    found = [twin.Step(**dict(zip(columns, row, strict=True))) for row in rows]
    start = asked["soc_start"] * capacity
    return find(twin.Store.of(battery), found, start, asked.get("end_value_per_kwh", 0.0))


@pytest.mark.parametrize("seed", range(8))
def test_agrees_with_the_reference(seed):
    rng = np.random.default_rng(seed)
    battery, site = random_problem(rng, 30, negative=True, leaky=seed % 2 == 1)
    asked = {"soc_start": rng.random(), "end_value_per_kwh": 0.05}
    if seed % 4 > 1:
        prices = np.sort(rng.normal(0.0, 0.02, 3)).tolist()
        asked["holding_cost"] = HoldingCost(soc=[0.0, 0.4, 0.7], price_per_kwh_hour=prices)
    cost, _ = told(battery, site, asked)
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.objective == pytest.approx(cost, rel=1e-9, abs=1e-9)


def test_blocks_planned_apart_are_as_good_as_all_at_once():
    battery, site = market(5, 240, self_discharge_per_day=0.01)
    cost, _ = told(battery, site, {"soc_start": 0.2})
    plan = bc.dispatch.optimize(battery, site, soc_start=0.2)
    assert plan.objective == pytest.approx(cost, rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_but_burning_is_lost(seed):
    battery, site = market(seed, 96)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    relaxed = bc.dispatch.optimize(battery, site, soc_start=0.5, exclusive=False)
    assert relaxed.objective < plan.objective
    assert relaxed.certificate.burned_wh > 0.0
    at_once = (relaxed.charge_watt > 0.0) & (relaxed.discharge_watt > 0.0)
    assert at_once.any()
    assert np.all(site.tariff.export_price_per_kwh[at_once] < 0.0)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "name", ["energy_capacity_wh", "charge_power_watt", "discharge_power_watt"]
)
def test_a_larger_battery_never_costs_more(name, seed):
    battery, site = market(seed, 96)
    larger = replace(battery, **{name: 1.3 * getattr(battery, name)})
    share = battery.energy_capacity_wh / larger.energy_capacity_wh
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    better = bc.dispatch.optimize(larger, site, soc_start=0.5 * share)
    assert better.objective <= plan.objective + 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_what_is_settled_stays_whatever_comes_later(seed):
    steps = 120
    battery, site = market(seed, steps)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    assert plan.certificate.final[:24].all()
    seen = np.arange(steps) + plan.certificate.look_ahead
    last = 70
    kept = np.flatnonzero(plan.certificate.final & (seen <= last))
    assert kept.size > 24
    rng = np.random.default_rng(seed)
    price = site.tariff.energy_price_per_kwh.copy()
    price[last + 1 :] = rng.normal(0.0, 0.1, steps - last - 1)
    other = replace(site, tariff=bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price))
    again = bc.dispatch.optimize(battery, other, soc_start=0.5)
    assert again.power_watt[kept] == pytest.approx(plan.power_watt[kept], abs=1e-3)


@pytest.mark.parametrize("seed", range(4))
def test_stored_energy_is_worth_what_the_cost_falls_by(seed):
    battery, site = market(seed, 72)
    cost = lambda soc: bc.dispatch.optimize(battery, site, soc_start=soc).objective  # noqa: E731
    step = 1e-5
    slopes = (cost(0.37 - step) - cost(0.37), cost(0.37) - cost(0.37 + step))
    kwh = step * battery.energy_capacity_wh / 1e3
    plan = bc.dispatch.optimize(battery, site, soc_start=0.37)
    worth = plan.duals().stored_per_kwh[0]
    assert min(slopes) / kwh - 1e-6 <= worth <= max(slopes) / kwh + 1e-6


def test_prices_on_a_coarse_grid_leave_no_dust():
    battery, site = market(1, 2000, energy_capacity_wh=7e6, charge_efficiency=0.9)
    price = np.round(site.tariff.energy_price_per_kwh - 0.03, 2)
    even = replace(site, tariff=bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price))
    plan = bc.dispatch.optimize(battery, even, soc_start=0.5)
    relaxed = bc.dispatch.optimize(battery, even, soc_start=0.5, exclusive=False)
    assert relaxed.objective < plan.objective < 0.0
    check(plan, battery, even, {"soc_start": 0.5})


def test_a_demand_charge_comes_with_a_gap():
    battery, site = market(2, 48)
    charge = bc.DemandCharge(price_per_kw=2.0)
    charged = replace(
        site, load_watt=np.full(48, 4e5), tariff=replace(site.tariff, demand_charges=(charge,))
    )
    plan = bc.dispatch.optimize(battery, charged, soc_start=0.5)
    assert not np.any((plan.charge_watt > 0.0) & (plan.discharge_watt > 0.0))
    assert plan.certificate.bound <= plan.objective

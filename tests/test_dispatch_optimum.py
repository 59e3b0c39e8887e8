"""Optimal plans: reference problems, a linear program as second opinion, laws, prices of limits."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from dispatch_cases import one_battery, random_problem, reference
from dispatch_program import linear_program

PRICED = [
    "p01-arbitrage-day",
    "p02-arbitrage-5min",
    "p04-arbitrage-leaky",
    "p06-degradation-15min",
    "p07-negative-relaxed",
    "p09-terminal-value",
    "p10-self-consumption-month",
    "p18-backup-floor",
]
PEAKS = ["p16-min-peak-cluster-day", "p17-min-peak-cluster-week"]


@pytest.mark.parametrize("name", PRICED)
def test_meets_the_reference(name):
    case = reference(name)
    battery, site, asked = one_battery(case)
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.objective == pytest.approx(case["optimum"]["objective"], rel=1e-9)
    check(plan, battery, site, asked)


@pytest.mark.parametrize("name", PEAKS)
def test_meets_the_lowest_peak_of_the_reference(name):
    case = reference(name)
    battery, site, asked = one_battery(case)
    names = ("soc_start", "soc_end_min", "soc_floor")
    peak = bc.dispatch.minimum_peak(battery, site, **{name: asked[name] for name in names})
    assert peak.limit_watt / 1e3 == pytest.approx(case["optimum"]["objective"], rel=1e-9)
    grid = site.load_watt - site.generation_watt + peak.power_watt
    assert grid.max() <= peak.limit_watt * (1 + 1e-12)
    assert peak.soc.min() >= np.min(asked["soc_floor"]) - 1e-9


def test_explains_the_impossible_reference():
    battery, site, asked = one_battery(reference("p25-infeasible-import-limit"))
    with pytest.raises(bc.error.InfeasibleError, match="import_limit_watt") as caught:
        bc.dispatch.optimize(battery, site, **asked)
    rise = caught.value.relaxations["import_limit_watt"]
    eased = replace(site, import_limit_watt=site.import_limit_watt + rise * (1 + 1e-9))
    bc.dispatch.optimize(battery, eased, **asked)
    tight = replace(site, import_limit_watt=site.import_limit_watt + rise * (1 - 1e-6))
    with pytest.raises(bc.error.InfeasibleError):
        bc.dispatch.optimize(battery, tight, **asked)


FAMILIES = {
    "plain": {},
    "leaky": {"leaky": True},
    "limits": {"limits": True},
    "negative": {"negative": True},
    "all": {"negative": True, "leaky": True, "limits": True},
}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("family", FAMILIES)
def test_agrees_with_a_linear_program(family, seed):
    rng = np.random.default_rng([seed, len(family)])
    battery, site = random_problem(rng, int(rng.integers(1, 60)), **FAMILIES[family])
    asked = {"soc_start": rng.random(), "end_value_per_kwh": rng.choice([0.0, 0.1])}
    if rng.random() < 0.4:
        asked["soc_end_min"] = rng.uniform(0.0, 0.3)
    if rng.random() < 0.4:
        asked["soc_ceiling"] = rng.uniform(0.9, 1.0, len(site.load_watt))
    expected = linear_program(battery, site, **asked)
    if expected is None:
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.optimize(battery, site, **asked, exclusive=False)
        return
    plan = bc.dispatch.optimize(battery, site, **asked, exclusive=False)
    assert plan.objective == pytest.approx(expected, rel=1e-9, abs=1e-9)
    check(plan, battery, site, asked)


def test_wear_of_one_way_counts_where_nothing_is_lost():
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    battery = bc.Battery(energy_capacity_wh=1e3, charge_cost_per_kwh=0.01, **power)
    price = [0.2, 0.2, 0.1, 0.5]
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    site = bc.Site(load_watt=np.zeros(4), dt_second=3600.0, tariff=tariff)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.0)
    assert plan.power_watt.tolist() == [0.0, 0.0, 1e3, -1e3]
    assert plan.objective == pytest.approx(linear_program(battery, site, soc_start=0.0), rel=1e-12)


def test_a_stored_kwh_is_worth_what_it_saves_where_holding_costs():
    rng = np.random.default_rng(3)
    battery, site = random_problem(rng, 30, leaky=True)
    holding = bc.dispatch.HoldingCost(soc=[0.0, 0.4], price_per_kwh_hour=[0.001, 0.004])

    def cost(soc):
        return bc.dispatch.optimize(battery, site, soc_start=soc, holding_cost=holding)

    plan = cost(0.5)
    kept = (1.0 - battery.self_discharge_per_day) ** (np.ravel(site.dt_second)[0] / 86_400.0)
    kwh = 1e-5 * battery.energy_capacity_wh / 1e3
    saved = (plan.objective - cost(0.5 + 1e-5).objective) / kwh
    worth = plan.duals().stored_per_kwh[0] * kept
    assert worth == pytest.approx(saved, rel=1e-4)


@pytest.mark.parametrize("seed", range(8))
def test_agrees_where_holding_costs_grow_with_charge(seed):
    rng = np.random.default_rng(seed)
    steps = int(rng.integers(5, 40))
    battery, site = random_problem(rng, steps)
    price, kinked = rng.uniform(0.0, 0.02), rng.uniform(0.0, 0.05)
    flat = bc.dispatch.HoldingCost(soc=[0.0], price_per_kwh_hour=[price])
    plan = bc.dispatch.optimize(battery, site, soc_start=0.3, holding_cost=flat)
    expected = linear_program(battery, site, soc_start=0.3, holding=price)
    assert plan.objective == pytest.approx(expected, rel=1e-9)
    steep = bc.dispatch.HoldingCost(soc=[0.0, 0.5], price_per_kwh_hour=[price, price + kinked])
    dearer = bc.dispatch.optimize(battery, site, soc_start=0.3, holding_cost=steep)
    stored = dearer.soc * battery.energy_capacity_wh / 1e3
    hours = np.broadcast_to(site.dt_second, steps) / 3600.0
    half = battery.energy_capacity_wh / 2e3
    held = (stored * price + np.maximum(stored - half, 0.0) * kinked) @ hours
    assert dearer.costs.holding == pytest.approx(held, rel=1e-9)
    assert plan.objective - 1e-9 <= dearer.objective
    reread = plan.soc * battery.energy_capacity_wh / 1e3
    also_possible = plan.objective + np.maximum(reread - half, 0.0) * kinked @ hours
    assert dearer.objective <= also_possible + 1e-9


def check(plan, battery, site, asked):
    """Bounds hold, energy balances, and the cost added up anew is the cost that was told."""
    n = len(site.load_watt)
    hours = np.broadcast_to(np.asarray(site.dt_second), n) / 3600.0
    kept = (1.0 - battery.self_discharge_per_day) ** (hours / 24.0)
    capacity = battery.energy_capacity_wh
    stored = np.concatenate([[asked["soc_start"]], plan.soc]) * capacity
    gained = plan.charge_watt * battery.charge_efficiency
    gained = (gained - plan.discharge_watt / battery.discharge_efficiency) * hours
    assert stored[1:] == pytest.approx(stored[:-1] * kept + gained, abs=1e-9 * capacity)
    slack = 1e-9
    floor = np.maximum(asked.get("soc_floor", 0.0), battery.soc_min)
    ceiling = np.minimum(asked.get("soc_ceiling", 1.0), battery.soc_max)
    assert (plan.soc >= floor - slack).all()
    assert (plan.soc <= ceiling + slack).all()
    for power, limit in [
        (plan.charge_watt, battery.charge_power_watt),
        (plan.discharge_watt, battery.discharge_power_watt),
        (plan.import_watt, site.import_limit_watt),
        (plan.export_watt, site.export_limit_watt),
        (plan.curtailed_watt, np.asarray(site.generation_watt) * site.curtailable),
    ]:
        assert (power >= 0.0).all()
        assert (power <= np.asarray(limit) * (1 + slack) + 1e-6).all()
    net = site.load_watt - site.generation_watt + plan.charge_watt - plan.discharge_watt
    grid = plan.import_watt - plan.export_watt
    assert grid == pytest.approx(net + plan.curtailed_watt, abs=1e-6)
    tariff, kwh = site.tariff, hours / 1e3
    cost = (plan.import_watt * tariff.energy_price_per_kwh * kwh).sum()
    cost -= (plan.export_watt * tariff.export_price_per_kwh * kwh).sum()
    cost += plan.charge_watt @ kwh * battery.charge_cost_per_kwh
    cost += plan.discharge_watt @ kwh * battery.discharge_cost_per_kwh
    cost -= asked.get("end_value_per_kwh", 0.0) * stored[-1] / 1e3
    assert plan.objective == pytest.approx(cost, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(
    ("field", "factor"),
    [
        ("energy_capacity_wh", 1.1),
        ("charge_power_watt", 1.2),
        ("discharge_power_watt", 1.2),
        ("charge_efficiency", 1.05),
        ("discharge_efficiency", 1.05),
    ],
)
def test_a_better_battery_never_costs_more(seed, field, factor):
    rng = np.random.default_rng(seed)
    battery, site = random_problem(rng, 48, leaky=True)
    start = 0.5 if field != "energy_capacity_wh" else 0.0
    most = 1.0 if "efficiency" in field else np.inf
    better = replace(battery, **{field: min(getattr(battery, field) * factor, most)})
    cost = bc.dispatch.optimize(battery, site, soc_start=start).objective
    assert bc.dispatch.optimize(better, site, soc_start=start).objective <= cost + 1e-9


@pytest.mark.parametrize("seed", range(10))
def test_shadow_prices_are_derivatives(seed):
    rng = np.random.default_rng(seed)
    battery, site = random_problem(rng, 30, leaky=seed % 2 == 1, limits=True)
    floor = np.zeros(30)
    floor[rng.integers(0, 30, 4)] = 0.3
    plan = bc.dispatch.optimize(battery, site, soc_start=0.4, soc_floor=floor)
    duals = plan.duals()
    step = int(np.argmax(duals.floor_per_kwh))
    size = 1e-6

    def cost(**changed):
        asked = {"soc_start": 0.4, "soc_floor": floor, **changed}
        return bc.dispatch.optimize(battery, site, **asked).objective

    raised = floor.copy()
    raised[step] += size
    lowered = floor.copy()
    lowered[step] = max(lowered[step] - size, 0.0)
    kwh = size * battery.energy_capacity_wh / 1e3
    left = (plan.objective - cost(soc_floor=lowered)) / kwh
    right = (cost(soc_floor=raised) - plan.objective) / kwh
    price = duals.floor_per_kwh[step]
    assert min(left, right) - 1e-4 <= price <= max(left, right) + 1e-4
    more = replace(battery, charge_power_watt=battery.charge_power_watt + 1e-2)
    richer = bc.dispatch.optimize(more, site, soc_start=0.4, soc_floor=floor)
    gain = plan.objective - richer.objective
    assert gain * 1e5 <= duals.charge_per_kw.sum() + 1e-4


def test_a_settled_step_stays_whatever_comes_after():
    rng = np.random.default_rng(5)
    battery, site = random_problem(rng, 120)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    ahead = plan.certificate.look_ahead
    cut = 80
    is_known = np.arange(120) < cut
    for _ in range(5):
        other = rng.uniform(0.0, 0.5, 120)
        bought, sold = site.tariff.energy_price_per_kwh, site.tariff.export_price_per_kwh
        tariff = bc.Tariff(
            energy_price_per_kwh=np.where(is_known, bought, other),
            export_price_per_kwh=np.where(is_known, sold, 0.0),
        )
        changed = bc.dispatch.optimize(battery, replace(site, tariff=tariff), soc_start=0.5)
        settled = (ahead >= 0) & (np.arange(120) + ahead < cut)
        assert settled.sum() > 20
        assert changed.power_watt[settled] == pytest.approx(plan.power_watt[settled], abs=1e-6)


SMALL = bc.Battery(energy_capacity_wh=1e3, charge_power_watt=1e3, discharge_power_watt=1e3)


def test_explains_an_impossible_site_with_a_demand_charge():
    tariff = bc.Tariff(energy_price_per_kwh=0.1, demand_charges=[bc.DemandCharge(price_per_kw=10)])
    load = [3e3, 3e3]
    site = bc.Site(load_watt=load, dt_second=3600.0, import_limit_watt=2500.0, tariff=tariff)
    with pytest.raises(bc.error.InfeasibleError) as caught:
        bc.dispatch.optimize(SMALL, site, soc_start=0.5)
    assert caught.value.step == 1
    assert set(caught.value.relaxations) >= {"import_limit_watt"}


def test_a_lowest_peak_falls_to_its_ceiling_no_faster_than_it_can():
    battery = replace(SMALL, energy_capacity_wh=10e3, soc_max=0.5)
    site = bc.Site(load_watt=[3e3] * 6, dt_second=3600.0)
    with pytest.raises(bc.error.InfeasibleError, match="soc_ceiling"):
        bc.dispatch.minimum_peak(battery, site, soc_start=1.0)


@pytest.mark.parametrize("soc_start", [0.0, 0.4, 1.0])
def test_a_lowest_peak_feeds_in_no_more_than_it_may(soc_start):
    watt = {"load_watt": [500.0, 0.0, 3e3], "generation_watt": [0.0, 2e3, 0.0]}
    site = bc.Site(**watt, export_limit_watt=1200.0, dt_second=3600.0)
    peak = bc.dispatch.minimum_peak(SMALL, site, soc_start=soc_start)
    grid = site.load_watt - site.generation_watt + peak.power_watt
    assert grid.min() >= -1200.0 - 1e-9
    assert grid.max() <= peak.limit_watt * (1 + 1e-9)
    assert np.diff(np.append(soc_start, peak.soc)) == pytest.approx(peak.power_watt / 1e3)
    assert peak.limit_watt == pytest.approx(2e3)


@pytest.mark.parametrize("seed", range(20))
def test_the_next_plan_starts_where_the_last_one_ends(seed):
    battery, site = random_problem(np.random.default_rng(seed), 48)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    assert 0.0 <= plan.soc.min() <= plan.soc.max() <= 1.0
    bc.dispatch.optimize(battery, site, soc_start=plan.soc[-1])


def test_wear_counts_where_nothing_is_lost():
    battery = replace(SMALL, charge_cost_per_kwh=0.1, discharge_cost_per_kwh=0.1)
    tariff = bc.Tariff(energy_price_per_kwh=[0.1, 0.25], export_price_per_kwh=[0.1, 0.25])
    site = bc.Site(load_watt=[0.0, 0.0], dt_second=3600.0, tariff=tariff)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.0)
    assert plan.power_watt.tolist() == [0.0, 0.0]

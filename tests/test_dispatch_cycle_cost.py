"""Cycles priced by depth: reference problems, a second program, rainflow counting, laws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc
from battcore.dispatch import _cycle_plan
from dispatch_cases import one_battery, random_problem, reference
from dispatch_followers import second_opinion

pytest.importorskip("highspy")
QUADRATIC = bc.cycles.PowerLaw(exponent=2.0, scale=1 / 3000)


def with_bands(name):
    """A case of the reference with the cost of its bands, which discharging pays."""
    case = reference(name)
    part = case["batteries"][0]
    width = np.array([band["energy_kwh"] for band in part["depth_segments"]])
    price = np.array([band["discharge_cost"] for band in part["depth_segments"]]) * part["eta_d"]
    ceiling, part["e_max_kwh"] = part["e_max_kwh"], width.sum()
    battery, site, asked = one_battery(case)
    cost = bc.dispatch.CycleCost(
        depth=np.append(0.0, np.cumsum(width) / width.sum()).clip(max=1.0),
        cost_per_cycle=np.append(0.0, np.cumsum(price * width)),
        paid_on="discharge",
    )
    asked |= {"soc_ceiling": ceiling / width.sum(), "cycle_cost": cost}
    return battery, site, asked, case["optimum"]["objective"]


@pytest.mark.parametrize("name", ["p20-cycle-depth-4", "p21-cycle-depth-10"])
def test_meets_the_reference(name):
    battery, site, asked, optimum = with_bands(name)
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.certificate.method == "HiGHS"
    assert plan.certificate.gap <= 1e-9
    assert plan.objective == pytest.approx(optimum, rel=1e-9)
    check_cycles(plan, asked)


def test_comes_as_close_as_it_says_without_a_solver(monkeypatch):
    monkeypatch.setattr(_cycle_plan, "_LARGE", 0)
    battery, site, asked, optimum = with_bands("p20-cycle-depth-4")
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.certificate.method == "linearization"
    assert plan.certificate.bound <= optimum <= plan.objective
    assert plan.objective - optimum <= plan.certificate.gap * abs(plan.objective) < 1.0
    check_cycles(plan, asked)


def check_cycles(plan, asked):
    """What is told of cycles is what counting finds in the course of the plan."""
    course = np.append(asked["soc_start"], plan.soc)
    cycles, cost = bc.cycles.rainflow(course), asked["cycle_cost"]
    price = np.interp(cycles.range, cost.depth, cost.cost_per_cycle)
    count = cycles.count
    if cost.paid_on == "discharge":
        falls = course[cycles.start] > course[cycles.end]
        count = np.where(count == 1.0, 1.0, falls)
    assert plan.costs.cycles == pytest.approx(count @ price, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("paid_on", ["both", "discharge"])
@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_a_program_of_followers(seed, paid_on):
    rng = np.random.default_rng([seed, len(paid_on)])
    battery, site = random_problem(rng, 14, leaky=seed % 2 == 1, limits=seed % 3 == 0)
    price = rng.uniform(0.0, 0.3) * battery.energy_capacity_wh / 1e3
    law = bc.cycles.PowerLaw(exponent=rng.uniform(1.0, 2.5))
    cost = bc.dispatch.CycleCost.from_law(law, replacement_cost=price, bands=4, paid_on=paid_on)
    asked = {"soc_start": rng.uniform(0.3, 1.0), "end_value_per_kwh": 0.05, "soc_floor": 0.1}
    expected = second_opinion([battery], site, [cost], **asked)
    if expected is None:
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.optimize(battery, site, cycle_cost=cost, **asked)
        return
    asked["cycle_cost"] = cost
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.objective == pytest.approx(expected, rel=1e-7, abs=1e-7)
    check_cycles(plan, asked)


def trading(steps, seed, hours=1.0):
    """A market and a battery that empties within the hour."""
    rng = np.random.default_rng(seed)
    price = 0.15 + 0.1 * np.sin(np.arange(steps) * hours * np.pi / 6) + rng.normal(0, 0.05, steps)
    price = np.abs(price)
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    site = bc.Site(load_watt=np.full(steps, 500.0), dt_second=hours * 3600.0, tariff=tariff)
    power = {"charge_power_watt": 12e3, "discharge_power_watt": 12e3}
    loss = {"charge_efficiency": 0.95, "discharge_efficiency": 0.95}
    return bc.Battery(energy_capacity_wh=10e3, **power, **loss), site


@pytest.mark.parametrize(("paid_on", "start"), [("both", 0.0), ("both", 1.0), ("discharge", 0.4)])
def test_bands_that_share_only_the_price_are_planned_apart(monkeypatch, paid_on, start):
    battery, site = trading(200, 3)
    law = bc.cycles.PowerLaw(exponent=1.7)
    cost = bc.dispatch.CycleCost.from_law(law, replacement_cost=1.5, bands=5, paid_on=paid_on)
    asked = {"soc_start": start, "end_value_per_kwh": 0.1, "cycle_cost": cost}
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.certificate.method == "bands"
    check_cycles(plan, asked)
    monkeypatch.setattr(_cycle_plan, "course_by_bands", lambda *_: None)
    other = bc.dispatch.optimize(battery, site, **asked)
    assert other.certificate.method == "HiGHS"
    assert plan.objective == pytest.approx(other.objective, rel=1e-9)


def test_bands_are_not_planned_apart_where_burning_energy_pays():
    battery, site = trading(40, 3)
    price = site.tariff.energy_price_per_kwh - 0.15
    low = replace(site, tariff=bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price))
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=1e3, bands=3)
    asked = {"soc_start": 0.0, "cycle_cost": cost, "exclusive": False}
    assert bc.dispatch.optimize(battery, site, **asked).certificate.method == "bands"
    plan = bc.dispatch.optimize(battery, low, **asked)
    assert plan.certificate.method == "HiGHS"
    assert plan.certificate.burned_wh > 0.0
    expected = second_opinion([battery], low, [cost], soc_start=0.0)
    assert plan.objective == pytest.approx(expected, rel=1e-9)


def test_bands_that_a_limit_of_power_joins_are_planned_together():
    battery, site = trading(100, 4)
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=3e3, bands=5)
    slow = replace(battery, charge_power_watt=3e3, discharge_power_watt=3e3)
    plan = bc.dispatch.optimize(slow, site, soc_start=0.0, cycle_cost=cost)
    assert plan.certificate.method == "HiGHS"


@pytest.mark.parametrize("paid_on", ["both", "discharge"])
def test_a_plan_goes_on_where_its_past_ends(paid_on):
    battery, site = random_problem(np.random.default_rng(21), 30)
    law = bc.cycles.PowerLaw(exponent=1.5)
    cost = bc.dispatch.CycleCost.from_law(law, replacement_cost=0.5, bands=4, paid_on=paid_on)
    whole = bc.dispatch.optimize(battery, site, soc_start=0.5, cycle_cost=cost)
    course = np.append(0.5, whole.soc)
    tariff = bc.Tariff(
        energy_price_per_kwh=site.tariff.energy_price_per_kwh[18:],
        export_price_per_kwh=site.tariff.export_price_per_kwh[18:],
    )
    part = {"load_watt": site.load_watt[18:], "generation_watt": site.generation_watt[18:]}
    hours = np.broadcast_to(site.dt_second, 30)[18:]
    later = replace(site, **part, dt_second=hours, tariff=tariff)
    cost = replace(cost, history=course[:18])
    asked = {"soc_start": min(course[18], 1.0), "cycle_cost": cost}
    rest = bc.dispatch.optimize(battery, later, **asked)
    assert rest.certificate.bound == pytest.approx(rest.objective, rel=1e-9)
    kept = {"soc_floor": course[19:], "soc_ceiling": course[19:]}
    same = bc.dispatch.optimize(battery, later, soc_start=asked["soc_start"], **kept)
    assert rest.objective == pytest.approx(same.objective + cost.of(course[18:]), rel=1e-7)
    path = np.append(course[:19], rest.soc)
    assert rest.costs.cycles == pytest.approx(
        replace(cost, history=()).of(path) - replace(cost, history=()).of(course[:18])
    )


def test_a_price_of_holding_and_of_cycles_go_together():
    battery, site = random_problem(np.random.default_rng(2), 40)
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=3e3, bands=3)
    holding = bc.dispatch.HoldingCost(soc=[0.0, 0.5], price_per_kwh_hour=[0.001, 0.01])
    asked = {"soc_start": 0.5, "holding_cost": holding, "cycle_cost": cost}
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.costs.holding > 0.0
    for share in (0.3, 0.7, 1.0):  # nothing nearby is cheaper
        course = 0.5 + share * (plan.soc - 0.5)
        kept = {"soc_floor": course, "soc_ceiling": course}
        other = bc.dispatch.optimize(battery, site, soc_start=0.5, holding_cost=holding, **kept)
        cycles = cost.of(np.append(0.5, other.soc))
        assert plan.objective <= other.objective + cycles + 1e-9


def test_a_plan_without_burning_is_exact_or_tells_its_gap(monkeypatch):
    battery, site = trading(24, 8)
    price = np.where(np.arange(24) < 12, -0.5, 0.2)
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    site = replace(site, tariff=tariff)
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=1e3, bands=3)
    asked = {"soc_start": 0.5, "cycle_cost": cost}
    relaxed = bc.dispatch.optimize(battery, site, **asked, exclusive=False)
    assert relaxed.certificate.burned_wh > 0.0
    plan = bc.dispatch.optimize(battery, site, **asked)
    assert plan.certificate.burned_wh == 0.0
    assert plan.certificate.gap < 1e-8
    expected = second_opinion([battery], site, [cost], soc_start=0.5, exclusive=True)
    assert plan.objective == pytest.approx(expected, rel=1e-8)
    assert plan.objective > relaxed.objective + 1e-3
    for large, method in (("_LARGE_WITH_CHOICES", "HiGHS"), ("_LARGE", "linearization")):
        monkeypatch.setattr(_cycle_plan, large, 0)
        close = bc.dispatch.optimize(battery, site, **asked)
        assert close.certificate.method == method
        assert close.certificate.burned_wh == 0.0
        assert close.certificate.bound <= relaxed.objective + 1e-9
        assert close.objective >= plan.objective - 1e-9
        assert close.certificate.gap > 0.0
        with pytest.raises(bc.InputError, match="cycle_cost"):
            close.duals()


convex = st.lists(st.floats(0.0, 3.0), min_size=2, max_size=6)
courses = st.lists(st.floats(0.0, 1.0), min_size=2, max_size=20)


def cost_of(rises, paid_on):
    depth = np.linspace(0.0, 1.0, len(rises) + 1)
    price = np.cumsum(rises)
    cost = np.append(0.0, np.cumsum(price / len(rises)))
    return bc.dispatch.CycleCost(depth=depth, cost_per_cycle=cost, paid_on=paid_on)


@settings(max_examples=150, deadline=None)
@given(convex, courses, st.randoms(use_true_random=False), st.sampled_from(["both", "discharge"]))
def test_the_cost_of_a_course_is_convex_and_slopes_lie_below_it(rises, course, random, paid_on):
    cost = cost_of(rises, paid_on)
    one = np.array(course)
    other = np.array([random.random() for _ in course])
    mixture = 0.5 * (one + other)
    assert cost.of(mixture) <= 0.5 * (cost.of(one) + cost.of(other)) + 1e-9
    tangent = cost.of(one) + cost.slopes(one) @ (other - one)
    assert cost.of(other) >= tangent - 1e-9


@settings(max_examples=60, deadline=None)
@given(convex, courses, st.floats(0.1, 1.0))
def test_deeper_cycles_cost_more(rises, course, share):
    cost = cost_of(rises, "both")
    course = np.array(course)
    assert cost.of(share * course) <= share * cost.of(course) + 1e-9
    assert cost.of([0.2, 0.2 + 0.8 * share, 0.2]) <= cost.of([0.2, 1.0, 0.2]) + 1e-12


@settings(max_examples=60, deadline=None)
@given(convex, courses)
def test_closed_courses_cost_the_same_whichever_way_pays(rises, course):
    closed = [0.0, *course, 0.0]
    both, down = (cost_of(rises, paid_on).of(closed) for paid_on in ("both", "discharge"))
    assert both == pytest.approx(down, rel=1e-9, abs=1e-12)


def test_capacity_at_no_dearer_cycles_never_costs_more():
    battery, site = random_problem(np.random.default_rng(11), 40)
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=3e3, bands=5)
    objective = np.inf
    for factor in (1.0, 1.3, 2.0):  # the same cost of each kWh of depth
        wide = replace(battery, energy_capacity_wh=battery.energy_capacity_wh * factor)
        scaled = replace(cost, depth=[depth / factor for depth in cost.depth])
        now = bc.dispatch.optimize(wide, site, soc_start=0.0, cycle_cost=scaled).objective
        assert now <= objective + 1e-7
        objective = now


def test_an_impossible_site_explains_itself_as_ever():
    battery, site, asked = one_battery(reference("p25-infeasible-import-limit"))
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=1e5)
    with pytest.raises(bc.error.InfeasibleError, match="import_limit_watt"):
        bc.dispatch.optimize(battery, site, cycle_cost=cost, **asked)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"depth": [0.0]}, "depth"),
        ({"depth": [0.1, 1.0]}, "depth"),
        ({"depth": [0.0, 0.5, 0.5], "cost_per_cycle": [0.0, 1.0, 2.0]}, "depth"),
        ({"depth": [0.0, 50.0]}, "depth"),
        ({"cost_per_cycle": [0.0, np.nan]}, "cost_per_cycle"),
        ({"cost_per_cycle": [0.0, -1.0]}, "cost_per_cycle"),
        ({"cost_per_cycle": [1.0, 2.0]}, "cost_per_cycle"),
        ({"cost_per_cycle": [0.0, 1.0, 2.0]}, "cost_per_cycle"),
        ({"depth": [0.0, 0.5, 1.0], "cost_per_cycle": [0.0, 2.0, 3.0]}, "cost_per_cycle"),
        ({"paid_on": "charge"}, "paid_on"),
        ({"history": [50.0]}, "history"),
    ],
)
def test_refuses_a_cost_that_makes_no_sense(changed, named):
    with pytest.raises(bc.InputError, match=named):
        bc.dispatch.CycleCost(**{"depth": [0.0, 1.0], "cost_per_cycle": [0.0, 1.0], **changed})


def test_refuses_a_law_that_flattens():
    with pytest.raises(bc.InputError, match="cost_per_cycle"):
        bc.dispatch.CycleCost.from_law(bc.cycles.PowerLaw(exponent=0.8), replacement_cost=1.0)

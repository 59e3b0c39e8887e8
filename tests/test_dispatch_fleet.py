"""Several batteries behind one connection."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from dispatch_cases import random_problem, reference, several_batteries

SHARED = [
    "p22-two-batteries-shared-limit",
    "p23-two-batteries-demand-charge",
    "p24-fleet-shared-limit",
]


@pytest.mark.parametrize("name", SHARED)
def test_meets_the_reference(name):
    case = reference(name)
    batteries, site, asked = several_batteries(case)
    plan = bc.dispatch.optimize(batteries, site, **asked, exclusive=False)
    assert plan.objective == pytest.approx(case["optimum"]["objective"], rel=1e-9)
    assert plan.certificate.gap < 1e-9
    check(plan, batteries, site, asked["soc_start"])
    floor, ceiling = np.array(asked["soc_floor"]), np.array(asked["soc_ceiling"])
    assert (plan.soc >= floor - 1e-9).all()
    assert (plan.soc <= ceiling + 1e-9).all()


def check(plan, batteries, site, soc_start):
    """Energy balances in each battery and at the meter; costs add up to what was told."""
    hours = np.broadcast_to(site.dt_second, np.size(site.load_watt)) / 3600.0
    cost = 0.0
    for row, battery in enumerate(batteries):
        kept = (1.0 - battery.self_discharge_per_day) ** (hours / 24.0)
        capacity = battery.energy_capacity_wh
        charge, discharge = plan.charge_watt[row], plan.discharge_watt[row]
        stored = np.append(np.broadcast_to(soc_start, len(batteries))[row], plan.soc[row])
        gained = charge * battery.charge_efficiency - discharge / battery.discharge_efficiency
        assert stored[1:] * capacity == pytest.approx(
            stored[:-1] * capacity * kept + gained * hours, abs=1e-8 * capacity
        )
        assert (charge <= battery.charge_power_watt * (1 + 1e-9)).all()
        assert (discharge <= battery.discharge_power_watt * (1 + 1e-9)).all()
        cost += charge @ hours * battery.charge_cost_per_kwh / 1e3
        cost += discharge @ hours * battery.discharge_cost_per_kwh / 1e3
    net = site.load_watt - site.generation_watt + plan.power_watt.sum(0) + plan.curtailed_watt
    assert plan.import_watt - plan.export_watt == pytest.approx(net, abs=1e-6)
    assert (plan.import_watt <= np.asarray(site.import_limit_watt) * (1 + 1e-9) + 1e-6).all()
    assert (plan.export_watt <= np.asarray(site.export_limit_watt) * (1 + 1e-9) + 1e-6).all()
    grid = plan.import_watt - plan.export_watt
    bill = bc.tariff.bill(site.tariff, grid, site.dt_second)
    assert plan.objective == pytest.approx(cost + bill.total, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_alike_batteries_do_what_one_as_large_would(seed):
    rng = np.random.default_rng(seed)
    battery, site = random_problem(rng, 40, leaky=True)
    third = replace(
        battery,
        energy_capacity_wh=battery.energy_capacity_wh / 3,
        charge_power_watt=battery.charge_power_watt / 3,
        discharge_power_watt=battery.discharge_power_watt / 3,
    )
    expected = bc.dispatch.optimize(battery, site, soc_start=0.3)
    plan = bc.dispatch.optimize([third] * 3, site, soc_start=0.3)
    assert plan.objective == pytest.approx(expected.objective, rel=1e-12)
    assert plan.certificate.method == "slope queue"
    assert plan.power_watt.sum(0) == pytest.approx(expected.power_watt, abs=1e-6)
    assert plan.soc == pytest.approx(np.tile(expected.soc, (3, 1)), abs=1e-12)
    check(plan, [third] * 3, site, 0.3)
    prices, same = plan.duals(), expected.duals()
    assert prices.stored_per_kwh == pytest.approx(np.tile(same.stored_per_kwh, (3, 1)))
    assert prices.import_per_kw == pytest.approx(same.import_per_kw)


@pytest.mark.parametrize("seed", range(8))
def test_unlike_batteries_cost_no_more_than_any_one_of_their_plans(seed):
    rng = np.random.default_rng(seed)
    one, site = random_problem(rng, 30, limits=True, leaky=True)
    other, _ = random_problem(rng, 30)
    plan = bc.dispatch.optimize([one, other, one], site, soc_start=[0.5, 0.2, 0.5])
    check(plan, [one, other, one], site, [0.5, 0.2, 0.5])
    assert plan.soc[0] == pytest.approx(plan.soc[2], abs=1e-12)
    idle = bc.dispatch.optimize([one, one], site, soc_start=0.5)
    assert plan.objective <= idle.objective + 1e-9
    mirrored = bc.dispatch.optimize([other, one, one], site, soc_start=[0.2, 0.5, 0.5])
    assert mirrored.objective == pytest.approx(plan.objective, rel=1e-9)


def test_alike_batteries_do_not_burn_energy_together():
    """Together they could charge and discharge at once; each on its own is still exclusive."""
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    losses = {"charge_efficiency": 0.8, "discharge_efficiency": 0.8}
    battery = bc.Battery(energy_capacity_wh=1e3, **power, **losses)
    tariff = bc.Tariff(energy_price_per_kwh=[-1.0] * 6, export_price_per_kwh=[-1.0] * 6)
    site = bc.Site(load_watt=[0.0] * 6, dt_second=3600.0, tariff=tariff)
    plan = bc.dispatch.optimize([battery] * 2, site, soc_start=0.5)
    assert plan.certificate.method == "breakpoints"
    assert plan.certificate.burned_wh == 0.0
    assert (np.minimum(plan.charge_watt, plan.discharge_watt) < 1e-6).all()
    alone = bc.dispatch.optimize(battery, site, soc_start=0.5)
    assert plan.objective == pytest.approx(2.0 * alone.objective)
    check(plan, [battery] * 2, site, 0.5)


def test_wishes_stand_for_all_or_for_each():
    rng = np.random.default_rng(1)
    one, site = random_problem(rng, 12)
    other, _ = random_problem(rng, 12)
    holding = bc.dispatch.HoldingCost(soc=[0.0], price_per_kwh_hour=[0.01])
    shared = {"soc_start": 0.5, "soc_end": 0.4, "soc_floor": 0.1, "end_value_per_kwh": 0.1}
    each = {
        "soc_start": [0.5, 0.5],
        "soc_end": [0.4, 0.4],
        "soc_floor": np.full((2, 12), 0.1),
        "soc_ceiling": np.full(12, 1.0),
        "end_value_per_kwh": [0.1, 0.1],
        "holding_cost": [holding, holding],
    }
    plan = bc.dispatch.optimize([one, other], site, **shared, holding_cost=holding)
    same = bc.dispatch.optimize([one, other], site, **each)
    assert same.objective == plan.objective
    assert plan.soc[:, -1] == pytest.approx([0.4, 0.4])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("battery", []),
        ("battery", [None]),
        ("battery", "one"),
        ("soc_start", [0.5]),
        ("soc_start", [0.5, 1.5]),
        ("soc_start", [[0.5], [0.5]]),
        ("soc_floor", np.zeros((3, 4))),
        ("soc_floor", np.zeros((2, 5))),
        ("soc_floor", np.full((2, 4), 0.95)),
        ("holding_cost", [None]),
    ],
)
def test_bad_input_is_named(name, value):
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    battery = bc.Battery(energy_capacity_wh=1e3, soc_max=0.9, **power)
    site = bc.Site(load_watt=[1e3] * 4, dt_second=3600.0)
    asked = {
        "battery": [battery, replace(battery, energy_capacity_wh=2e3)],
        "soc_start": 0.5,
        name: value,
    }
    with pytest.raises(bc.InputError) as caught:
        bc.dispatch.optimize(site=site, **asked)
    assert caught.value.name == name


def test_a_limit_that_all_of_them_cannot_hold_is_told():
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    batteries = [bc.Battery(energy_capacity_wh=size, **power) for size in (1e3, 2e3)]
    site = bc.Site(load_watt=[4e3] * 2, dt_second=3600.0, import_limit_watt=2e3)
    with pytest.raises(bc.error.InfeasibleError, match="import_limit_watt") as caught:
        bc.dispatch.optimize(batteries, site, soc_start=1.0)
    give = caught.value.relaxations["import_limit_watt"]
    assert give == pytest.approx(500.0)
    assert "soc_floor" not in caught.value.relaxations
    eased = replace(site, import_limit_watt=2e3 + give * (1.0 + 1e-9))
    bc.dispatch.optimize(batteries, eased, soc_start=1.0)


def test_tables_have_a_row_for_each_battery_and_step():
    rng = np.random.default_rng(2)
    one, site = random_problem(rng, 6)
    plan = bc.dispatch.optimize([one, replace(one, soc_max=0.9)], site, soc_start=0.5)
    columns = plan.columns()
    assert columns["power_watt"].shape == columns["import_watt"].shape == (2, 6)


@pytest.mark.parametrize("negative", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_batteries_that_share_only_a_price_are_planned_apart(seed, negative):
    rng = np.random.default_rng(seed)
    batteries = [random_problem(rng, 40, leaky=True)[0] for _ in range(4)]
    _, site = random_problem(rng, 40, negative=negative)
    price = site.tariff.energy_price_per_kwh
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    site = replace(site, tariff=tariff, curtailable=False, dt_second=3600.0)
    asked = {"soc_start": rng.random(4)}
    plan = bc.dispatch.optimize(batteries, site, **asked)
    assert plan.certificate.method != "HiGHS"
    assert plan.certificate.gap < 1e-12
    check(plan, batteries, site, asked["soc_start"])
    coupled = replace(site, import_limit_watt=1e9)  # never met, but one program for all
    together = bc.dispatch.optimize(batteries, coupled, **asked)
    assert together.certificate.method == "HiGHS"
    assert plan.objective == pytest.approx(together.objective, rel=1e-7)
    worth = plan.duals().stored_per_kwh
    assert worth.shape == (4, 40)

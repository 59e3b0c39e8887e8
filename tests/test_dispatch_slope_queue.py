"""The slope queue in plain Python beside the kernel: costs, energies, horizons, and its proof."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.reference import slope_queue
from battcore.reference.optimum import cost_of_change, value
from dispatch_cases import one_battery, random_problem, reference
from test_dispatch_exclusive import told

FAMILIES = {"plain": {}, "leaky": {"leaky": True}, "limits": {"limits": True}}


def planned(battery, site, asked):
    """By the twin."""
    return told(battery, site, asked, slope_queue.optimize)


def problem(family, seed):
    rng = np.random.default_rng([seed, len(family)])
    steps = int(rng.integers(1, 80))
    battery, site = random_problem(rng, steps, **FAMILIES[family])
    asked = {"soc_start": rng.random(), "end_value_per_kwh": rng.choice([0.0, 0.1])}
    if rng.random() < 0.5:
        asked["soc_floor"] = rng.uniform(0.0, 0.1, steps) * asked["soc_start"]
    if family == "limits" and seed % 2:
        site = replace(site, import_limit_watt=rng.uniform(2.5e3, 4e3))
    return battery, site, asked


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("family", FAMILIES)
def test_the_kernel_does_what_the_twin_does(family, seed):
    battery, site, asked = problem(family, seed)
    try:
        plan = bc.dispatch.optimize(battery, site, **asked)
    except bc.error.InfeasibleError as error:
        with pytest.raises(ValueError, match=f"step {error.step}$"):
            planned(battery, site, asked)
        return
    expected = planned(battery, site, asked)
    assert plan.objective == pytest.approx(expected.cost, rel=1e-9, abs=1e-9)
    assert plan.soc * battery.energy_capacity_wh / 1e3 == pytest.approx(expected.energies, abs=1e-9)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_kernel_settles_steps_when_the_twin_does(family):
    battery, site = random_problem(np.random.default_rng(2), 600, **FAMILIES[family])
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    expected = planned(battery, site, {"soc_start": 0.5})
    same = plan.certificate.look_ahead == expected.look_ahead
    assert same.mean() > 0.99  # sums that are rounded in another order may settle another step


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("family", ["plain", "leaky"])
def test_its_worths_prove_its_plan(family, seed):
    battery, site, asked = problem(family, seed)
    plan = planned(battery, site, asked)
    store, steps, start, end_value = told(battery, site, asked, lambda *problem: problem)
    before, afterwards = [start, *plan.energies], [*plan.worths[1:], end_value]
    kept = [*(step.retention for step in steps[1:]), 1.0]
    for index, (step, worth) in enumerate(zip(steps, plan.worths, strict=True)):
        chain = cost_of_change(store, step)
        change = plan.energies[index] - before[index] * step.retention
        change = min(max(change, chain[0][0]), chain[-1][0])
        least = min(cost - worth * knot for knot, cost in chain)
        assert value(chain, change) - worth * change == pytest.approx(least, abs=1e-9)
        passed_on = kept[index] * afterwards[index]
        energy = plan.energies[index]
        if worth > passed_on + 1e-12:
            assert energy == pytest.approx(step.floor_kwh, abs=1e-9)
        if worth < passed_on - 1e-12:
            assert energy == pytest.approx(min(step.ceiling_kwh, store.capacity_kwh), abs=1e-9)


def test_meets_the_reference():
    case = reference("p09-terminal-value")
    battery, site, asked = one_battery(case)
    found = planned(battery, site, asked)
    assert found.cost == pytest.approx(case["optimum"]["objective"], rel=1e-9)


def test_a_day_by_hand():
    battery = bc.Battery(energy_capacity_wh=2e3, charge_power_watt=1e3, discharge_power_watt=1e3)
    price = [0.3, 0.1, 0.2, 0.4]
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    site = bc.Site(load_watt=[0.0] * 4, dt_second=3600.0, tariff=tariff)
    found = planned(battery, site, {"soc_start": 0.5})
    assert found.energies == pytest.approx([0.0, 1.0, 1.0, 0.0])
    assert found.cost == pytest.approx(-0.6)

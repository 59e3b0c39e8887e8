"""The price of load behind the connection, beside what a little more or less of it changes."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch import _fleet
from dispatch_cases import random_problem
from test_dispatch_optimum import FAMILIES
from test_dispatch_shared import random_fleet

STEPS = 20
WATT = 1e-2


def cost_of(usual, **changed):
    """What the best plan costs; more than anything where there is none."""
    if any((values < 0.0).any() for values in changed.values()):
        return np.inf
    try:
        site = replace(usual["site"], **changed)
        return bc.dispatch.optimize(**usual | {"site": site}).objective
    except bc.error.InfeasibleError:
        return np.inf


def slopes(usual, name, step):
    """By how much costs grow with a kW less and a kW more of something at a step."""
    site = usual["site"]
    values = np.broadcast_to(np.asarray(getattr(site, name), float), len(site.load_watt))
    moved = [values + way * WATT * (np.arange(values.size) == step) for way in (-1.0, 0.0, 1.0)]
    less, now, more = (cost_of(usual, **{name: each}) for each in moved)
    return (now - less) / WATT * 1e3, (more - now) / WATT * 1e3


def check(usual, slack=1e-4):
    """Prices of load and limits lie between the slopes on both sides, at every step."""
    site = usual["site"]
    duals = bc.dispatch.optimize(**usual).duals()
    hours = np.broadcast_to(site.dt_second, len(site.load_watt)) / 3600.0
    per_kw = {"load_watt": duals.load_per_kwh * hours}
    if np.isfinite(site.import_limit_watt).all():
        per_kw |= {"import_limit_watt": -duals.import_per_kw}
        per_kw |= {"export_limit_watt": -duals.export_per_kw}
    for name, prices in per_kw.items():
        for step, price in enumerate(prices):
            low, high = sorted(slopes(usual, name, step))
            assert low - slack <= price <= high + slack, (name, step, low, price, high)


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("family", FAMILIES)
def test_prices_of_load_and_limits_lie_between_the_slopes_on_both_sides(family, seed, exclusive):
    rng = np.random.default_rng([seed, len(family), 3])
    battery, site = random_problem(rng, STEPS, **FAMILIES[family])
    asked = {"soc_start": 0.5, "end_value_per_kwh": rng.choice([0.0, 0.1]), "exclusive": exclusive}
    check({"battery": battery, "site": site, **asked})


CHARGES = {
    "dear": [bc.DemandCharge(price_per_kw=20.0)],
    "cheap": [bc.DemandCharge(price_per_kw=0.05)],
    "floor": [bc.DemandCharge(price_per_kw=1.0, floor_watt=3e3)],
    "two": [
        bc.DemandCharge(price_per_kw=0.1),
        bc.DemandCharge(price_per_kw=0.5, steps=[[4, 9], [13, 18]]),
    ],
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CHARGES)
@pytest.mark.parametrize("family", ["plain", "leaky", "limits"])
def test_a_price_of_load_bears_its_part_of_what_peaks_are_charged(family, name, seed):
    rng = np.random.default_rng([seed, len(family), 5])
    battery, site = random_problem(rng, STEPS, **FAMILIES[family])
    sold = np.maximum(site.tariff.export_price_per_kwh, 0.0)
    tariff = replace(site.tariff, export_price_per_kwh=sold, demand_charges=CHARGES[name])
    site = replace(site, tariff=tariff, dt_second=3600.0)
    floor = rng.choice([0.0, 0.2], STEPS)
    usual = {"battery": battery, "site": site, "soc_start": 0.5, "soc_floor": floor}
    check(usual, slack=1e-3)
    check_floor(usual, slack=1e-3)


def check_floor(usual, slack):
    """So does the price of a floor."""
    floor, size = usual["soc_floor"], 1e-6
    prices = bc.dispatch.optimize(**usual).duals().floor_per_kwh
    for step in {0, int(np.argmax(prices))}:
        here = size * (np.arange(STEPS) == step)
        moved = [np.clip(floor + way * here, 0.0, 1.0) for way in (-1.0, 0.0, 1.0)]
        costs = [cost_of(usual | {"soc_floor": each}) for each in moved]
        slopes = np.diff(costs) / (size * usual["battery"].energy_capacity_wh / 1e3)
        assert slopes.min() - slack <= prices[step] <= slopes.max() + slack


def coarse_problem(rng, *, losses):
    """Numbers so round that powers, prices and limits meet everywhere."""
    steps = int(rng.integers(1, 6))
    pick = lambda *values: rng.choice(values, steps) * 1.0  # noqa: E731
    bought = pick(-2, -1, 0, 1, 2, 3)
    battery = bc.Battery(
        energy_capacity_wh=2e3,
        charge_power_watt=rng.choice([1e3, 2e3]),
        discharge_power_watt=rng.choice([1e3, 2e3]),
        charge_efficiency=rng.choice([0.5, 1.0]) if losses else 1.0,
        discharge_cost_per_kwh=rng.choice([0.0, 1.0]),
    )
    site = bc.Site(
        load_watt=pick(1, 2) * 1e3,
        generation_watt=pick(0, 1, 2) * 1e3,
        curtailable=bool(rng.random() < 0.5),
        import_limit_watt=pick(1, 2, 9) * 1e3,
        export_limit_watt=pick(0, 1, 9) * 1e3,
        dt_second=3600.0,
        tariff=bc.Tariff(energy_price_per_kwh=bought, export_price_per_kwh=bought - pick(0, 1)),
    )
    return battery, site


@pytest.mark.parametrize("losses", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_where_everything_meets_a_price_is_any_between_the_slopes(seed, losses):
    rng = np.random.default_rng([seed, losses])
    battery, site = coarse_problem(rng, losses=losses)
    usual = {"battery": battery, "site": site, "soc_start": rng.choice([0.0, 0.5, 1.0])}
    if np.isfinite(cost_of(usual)):
        check(usual | {"exclusive": False})


def two_batteries(rng, **family):
    one, site = random_problem(rng, 8, **family)
    other, _ = random_problem(rng, 8)
    return {"battery": [one, other], "site": site, "soc_start": 0.5}


def test_unlike_batteries_share_a_price_of_load():
    check(two_batteries(np.random.default_rng(1), limits=True))


def test_a_ramp_bears_on_the_price_of_load():
    usual = two_batteries(np.random.default_rng(2)) | {"ramp_watt_per_second": 0.5}
    check(usual)


def test_whole_tariffs_bear_on_the_price_of_load():
    usual = two_batteries(np.random.default_rng(3))
    tiers = bc.DemandCharge(price_per_kw=[0.1, 0.4], tier_limit_watt=[2e3], interval_second=7200.0)
    tariff = replace(usual["site"].tariff, demand_charges=[tiers])
    check(usual | {"site": replace(usual["site"], dt_second=3600.0, tariff=tariff)})


def test_where_batteries_share_only_a_price_load_has_that_price():
    battery, site = random_problem(np.random.default_rng(4), STEPS)
    price = site.tariff.energy_price_per_kwh
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    site = replace(site, tariff=tariff, curtailable=False)
    half = replace(battery, charge_power_watt=battery.charge_power_watt / 2)
    for batteries in ([battery, half], [battery, battery]):
        duals = bc.dispatch.optimize(batteries, site, soc_start=0.5).duals()
        assert duals.load_per_kwh == pytest.approx(price)


def test_cycles_bear_on_the_price_of_load():
    battery, site = random_problem(np.random.default_rng(5), 8, limits=True)
    cost = bc.dispatch.CycleCost(depth=[0.0, 0.5, 1.0], cost_per_cycle=[0.0, 0.1, 0.4])
    check({"battery": battery, "site": site, "soc_start": 0.5, "cycle_cost": cost})


def test_prices_on_which_batteries_agree_are_those_of_load(monkeypatch):
    """Close to those of the program: the kinks between them are eased."""
    rng = np.random.default_rng(8)
    batteries, site = random_fleet(rng, 8, 48)
    program = bc.dispatch.optimize(batteries, site, soc_start=0.5)
    monkeypatch.setattr(_fleet, "_MOST_FOR_A_PROGRAM", 0)
    found = bc.dispatch.optimize(batteries, site, soc_start=0.5)
    assert found.certificate.method == "price decomposition"
    difference = found.duals().load_per_kwh - program.duals().load_per_kwh
    assert np.median(np.abs(difference)) < 5e-3


def test_a_price_of_load_in_numbers():
    """Dear hours are served by what was stored in cheap ones, and a peak bears its charge."""
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    battery = bc.Battery(energy_capacity_wh=1e3, charge_efficiency=0.8, **power)
    tariff = bc.Tariff(energy_price_per_kwh=[0.1, 0.3], export_price_per_kwh=0.0)
    site = bc.Site(load_watt=[1e3, 0.5e3], dt_second=3600.0, tariff=tariff)
    free = bc.dispatch.optimize(battery, site, soc_start=0.0).duals()
    assert free.load_per_kwh == pytest.approx([0.1, 0.125])
    charge = bc.DemandCharge(price_per_kw=0.1)
    peaky = replace(site, tariff=replace(tariff, demand_charges=[charge]))
    held = bc.dispatch.optimize(battery, peaky, soc_start=0.0).duals()
    assert held.load_per_kwh == pytest.approx([0.2, 0.25])

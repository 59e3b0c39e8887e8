"""The price of load behind the connection, beside what a little more or less of it changes."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from dispatch_cases import random_problem
from test_dispatch_optimum import FAMILIES

STEPS = 24
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
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("family", FAMILIES)
def test_prices_of_load_and_limits_lie_between_the_slopes_on_both_sides(family, seed, exclusive):
    rng = np.random.default_rng([seed, len(family), 3])
    battery, site = random_problem(rng, STEPS, **FAMILIES[family])
    asked = {"soc_start": 0.5, "end_value_per_kwh": rng.choice([0.0, 0.1]), "exclusive": exclusive}
    check({"battery": battery, "site": site, **asked})


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
        tariff=bc.Tariff(
            energy_price_per_kwh=bought, export_price_per_kwh=bought - pick(0, 1)
        ),
    )
    return battery, site


@pytest.mark.parametrize("losses", [False, True])
@pytest.mark.parametrize("seed", range(100))
def test_where_everything_meets_a_price_is_any_between_the_slopes(seed, losses):
    rng = np.random.default_rng([seed, losses])
    battery, site = coarse_problem(rng, losses=losses)
    usual = {"battery": battery, "site": site, "soc_start": rng.choice([0.0, 0.5, 1.0])}
    if np.isfinite(cost_of(usual)):
        check(usual | {"exclusive": False})

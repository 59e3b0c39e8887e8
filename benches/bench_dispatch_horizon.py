"""A plan over a day for each five minutes of a year: the policy, a loop over optima, HiGHS."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch import ForecastError, RecedingHorizon
from dispatch_program import linear_program

STEPS, HORIZON = 105_120, 288
BATTERY = bc.Battery(
    energy_capacity_wh=4e6,
    charge_power_watt=1e6,
    discharge_power_watt=1e6,
    charge_efficiency=0.95,
    discharge_efficiency=0.95,
)
ERROR = ForecastError(std=0.2, correlation_second=6 * 3600.0)
ERRORS = {
    "perfect forecast": {},
    "prices astray": {"price_error": ERROR},
    "all astray": {"price_error": ERROR, "load_error": ERROR, "generation_error": ERROR},
}


def behind_the_meter(steps):
    """A load with sun and a market price, of which a part is paid for exports."""
    rng = np.random.default_rng(1)
    hour = np.arange(STEPS) / 12
    day = np.sin((hour - 9) * np.pi / 12)
    price = np.maximum(0.10 + 0.05 * day + 0.02 * rng.standard_normal(STEPS), 0.001)
    load, sun = 5e5 + 4e5 * rng.random(STEPS), 1e6 * np.maximum(-day, 0.0)
    part = slice(0, steps)
    tariff = bc.Tariff(energy_price_per_kwh=price[part], export_price_per_kwh=0.8 * price[part])
    return bc.Site(load_watt=load[part], generation_watt=sun[part], dt_second=300.0, tariff=tariff)


def closed_loop(site, **errors):
    policy = RecedingHorizon(horizon_second=HORIZON * 300.0, **errors)
    return bc.simulate(BATTERY, site, policy, log="all").log.soc


def loop(site, steps):
    """The same by hand: a window cut out, a plan, its first step."""
    soc, found = 0.5, []
    for step in range(steps):
        soc = optimize(cut(site, step), soc)
        found.append(soc)
    return np.array(found)


def cut(site, step):
    part, tariff = slice(step, step + HORIZON), site.tariff
    prices = {
        "energy_price_per_kwh": tariff.energy_price_per_kwh[part],
        "export_price_per_kwh": tariff.export_price_per_kwh[part],
    }
    return replace(
        site,
        load_watt=site.load_watt[part],
        generation_watt=site.generation_watt[part],
        tariff=bc.Tariff(**prices),
    )


def optimize(window, soc):
    return bc.dispatch.optimize(BATTERY, window, soc_start=soc).soc[0]


@pytest.mark.parametrize("errors", ERRORS)
def test_year(benchmark, errors):
    benchmark.group = f"105,120 plans over a day, a year of 5 minutes, {errors}"
    site = behind_the_meter(STEPS)
    benchmark.pedantic(closed_loop, (site,), ERRORS[errors], rounds=3)


@pytest.mark.parametrize("case", ["native", "loop over optimize"])
def test_day(benchmark, case):
    benchmark.group = "a day of 5-minute plans over a day: 288"
    site = behind_the_meter(2 * HORIZON)
    native = closed_loop(site)[:HORIZON]
    if case == "native":
        benchmark.pedantic(closed_loop, (site,), rounds=5)
    else:
        found = benchmark.pedantic(loop, (site, HORIZON), rounds=2)
        assert found == pytest.approx(native, abs=1e-9)


@pytest.mark.parametrize("case", ["native", "highs"])
def test_one_plan(benchmark, case):
    benchmark.group = "one plan over a day"
    solve = native if case == "native" else linear_program
    window = behind_the_meter(HORIZON)
    cost = benchmark.pedantic(solve, (BATTERY, window), {"soc_start": 0.5}, rounds=5)
    assert cost == pytest.approx(native(BATTERY, window, soc_start=0.5), rel=1e-9)


def native(battery, window, soc_start):
    return bc.dispatch.optimize(battery, window, soc_start=soc_start).objective

"""Plans by linear program beside the slope queue: one battery, and fleets behind one connection."""

import numpy as np
import pytest

import battcore as bc

RAMPS = {"native": None, "highs": 1e9}  # a ramp that is never met, but no queue knows that


def fleet(count, seed=0):
    """Unlike batteries."""
    rng = np.random.default_rng(seed)
    return [
        bc.Battery(
            energy_capacity_wh=rng.uniform(50e3, 400e3),
            charge_power_watt=rng.uniform(30e3, 100e3),
            discharge_power_watt=rng.uniform(30e3, 100e3),
            charge_efficiency=rng.uniform(0.88, 0.98),
            discharge_efficiency=rng.uniform(0.88, 0.98),
            discharge_cost_per_kwh=rng.uniform(0.0, 0.03),
        )
        for _ in range(count)
    ]


def site(count, hours, seed=1):
    """A load and a roof that grow with the fleet, and a connection that binds."""
    rng = np.random.default_rng(seed)
    hour = np.arange(hours)
    price = 0.1 + 0.05 * np.sin((hour - 9) * np.pi / 12) + 0.02 * rng.standard_normal(hours)
    load = 40e3 * (1.0 + 0.3 * np.sin((hour - 12) * np.pi / 12) + 0.1 * rng.standard_normal(hours))
    sun = 60e3 * np.maximum(0.0, np.sin((hour % 24 - 6) * np.pi / 12))
    sold = np.minimum(price, np.maximum(price - 0.04, 0.0))
    return bc.Site(
        load_watt=count * np.maximum(load, 0.0),
        generation_watt=count * sun,
        curtailable=True,
        import_limit_watt=count * 75e3,
        export_limit_watt=count * 20e3,
        dt_second=3600.0,
        tariff=bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=sold),
    )


@pytest.mark.parametrize("hours", [744, 8760])
@pytest.mark.parametrize("case", RAMPS)
def test_one(benchmark, hours, case):
    benchmark.group = f"one battery, {hours:,} hours"
    (battery,), place, ramp = fleet(1), site(1, hours), RAMPS[case]
    benchmark(bc.dispatch.optimize, battery, place, soc_start=0.5, ramp_watt_per_second=ramp)


@pytest.mark.parametrize("count", [3, 10])
@pytest.mark.parametrize("case", ["highs"])
def test_unlike(benchmark, count, case):
    benchmark.group = f"{count} unlike batteries, a month of hours"
    plan = benchmark(bc.dispatch.optimize, fleet(count), site(count, 744), soc_start=0.5)
    assert plan.certificate.method.lower() == case


def test_alike(benchmark):
    benchmark.group = "100 alike batteries, a year of hours"
    benchmark(bc.dispatch.optimize, fleet(1) * 100, site(100, 8760), soc_start=0.5)

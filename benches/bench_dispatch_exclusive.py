"""Plans at negative prices that never use both powers at once: a year of hours, a week, HiGHS."""

import numpy as np
import pytest

import battcore as bc
from dispatch_program import linear_program

BATTERY = bc.Battery(
    energy_capacity_wh=4e6,
    charge_power_watt=2e6,
    discharge_power_watt=2e6,
    charge_efficiency=0.93,
    discharge_efficiency=0.94,
)


def market(hours, below_zero):
    """A market whose noon is cheap, with a share of its hours below zero."""
    rng = np.random.default_rng(8)
    hour = np.arange(hours)
    noon = np.cos((hour - 1) * np.pi / 12) + 0.4 * np.cos(hour * np.pi / 4380)
    price = 0.05 * noon + 0.02 * rng.standard_normal(hours)
    price -= np.quantile(price, below_zero)
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    return bc.Site(load_watt=np.zeros(hours), dt_second=3600.0, tariff=tariff)


def native(site):
    return bc.dispatch.optimize(BATTERY, site, soc_start=0.5).objective


def relaxed(site):
    return bc.dispatch.optimize(BATTERY, site, soc_start=0.5, exclusive=False).objective


def highs(site):
    return linear_program(BATTERY, site, soc_start=0.5, exclusive=True)


CASES = {"relaxed": relaxed, "highs": highs, "native": native}


@pytest.mark.parametrize("below_zero", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("case", ["relaxed", "native"])
def test_year(benchmark, case, below_zero):
    benchmark.group = f"an hourly year, {below_zero:.0%} below zero"
    benchmark(CASES[case], market(8760, below_zero))


@pytest.mark.parametrize("case", ["native", "highs"])
def test_week(benchmark, case):
    benchmark.group = "an hourly week, 20% below zero"
    site = market(168, 0.2)
    assert CASES[case](site) == pytest.approx(native(site), rel=1e-9)
    benchmark.pedantic(CASES[case], (site,), rounds=5, warmup_rounds=1)

"""The plan that costs least for a year of hours: by us, in plain Python, by HiGHS and by PyPSA."""

import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

import battcore as bc
from battcore.reference import slope_queue

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from dispatch_cases import linear_program
from test_dispatch_exclusive import told

BATTERY = bc.Battery(
    energy_capacity_wh=4e6,
    charge_power_watt=1e6,
    discharge_power_watt=1e6,
    charge_efficiency=0.95,
    discharge_efficiency=0.95,
)
HOURS = 8760


def market():
    """A price with a day and a season."""
    hour = np.arange(HOURS)
    day = np.sin((hour - 9) * np.pi / 12) + 0.4 * np.sin(hour * np.pi / 4380)
    price = 0.12 + 0.04 * day + 0.02 * np.random.default_rng(1).standard_normal(HOURS)
    price = np.maximum(price, 0.001)
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    return bc.Site(load_watt=np.zeros(HOURS), dt_second=3600.0, tariff=tariff)


def network(site):
    """The same as a network."""
    pypsa = pytest.importorskip("pypsa")
    warnings.simplefilter("ignore")
    logging.disable(logging.INFO)
    made = pypsa.Network(snapshots=range(HOURS))
    made.add("Bus", "bus")
    price = site.tariff.energy_price_per_kwh * 1e3
    made.add("Generator", "grid", bus="bus", p_nom=9.0, p_min_pu=-1.0, marginal_cost=price)
    kept = {"efficiency_store": 0.95, "efficiency_dispatch": 0.95, "state_of_charge_initial": 2.0}
    made.add("StorageUnit", "battery", bus="bus", p_nom=1.0, max_hours=4.0, **kept)
    return made


def native(site):
    return bc.dispatch.optimize(BATTERY, site, soc_start=0.5).objective


def python(problem):
    return slope_queue.optimize(*problem).cost


def highs(site):
    return linear_program(BATTERY, site, soc_start=0.5)


def pypsa(made):
    made.optimize(solver_name="highs", log_to_console=False, include_objective_constant=False)
    return made.objective


def bridge(made):
    return bc.interop.pypsa.optimize(made).objective


FEEDS = {
    native: lambda site: site,
    python: lambda site: told(BATTERY, site, {"soc_start": 0.5}, lambda *problem: problem),
    highs: lambda site: site,
    pypsa: network,
    bridge: network,
}


@pytest.mark.parametrize("case", FEEDS)
def test_year(benchmark, case):
    benchmark.group = "the cheapest plan of an hourly year"
    site = market()
    fed = FEEDS[case](site)
    assert case(fed) == pytest.approx(native(site), rel=1e-6)
    benchmark.pedantic(case, (fed,), rounds=20 if case is native else 3, warmup_rounds=1)

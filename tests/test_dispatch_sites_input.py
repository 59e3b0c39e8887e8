"""What is asked of several sites, what makes no sense, and what is impossible."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

import battcore as bc
from dispatch_sites import random_sites

POWER = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
BATTERY = bc.Battery(energy_capacity_wh=1e3, **POWER)
SITE = bc.Site(load_watt=[1e3] * 4, dt_second=3600.0, start=datetime(2026, 1, 1, tzinfo=UTC))
LIMITED = replace(SITE, import_limit_watt=1e4)
FLAT = bc.Tariff(energy_price_per_kwh=0.1)
HOLDING = bc.dispatch.HoldingCost(soc=[0.0], price_per_kwh_hour=[0.01])
CYCLES = bc.dispatch.CycleCost(depth=[0.0, 1.0], cost_per_cycle=[0.0, 0.1])


def optimize(**change):
    asked = {
        "battery": [BATTERY, [BATTERY, replace(BATTERY, soc_max=0.9)]],
        "site": [SITE, SITE],
        "upstream": LIMITED,
        "soc_start": 0.5,
    }
    return bc.dispatch.optimize(**{**asked, **change})


@pytest.mark.parametrize(
    ("argument", "value", "told"),
    [
        ("site", [], "site"),
        ("site", [SITE, None], "site"),
        ("site", "ab", "site"),
        ("site", [SITE, replace(SITE, load_watt=[1e3] * 3)], r"site\[1\]"),
        ("site", [SITE, replace(SITE, dt_second=900.0)], r"site\[1\]"),
        ("site", [SITE, replace(SITE, start=datetime(2026, 1, 2, tzinfo=UTC))], r"site\[1\]"),
        ("site", [SITE, replace(SITE, start=None, tariff=FLAT)], r"site\[1\] starts at None"),
        ("upstream", replace(LIMITED, load_watt=[1e3] * 5), "upstream"),
        ("upstream", replace(LIMITED, dt_second=[3600.0, 3600.0, 3600.0, 900.0]), "upstream"),
        ("upstream", BATTERY, "upstream"),
        ("battery", BATTERY, "battery"),
        ("battery", [BATTERY], "battery"),
        ("battery", [BATTERY, None], "battery"),
        ("battery", [BATTERY, [None]], "battery"),
        ("soc_start", [0.5, 0.5, 0.5], "soc_start"),
        ("soc_start", np.array([0.5]), "soc_start"),
        ("soc_start", [0.5, 1.5], "soc_start"),
        ("soc_start", [[0.5], 0.5], "soc_start"),
        ("soc_start", [0.5, [0.5]], "soc_start"),
        ("soc_start", "ab", "soc_start"),
        ("soc_start", np.nan, "soc_start"),
        ("soc_floor", [0.1] * 4, "soc_floor"),
        ("soc_floor", [0.1, [0.1] * 3], "soc_floor"),
        ("soc_ceiling", [None, 50.0], "soc_ceiling"),
        ("holding_cost", [HOLDING], "holding_cost"),
        ("holding_cost", [None, 1.0], "holding_cost"),
        ("cycle_cost", [CYCLES, [CYCLES]], "cycle_cost"),
        ("ramp_watt_per_second", [1.0, 1.0], "ramp_watt_per_second"),
        ("reserve", 1.0, "reserve"),
    ],
)
def test_bad_input_is_named(argument, value, told):
    with pytest.raises(bc.InputError, match=told) as caught:
        optimize(**{argument: value})
    assert caught.value.name == argument
    assert caught.value.index == 1 or r"site\[1\]" not in told


@pytest.mark.parametrize("upstream", [None, LIMITED])
def test_an_error_tells_of_which_site(upstream):
    with pytest.raises(bc.InputError, match=r"^site\[1\]: soc_start") as caught:
        optimize(soc_start=[0.5, 2.0], upstream=upstream)
    assert caught.value.name == "soc_start"
    assert caught.value.value == 2.0
    wrong = bc.Tariff(energy_price_per_kwh=0.1, export_price_per_kwh=0.2)
    with pytest.raises(bc.InputError, match=r"^site\[0\]: export_price_per_kwh"):
        optimize(site=[replace(SITE, tariff=wrong), SITE], upstream=upstream)


def test_an_upstream_stands_beside_a_list_of_sites():
    with pytest.raises(bc.InputError, match="list") as caught:
        optimize(battery=BATTERY, site=SITE)
    assert caught.value.name == "upstream"


@pytest.mark.parametrize("upstream", [None, LIMITED])
def test_what_is_asked_is_one_for_all_or_an_entry_for_each_site(upstream):
    tariff = bc.Tariff(energy_price_per_kwh=[0.1, 0.3, 0.2, 0.5])
    asked = {"site": [replace(SITE, tariff=tariff)] * 2, "upstream": upstream}
    shared = {
        "soc_start": 0.5,
        "soc_end": 0.4,
        "soc_floor": 0.1,
        "soc_ceiling": 0.8,
        "end_value_per_kwh": 0.1,
        "holding_cost": HOLDING,
        "cycle_cost": CYCLES,
    }
    each = {
        "soc_start": [0.5, [0.5, 0.5]],
        "soc_end": np.array([0.4, 0.4]),
        "soc_floor": [0.1, np.full((2, 4), 0.1)],
        "soc_ceiling": np.full((2, 4), 0.8),
        "end_value_per_kwh": (0.1, [0.1, 0.1]),
        "holding_cost": [HOLDING, [HOLDING, HOLDING]],
        "cycle_cost": [CYCLES, CYCLES],
    }
    plan, same = optimize(**asked, **shared), optimize(**asked, **each)
    assert same.objective == pytest.approx(plan.objective, rel=1e-12)
    assert plan.sites[0].soc[-1] == pytest.approx(0.4)
    assert plan.sites[1].soc[:, -1] == pytest.approx([0.4, 0.4])
    assert plan.costs.cycles > 0.0
    assert plan.costs.holding > 0.0


def test_a_limit_that_cannot_be_held_is_told_with_its_place():
    tight = replace(LIMITED, import_limit_watt=1500.0)
    with pytest.raises(bc.error.InfeasibleError, match=r"upstream.import_limit_watt") as caught:
        optimize(upstream=tight)
    give = caught.value.relaxations["upstream.import_limit_watt"]
    assert caught.value.name == "upstream.import_limit_watt"
    optimize(upstream=replace(tight, import_limit_watt=1500.0 + give * (1.0 + 1e-9)))
    less = replace(tight, import_limit_watt=1500.0 + give * (1.0 - 1e-6))
    with pytest.raises(bc.error.InfeasibleError):
        optimize(upstream=less)


@pytest.mark.parametrize("upstream", [None, LIMITED])
def test_a_site_that_cannot_hold_its_own_limit_is_told(upstream):
    tight = replace(SITE, import_limit_watt=[1e3, 1e3, 0.0, 0.0])
    with pytest.raises(bc.error.InfeasibleError) as caught:
        optimize(site=[tight, SITE], upstream=upstream)
    assert caught.value.name.startswith("site[0].")
    assert caught.value.step >= 2
    assert caught.value.relaxations == {"site[0].import_limit_watt": pytest.approx(500.0)}


def test_where_more_than_one_limit_must_give_the_first_site_is_told():
    dark = replace(SITE, import_limit_watt=0.0)
    with pytest.raises(bc.error.InfeasibleError, match="no change of one of them") as caught:
        optimize(site=[dark, dark])
    assert caught.value.name == "site[0].import_limit_watt"
    assert caught.value.relaxations == {}


def test_an_end_that_cannot_be_reached_is_told():
    with pytest.raises(bc.error.InfeasibleError) as caught:
        optimize(soc_end=[None, [1.0, 0.5]], site=[SITE, replace(SITE, import_limit_watt=1050.0)])
    assert "site[1].import_limit_watt" in caught.value.relaxations
    assert "site[1].soc_end" in caught.value.relaxations
    assert "site[0].soc_end" not in caught.value.relaxations


def test_plans_of_sites_read_as_any_others():
    rng = np.random.default_rng(0)
    batteries, sites, upstream = random_sites(rng, 2, 12)
    upstream = replace(upstream, curtailable=True)
    plan = bc.dispatch.optimize(batteries, sites, soc_start=0.5, upstream=upstream)
    for each, battery, site in zip(plan.sites, batteries, sites, strict=True):
        follow = bc.dispatch.Schedule(power_watt=each)
        run = bc.simulate(battery, site, follow, soc_start=0.5, log="all")
        assert run.log.soc == pytest.approx(each.soc, abs=1e-9)
        assert each.to_pandas().shape[0] == 12
        assert each.duals().import_per_kw.shape == (12,)
    table = plan.upstream.to_pandas()
    assert table.attrs["units"]["import_per_kw"] == "1/kW"
    assert len(table) == 12

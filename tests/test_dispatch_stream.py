"""Streams: decisions that are final are those of the plan that knows all prices."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import battcore as bc
from dispatch_cases import random_problem


def part(site, steps):
    tariff = bc.Tariff(
        energy_price_per_kwh=site.tariff.energy_price_per_kwh[steps],
        export_price_per_kwh=site.tariff.export_price_per_kwh[steps],
    )
    cut = {
        name: value[steps]
        for name in ("dt_second", "generation_watt", "import_limit_watt", "export_limit_watt")
        if isinstance(value := getattr(site, name), np.ndarray)
    }
    return replace(site, load_watt=site.load_watt[steps], tariff=tariff, **cut)


@pytest.mark.parametrize("seed", range(8))
def test_gives_the_plan_that_knows_all_prices_in_any_pieces(seed):
    rng = np.random.default_rng(seed)
    battery, site = random_problem(rng, 200, leaky=seed % 2 == 1)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.4, soc_end_min=0.2)
    stream = bc.dispatch.Stream(battery, soc_start=0.4)
    cuts = [0, *sorted(rng.choice(np.arange(1, 200), 6, replace=False).tolist()), 200]
    found = []
    for start, stop in pairwise(cuts[:-1]):
        found.append(stream.push(part(site, slice(start, stop))))
        assert stream.open_steps <= 200
    found.append(stream.finish(part(site, slice(cuts[-2], 200)), soc_end_min=0.2))
    power = np.concatenate([each.power_watt for each in found])
    soc = np.concatenate([each.soc for each in found])
    ahead = np.concatenate([each.look_ahead for each in found])
    assert power == pytest.approx(plan.power_watt, abs=1e-6)
    assert soc == pytest.approx(plan.soc, abs=1e-9)
    assert (ahead == plan.certificate.look_ahead).all()


def test_keeps_no_more_than_is_open():
    rng = np.random.default_rng(0)
    battery, site = random_problem(rng, 5000)
    stream = bc.dispatch.Stream(battery, soc_start=0.5)
    longest = 0
    for start in range(0, 5000, 50):
        stream.push(part(site, slice(start, start + 50)))
        longest = max(longest, stream.open_steps)
    assert longest < 100


def test_stays_as_it_was_where_a_step_is_impossible():
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    battery = bc.Battery(energy_capacity_wh=1e3, **power)
    stream = bc.dispatch.Stream(battery, soc_start=0.0)
    tariff = bc.Tariff(energy_price_per_kwh=0.1)
    site = bc.Site(load_watt=[500.0], dt_second=3600.0, tariff=tariff)
    stream.push(site)
    before = stream.open_steps
    with pytest.raises(bc.error.InfeasibleError):
        stream.push(replace(site, load_watt=[5e3], import_limit_watt=1e3))
    assert stream.open_steps == before


def test_a_price_at_which_losing_energy_pays_is_refused():
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    battery = bc.Battery(energy_capacity_wh=1e3, charge_efficiency=0.9, **power)
    tariff = bc.Tariff(energy_price_per_kwh=[0.1, -0.1], export_price_per_kwh=[0.1, -0.1])
    site = bc.Site(load_watt=[0.0, 0.0], dt_second=3600.0, tariff=tariff)
    with pytest.raises(bc.InputError, match=r"export_price_per_kwh\[1\]"):
        bc.dispatch.Stream(battery, soc_start=0.0).push(site)


@pytest.mark.parametrize("soc_start", [np.nan, -0.1, 50.0, "full", [0.5]])
def test_a_start_that_is_no_state_of_charge_is_refused(soc_start):
    battery = bc.Battery(energy_capacity_wh=1.0, charge_power_watt=1.0, discharge_power_watt=1.0)
    with pytest.raises(bc.InputError, match="soc_start"):
        bc.dispatch.Stream(battery, soc_start=soc_start)

"""Sites behind a common connection."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from dispatch_sites import random_sites, sites_program

POWER = {"charge_power_watt": 1e6, "discharge_power_watt": 1e6}
BATTERY = bc.Battery(energy_capacity_wh=1e6, **POWER)
FREE = bc.Site(load_watt=[0.0, 0.0], dt_second=3600.0)


def hall(load_watt, price=None):
    tariff = None if price is None else bc.Tariff(energy_price_per_kwh=price)
    return bc.Site(load_watt=load_watt, dt_second=3600.0, tariff=tariff)


def test_what_the_shared_limit_lets_through_goes_where_it_is_worth_most():
    halls = [hall([1e6, 1e6], [0.1, 0.6]), hall([1e6, 1e6], [0.1, 0.5])]
    tight = replace(FREE, import_limit_watt=3e6)
    plan = bc.dispatch.optimize([BATTERY, BATTERY], halls, soc_start=0.0, upstream=tight)
    first, second = plan.sites
    assert first.power_watt == pytest.approx([1e6, -1e6])
    assert second.power_watt == pytest.approx([0.0, 0.0], abs=1e-6)
    assert first.objective == pytest.approx(200.0)
    assert second.objective == pytest.approx(600.0)
    assert plan.objective == pytest.approx(800.0)
    assert plan.upstream.import_watt == pytest.approx([3e6, 1e6])
    assert plan.upstream.import_per_kw == pytest.approx([0.4, 0.0])


def test_a_battery_in_one_hall_shaves_the_peak_of_another():
    halls = [hall([3e6, 1e6]), hall([1e6, 1e6])]
    billed = bc.Tariff(
        energy_price_per_kwh=0.0, demand_charges=[bc.DemandCharge(price_per_kw=10.0)]
    )
    meter = replace(FREE, tariff=billed)
    plan = bc.dispatch.optimize([[], BATTERY], halls, soc_start=1.0, upstream=meter)
    assert plan.sites[1].power_watt[0] == pytest.approx(-1e6)
    assert plan.upstream.peaks_watt == pytest.approx([3e6])
    assert plan.upstream.costs.demand == pytest.approx(30e3)
    assert plan.sites[0].power_watt.shape == (0, 2)
    assert plan.sites[0].import_watt == pytest.approx([3e6, 1e6])


def test_a_hall_lives_on_the_sun_of_another():
    sunny = bc.Site(
        load_watt=[0.0, 0.0], dt_second=3600.0, generation_watt=[2e6, 0.0], curtailable=True
    )
    dear = replace(FREE, tariff=bc.Tariff(energy_price_per_kwh=0.3), export_limit_watt=0.0)
    plan = bc.dispatch.optimize(
        [BATTERY, []], [sunny, hall([5e5, 5e5])], soc_start=0.0, upstream=dear
    )
    assert plan.sites[0].curtailed_watt == pytest.approx([1e6, 0.0])
    assert plan.objective == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("asked", [{}, {"leaky": True}, {"limits": True}, {"demand": True}])
def test_agrees_with_a_plain_program(seed, asked):
    rng = np.random.default_rng([seed, *map(ord, "".join(asked))])
    batteries, sites, upstream = random_sites(rng, 3, 24, **asked)
    expected = sites_program(batteries, sites, upstream, soc_start=0.5)
    if expected is None:
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.optimize(batteries, sites, soc_start=0.5, upstream=upstream)
        return
    plan = bc.dispatch.optimize(batteries, sites, soc_start=0.5, upstream=upstream, exclusive=False)
    assert plan.objective == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert plan.certificate.method == "HiGHS"
    assert plan.certificate.gap < 1e-9
    check(plan, batteries, sites, upstream, 0.5)


@pytest.mark.parametrize("seed", [2, 3, 5, 6, 7])
def test_no_battery_does_both_at_once_at_the_least_cost(seed):
    rng = np.random.default_rng([seed, 12])
    batteries, sites, upstream = random_sites(rng, 2, 10)
    price = rng.uniform(-0.3, 0.1, 10)
    paid = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    sites = [replace(site, tariff=paid) for site in sites]
    limit_watt = upstream.import_limit_watt * 1.2
    upstream = replace(upstream, tariff=None, import_limit_watt=limit_watt)
    asked = {"soc_start": 0.8, "upstream": upstream}
    expected = sites_program(batteries, sites, upstream, soc_start=0.8, exclusive=True)
    plan = bc.dispatch.optimize(batteries, sites, **asked)
    assert plan.objective == pytest.approx(expected, rel=1e-8)
    assert plan.certificate.burned_wh == 0.0
    relaxed = bc.dispatch.optimize(batteries, sites, **asked, exclusive=False)
    assert relaxed.certificate.burned_wh > 0.0
    assert relaxed.objective < plan.objective
    check(plan, batteries, sites, upstream, 0.8)


@pytest.mark.parametrize("seed", range(6))
def test_ramps_are_those_of_the_connection_to_the_grid(seed):
    rng = np.random.default_rng([seed, 5])
    batteries, sites, upstream = random_sites(rng, 2, 24)
    asked = {"soc_start": 0.5, "ramp_watt_per_second": rng.uniform(1.0, 3.0)}
    expected = sites_program(batteries, sites, upstream, **asked)
    if expected is None:
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.optimize(batteries, sites, **asked, upstream=upstream)
        return
    plan = bc.dispatch.optimize(batteries, sites, **asked, upstream=upstream, exclusive=False)
    assert plan.objective == pytest.approx(expected, rel=1e-9)
    check(plan, batteries, sites, upstream, 0.5)


def check(plan, batteries, sites, upstream, soc_start):
    """Energy balances in each battery and at each connection; bills add up to what was told."""
    hours = np.broadcast_to(upstream.dt_second, np.size(upstream.load_watt)) / 3600.0
    total = 0.0
    for each, battery, site in zip(plan.sites, batteries, sites, strict=True):
        capacity = battery.energy_capacity_wh
        kept = (1.0 - battery.self_discharge_per_day) ** (hours / 24.0)
        stored = np.append(soc_start, each.soc) * capacity
        gained = each.charge_watt * battery.charge_efficiency
        gained = gained - each.discharge_watt / battery.discharge_efficiency
        assert stored[1:] == pytest.approx(stored[:-1] * kept + gained * hours, abs=1e-8 * capacity)
        wear = each.charge_watt @ hours * battery.charge_cost_per_kwh / 1e3
        wear += each.discharge_watt @ hours * battery.discharge_cost_per_kwh / 1e3
        assert each.objective == pytest.approx(wear + billed(each, site, each.power_watt))
        total += each.objective
    through = sum(each.import_watt - each.export_watt for each in plan.sites)
    total += billed(plan.upstream, upstream, through)
    assert plan.objective == pytest.approx(total, rel=1e-9, abs=1e-9)
    assert plan.costs.total == pytest.approx(plan.objective)


def billed(plan, site, drawn_watt):
    """The bill of a connection that carries what is drawn behind it, within its limits."""
    grid = plan.import_watt - plan.export_watt
    net = site.load_watt - site.generation_watt + drawn_watt + plan.curtailed_watt
    assert grid == pytest.approx(net, abs=1e-6)
    assert (plan.import_watt <= np.asarray(site.import_limit_watt) * (1 + 1e-9) + 1e-6).all()
    assert (plan.export_watt <= np.asarray(site.export_limit_watt) * (1 + 1e-9) + 1e-6).all()
    return bc.tariff.bill(site.tariff, grid, site.dt_second).total if site.tariff else 0.0


@pytest.mark.parametrize("seed", range(6))
def test_a_connection_without_limits_and_price_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    batteries, sites, upstream = random_sites(rng, 2, 30, leaky=True)
    free = bc.Site(load_watt=upstream.load_watt, dt_second=upstream.dt_second)
    plan = bc.dispatch.optimize(batteries, sites, soc_start=0.4, upstream=free)
    for each, battery, site in zip(plan.sites, batteries, sites, strict=True):
        alone = bc.dispatch.optimize(battery, site, soc_start=0.4)
        assert (each.power_watt == alone.power_watt).all()
        assert each.certificate.method == alone.certificate.method == "slope queue"
    grid = sum(each.import_watt - each.export_watt for each in plan.sites) + free.load_watt
    assert plan.upstream.import_watt - plan.upstream.export_watt == pytest.approx(grid)
    apart = bc.dispatch.optimize(batteries, sites, soc_start=0.4)
    assert apart.objective == plan.objective
    assert apart.upstream is None
    wide = replace(free, import_limit_watt=1e9)
    tied = bc.dispatch.optimize(batteries, sites, soc_start=0.4, upstream=wide)
    assert tied.certificate.method == "HiGHS"
    assert tied.objective == pytest.approx(plan.objective, rel=1e-9)


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_sites_behind_one_meter_are_one_site(seed, exclusive):
    rng = np.random.default_rng([seed, 9])
    batteries, sites, upstream = random_sites(rng, 3, 16, demand=seed % 2 == 0)
    if seed % 2:
        prices = np.array(upstream.tariff.energy_price_per_kwh) - 0.2
        tariff = bc.Tariff(energy_price_per_kwh=prices, export_price_per_kwh=prices)
        upstream = replace(upstream, tariff=tariff)
    bare = [replace(site, tariff=None, curtailable=False) for site in sites]
    upstream = replace(upstream, curtailable=False)
    everything = [*bare, upstream]
    one = replace(
        upstream,
        load_watt=sum(site.load_watt for site in everything),
        generation_watt=sum(site.generation_watt for site in everything),
    )
    asked = {"soc_start": 0.8, "exclusive": exclusive}
    expected = bc.dispatch.optimize(batteries, one, **asked)
    plan = bc.dispatch.optimize(batteries, bare, **asked, upstream=upstream)
    assert plan.objective == pytest.approx(expected.objective, rel=1e-9, abs=1e-9)
    assert plan.upstream.peaks_watt == pytest.approx(expected.peaks_watt, rel=1e-6)
    assert (plan.certificate.burned_wh > 0.0) == (expected.certificate.burned_wh > 0.0)


def test_alike_batteries_of_a_hall_do_not_burn_energy_together():
    lossy = replace(BATTERY, charge_efficiency=0.8, discharge_efficiency=0.8)
    price = bc.Tariff(energy_price_per_kwh=[-1.0] * 6, export_price_per_kwh=[-1.0] * 6)
    free = bc.Site(load_watt=[0.0] * 6, dt_second=3600.0)
    meter = replace(free, tariff=price)
    fleet = [[lossy, lossy], [lossy]]
    plan = bc.dispatch.optimize(fleet, [free, free], soc_start=0.5, upstream=meter)
    assert plan.certificate.burned_wh == 0.0
    for each in plan.sites:
        assert (np.minimum(each.charge_watt, each.discharge_watt) < 1e-3).all()
    alone = bc.dispatch.optimize(lossy, meter, soc_start=0.5)
    assert plan.objective == pytest.approx(3.0 * alone.objective)
    burning = bc.dispatch.optimize(
        fleet, [free, free], soc_start=0.5, upstream=meter, exclusive=False
    )
    assert burning.certificate.burned_wh > 0.0
    assert burning.objective < plan.objective

"""Shadow prices of plans that mind cycles, beside what a little more of each limit changes."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch import _cycle_plan
from dispatch_cases import random_problem
from dispatch_followers import second_opinion
from test_dispatch_cycle_cost import QUADRATIC, trading
from test_dispatch_cycle_program import charged, cycle_cost

pytest.importorskip("highspy")
STEPS = 14
KEPT = {"soc_floor": 0.1, "soc_ceiling": 0.9}
SIZE = 1e-4


def problem(family, seed):
    """A battery, a site, the price of cycles, and what is asked."""
    rng = np.random.default_rng([seed, len(family)])
    if family == "bands":
        battery, site = trading(STEPS, seed)
    else:
        battery, site = random_problem(rng, STEPS, leaky=family == "past")
    if family == "peak":
        site = charged(replace(site, dt_second=3600.0), 3600.0)
    if family == "limit":
        site = replace(site, import_limit_watt=float(np.quantile(site.load_watt, 0.8)))
    cost = cycle_cost(rng, battery, bands=4)
    if family == "past":
        cost = replace(cost, history=rng.random(5))
    asked = {**KEPT, "soc_start": 0.1 if family == "bands" else 0.5}
    return battery, site, cost, asked


def lies_between(price, costs, amount):
    """Whether a price is that of a step up or down, or between them; costs below, here, above."""
    slopes = np.diff(costs) / amount
    return slopes.min() - 1e-5 <= price <= slopes.max() + 1e-5


def more_of(limit, amount, battery, site):
    """What changes where there is more of a limit."""
    if limit in KEPT:
        return {limit: KEPT[limit] + amount}
    if limit == "import_limit_watt":
        return {"site": replace(site, import_limit_watt=site.import_limit_watt + amount)}
    return {"battery": replace(battery, **{limit: getattr(battery, limit) + amount})}


@pytest.mark.parametrize("family", ["bands", "plain", "peak", "limit", "past"])
@pytest.mark.parametrize("seed", range(3))
def test_shadow_prices_lie_between_the_derivatives_of_both_sides(seed, family):
    battery, site, cost, asked = problem(family, seed)
    usual = {"battery": battery, "site": site, "cycle_cost": cost, **asked}
    plan = bc.dispatch.optimize(**usual)
    assert plan.certificate.method == ("bands" if family == "bands" else "HiGHS")
    duals = plan.duals()

    def costs(limit, change):
        wider = [more_of(limit, up * change, battery, site) for up in (-1.0, 0.0, 1.0)]
        return [bc.dispatch.optimize(**usual | more).objective for more in wider]

    kwh = SIZE * battery.energy_capacity_wh / 1e3
    dear = duals.floor_per_kwh, duals.ceiling_per_kwh, duals.import_per_kw
    for step in {4, *(int(np.argmax(prices)) for prices in dear)}:
        floor, ceiling, limit = (prices[step] for prices in dear)
        here = np.arange(STEPS) == step
        assert lies_between(floor, costs("soc_floor", SIZE * here), kwh)
        assert lies_between(-ceiling, costs("soc_ceiling", SIZE * here), kwh)
        assert lies_between(-limit, costs("import_limit_watt", 1.0 * here), 1e-3)
    for way in ("charge", "discharge"):
        worth = getattr(duals, f"{way}_per_kw").sum()
        assert lies_between(-worth, costs(f"{way}_power_watt", 1.0), 1e-3)


@pytest.mark.parametrize("family", ["bands", "plain", "peak", "limit"])
@pytest.mark.parametrize("seed", range(4))
def test_a_price_of_stored_energy_is_what_a_gift_is_worth(seed, family):
    battery, site, cost, asked = problem(family, seed)
    prices = bc.dispatch.optimize(battery, site, cycle_cost=cost, **asked).duals().stored_per_kwh
    for step in (0, 5, 9, STEPS - 1):
        gifts = [(step, kwh) for kwh in (-1e-3, 0.0, 1e-3)]
        costs = [second_opinion([battery], site, [cost], gift=gift, **asked) for gift in gifts]
        assert lies_between(-prices[step], costs, 1e-3)


def test_each_battery_of_several_has_its_prices():
    rng = np.random.default_rng(8)
    one, site = random_problem(rng, STEPS)
    other, _ = random_problem(rng, STEPS)
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=3e2, bands=3)
    alike = bc.dispatch.optimize([one, one], site, soc_start=0.5, cycle_cost=cost)
    both = bc.dispatch.optimize([one, one, other], site, soc_start=0.5, cycle_cost=cost)
    for plan in (alike, both):
        prices = plan.duals().stored_per_kwh
        assert prices.shape == plan.soc.shape
        assert prices[0] == pytest.approx(prices[1])


def test_linearization_has_no_shadow_prices(monkeypatch):
    monkeypatch.setattr(_cycle_plan, "_LARGE", 0)
    battery, site = random_problem(np.random.default_rng(1), STEPS)
    cost = bc.dispatch.CycleCost.from_law(QUADRATIC, replacement_cost=1e3)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5, cycle_cost=cost)
    with pytest.raises(bc.InputError, match="comes close"):
        plan.duals()

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


def lies_between(price, change, now, amount):
    """Whether a price is that of a step up, of a step down, or between them."""
    slopes = (now - change(-1.0)) / amount, (change(1.0) - now) / amount
    return min(slopes) - 1e-5 <= price <= max(slopes) + 1e-5


@pytest.mark.parametrize("family", ["bands", "plain", "peak", "limit", "past"])
@pytest.mark.parametrize("seed", range(4))
def test_shadow_prices_lie_between_the_derivatives_of_both_sides(seed, family):
    battery, site, cost, asked = problem(family, seed)

    def planned(battery=battery, site=site, **changed):
        return bc.dispatch.optimize(battery, site, cycle_cost=cost, **{**asked, **changed})

    plan = planned()
    assert plan.certificate.method == ("bands" if family == "bands" else "HiGHS")
    duals, now, kwh = plan.duals(), plan.objective, SIZE * battery.energy_capacity_wh / 1e3
    for step in (0, 4, 9, STEPS - 1):
        at = SIZE * (np.arange(STEPS) == step)
        floor = lambda way: planned(soc_floor=0.1 + way * at).objective  # noqa: B023, E731
        assert lies_between(duals.floor_per_kwh[step], floor, now, kwh)
        ceiling = lambda way: planned(soc_ceiling=0.9 + way * at).objective  # noqa: B023, E731
        assert lies_between(-duals.ceiling_per_kwh[step], ceiling, now, kwh)
        limit = np.broadcast_to(site.import_limit_watt, STEPS)
        wider = lambda way: planned(  # noqa: E731
            site=replace(site, import_limit_watt=limit + way * 1e4 * at)  # noqa: B023
        ).objective
        assert lies_between(-duals.import_per_kw[step], wider, now, 1e-3)
    for way in ("charge", "discharge"):
        name = f"{way}_power_watt"
        most = getattr(battery, name)
        more = lambda up: planned(  # noqa: E731
            battery=replace(battery, **{name: most * (1.0 + up * SIZE)})  # noqa: B023
        ).objective
        worth = getattr(duals, f"{way}_per_kw").sum()
        assert lies_between(-worth, more, now, SIZE * most / 1e3)


@pytest.mark.parametrize("family", ["bands", "plain", "peak", "limit"])
@pytest.mark.parametrize("seed", range(4))
def test_a_price_of_stored_energy_is_what_a_gift_is_worth(seed, family):
    battery, site, cost, asked = problem(family, seed)
    plan = bc.dispatch.optimize(battery, site, cycle_cost=cost, **asked)
    for step in (0, 5, STEPS - 1):
        given = lambda way: second_opinion(  # noqa: E731
            [battery], site, [cost], gift=(step, way * 1e-3), **asked  # noqa: B023
        )
        price = plan.duals().stored_per_kwh[step]
        assert lies_between(-price, given, plan.objective, 1e-3)


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
    with pytest.raises(bc.InputError, match="linearization"):
        plan.duals()

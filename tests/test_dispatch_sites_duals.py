"""Shadow prices of several sites, beside what a little more of something saves."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from dispatch_sites import random_sites

STEPS = 12
BUMP_WATT = 1e-2
BUMP_SOC = 1e-6


def tight_sites(seed, limit, place, watt):
    """Batteries and sites, the last one upstream, of which one has a limit that binds."""
    rng = np.random.default_rng([seed, 2])
    batteries, sites, upstream = random_sites(rng, 2, STEPS, limits=True)
    places = [*sites, upstream]
    places[place] = replace(places[place], **{limit: np.full(STEPS, watt)})
    return batteries, places


def planned(batteries, places, **asked):
    *sites, upstream = places
    return bc.dispatch.optimize(batteries, sites, upstream=upstream, **asked)


def lies_between(worth, slopes):
    return min(slopes) - 1e-5 <= worth <= max(slopes) + 1e-5


@pytest.mark.parametrize(
    ("limit", "place", "watt"),
    [
        ("import_limit_watt", 0, 2.5e3),
        ("export_limit_watt", 0, 2e3),
        ("import_limit_watt", -1, 6.5e3),
        ("export_limit_watt", -1, 2e3),
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_the_price_of_a_limit_is_what_more_of_it_saves(seed, limit, place, watt):
    batteries, places = tight_sites(seed, limit, place, watt)

    def cost(change_watt):
        eased = [*places]
        changed = getattr(eased[place], limit) + change_watt
        eased[place] = replace(eased[place], **{limit: changed})
        return planned(batteries, eased, soc_start=0.5).objective

    plan = planned(batteries, places, soc_start=0.5)
    assert cost(200.0) <= plan.objective + 1e-9
    prices = plan.upstream if place == -1 else plan.sites[place].duals()
    worths = getattr(prices, limit.replace("limit_watt", "per_kw"))
    for step in np.argsort(worths)[-2:]:
        bump = BUMP_WATT * (np.arange(STEPS) == step)
        costs = cost(-bump), plan.objective, cost(bump)
        assert lies_between(worths[step], -np.diff(costs) / BUMP_WATT * 1e3)


@pytest.mark.parametrize("site", [0, 1])
@pytest.mark.parametrize("seed", range(4))
def test_the_price_of_stored_energy_is_what_a_fuller_start_saves(seed, site):
    batteries, places = tight_sites(seed, "import_limit_watt", -1, 6.5e3)
    start = np.full(2, 0.5)

    def cost(change):
        bumped = start + change * (np.arange(2) == site)
        return planned(batteries, places, soc_start=bumped).objective

    plan = planned(batteries, places, soc_start=start)
    kwh = BUMP_SOC * batteries[site].energy_capacity_wh / 1e3
    costs = cost(-BUMP_SOC), plan.objective, cost(BUMP_SOC)
    worth = plan.sites[site].duals().stored_per_kwh[0]
    assert lies_between(worth, -np.diff(costs) / kwh)

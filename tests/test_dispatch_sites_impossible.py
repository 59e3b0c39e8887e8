"""Limits of several sites that cannot be kept at once: which of them would have to give."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from dispatch_sites import random_sites

LIMITS = ["import_limit_watt", "export_limit_watt"]
NAMES = ["site[0]", "site[1]", "upstream"]


def impossible_sites(seed):
    rng = np.random.default_rng([seed, 77])
    batteries, sites, upstream = random_sites(rng, 2, 16, limits=True)
    limit = rng.choice(LIMITS)
    places = [*sites, upstream]
    at = rng.integers(3)
    tight = np.asarray(getattr(places[at], limit)) * rng.uniform(0.05, 0.3)
    places[at] = replace(places[at], **{limit: tight})
    return batteries, places


def is_possible(batteries, places):
    *sites, upstream = places
    try:
        bc.dispatch.optimize(batteries, sites, upstream=upstream, soc_start=0.5)
    except bc.error.InfeasibleError:
        return False
    return True


def eased(places, place, limit, watt):
    place_eased = replace(places[place], **{limit: getattr(places[place], limit) + watt})
    return [*places[:place], place_eased, *places[place + 1 :]]


@pytest.mark.parametrize("seed", [1, 3, 5, 7, 9, 10])
def test_a_limit_is_named_if_and_only_if_it_alone_would_do(seed):
    batteries, places = impossible_sites(seed)
    with pytest.raises(bc.error.InfeasibleError) as caught:
        bc.dispatch.optimize(batteries, places[:-1], upstream=places[-1], soc_start=0.5)
    gives = caught.value.relaxations
    for place, name in enumerate(NAMES):
        for limit in LIMITS:
            give = gives.get(f"{name}.{limit}")
            if give is None:
                assert not is_possible(batteries, eased(places, place, limit, 1e6))
            else:
                assert is_possible(batteries, eased(places, place, limit, give * (1 + 1e-6)))
                assert not is_possible(batteries, eased(places, place, limit, give * (1 - 1e-6)))

"""Policies beside the exact optimum: what it plans is what they would pay."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc
from battcore.dispatch import PriceThreshold, Schedule, SelfConsumption, TimeOfUse
from simulation_cases import ideal, load

LOSSY = {
    "charge_efficiency": 0.95,
    "discharge_efficiency": 0.94,
    "charge_cost_per_kwh": 0.01,
    "discharge_cost_per_kwh": 0.02,
}
POLICIES = [
    SelfConsumption(),
    TimeOfUse(charge_hours=[(0, 6)], discharge_hours=[(16, 21)]),
    PriceThreshold(charge_below_per_kwh=0.1, discharge_above_per_kwh=0.25),
]


def place(seed, steps=96, **changes):
    random = np.random.default_rng(seed)
    tariff = bc.Tariff(energy_price_per_kwh=0.3 * random.random(steps), export_price_per_kwh=0.0)
    given = {"load_watt": load(steps, seed), "generation_watt": 1.5e6 * random.random(steps)}
    return bc.Site(**{**given, "dt_second": 900.0, "tariff": tariff, **changes})


@settings(max_examples=30)
@given(st.integers(0, 1000), st.sampled_from(POLICIES), st.floats(0.0, 1.0))
def test_no_policy_beats_hindsight(seed, policy, soc):
    found = bc.simulation.regret(ideal(**LOSSY), place(seed), policy, soc_start=soc)
    assert found.cost >= -1e-9 * abs(found.policy_cost)
    assert found.plan.soc[-1] >= found.run.state.soc - 1e-9


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_a_plan_that_is_followed_costs_what_it_says(seed):
    own, site = ideal(**LOSSY), place(seed)
    plan = bc.dispatch.optimize(own, site, soc_start=0.5)
    found = bc.simulation.regret(own, site, Schedule(power_watt=plan))
    assert found.policy_cost == pytest.approx(plan.objective, rel=1e-9)
    assert found.cost == pytest.approx(0.0, abs=1e-6)
    soc = bc.simulate(own, site, Schedule(soc=plan.soc), log="all").log.soc
    assert soc == pytest.approx(plan.soc, abs=1e-9)


def test_limits_of_the_connection_are_held_by_a_plan_that_is_followed():
    own = ideal(**LOSSY)
    site = place(3, import_limit_watt=8.5e5, export_limit_watt=2e5, curtailable=True)
    plan = bc.dispatch.optimize(own, site, soc_start=0.5)
    log = bc.simulate(own, site, Schedule(power_watt=plan), log="all").log
    assert log.import_excess_second.sum() == log.export_excess_second.sum() == 0.0
    assert log.import_energy_wh.sum() == pytest.approx(plan.import_watt.sum() / 4, rel=1e-9)


def test_outages_are_refused():
    with pytest.raises(bc.InputError, match="outages"):
        bc.simulation.regret(ideal(), place(1, outages=[(0.0, 60.0)]), SelfConsumption())

"""A receding horizon: with a perfect forecast it is the optimum, with any other it goes on."""

import itertools
import pickle
from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from battcore.dispatch import BackupReserve, RecedingHorizon, Schedule, Stack, View
from dispatch_cases import random_problem
from horizon_cases import ALL, ERROR, HOUR, LOSSY, UNIT, cost, market, priced


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["plain", "leaky", "limits", "negative"])
def test_a_perfect_forecast_to_the_end_costs_what_the_optimum_costs(seed, kind):
    rng = np.random.default_rng(seed)
    battery, site = random_problem(rng, 60, **({} if kind == "plain" else {kind: True}))
    # midnight cuts no step, as leakage would go on in its parts, and nothing is curtailed for money
    curtailable = site.curtailable and bool((site.tariff.export_price_per_kwh >= 0.0).all())
    site = replace(site, dt_second=HOUR, curtailable=curtailable)
    try:
        plan = bc.dispatch.optimize(battery, site, soc_start=0.5, soc_end_min=0.3)
    except bc.error.InfeasibleError:
        return
    policy = RecedingHorizon(horizon_second=ALL, soc_end_min=0.3)
    run = bc.simulate(battery, site, policy, log="all")
    assert cost(run) == pytest.approx(plan.objective, rel=1e-8, abs=1e-9)
    assert run.state.soc >= 0.3 - 1e-9
    assert (run.plans.made, run.plans.impossible) == (60, 0)


@pytest.mark.parametrize("seed", range(5))
def test_it_goes_step_by_step_where_the_optimum_goes(seed):
    battery, site = priced(market(seed), LOSSY)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    run = bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL), log="all")
    assert run.log.soc == pytest.approx(plan.soc, abs=1e-9)


@pytest.mark.parametrize("replan_second", [0.0, HOUR, 5 * HOUR, 24 * HOUR, ALL])
def test_how_often_it_plans_changes_nothing_where_all_is_known(replan_second):
    battery, site = priced(market(0), LOSSY)
    often = bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL))
    policy = RecedingHorizon(horizon_second=ALL, replan_second=replan_second)
    run = bc.simulate(battery, site, policy)
    assert cost(run) == pytest.approx(cost(often), rel=1e-12)
    assert run.plans.made == int(np.ceil(240 / min(max(replan_second / HOUR, 1.0), 240.0)))


def test_a_horizon_beyond_the_look_ahead_of_every_step_loses_nothing():
    battery, site = priced(market(1), LOSSY)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    ahead = plan.certificate.look_ahead
    enough = (ahead.max() + 2) * HOUR  # a plan settles the present step and the next one
    end = np.argmax(ahead < 0)
    run = bc.simulate(battery, site, RecedingHorizon(horizon_second=enough), log="all")
    assert run.log.soc[:end] == pytest.approx(plan.soc[:end], abs=1e-9)
    assert run.plans.settled >= end - 1


def test_looking_further_costs_less_on_average():
    def mean_cost(hours):
        sites = [priced(market(seed), LOSSY)[1] for seed in range(20)]
        policy = RecedingHorizon(horizon_second=hours * HOUR)
        return np.mean([cost(bc.simulate(LOSSY, site, policy)) for site in sites])

    costs = [mean_cost(hours) for hours in (2, 6, 12, 24, 240)]
    assert all(later <= sooner for sooner, later in itertools.pairwise(costs))


def live(policy, battery, site, soc):
    """Powers of a controller that decides and measures in turn."""
    state, memory = bc.simulation.start(battery, soc=soc), None
    for step in range(len(site.load_watt)):
        load, sun = site.load_watt[step], np.broadcast_to(site.generation_watt, 240)[step]
        view = View(
            battery=battery,
            soc=state.soc,
            load_watt=load,
            generation_watt=sun,
            dt_second=HOUR,
            step=step,
            price_per_kwh=0.1,
        )
        memory, command = policy.decide(memory, view)
        state, done = bc.simulation.step(battery, state, command.wish_watt, HOUR)
        yield done.power_watt


@pytest.mark.parametrize("error", [None, ERROR])
def test_a_live_controller_does_what_the_simulation_does(error):
    battery, site = priced(market(4), LOSSY)
    policy = RecedingHorizon(horizon_second=24 * HOUR, forecast=site, price_error=error)
    log = bc.simulate(battery, site, policy, log="all").log
    powers = log.charging_energy_wh - log.discharging_energy_wh
    assert list(live(policy, battery, site, 0.5)) == pytest.approx(powers, rel=1e-9, abs=1e-9)


def test_a_run_goes_on_to_the_last_bit():
    battery, site = priced(market(5), LOSSY)
    policy = RecedingHorizon(horizon_second=24 * HOUR, replan_second=5 * HOUR, price_error=ERROR)
    year = 365 * 24
    whole = bc.simulate(battery, site, policy, years=103 / year)
    part = bc.simulate(battery, site, policy, years=38.5 / year)
    state = bc.simulation.State.from_json(pickle.loads(pickle.dumps(part.state)).to_json())  # noqa: S301 - its own
    rest = bc.simulate(battery, site, policy, years=64.5 / year, state=state)
    assert rest.state.soc == pytest.approx(whole.state.soc, abs=1e-12)
    assert rest.plans == whole.plans


def test_a_wrong_forecast_is_believed_but_limits_are_held():
    prices = np.array([0.1, 0.3, 0.2, 0.4])
    battery, site = priced(prices)
    _, backwards = priced(prices[::-1])
    limited = replace(site, load_watt=np.full(4, 500.0), import_limit_watt=800.0)
    policy = RecedingHorizon(horizon_second=ALL, forecast=backwards)
    run = bc.simulate(battery, limited, policy, log="all")
    assert cost(run) > bc.dispatch.optimize(battery, limited, soc_start=0.5).objective
    assert run.log.import_excess_second.sum() == 0.0


def test_what_was_planned_is_kept_where_nothing_costs_less():
    told = [[0.2, 0.2, 0.1, 0.5], [0.2, 0.2, 0.5], [0.2, 0.5], [0.5]]
    battery, site = priced(np.array([0.2, 0.2, 0.2, 0.5]), replace(UNIT, charge_cost_per_kwh=0.01))
    asked = iter(told)
    changing = RecedingHorizon(
        horizon_second=ALL, forecast=lambda _: priced(np.array(next(asked)))[1]
    )
    run = bc.simulate(battery, site, changing, soc_start=0.0, log="all")
    assert run.log.soc.tolist() == [0.0, 0.0, 1.0, 0.0]  # not at the second step, as it was planned
    first = bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL), soc_start=0.0, log=HOUR)
    assert first.log.soc.tolist() == [1.0, 1.0, 1.0, 0.0]


def test_a_floor_out_of_reach_is_missed_by_as_little_as_can_be():
    battery, site = priced(np.array([0.5, 0.1, 0.5, 0.1]))
    small = replace(battery, charge_power_watt=300.0)
    floor = np.array([0.0, 0.8, 0.0, 0.0])
    policy = RecedingHorizon(horizon_second=ALL, soc_floor=floor)
    run = bc.simulate(small, site, policy, soc_start=0.0, log="all")
    assert run.log.soc.tolist() == pytest.approx([0.3, 0.6, 0.0, 0.0])
    assert (run.plans.made, run.plans.impossible) == (4, 2)


def test_an_import_limit_out_of_reach_takes_all_the_power_there_is():
    battery, site = priced(np.array([0.5, 0.1, 0.5]))
    site = replace(site, load_watt=[1e3, 1e3, 3e3], import_limit_watt=1.5e3)
    run = bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL), log="all")
    assert run.log.soc.tolist() == pytest.approx([0.5, 1.0, 0.0])
    assert run.plans.impossible == 3
    assert run.log.import_excess_second.tolist() == [0.0, 0.0, HOUR]


def test_at_negative_prices_both_powers_at_once_are_never_planned():
    rng = np.random.default_rng(8)
    battery, site = priced(0.05 * rng.standard_normal(72), LOSSY)
    best = bc.dispatch.optimize(battery, site, soc_start=0.5)
    relaxed = bc.dispatch.optimize(battery, site, soc_start=0.5, exclusive=False)
    found = cost(bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL)))
    assert found == pytest.approx(best.objective, rel=1e-9)
    assert found > relaxed.objective + 1e-3


def test_steps_that_midnight_cuts_keep_their_power():
    rng = np.random.default_rng(9)
    battery, site = priced(rng.random(30))
    site = replace(site, dt_second=7 * HOUR)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    planned = bc.simulate(battery, site, Schedule(power_watt=plan))
    found = bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL))
    assert found.bill.total == pytest.approx(planned.bill.total, rel=1e-9)
    assert found.plans.made == 30 < found.steps


def test_after_an_outage_it_plans_anew():
    battery, site = priced(market(10, 48), LOSSY, outages=[(5.5 * HOUR, 2 * HOUR)])
    site = replace(site, load_watt=np.full(48, 300.0))
    run = bc.simulate(battery, site, RecedingHorizon(horizon_second=24 * HOUR), log="all")
    assert all(run.outages.carried)
    assert run.plans.made == 48 - 1  # the step after 5.5 h is planned twice, two not at all


def test_what_is_left_has_a_value():
    battery, site = priced(np.array([0.2, 0.2, 0.2]))
    for value, soc in ((0.1, 0.0), (0.3, 1.0)):
        policy = RecedingHorizon(horizon_second=ALL, end_value_per_kwh=value)
        assert bc.simulate(battery, site, policy).state.soc == soc


def test_a_reserve_above_it_narrows_what_it_wants():
    battery, site = priced(market(11), LOSSY)
    site = replace(site, load_watt=np.full(240, 500.0))
    reserve = BackupReserve(ride_through_second=2 * HOUR)
    stack = Stack([reserve, RecedingHorizon(horizon_second=24 * HOUR)])
    run = bc.simulate(battery, site, stack, log="all", soc_start=0.9)
    assert run.log.soc.min() >= 1e3 / 0.95 / 4e3 - 1e-9
    assert run.plans.made == 240


def test_a_trace_that_repeats_is_planned_pass_by_pass():
    battery, site = priced(np.array([0.1, 0.2]))
    run = bc.simulate(battery, site, RecedingHorizon(horizon_second=ALL), years=6 / 8760, log="all")
    assert run.log.soc.tolist() == [1.0, 0.0] * 3

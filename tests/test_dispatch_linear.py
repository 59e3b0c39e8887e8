"""Plans by linear program: those of the slope queue where both can; ramps; what is impossible."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc
from dispatch_cases import one_battery, random_problem, reference
from dispatch_program import linear_program
from test_dispatch_optimum import FAMILIES, check

NO_LIMIT = {"ramp_watt_per_second": 1e9}  # asks for the linear program, and for nothing else

CHARGED = ["p13-demand-charge-month", "p14-demand-charge-two-windows", "p19-backup-demand-charge"]


@pytest.mark.parametrize("name", CHARGED)
def test_meets_the_reference(name):
    case = reference(name)
    battery, site, asked = one_battery(case)
    plan = bc.dispatch.optimize(battery, site, **asked, **NO_LIMIT)
    assert plan.objective == pytest.approx(case["optimum"]["objective"], rel=1e-9)
    assert plan.peaks_watt / 1e3 == pytest.approx(case["optimum"]["peaks_kw"], rel=1e-6)
    assert plan.certificate.method == "HiGHS"
    assert plan.certificate.gap < 1e-9


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("family", FAMILIES)
def test_agrees_with_the_slope_queue(family, seed, exclusive):
    rng = np.random.default_rng([seed, len(family), 7])
    battery, site = random_problem(rng, int(rng.integers(2, 60)), **FAMILIES[family])
    asked = {"soc_start": rng.random(), "end_value_per_kwh": rng.choice([0.0, 0.1])}
    if rng.random() < 0.4:
        asked["soc_floor"] = rng.uniform(0.0, 0.2, len(site.load_watt))
    try:
        expected = bc.dispatch.optimize(battery, site, **asked, exclusive=exclusive)
    except bc.error.InfeasibleError:
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.optimize(battery, site, **asked, exclusive=exclusive, **NO_LIMIT)
        return
    plan = bc.dispatch.optimize(battery, site, **asked, exclusive=exclusive, **NO_LIMIT)
    assert plan.objective == pytest.approx(expected.objective, rel=1e-9, abs=1e-9)
    assert plan.certificate.gap < 1e-7
    assert plan.certificate.bound <= plan.objective + 1e-9
    check(plan, battery, site, asked)
    if exclusive:
        assert plan.certificate.burned_wh == 0.0
        assert (np.minimum(plan.charge_watt, plan.discharge_watt) < 1e-3).all()


@pytest.mark.parametrize("seed", range(6))
def test_agrees_where_a_converter_loses_and_holding_costs(seed):
    rng = np.random.default_rng([seed, 11])
    battery, site = random_problem(rng, 30, negative=seed % 2 == 1)
    converter = bc.Converter(
        rated_power_watt=4e3, no_load_loss=0.01, linear_loss=0.01, quadratic_loss=0.03
    )
    battery = replace(battery, converter=converter)
    holding = bc.dispatch.HoldingCost(
        soc=[0.0, 0.3, 0.7], price_per_kwh_hour=[0.0, 0.002, 0.01], weight=rng.uniform(0.5, 2, 30)
    )
    asked = {"soc_start": 0.4, "holding_cost": holding}
    expected = bc.dispatch.optimize(battery, site, **asked)
    plan = bc.dispatch.optimize(battery, site, **asked, **NO_LIMIT)
    assert plan.objective == pytest.approx(expected.objective, rel=1e-9)
    assert plan.costs.holding == pytest.approx(expected.costs.holding, rel=1e-5, abs=1e-7)
    assert plan.certificate.burned_wh == 0.0


@pytest.mark.parametrize("seed", range(8))
def test_shadow_prices_lie_between_the_derivatives_of_both_sides(seed):
    rng = np.random.default_rng(seed)
    battery, site = random_problem(rng, 20, leaky=True)
    floor = np.where(np.arange(20) == 15, 0.6, 0.0)
    size = 1e-5

    def cost(raised=0.0, soc=0.5):
        asked = {"soc_start": soc, "soc_floor": floor + raised * (floor > 0.0)}
        return bc.dispatch.optimize(battery, site, **asked, **NO_LIMIT).objective

    duals = bc.dispatch.optimize(battery, site, soc_start=0.5, soc_floor=floor, **NO_LIMIT).duals()
    kwh = size * battery.energy_capacity_wh / 1e3
    now = cost()
    slopes = (now - cost(-size)) / kwh, (cost(size) - now) / kwh
    assert min(slopes) - 1e-5 <= duals.floor_per_kwh[15] <= max(slopes) + 1e-5
    kept = (1.0 - battery.self_discharge_per_day) ** (np.ravel(site.dt_second)[0] / 86_400.0)
    slopes = (cost(soc=0.5 - size) - now) / kwh, (now - cost(soc=0.5 + size)) / kwh
    worth = duals.stored_per_kwh[0] * kept
    assert min(slopes) - 1e-5 <= worth <= max(slopes) + 1e-5


@pytest.mark.parametrize("seed", range(10))
def test_ramps_of_the_grid_are_held_at_the_least_cost(seed):
    rng = np.random.default_rng([seed, 3])
    battery, site = random_problem(rng, 40, negative=seed % 2 == 1, leaky=True)
    ramp = rng.uniform(0.3, 1.2)
    asked = {"soc_start": 0.5, "ramp_watt_per_second": ramp}
    expected = linear_program(battery, site, **asked)
    if expected is None:
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.optimize(battery, site, **asked, exclusive=False)
        return
    plan = bc.dispatch.optimize(battery, site, **asked, exclusive=False)
    assert plan.objective == pytest.approx(expected, rel=1e-9)
    check(plan, battery, site, {"soc_start": 0.5})
    change = np.diff(plan.import_watt - plan.export_watt)
    dt = np.broadcast_to(site.dt_second, 40)[1:]
    assert (np.abs(change) <= ramp * dt * (1.0 + 1e-9) + 1e-6).all()
    both_apart = bc.dispatch.optimize(battery, site, **asked)
    expected = linear_program(battery, site, **asked, exclusive=True)
    assert both_apart.objective == pytest.approx(expected, rel=1e-8)
    assert both_apart.objective >= plan.objective - 1e-9


BATTERY = bc.Battery(energy_capacity_wh=1e3, charge_power_watt=1e3, discharge_power_watt=1e3)


@pytest.mark.parametrize("share", [1.0 - 1e-6, 1.0 + 1e-6])
def test_what_is_impossible_tells_what_would_do(share):
    site = bc.Site(load_watt=[1e3, 1e3, 6e3, 6e3], dt_second=3600.0, import_limit_watt=5.5e3)
    ramp = 2e3 / 3600.0
    with pytest.raises(bc.error.InfeasibleError) as caught:
        bc.dispatch.optimize(BATTERY, site, soc_start=0.0, ramp_watt_per_second=ramp)
    assert {*caught.value.relaxations} == {"ramp_watt_per_second"}
    assert caught.value.name == "ramp_watt_per_second"
    give = caught.value.relaxations["ramp_watt_per_second"] * share
    asked = {"soc_start": 0.0, "ramp_watt_per_second": ramp + give}
    if share > 1.0:
        bc.dispatch.optimize(BATTERY, site, **asked)
    else:
        with pytest.raises(bc.error.InfeasibleError):
            bc.dispatch.optimize(BATTERY, site, **asked)


def test_an_unreachable_end_is_told():
    site = bc.Site(load_watt=[0.0] * 2, dt_second=900.0)
    with pytest.raises(bc.error.InfeasibleError, match="soc_end") as caught:
        bc.dispatch.optimize(BATTERY, site, soc_start=0.0, soc_end=1.0, **NO_LIMIT)
    assert caught.value.step == 1
    assert caught.value.shortfall_wh == pytest.approx(500.0)
    assert caught.value.relaxations["soc_end"] == pytest.approx(500.0)


@pytest.mark.parametrize("ramp", [0.0, -1.0, np.nan, np.inf, "fast", [1.0, 2.0]])
def test_a_ramp_is_a_positive_number(ramp):
    site = bc.Site(load_watt=[1e3], dt_second=900.0)
    with pytest.raises(bc.InputError, match="ramp_watt_per_second"):
        bc.dispatch.optimize(BATTERY, site, soc_start=0.5, ramp_watt_per_second=ramp)


def test_without_the_solver_the_error_names_the_extra(monkeypatch):
    site = bc.Site(load_watt=[1e3], dt_second=900.0)
    monkeypatch.setitem(__import__("sys").modules, "highspy", None)
    with pytest.raises(ModuleNotFoundError):
        bc.dispatch.optimize(BATTERY, site, soc_start=0.5, **NO_LIMIT)


def test_what_only_burning_could_hold_is_told():
    """A full battery beside generation that must not leave: only burning would make room."""
    battery = replace(BATTERY, charge_efficiency=0.5, discharge_efficiency=0.5)
    site = bc.Site(
        load_watt=[0.0] * 2, generation_watt=500.0, export_limit_watt=0.0, dt_second=3600.0
    )
    burning = bc.dispatch.optimize(battery, site, soc_start=1.0, exclusive=False, **NO_LIMIT)
    assert burning.certificate.burned_wh > 0.0
    with pytest.raises(bc.error.InfeasibleError, match="at once"):
        bc.dispatch.optimize(battery, site, soc_start=1.0, **NO_LIMIT)


@pytest.mark.parametrize("seed", range(5))
def test_a_battery_without_losses_does_one_thing_at_a_time(seed):
    rng = np.random.default_rng(seed)
    battery, site = random_problem(rng, 30, negative=True)
    ideal = replace(battery, charge_efficiency=1.0, discharge_efficiency=1.0)
    plan = bc.dispatch.optimize(ideal, site, soc_start=0.5, **NO_LIMIT)
    assert (np.minimum(plan.charge_watt, plan.discharge_watt) == 0.0).all()
    check(plan, ideal, site, {"soc_start": 0.5})

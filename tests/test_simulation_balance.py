"""Energy is kept, whatever the steps are."""

import numpy as np
import pytest

import battcore as bc
from battcore import reference
from simulation_cases import (
    DAY,
    LFP,
    MODELS,
    battery,
    lively,
    lively_site,
    load,
    stack,
    totals,
)

LOSSES = ("converter_loss_wh", "battery_loss_wh", "self_discharge_wh")


def open_balance(log):
    """What flowed in and is neither stored nor lost, row by row."""
    lost = sum(getattr(log, name) for name in LOSSES)
    return log.charging_energy_wh - log.discharging_energy_wh - log.stored_change_wh - lost


def test_what_goes_in_is_stored_or_lost_in_each_step():
    capacity_wh = lively().battery.energy_capacity_wh
    assert np.abs(open_balance(lively().log)).max() <= 1e-12 * capacity_wh


def test_what_goes_in_is_stored_or_lost_over_a_run():
    run = bc.simulate(
        battery(aging=LFP), bc.Site(load_watt=load(1440), dt_second=60.0), stack(), years=0.1
    )
    moved = run.log.charging_energy_wh.sum() + run.log.discharging_energy_wh.sum()
    assert abs(open_balance(run.log).sum()) <= 1e-9 * moved


def test_losses_are_never_negative():
    for name in (*LOSSES, "auxiliary_energy_wh", "unserved_energy_wh"):
        assert (getattr(lively().log, name) >= 0).all(), name


def test_what_is_stored_is_capacity_times_soc():
    run = lively()
    stored = run.log.stored_change_wh.sum() + run.log.capacity_change_wh.sum()
    before = 0.5 * run.battery.energy_capacity_wh
    after = run.log.soc[-1] * run.soh_capacity * run.battery.energy_capacity_wh
    assert after - before == pytest.approx(stored, abs=1e-6)
    assert run.log.capacity_change_wh.min() < 0


def test_the_connection_balances_in_each_step():
    log = lively().log
    grid = log.import_energy_wh - log.export_energy_wh
    given = log.load_energy_wh - log.unserved_energy_wh + log.auxiliary_energy_wh
    moved = log.charging_energy_wh - log.discharging_energy_wh
    assert grid == pytest.approx(given + moved, abs=1e-12 * 1e6)


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
@pytest.mark.parametrize("dt", [60.0, 1.0], ids=["minutes", "seconds"])
def test_the_length_of_the_steps_hardly_matters(model, dt):
    hourly = 6.5e5 + 1.5e5 * np.sin(2 * np.pi * (np.arange(24) + 0.5) / 8)
    policy = bc.dispatch.PeakShaving(limit_watt=6.6e5)  # always at work, never full nor empty
    runs = [
        bc.simulate(
            battery(aging=model),
            bc.Site(load_watt=hourly.repeat(round(3600 / step)), dt_second=step),
            policy,
            years=5 / 365,
        )
        for step in (dt, 3600.0)
    ]
    fine, coarse = (figures(run) for run in runs)
    assert fine == pytest.approx(coarse, rel=3e-4, abs=1e-6)  # a millionth of the capacity


def figures(run):
    """Energies, wear and heat; what charges within a step does not leak in it, so leaks differ."""
    energies = totals(run) | {"self_discharge_wh": run.energy_lost_wh}
    # the card subtracts 1.01 from what is left of active material: rounding is most of that loss
    losses = {f"loss, {of}": 1e-6 + loss[-1] for of, loss in run.losses.items()}
    warm = run.log.temperature_celsius.mean()
    return energies | losses | {"efc": run.state.efc, "soc": run.state.soc, "celsius": warm}


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
@pytest.mark.parametrize(
    "changes", [{}, {"converter": None}, {"thermal": None, "soh_capacity": 0.9}]
)
def test_agrees_with_the_reference(model, changes):
    worn = battery(aging=model, **changes)
    run = bc.simulate(worn, lively_site(), stack(), years=4.3 / 365, log="all")
    twin = reference.simulation.simulate(worn, lively_site(), stack(), duration_second=4.3 * DAY)
    log = run.log.columns()
    assert run.outages.unserved_energy_wh.max() > 0
    for name, expected in twin.log.items():
        tolerance = 1e-9 * max(1.0, np.abs(expected).max())
        assert log[name] == pytest.approx(np.array(expected), rel=1e-9, abs=tolerance), name
    assert {cause: of[-1] for cause, of in run.losses.items()} == pytest.approx(
        twin.losses, rel=1e-9, abs=1e-12
    )

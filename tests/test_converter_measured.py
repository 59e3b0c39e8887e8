"""Measured losses of a converter: their inverse, the plans that use them, the tables refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

import battcore as bc
from battcore import reference

RATED = 1e5
POINTS = [(0.0, 200.0), (2e4, 500.0), (6e4, 1.7e3), (1e5, 4.1e3)]
MEASURED = bc.Converter(rated_power_watt=RATED, loss_points=POINTS)
POWERS = st.floats(-RATED, RATED)
HOUR = 3600.0


@st.composite
def tables(draw):
    """Losses that never bend down."""
    count = draw(st.integers(2, 17))
    powers = np.cumsum(draw(st.lists(st.floats(1e2, 1e4), min_size=count, max_size=count)))
    slopes = sorted(draw(st.lists(st.floats(0.0, 0.2), min_size=count, max_size=count)))
    losses = draw(st.floats(0.0, 1e3)) + np.cumsum(np.diff(powers, prepend=0.0) * slopes)
    points = list(zip(powers.tolist(), losses.tolist(), strict=True))
    return bc.Converter(rated_power_watt=RATED, loss_points=points)


@given(tables(), POWERS)
def test_agrees_with_the_reference(converter, power):
    dc = converter.dc_power_watt(power).item()
    assert dc == pytest.approx(reference.converter.dc_power(converter, power), rel=1e-9, abs=1e-6)
    ac = converter.ac_power_watt(dc).item()
    assert ac == pytest.approx(reference.converter.ac_power(converter, dc), rel=1e-9, abs=1e-6)


@given(tables(), POWERS)
def test_there_and_back_is_where_it_began(converter, power):
    dc = converter.dc_power_watt(power).item()
    assert dc == 0.0 or converter.ac_power_watt(dc).item() == pytest.approx(power, rel=1e-9)


@given(tables())
def test_more_power_never_gives_less(converter):
    assert (np.diff(converter.dc_power_watt(np.linspace(-RATED, RATED, 501))) >= 0.0).all()


def test_points_are_met_and_lines_go_on_beyond_them():
    powers, losses = np.transpose(POINTS[1:])
    assert powers - MEASURED.dc_power_watt(powers) == pytest.approx(losses)
    assert -powers - MEASURED.dc_power_watt(-powers) == pytest.approx(losses)
    wide = replace(MEASURED, rated_power_watt=2e5)
    assert 1.5e5 - wide.dc_power_watt(1.5e5) == pytest.approx(4.1e3 + 5e4 * 0.06)


def market(steps, seed=0):
    price = np.random.default_rng(seed).uniform(0.02, 0.3, steps)
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    return price, bc.Site(load_watt=np.zeros(steps), dt_second=HOUR, tariff=tariff)


def test_one_straight_loss_is_an_efficiency():
    power = {"charge_power_watt": RATED, "discharge_power_watt": RATED}
    through = bc.Converter(rated_power_watt=RATED, loss_points=[(0.0, 0.0), (RATED, 0.05 * RATED)])
    one = bc.Battery(energy_capacity_wh=3e5, converter=through, **power)
    other = bc.Battery(
        energy_capacity_wh=3e5, charge_efficiency=0.95, discharge_efficiency=1 / 1.05, **power
    )
    _, site = market(100)
    plans = [bc.dispatch.optimize(battery, site, soc_start=0.5) for battery in (one, other)]
    assert plans[0].objective == pytest.approx(plans[1].objective, rel=1e-12)
    assert plans[0].power_watt == pytest.approx(plans[1].power_watt, abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_a_plan_costs_what_a_linear_program_finds(seed):
    points = [(0.0, 0.0), (3e4, 6e2), (7e4, 2.6e3), (1e5, 5.6e3)]
    converter = bc.Converter(rated_power_watt=RATED, loss_points=points)
    power = {"charge_power_watt": 9e4, "discharge_power_watt": 8e4}
    battery = bc.Battery(energy_capacity_wh=2e5, converter=converter, **power)
    price, site = market(30, seed)
    plan = bc.dispatch.optimize(battery, site, soc_start=0.5)
    assert plan.objective == pytest.approx(linear_program(price, points, 9e4, 8e4), rel=1e-9)
    followed = bc.simulate(battery, site, bc.dispatch.Schedule(power_watt=plan))
    assert followed.bill.total == pytest.approx(plan.objective, rel=1e-9)


def linear_program(price, points, charge_watt, discharge_watt):
    """The optimum of a lossless 200 kWh battery behind pieces of converter, half full at first."""
    edges, losses = np.array(points).T / 1e3
    slopes = np.diff(losses) / np.diff(edges)
    n = len(price)
    width = lambda watt: np.clip(watt / 1e3 - edges[:-1], 0.0, np.diff(edges))  # noqa: E731
    bounds = [*width(charge_watt), *width(discharge_watt)] * n
    cost = np.concatenate([np.repeat([p, -p], len(slopes)) for p in price])
    stored = np.tile(np.concatenate([1.0 - slopes, -(1.0 + slopes)]), n)
    steps = np.repeat(np.arange(n), 2 * len(slopes))
    energy = np.where(steps <= np.arange(n)[:, None], stored, 0.0)
    room = np.full(n, 100.0)
    found = linprog(
        cost,
        A_ub=np.vstack([energy, -energy]),
        b_ub=np.concatenate([room, room]),
        bounds=[(0.0, most) for most in bounds],
    )
    return found.fun


BAD = [
    ({"loss_points": [(0.0, 1.0)]}, "loss_points = 1"),
    ({"loss_points": [(float(k), float(k) / 10) for k in range(18)]}, "loss_points = 18"),
    ({"loss_points": [(0.0, 0.0), (5e4, 1e3), (1e5, 1.5e3)]}, r"loss_points\[2\]"),
    ({"loss_points": [(0.0, 0.0), (0.0, 1e3)]}, r"loss_points\[1\]"),
    ({"loss_points": [(0.0, -1.0), (1e5, 1e3)]}, r"loss_points\[0\]"),
    ({"loss_points": [(-1.0, 0.0), (1e5, 1e3)]}, r"loss_points\[0\]"),
    ({"loss_points": [(0.0, 0.0), (1e5, 6e4)]}, r"loss_points\[1\]"),
    ({"loss_points": [(0.0, 0.0), (1e5, np.nan)]}, r"loss_points\[1\]"),
    ({"loss_points": [1.0, 2.0]}, "loss_points has shape"),
    ({"quadratic_loss": 0.1}, "quadratic_loss"),
    ({"no_load_loss": 0.1}, "no_load_loss"),
]


@pytest.mark.parametrize(("change", "message"), BAD)
def test_losses_that_make_no_sense_are_refused(change, message):
    with pytest.raises(bc.InputError, match=message):
        bc.Converter(**{"rated_power_watt": RATED, "loss_points": POINTS, **change})

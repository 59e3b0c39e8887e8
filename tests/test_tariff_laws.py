"""What holds of every bill, whatever its rules are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc
from tariff_cases import BUSINESS, HOUR, STARTS, TARIFFS, TRACES, costs, demand, rate, tariff


@settings(max_examples=60, deadline=None)
@given(TARIFFS, TRACES, STARTS, st.integers(2, 5))
def test_halves_of_a_step_cost_what_the_step_costs(tariff, trace, start, parts):
    grid, steps = trace
    whole = bc.tariff.bill(tariff, grid, steps, start=start)
    split = bc.tariff.bill(tariff, grid.repeat(parts), steps.repeat(parts) / parts, start=start)
    assert costs(split) == pytest.approx(costs(whole), rel=1e-9, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(TARIFFS, TRACES, STARTS, st.floats(0.0, 1.0), st.integers(0, 4))
def test_a_higher_price_never_lowers_the_bill(tariff, trace, start, rise, which):
    name = ("energy", "demand", "tax_per_kwh", "tax_share", "floor")[which]
    if name in ("tax_per_kwh", "tax_share"):
        if name == "tax_share" and bc.tariff.bill(tariff, *trace, start=start).energy_cost < 0.0:
            return  # a share of what is earned
        dearer = replace(tariff, **{name: getattr(tariff, name) + rise})
    elif name == "energy":
        dearer = replace(tariff, energy_price_per_kwh=raised(tariff, rise))
    else:
        more = (
            (lambda charge: {"floor_watt": charge.floor_watt + 1e6 * rise})
            if (name == "floor")
            else (lambda charge: {"price_per_kw": np.add(charge.price_per_kw, rise)})
        )
        charges = [replace(charge, **more(charge)) for charge in tariff.demand_charges]
        dearer = replace(tariff, demand_charges=charges)
    before, after = (bc.tariff.bill(each, *trace, start=start).total for each in (tariff, dearer))
    assert after >= before - 1e-9 * max(1.0, abs(before))


def raised(tariff, rise):
    price = tariff.energy_price_per_kwh
    return [*price, rate(rise)] if isinstance(price, tuple) else price + rise


@given(st.permutations(range(8)), st.sampled_from([None, HOUR]))
def test_order_within_a_window_does_not_matter(order, interval):
    load = np.zeros(24)
    load[9:17] = 1e3 * np.arange(8)
    other = load.copy()
    other[9:17] = load[9:17][list(order)]
    pay = tariff(
        demand(3.0, steps=BUSINESS, interval_second=interval),
        energy=[rate([0.1, 0.2], tier_limit_kwh=[9.0]), rate(0.3, BUSINESS)],
    )
    found = [costs(bc.tariff.bill(pay, each, HOUR)) for each in (load, other)]
    assert found[0] == pytest.approx(found[1])

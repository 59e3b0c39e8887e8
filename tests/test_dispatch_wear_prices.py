"""What wear costs: against what aging does to a cell a little later."""

from dataclasses import replace

import numpy as np
import pytest

import battcore as bc

MODELS = bc.aging.models()
PLAIN = ["lfp_gr_250ah_prismatic", "nmc111_gr_kokam_75ah", "lfp_gr_sony_3ah_naumann", "lmo_gr_xu"]
REPLACEMENT, END = 2e5, 0.7


def battery_of(name, **changed):
    power = {"charge_power_watt": 5e5, "discharge_power_watt": 5e5}
    loss = {"charge_efficiency": 0.96, "discharge_efficiency": 0.94}
    given = {"energy_capacity_wh": 1e6, "aging": MODELS[name], **power, **loss, **changed}
    return bc.Battery(**given)


def worn_cell(name):
    """A cell after a year of daily cycles, and a further month of them of depth 0.8."""
    model = MODELS[name]
    used = bc.aging.predict(model, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=1).state
    month = np.append(np.tile([0.1, 0.9], 30), 0.1)
    later = bc.aging.predict(model, month, 25.0, 43_200.0, state=used).state
    return used, later


@pytest.mark.parametrize("name", ["lfp_gr_250ah_prismatic", "lfp_gr_sony_3ah_naumann"])
def test_throughput_costs_what_the_next_cycles_take(name):
    used, later = worn_cell(name)
    point = {"dod": 0.8, "c_rate": 0.8 / 12, "next_efc": 24.0}
    prices = bc.dispatch.wear_prices(
        battery_of(name), used, replacement_cost=REPLACEMENT, end_of_life=END, **point
    )
    cause = next(cause for cause in used.losses if "cycle" in cause or "cyc" in cause)
    lost = later.losses[cause] - used.losses[cause]
    stored_kwh = 30 * 0.8 * 1e3
    charged, discharged = stored_kwh / 0.96, stored_kwh * 0.94
    told = charged * prices.charge_cost_per_kwh + discharged * prices.discharge_cost_per_kwh
    assert told * (1.0 - END) / REPLACEMENT == pytest.approx(lost, rel=1e-3)


@pytest.mark.parametrize("name", ["lfp_gr_250ah_prismatic", "lfp_gr_sony_3ah_naumann"])
def test_cycles_cost_what_as_many_of_them_take(name):
    used, later = worn_cell(name)
    point = {"c_rate": 0.8 / 12, "next_efc": 24.0, "points": 6}
    prices = bc.dispatch.wear_prices(
        battery_of(name), used, replacement_cost=REPLACEMENT, end_of_life=END, **point
    )
    cause = next(cause for cause in used.losses if "cycle" in cause or "cyc" in cause)
    lost = later.losses[cause] - used.losses[cause]
    one = np.interp(0.8, prices.cycle_cost.depth, prices.cycle_cost.cost_per_cycle)
    worth = 30 * one * (1.0 - END) / REPLACEMENT
    assert worth <= lost * (1 + 1e-3)
    assert worth >= lost - 30 * prices.cycle_gap * max(prices.cycle_cost.cost_per_cycle) - 1e-6


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("soc", [0.0, 0.3, 1.0])
def test_holding_costs_what_the_next_month_at_rest_takes(name, soc):
    model = MODELS[name]
    used = bc.aging.predict(model, [0.5, 0.5], 25.0, 86_400.0, years=1).state
    rest = bc.aging.predict(model, np.full(31, soc), 25.0, 86_400.0, state=used).state
    prices = bc.dispatch.wear_prices(
        battery_of(name), used, replacement_cost=REPLACEMENT, end_of_life=END, next_day=30.0
    )
    lost = (used.soh_capacity - rest.soh_capacity) / 30 * REPLACEMENT / (1.0 - END)
    holding = prices.holding_cost
    spans = np.clip(soc - np.array(holding.soc), 0.0, np.diff([*holding.soc, 1.0]))
    told = prices.standing_cost_per_day + spans @ holding.price_per_kwh_hour * 1e3 * 24.0
    full = [0.0, 1.0]
    if soc in full or prices.holding_gap < 1e-9:
        assert told == pytest.approx(lost, rel=1e-6)
    assert told <= lost * (1 + 1e-6)


@pytest.mark.parametrize("name", MODELS)
def test_every_card_has_prices(name):
    prices = bc.dispatch.wear_prices(battery_of(name), replacement_cost=REPLACEMENT, points=5)
    assert prices.charge_cost_per_kwh >= 0.0
    assert prices.discharge_cost_per_kwh >= 0.0
    assert prices.holding_gap >= 0.0
    assert 0.0 <= prices.cycle_gap <= 1.0


def test_prices_scale_with_the_cost_of_a_new_battery_and_shrink_with_its_life():
    battery = battery_of("lfp_gr_250ah_prismatic")
    one = bc.dispatch.wear_prices(battery, replacement_cost=1e5)
    two = bc.dispatch.wear_prices(battery, replacement_cost=2e5)
    longer = bc.dispatch.wear_prices(battery, replacement_cost=1e5, end_of_life=0.6)
    assert two.charge_cost_per_kwh == pytest.approx(2.0 * one.charge_cost_per_kwh)
    assert longer.charge_cost_per_kwh == pytest.approx(0.5 * one.charge_cost_per_kwh)
    assert two.cycle_cost.cost_per_cycle[-1] == pytest.approx(2 * one.cycle_cost.cost_per_cycle[-1])


def test_a_large_battery_pays_less_for_each_kwh():
    small, large = (
        bc.dispatch.wear_prices(
            battery_of("lfp_gr_250ah_prismatic", energy_capacity_wh=energy), replacement_cost=1e5
        )
        for energy in (1e6, 2e6)
    )
    assert large.charge_cost_per_kwh == pytest.approx(0.5 * small.charge_cost_per_kwh)
    assert large.cycle_cost == small.cycle_cost


def test_losses_of_a_converter_turn_stored_into_ac():
    converter = bc.Converter(rated_power_watt=5e5, linear_loss=0.03)
    through = battery_of("lfp_gr_250ah_prismatic", converter=converter)
    ac = bc.dispatch.wear_prices(through, replacement_cost=1e5)
    dc = bc.dispatch.wear_prices(replace(through, converter=None), replacement_cost=1e5)
    assert ac.charge_cost_per_kwh == pytest.approx(dc.charge_cost_per_kwh * 0.97)
    assert ac.discharge_cost_per_kwh == pytest.approx(dc.discharge_cost_per_kwh * 1.03)


def test_a_plan_takes_all_of_them():
    battery = battery_of("nmc111_gr_kokam_75ah")
    prices = bc.dispatch.wear_prices(battery, replacement_cost=REPLACEMENT)
    priced = prices.on(battery)
    assert priced.discharge_cost_per_kwh == prices.discharge_cost_per_kwh
    hour = np.arange(48)
    tariff = bc.Tariff(energy_price_per_kwh=0.2 + 0.15 * np.sin(hour * np.pi / 12))
    site = bc.Site(load_watt=np.full(48, 6e5), dt_second=3600.0, tariff=tariff)
    asked = {"soc_start": 0.5, "soc_end": 0.5}
    free = bc.dispatch.optimize(battery, site, **asked)
    held = bc.dispatch.optimize(priced, site, **asked, holding_cost=prices.holding_cost)
    assert held.soc.mean() < free.soc.mean()
    cycled = bc.dispatch.optimize(battery, site, **asked, cycle_cost=prices.cycle_cost)
    assert np.ptp(cycled.soc) <= np.ptp(free.soc) + 1e-9


def test_refuses_a_battery_that_does_not_age():
    with pytest.raises(bc.InputError, match="cell"):
        bc.dispatch.wear_prices(battery_of("lmo_gr_xu", aging=None), replacement_cost=1.0)

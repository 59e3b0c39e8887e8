"""Rules by the calendar: worked examples to the cent, and clocks that change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import battcore as bc
from battcore.tariff import WEEKDAYS, WEEKEND, FixedCharge, Ratchet, Window
from tariff_cases import BERLIN, BUSINESS, DAY, HOUR, IDLE, MONTHS, costs, demand, rate, tariff

REST = bc.dispatch.Stack([])


def cent(value):
    return round(value, 2)


def test_a_summer_month_to_the_cent():
    # July 2025 has 23 weekdays, one of them a holiday: 22 afternoons of six hours at 0.31.
    summer = Window(months=[6, 7, 8, 9], weekdays=WEEKDAYS, hours=[(14, 20)])
    by_hour = tariff(
        demand(18.5, steps=summer, interval_second=900.0),
        demand(7.25, interval_second=900.0),
        energy=[rate(0.11), rate(0.20, summer)],
        fixed_charges=[FixedCharge(price=142.75)],
        tax_per_kwh=0.0031,
        tax_share=0.065,
        holidays=[date(2025, 7, 4)],
    )
    load = np.full(31 * 96, 400e3)
    load[3 * 96 + 60] = 900e3  # the holiday, at three
    load[7 * 96 + 60 : 7 * 96 + 62] = 650e3  # a Tuesday, from three to half past
    found = bc.tariff.bill(by_hour, load, 900.0, start=datetime(2025, 7, 1))  # noqa: DTZ001
    kwh = 31 * 24 * 400 + 500 / 4 + 250 / 2
    assert cent(found.energy_cost) == cent(0.11 * kwh + 0.20 * (22 * 6 * 400 + 250 / 2)) == 43348.5
    assert cent(found.demand_cost) == 18.5 * 650 + 7.25 * 900 == 18_550.0
    assert cent(found.fixed_cost) == 142.75
    # A levy of 923.335 on 297,850 kWh, and 6.5 % of 62,964.585 in all: 4,092.698.
    assert cent(found.tax_cost) == 5_016.03
    assert cent(found.total) == 67_057.28


def test_tiers_of_a_month_to_the_cent():
    # 1 MW for 31 and 28 days: 744 and 672 MWh; blocks end at 100 and 500 MWh.
    blocks = rate([0.09, 0.07, 0.05], tier_limit_kwh=[100e3, 500e3])
    found = bc.tariff.bill(tariff(energy=blocks), np.full(59 * 24, 1e6), HOUR)
    assert cent(found.energy_cost) == 9_000 + 28_000 + 12_200 + 9_000 + 28_000 + 8_600


def test_tiers_of_a_day_begin_anew_at_midnight():
    blocks = rate([0.10, 0.30], tier_limit_kwh=[10.0], tier_period="day")
    found = bc.tariff.bill(tariff(energy=blocks), [2e3] * 12, 2 * HOUR)
    assert cent(found.energy_cost) == 1.00 + 0.30 * 38


def test_steps_of_demand_to_the_cent():
    # 150 kW: the first 100 at 24.368, the rest at 17.031.
    charge = demand([24.368, 17.031], tier_limit_watt=[100e3])
    assert cent(bc.tariff.bill(tariff(charge), [150e3], HOUR).demand_cost) == 3_288.35


def test_a_ratchet_as_published():
    # Pacific Northwest National Laboratory, https://feds.pnnl.gov/faq/what-demand-ratchet:
    # after 1,000 kW, 80 % of it is billed for eleven months although demand is much lower.
    charge = demand(1.0, ratchet=Ratchet(share=0.8, months=11))
    low = np.full(365 * 2, 300e3)
    low[10] = 1e6
    found = bc.tariff.bill(tariff(charge), low, DAY)
    assert found.demand_cost == pytest.approx(1_000 + 11 * 800 + 12 * 300)


def test_a_ratchet_looks_at_summer_only():
    ratchet = Ratchet(share=[0.5] * 4 + [0.0] * 5 + [0.5] * 3, of_months=[6, 7, 8, 9])
    months = np.repeat([900, 100, 100, 100, 100, 100, 800, 100, 100, 100, 100, 100], MONTHS)
    found = bc.tariff.bill(tariff(demand(1.0, ratchet=ratchet)), months * 1e3, DAY)
    assert found.demand_cost == pytest.approx(900 + 800 + 7 * 100 + 3 * 400)


def test_peaks_below_the_minimum_take_are_worth_nothing():
    contract, price = 10e6, 14.0
    charge = demand(price, floor_watt=0.85 * contract)
    paid = [
        bc.tariff.bill(tariff(charge), [share * contract, 1e6], HOUR).demand_cost
        for share in (0.0, 0.5, 0.84, 0.85, 0.9, 1.0)
    ]
    assert paid == pytest.approx([price * 8.5e3] * 4 + [price * 9e3, price * 10e3])


@pytest.mark.parametrize(
    "steps", [[[24, 48]], np.arange(72) // 24 == 1, [(24, 30), (30, 48)]], ids=str
)
def test_ranges_and_masks_name_the_steps_that_count(steps):
    load = np.full(72, 1e3)
    load[30], load[60] = 5e3, 9e3
    for interval in (None, HOUR, 900.0):
        charge = demand(1.0, steps=steps, interval_second=interval)
        found = bc.tariff.bill(tariff(charge), load, HOUR)
        assert found.demand_cost == pytest.approx(5.0)


def test_a_day_of_each_length_pays_for_its_hours():
    # On a Sunday in March the hour from two to three is skipped, in October it comes twice.
    early = tariff(energy=[rate(0.1), rate(1.0, Window(hours=[(2, 3)]))])
    for day, hours, dear in [("2025-03-30", 23, 0), ("2025-10-26", 25, 2), ("2025-06-01", 24, 1)]:
        start = datetime.fromisoformat(day).replace(tzinfo=BERLIN)
        found = bc.tariff.bill(early, np.full(hours * 4, 1e3), 900.0, start=start)
        assert found.energy_cost == pytest.approx(0.1 * hours + dear)
        prices = bc.tariff.prices(early, HOUR, hours + 3, start=start).import_price_per_kwh
        shown = [start.astimezone(UTC) + timedelta(hours=hour) for hour in range(hours + 3)]
        expected = [1.1 if each.astimezone(BERLIN).hour == 2 else 0.1 for each in shown]
        assert prices.tolist() == pytest.approx(expected)


def test_daily_charges_count_days_that_the_clock_shows():
    daily = tariff(demand(1.0, period="day"), fixed_charges=[FixedCharge(price=2.0, period="day")])
    start = datetime(2025, 3, 29, tzinfo=BERLIN)
    load = np.repeat([1e3, 2e3, 3e3], [24, 23, 24])
    found = bc.tariff.bill(daily, load, HOUR, start=start)
    assert (found.demand_cost, found.fixed_cost) == (6.0, 6.0)
    naive = bc.tariff.bill(daily, load, HOUR, start=start.replace(tzinfo=None))
    assert naive.demand_cost == 7.0  # an hour of the third day lies in the second


def test_a_start_that_the_clock_skips_is_an_hour_later():
    early = tariff(energy=rate(1.0, Window(hours=[(3, 4)])))
    start = datetime(2025, 3, 30, 2, 30, tzinfo=BERLIN)
    found = bc.tariff.bill(early, [1e3], HOUR, start=start)
    assert found.energy_cost == pytest.approx(0.5)  # from half past three


def test_the_second_time_of_an_hour_is_told_by_fold():
    early = tariff(energy=rate(1.0, Window(hours=[(2, 3)])))
    first = datetime(2025, 10, 26, 2, tzinfo=BERLIN)
    twice = [
        bc.tariff.bill(early, [1e3] * 4, HOUR, start=start).energy_cost
        for start in (first, first.replace(fold=1))
    ]
    assert twice == pytest.approx([2.0, 1.0])


def test_a_leap_day_is_there_with_a_time_zone_only():
    last = datetime(2024, 2, 29, tzinfo=UTC)
    pay = tariff(demand(1.0), energy=rate(1.0, Window(months=[2])))
    aware = bc.tariff.bill(pay, [1e3] * 48, HOUR, start=last)
    assert (aware.energy_cost, aware.demand_cost) == pytest.approx((24.0, 2.0))
    before = datetime(2024, 2, 28)  # noqa: DTZ001
    naive = bc.tariff.bill(pay, [1e3] * 48, HOUR, start=before)
    assert (naive.energy_cost, naive.demand_cost) == pytest.approx((24.0, 2.0))


@pytest.mark.parametrize(("year", "day"), [(2024, 366), (2025, 365)])
def test_a_year_ends_where_its_calendar_says(year, day):
    yearly = tariff(fixed_charges=[FixedCharge(price=1.0, period="year")])
    start = datetime(year, 1, 1, tzinfo=UTC)
    costs = [bc.tariff.bill(yearly, np.ones(days), DAY, start=start) for days in (day, day + 1)]
    assert [each.fixed_cost for each in costs] == [1.0, 2.0]
    last = datetime(year, 12, 31, tzinfo=UTC)
    assert bc.tariff.bill(yearly, np.ones(2), DAY, start=last).fixed_cost == 2.0


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_years_of_any_clock_agree_with_its_zone(zone):
    start = datetime(2020, 1, 1, 5, tzinfo=ZoneInfo(zone))
    odd = tariff(energy=[rate(1.0, Window(hours=[(h, h + 1)])) for h in range(1, 24, 2)])
    halves = 48 * 365 * 3
    found = bc.tariff.prices(odd, HOUR / 2, halves, start=start).import_price_per_kwh
    utc = start.astimezone(UTC)
    shown = ((utc + timedelta(minutes=30 * at)).astimezone(start.tzinfo) for at in range(halves))
    np.testing.assert_array_equal(found, [each.hour % 2 for each in shown])


def test_a_holiday_is_a_sunday():
    weekend = tariff(
        energy=rate(1.0, Window(weekdays=WEEKEND)), holidays=[date(2026, 12, 25), date(2027, 1, 1)]
    )
    start = datetime(2026, 12, 21)  # noqa: DTZ001 - a Monday
    found = bc.tariff.prices(weekend, DAY, 14, start=start).import_price_per_kwh
    assert found.tolist() == [0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1]


def test_weekdays_go_on_when_a_trace_repeats_for_years():
    site = bc.Site(load_watt=np.full(24, 1e3), dt_second=HOUR, start=datetime(2025, 1, 1))  # noqa: DTZ001
    site = replace(site, tariff=tariff(energy=rate(1.0, BUSINESS)))
    run = bc.simulate(IDLE, site, REST, years=7)
    # 7 * 365 days from a Wednesday are 365 whole weeks.
    assert run.bill.energy_cost == pytest.approx(365 * 5 * 8)


@pytest.mark.parametrize("zone", [None, UTC, BERLIN])
@pytest.mark.parametrize("log", ["all", "day"])
def test_the_closed_loop_bills_as_a_bill_of_its_trace(zone, log):
    start = datetime(2024, 2, 27, 7, 15, tzinfo=zone)
    load = np.random.default_rng(3).uniform(0.0, 1e6, 1000)
    pay = tariff(
        demand(2.0, steps=BUSINESS, interval_second=1800.0),
        demand(1.0, period="day"),
        energy=[rate([0.3, 0.1], tier_limit_kwh=[5e4]), rate(0.2, BUSINESS)],
        fixed_charges=[FixedCharge(price=3.0)],
        tax_share=0.1,
    )
    site = bc.Site(load_watt=load, dt_second=420.0, tariff=pay, start=start)
    year = 365 * DAY
    run = bc.simulate(IDLE, site, REST, years=9000 * 420.0 / year, log=log)
    found = bc.tariff.bill(pay, np.tile(load, 9), 420.0, start=start)
    assert costs(run.bill) == pytest.approx(costs(found), rel=1e-9)

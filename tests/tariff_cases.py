"""Tariffs and traces for the tests of tariffs, drawn by hypothesis or made by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st

import battcore as bc
from battcore.tariff import WEEKDAYS, DemandCharge, EnergyRate, FixedCharge, Ratchet, Window

HOUR, DAY = 3600.0, 86_400.0
MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

BERLIN = ZoneInfo("Europe/Berlin")
STARTS = st.one_of(
    st.none(),
    st.datetimes(datetime(2023, 1, 1), datetime(2024, 12, 31)).map(  # noqa: DTZ001
        lambda moment: moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    ),
    st.builds(
        lambda quarters, zone: (
            datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
        ).astimezone(zone),
        st.integers(0, 4 * 24 * 730),
        st.sampled_from([UTC, BERLIN, ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Kolkata")]),
    ),
)
TRACES = st.lists(
    st.tuples(st.floats(-1e6, 1e6), st.sampled_from([60.0, 420.0, 900.0, HOUR, 7000.0, 1e5])),
    min_size=1,
    max_size=30,
).map(lambda rows: np.array(rows).T.copy())

QUARTERS = st.integers(0, 96).map(lambda quarters: quarters / 4)
WINDOWS = st.builds(
    Window,
    months=st.one_of(st.just(range(1, 13)), st.sets(st.integers(1, 12), min_size=1).map(sorted)),
    weekdays=st.one_of(st.just(range(7)), st.sets(st.integers(0, 6), min_size=1).map(sorted)),
    hours=st.lists(
        st.tuples(QUARTERS, QUARTERS).filter(lambda span: span[0] != span[1]),
        min_size=1,
        max_size=3,
    ),
)
SOME_WINDOWS = st.lists(WINDOWS, min_size=1, max_size=3)
PERIODS = st.sampled_from(["day", "month", "year"])
PRICES = st.floats(-0.5, 1.0)


def tiers(prices, limits):
    """One price, or up to three with limits that rise."""
    return st.integers(1, 3).flatmap(
        lambda count: st.tuples(
            st.lists(prices, min_size=count, max_size=count),
            st.sets(limits, min_size=count - 1, max_size=count - 1).map(sorted),
        )
    )


RATES = st.builds(
    lambda tiers, windows, period: EnergyRate(
        price_per_kwh=tiers[0], tier_limit_kwh=tiers[1], windows=windows, tier_period=period
    ),
    tiers(PRICES, st.integers(1, 5000)),
    SOME_WINDOWS,
    PERIODS,
)
RATCHETS = st.builds(
    Ratchet,
    share=st.one_of(st.floats(0, 1), st.lists(st.floats(0, 1), min_size=12, max_size=12)),
    months=st.integers(1, 12),
    of_months=st.sets(st.integers(1, 12), min_size=1).map(sorted),
)
CHARGES = st.builds(
    lambda tiers, period, ratchet, **more: DemandCharge(
        price_per_kw=tiers[0],
        tier_limit_watt=tiers[1],
        period=period,
        ratchet=ratchet if period == "month" else None,
        **more,
    ),
    tiers(st.floats(0, 20), st.integers(1, 10**6)),
    PERIODS,
    st.one_of(st.none(), RATCHETS),
    steps=st.one_of(st.none(), SOME_WINDOWS),
    floor_watt=st.one_of(st.just(0.0), st.floats(0, 5e5)),
    interval_second=st.sampled_from([None, 300.0, 900.0, 1800.0, HOUR, 7000.0, 2 * DAY]),
)
TARIFFS = st.builds(
    bc.Tariff,
    energy_price_per_kwh=st.one_of(PRICES, st.lists(RATES, min_size=1, max_size=3)),
    export_price_per_kwh=st.one_of(PRICES, st.lists(RATES, min_size=1, max_size=2)),
    demand_charges=st.lists(CHARGES, max_size=3),
    fixed_charges=st.lists(
        st.builds(FixedCharge, price=st.floats(0, 100), period=PERIODS), max_size=2
    ),
    tax_per_kwh=st.floats(0, 0.1),
    tax_share=st.floats(0, 0.3),
    holidays=st.lists(
        st.dates(date(2023, 1, 1), date(2026, 12, 31)).filter(
            lambda day: (day.month, day.day) != (2, 29)
        ),
        max_size=3,
    ),
)


BUSINESS = Window(weekdays=WEEKDAYS, hours=[(9, 17)])
IDLE = bc.Battery(energy_capacity_wh=1e6, charge_power_watt=1e6, discharge_power_watt=1e6)


def rate(price, windows=None, **more):
    """A price of energy, at all times if no window is given."""
    windows = Window() if windows is None else windows
    return EnergyRate(price_per_kwh=price, windows=windows, **more)


def demand(price=10.0, **more):
    """A demand charge."""
    return DemandCharge(price_per_kw=price, **more)


def tariff(*charges, energy=0.2, export=0.05, **more):
    """Prices of energy and charges for power."""
    return bc.Tariff(
        energy_price_per_kwh=energy, export_price_per_kwh=export, demand_charges=charges, **more
    )


def costs(bill):
    """Parts of a bill in their order."""
    return [
        bill.energy_cost,
        bill.export_revenue,
        bill.demand_cost,
        bill.fixed_cost,
        bill.tax_cost,
    ]

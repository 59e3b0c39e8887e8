"""Tariffs out of files: bills to the cent, and nothing dropped in silence."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

import battcore as bc
from battcore.tariff import TariffWarning, Window, from_periods, from_urdb
from outside_data import outside
from tariff_cases import HOUR

ALL_DAY = [[0] * 24] * 12
TWO = [[0] * 8 + [1] * 12 + [0] * 4] * 12
RATE = {
    "energyratestructure": [[{"rate": 0.05, "unit": "kWh"}], [{"rate": 0.20, "adj": 0.01}]],
    "energyweekdayschedule": TWO,
    "energyweekendschedule": ALL_DAY,
    "demandratestructure": [[{"rate": 0.0}], [{"rate": 8.0, "adj": 0.5}]],
    "demandweekdayschedule": TWO,
    "demandweekendschedule": ALL_DAY,
    "flatdemandstructure": [[{"rate": 3.0, "max": 500}, {"rate": 2.0}], [{"rate": 4.0}]],
    "flatdemandmonths": [0] * 5 + [1] * 4 + [0] * 3,
    "fixedchargefirstmeter": 250.0,
    "fixedchargeunits": "$/month",
    "demandwindow": 30,
    "name": "Large general service",
}


def bill(tariff, load, start, dt_second=HOUR):
    return bc.tariff.bill(tariff, load, dt_second, start=start)


def test_a_rate_with_all_its_parts_to_the_cent():
    # January 2024 has 23 weekdays; 600 kW throughout, and 800 kW on a Wednesday from ten to noon.
    load = np.full(31 * 24, 600e3)
    load[9 * 24 + 10 : 9 * 24 + 12] = 800e3
    found = bill(from_urdb(RATE), load, datetime(2024, 1, 1, tzinfo=UTC))
    assert round(found.energy_cost, 2) == round(
        0.05 * 600 * (744 - 276) + 0.21 * (600 * 276 + 400), 2
    )
    assert round(found.demand_cost, 2) == 8.5 * 800 + 3.0 * 500 + 2.0 * 300
    assert found.fixed_cost == 250.0


def test_the_month_picks_the_flat_demand():
    tariff = from_urdb(RATE)
    found = bill(tariff, np.full(24, 600e3), datetime(2024, 7, 6, tzinfo=UTC))  # a Saturday
    assert found.demand_cost == 4.0 * 600


def test_a_demand_window_is_told_in_minutes():
    charges = from_urdb(RATE).demand_charges
    assert {charge.interval_second for charge in charges} == {1800.0}
    without = {name: value for name, value in RATE.items() if name != "demandwindow"}
    charges = from_urdb(without, interval_second=900.0).demand_charges
    assert {charge.interval_second for charge in charges} == {900.0}


def test_what_is_sold_is_what_is_fed_in():
    rate = {**RATE, "energyratestructure": [[{"rate": 0.05, "sell": 0.03}], [{"rate": 0.2}]]}
    found = bill(from_urdb(rate), np.full(24, -1e6), None)
    assert found.export_revenue == pytest.approx(0.03 * 12 * 1000)


def test_units_by_the_day_bill_by_the_day():
    rate = {
        "energyratestructure": [
            [{"rate": 0.1, "max": 20, "unit": "kWh daily"}, {"rate": 0.2, "unit": "kWh daily"}]
        ],
        "flatdemandstructure": [[{"rate": 2.0}]],
        "flatdemandunit": "kW daily",
        "fixedchargefirstmeter": 1.5,
        "fixedchargeunits": "$/day",
    }
    found = bill(from_urdb(rate), np.full(48, 1e3), None)
    assert (found.energy_cost, found.demand_cost, found.fixed_cost) == pytest.approx((5.6, 4, 3))


def test_ratchets_look_back():
    flat = {
        "energyratestructure": [[{"rate": 0.0}]],
        "flatdemandstructure": [[{"rate": 1.0}]],
        "flatdemandmonths": [0] * 12,
    }
    load = np.repeat([900e3, 100e3, 100e3], [31, 28, 31])
    for more, billed in [
        ({"demandratchetpercentage": [0.8] * 12}, 900 + 720 + 720),
        ({"demandratchetpercentage": [80] * 12}, 900 + 720 + 720),
        ({"lookbackPercent": 50, "lookbackRange": 1}, 900 + 450 + 100),
        ({"lookbackPercent": 50, "lookbackMonths": [0] * 6 + [1] * 6}, 900 + 100 + 100),
    ]:
        found = bill(from_urdb({**flat, **more}), load, None, 86_400.0)
        assert found.demand_cost == pytest.approx(billed)


def test_an_answer_of_the_database_and_a_file_are_read(tmp_path):
    path = tmp_path / "rate.json"
    path.write_text(json.dumps({"items": [RATE]}))
    for source in (path, str(path), {"items": [RATE]}):
        assert from_urdb(source).fixed_charges[0].price == 250.0


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"mincharge": 100.0}, "mincharge"),
        ({"coincidentratestructure": [[{"rate": 1.0}]]}, "coincidentratestructure"),
        ({"demandreactivepowercharge": 0.3}, "demandreactivepowercharge"),
        ({"energyratestructure": []}, "energyratestructure"),
        ({"energyratestructure": [[{"rate": "cheap"}], [{"rate": 1.0}]]}, "energyratestructure[0]"),
        ({"energyratestructure": [[{"rate": 1.0, "per": "h"}]] * 2}, "energyratestructure[0]"),
        ({"energyratestructure": [[{"rate": 1, "unit": "kWh/kW"}]] * 2}, "energyratestructure[0]"),
        ({"energyratestructure": [[{"rate": 1.0}, {"rate": 2.0}]] * 2}, "energyratestructure[0]"),
        ({"energyweekdayschedule": TWO[:11]}, "energyweekdayschedule"),
        ({"energyweekendschedule": [[7] * 24] * 12}, "energyweekendschedule"),
        ({"energyweekendschedule": None}, "energyweekendschedule"),
        ({"demandrateunit": "kVA"}, "demandratestructure[1]"),
        ({"flatdemandmonths": [0] * 11}, "flatdemandmonths"),
        ({"fixedchargeunits": "$/week"}, "fixedchargeunits"),
        ({"demandratchetpercentage": [0.8] * 12}, "flatdemandstructure"),
        ({"items": []}, "source"),
    ],
)
def test_what_is_not_understood_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        from_urdb({**RATE, **change})
    assert caught.value.name == name


def test_what_is_not_used_is_told():
    with pytest.warns(TariffWarning, match="dgrules, greenpower"):
        from_urdb({**RATE, "dgrules": "Net Metering", "greenpower": 1})


@pytest.mark.parametrize("source", ["nowhere.json", 5, None, ["rate"]])
def test_a_source_that_cannot_be_read_is_refused(source):
    for reader in (from_urdb, from_periods):
        with pytest.raises(bc.InputError) as caught:
            reader(source)
        assert caught.value.name == "source"


def test_a_real_rate_with_tiers_to_the_cent():
    # As of REopt.jl's tests: May to October 0.078891 up to 20 MWh, then 0.06; 24.368 up to 100 kW,
    # then 17.031, but on weekends only in January; 3.298 a day.
    tariff = from_urdb(outside("data/prices/urdb_multi_tier_example.json"))
    july = bill(tariff, np.full(31 * 24, 150e3), datetime(2023, 7, 1, tzinfo=UTC))
    assert round(july.energy_cost, 2) == 7_073.82  # 20,000 and 91,600 kWh
    assert round(july.demand_cost, 2) == 3_288.35
    assert round(july.fixed_cost, 2) == 102.24
    weekday = np.full(24, 150e3)
    january = bill(tariff, weekday, datetime(2023, 1, 4, tzinfo=UTC))
    assert round(january.energy_cost, 2) == 222.23  # 3,600 kWh at 0.061731
    assert january.demand_cost == 0.0
    saturday = bill(tariff, weekday, datetime(2023, 1, 7, tzinfo=UTC))
    assert round(saturday.demand_cost, 2) == 3_288.35


def test_rows_of_storagevet_to_the_cent():
    # 2017-01-02 is a Monday. Hours ending 5 to 9 and 17 to 20 cost 0.041 more, and 9.57 per kW.
    read = outside("data/prices/tariffs.json")
    tariff = from_periods(read, "tou_with_seasonal_tou_demand")
    load = np.full(24, 1e6)
    load[4], load[12] = 2e6, 5e6
    found = bill(tariff, load, datetime(2017, 1, 2, tzinfo=UTC))
    assert round(found.energy_cost, 2) == round(0.037 * 29e3 + 0.041 * 10e3, 2) == 1_483.0
    assert round(found.demand_cost, 2) == 9.57 * 2000
    # A Wednesday in July: 0.0412, and 0.0622 more from one to seven; 33.59 per kW there.
    found = bill(tariff, load, datetime(2017, 7, 5, tzinfo=UTC))
    assert round(found.energy_cost, 2) == round(0.0412 * 29e3 + 0.0622 * 6e3, 2)
    assert round(found.demand_cost, 2) == 33.59 * 1000


@pytest.mark.parametrize(
    ("name", "june"),
    [
        ("tou_energy_with_flat_demand", 8.77),
        ("stacked_overlapping_demand_periods", 10.0 + 19.0 + 8.0),
        ("illustrative_high_demand_charge", 100.0),
    ],
)
def test_every_row_of_demand_is_billed(name, june):
    tariff = from_periods(outside("data/prices/tariffs.json"), name)
    found = bill(tariff, np.full(24, 1e6), datetime(2017, 6, 1, tzinfo=UTC))  # a Thursday
    assert round(found.demand_cost, 2) == june * 1000


ROW = {
    "months": [1, 12],
    "hour_ending": [1, 24],
    "days": "all",
    "charge": "energy",
    "value": 0.05,
    "unit": "usd_per_kwh",
}


def test_hours_are_told_by_their_ends():
    row = {**ROW, "months": [3, 4], "hour_ending": [8, 20], "exclude_hour_ending": [12, 13]}
    tariff = from_periods({"name": "t", "periods": [ROW, row]})
    assert tariff.energy_price_per_kwh[1].windows == (
        Window(months=[3, 4], hours=[(7, 11), (13, 20)], weekdays=(0, 1, 2, 3, 4, 5, 6)),
    )


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"months": [0, 12]}, "periods[1]"),
        ({"months": [11, 2]}, "periods[1]"),
        ({"hour_ending": [1, 25]}, "periods[1]"),
        ({"hour_ending": 7}, "periods[1]"),
        ({"days": "sunday"}, "periods[1]"),
        ({"charge": "reactive"}, "periods[1]"),
        ({"unit": "usd_per_mwh"}, "periods[1]"),
        ({"value": "much"}, "periods[1]"),
        ({"note": "extra"}, "periods[1]"),
    ],
)
def test_a_row_that_is_not_understood_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        from_periods({"periods": [ROW, {**ROW, **change}]})
    assert caught.value.name == name


def test_an_hour_without_a_price_is_refused():
    with pytest.raises(bc.InputError, match="month 1, hour ending 9, weekday 0"):
        from_periods({"periods": [{**ROW, "hour_ending": [1, 8]}]})


@pytest.mark.parametrize("name", ["nothing", None])
def test_a_name_picks_one_of_many(name):
    with pytest.raises(bc.InputError, match="is not one of"):
        from_periods(
            {"tariffs": [{"name": "a", "periods": []}, {"name": "b", "periods": []}]}, name
        )

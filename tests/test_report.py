"""What the page tells about a run."""

import io
import sys
from datetime import UTC, datetime

import pytest
from rich.console import Console

import battcore as bc
from battcore.report.words import moment

POWER = {"charge_power_watt": 5e5, "discharge_power_watt": 5e5}


class RichIsNotThere:
    @staticmethod
    def find_spec(name, _path=None, _target=None):
        if name == "rich":
            raise ModuleNotFoundError("No module named 'rich'", name=name)


def run_of(key: str | None, **site):
    aging = bc.aging.models()[key] if key else None
    battery = bc.Battery(energy_capacity_wh=1e6, aging=aging, **POWER)
    load = bc.Site(load_watt=[4e5] * 20 + [9e5] * 4, dt_second=3600.0, **site)
    return bc.simulate(battery, load, bc.dispatch.PeakShaving(limit_watt=7e5), years=0.1)


def test_resistance_is_told_only_by_a_card_that_knows_it():
    assert "not modeled by this card" in bc.report.of(run_of("lfp_gr_250ah_prismatic")).text()
    assert "not modeled" not in bc.report.of(run_of("nmc111_gr_kokam_75ah")).text()
    assert "no aging model" in bc.report.of(run_of(None)).text()


def test_causes_add_up_to_the_capacity_lost():
    run = run_of("lfp_gr_250ah_prismatic")
    lost = sum(values[-1] for values in run.losses.values())
    assert run.soh_capacity == pytest.approx(1.0 - lost, abs=1e-6)
    text = bc.report.of(run).text()
    assert all(f"lost by {cause}" in text for cause in run.losses)


def test_an_outage_is_told_with_its_date_and_what_it_left_dark():
    run = run_of(None, outages=[(86_400.0 + 3600.0, 7200.0)])
    text = bc.report.of(run).text()
    assert "25 h after the start" in text
    assert "not carried" in text or "1 of 1" in text


def test_a_start_gives_dates():
    run = run_of(None, outages=[(90_000.0, 60.0)])
    start = datetime(2024, 2, 29, 12, tzinfo=UTC)
    assert "2024-03-01 13:00" in bc.report.of(run, start=start).text()


@pytest.mark.parametrize(
    ("second", "start", "told"),
    [
        (0.0, None, "0 s after the start"),
        (172_800.0, None, "year 1, 3 Jan 00:00"),
        (3.65e2 * 86_400.0 * 2, None, "year 3, 1 Jan 00:00"),
        (365 * 86_400.0 + 60.0, datetime(2024, 2, 29, tzinfo=UTC), "year 2, 28 Feb 00:01"),
    ],
)
def test_moments_follow_the_clock_of_365_days(second, start, told):
    assert moment(second, start) == told


def test_a_ramp_is_not_blamed_on_an_outage():
    calm, dark = (run_of(None, outages=given) for given in ((), [(90_000.0, 100.0)]))
    of_calm, of_dark = (bc.report.of(run).sections[0] for run in (calm, dark))
    assert of_calm == of_dark


def test_plain_text_needs_no_rich(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("rich")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [RichIsNotThere, *sys.meta_path])
    page = bc.report.of(run_of(None), title="A month")
    assert page.text().startswith("A month\n")
    with pytest.raises(ModuleNotFoundError, match=r"battcore\[cli\]"):
        page.show()


@pytest.mark.parametrize("width", [60, 140])
def test_color_tells_the_same_as_text(width):
    page, told = bc.report.of(run_of(None)), io.StringIO()
    page.show(Console(file=told, width=width))
    for section in page.sections:
        assert section.title in told.getvalue()
        assert all(name in told.getvalue() for name, _ in section.lines)


def test_a_trace_shorter_than_a_month_pays_it_whole():
    tariff = bc.Tariff(
        energy_price_per_kwh=0.1, demand_charges=[bc.DemandCharge(price_per_kw=10.0)]
    )
    site = bc.Site(load_watt=[4e5, 9e5], dt_second=3600.0, tariff=tariff)
    battery = bc.Battery(energy_capacity_wh=1e6, **POWER)
    run = bc.simulate(battery, site, bc.dispatch.PeakShaving(limit_watt=7e5))
    assert "7,000, charged for the whole month" in bc.report.of(run).text()

"""What a run tells, section by section."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from battcore.report._page import Report, Section
from battcore.report.words import bars, change, duration, moment, quantity
from battcore.simulation import SimulationRun

_DEPTHS = (0.0, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.5, 0.8, 1.0)


def of(run: SimulationRun, *, start: datetime | None = None, title: str = "") -> Report:
    """Tell what came of a run.

    Parameters
    ----------
    run : SimulationRun
        From `battcore.simulate`.
    start : datetime, optional
        When it started; None: at the turn of a year.
    title : str, optional
        First line of the page.

    Returns
    -------
    Report
        ``text()`` gives plain text, ``show()`` prints in color.

    Examples
    --------
    >>> import battcore as bc
    >>> power = {"charge_power_watt": 5e5, "discharge_power_watt": 5e5}
    >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
    >>> site = bc.Site(load_watt=[4e5] * 20 + [9e5] * 4, dt_second=3600.0)
    >>> run = bc.simulate(battery, site, bc.dispatch.PeakShaving(limit_watt=7e5), years=1)
    >>> print(bc.report.of(run).sections[0].text())
    Grid, load → with battery
      peak                      900 → 700 kW (-22%)
      steepest change           8.33 → 5.00 kW/min (-40%)
    """
    span = float(run.log.duration_second.sum())
    return Report(
        title or f"{duration(span)} of a battery beside a load",
        (
            _grid(run),
            _backup(run, start),
            _health(run),
            _cycles(run),
            _energy(run),
            *_bill(run),
        ),
    )


def _health(run: SimulationRun) -> Section:
    causes = [(f"  lost by {cause}", f"{lost[-1]:.2%}") for cause, lost in run.losses.items()]
    log = run.log
    warmth = np.average(log.temperature_celsius, weights=log.duration_second)
    hottest = log.temperature_high_celsius.max()
    return Section(
        "Health",
        (
            ("capacity", f"{run.soh_capacity:.2%} of new{_unless_a_day_has_ended(run)}"),
            *causes,
            ("resistance", _resistance(run)),
            ("temperature", f"mean {warmth:.1f} °C, highest {hottest:.1f} °C"),
            *_outside_tested_range(run),
        ),
    )


def _unless_a_day_has_ended(run: SimulationRun) -> str:
    is_short = run.log.duration_second.sum() < 86_400.0
    return ", not updated within a day" if is_short and run.battery.aging else ""


def _outside_tested_range(run: SimulationRun) -> list[tuple[str, str]]:
    model = run.battery.aging
    if model is None or "temperature_celsius" not in model.tested_range:
        return []
    low, high = model.tested_range["temperature_celsius"]
    warmth = run.log.temperature_celsius
    share = np.average((warmth < low) | (warmth > high), weights=run.log.duration_second)
    return [(f"  outside {low:g} to {high:g} °C", f"{share:.1%} of the time (cell tests)")]


def _resistance(run: SimulationRun) -> str:
    model = run.battery.aging
    if model is None:
        return "no aging model"
    if not model.models_resistance:
        return "not modeled by this card"
    return f"{run.soh_resistance:.1%} of new"


def _cycles(run: SimulationRun) -> Section:
    count, _ = np.histogram(
        0.5 * (run.cycles.depth_edges[1:] + run.cycles.depth_edges[:-1]),
        bins=_DEPTHS,
        weights=run.cycles.by_depth(),
    )
    span = run.log.duration_second.sum() / 86_400.0
    classes = zip(_DEPTHS[:-1], _DEPTHS[1:], count, strict=True)
    lines = [
        (f"  {low:3.0%} to {high:3.0%}", f"{_count(number):>9} {'█' * _decades(number)}")
        for low, high, number in classes
        if number >= 0.5
    ]
    per_day = f"{run.state.efc / max(span, 1e-9):.2f} a day" if span >= 1 else ""
    return Section(
        "Cycles",
        (
            ("equivalent full cycles", f"{run.state.efc:,.1f}, {per_day}".rstrip(", ")),
            ("by depth, 2 % classes", bars([*run.cycles.by_depth()]).rstrip() + " (log scale)"),
            *lines,
        ),
    )


def _count(cycles: float) -> str:
    return f"{cycles:,.0f}" if cycles >= 10 else f"{cycles:g}"


def _decades(count: float) -> int:
    return 1 + int(2 * np.log10(max(count, 1.0)))


def _grid(run: SimulationRun) -> Section:
    log = run.log
    calm = ~_rows_with_outage(run)
    load_ramp = 60.0 * float(np.max(log.load_ramp_watt_per_second[calm], initial=0.0))
    grid_ramp = 60.0 * float(np.max(log.grid_ramp_watt_per_second[calm], initial=0.0))
    return Section(
        "Grid, load → with battery",
        (
            ("peak", change(log.load_peak_watt.max(), log.grid_peak_watt.max(), "W")),
            ("steepest change", change(load_ramp, grid_ramp, "W/min")),
            *_generation(run),
            *_beyond_limits(run),
        ),
    )


def _generation(run: SimulationRun) -> list[tuple[str, str]]:
    given, lost = (
        float(energy.sum())
        for energy in (run.log.generation_energy_wh, run.log.curtailed_energy_wh)
    )
    told = f"{quantity(given, 'Wh')}, {quantity(lost, 'Wh')} of it curtailed"
    return [("generation", told)] if given > 0.0 else []


def _beyond_limits(run: SimulationRun) -> list[tuple[str, str]]:
    log = run.log
    excess = (
        ("beyond import limit", log.import_excess_wh, log.import_excess_second),
        ("beyond export limit", log.export_excess_wh, log.export_excess_second),
    )
    return [
        (name, f"{quantity(energy.sum(), 'Wh')} in {duration(second.sum())}")
        for name, energy, second in excess
        if second.sum() > 0.0
    ]


def _rows_with_outage(run: SimulationRun) -> NDArray[np.bool_]:
    """Rows of the log that an outage or the return from it falls into."""
    log, outages = run.log, run.outages
    begin = log.time_second - log.duration_second
    end = outages.start_second + outages.duration_second
    touched = (outages.start_second < log.time_second[:, None]) & (end >= begin[:, None])
    return np.asarray(touched.any(axis=1))


def _backup(run: SimulationRun, start: datetime | None) -> Section:
    ride, outages = run.ride_through, run.outages
    shortest = f"{ride.shortest_second:,.0f} s, {moment(ride.shortest_at_second, start)}"
    seen = list(zip(outages.start_second, outages.duration_second, outages.carried, strict=True))
    told = [
        (f"  {moment(begin, start)}", f"{duration(round(lasts))}, {_carried(carried)}")
        for begin, lasts, carried in seen
    ]
    unserved = quantity(outages.unserved_critical_energy_wh.sum(), "Wh")
    shed = run.log.unserved_energy_wh.sum() - outages.unserved_critical_energy_wh.sum()
    return Section(
        "Backup of the critical load",
        (
            ("shortest ride-through", shortest),
            ("1 % of starts below", f"{ride.quantile(0.01):,.0f} s"),
            ("outages carried", f"{sum(outages.carried)} of {len(seen)}" if seen else "none came"),
            *told,
            ("critical unserved", unserved),
            ("other load shed", quantity(max(shed, 0.0), "Wh")),
        ),
    )


def _carried(carried: bool) -> str:  # noqa: FBT001
    return "carried" if carried else "not carried"


def _energy(run: SimulationRun) -> Section:
    log = run.log
    parts = {
        "converter": log.converter_loss_wh,
        "battery": log.battery_loss_wh,
        "self-discharge": log.self_discharge_wh,
    }
    lost = [(f"  {name}", quantity(energy.sum(), "Wh")) for name, energy in parts.items()]
    return Section(
        "Energy",
        (
            ("charged", quantity(log.charging_energy_wh.sum(), "Wh")),
            ("discharged", quantity(log.discharging_energy_wh.sum(), "Wh")),
            ("lost", quantity(run.energy_lost_wh, "Wh")),
            *lost,
            ("drawn in standby", quantity(log.auxiliary_energy_wh.sum(), "Wh")),
            ("round-trip efficiency", f"{run.round_trip_efficiency:.1%}"),
        ),
    )


def _bill(run: SimulationRun) -> tuple[Section, ...]:
    bill = run.bill
    if bill.total == 0.0:
        return ()
    is_short = run.log.duration_second.sum() < 28.0 * 86_400.0
    whole = ", charged for the whole month" if is_short else ""
    others = (
        ("exports", -bill.export_revenue),
        ("connection", bill.fixed_cost),
        ("taxes", bill.tax_cost),
    )
    lines = (
        ("energy", f"{bill.energy_cost:,.0f}"),
        ("demand", f"{bill.demand_cost:,.0f}{whole}"),
        *((name, f"{cost:,.0f}") for name, cost in others if cost),
        ("total", f"{bill.total:,.0f}"),
    )
    return (Section("Bill, in the currency of the tariff", lines),)

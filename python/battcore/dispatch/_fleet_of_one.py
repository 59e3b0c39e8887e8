"""One battery as a fleet, and a fleet of one as a battery."""

from battcore.dispatch._plan import FleetPlan, Plan, by_battery
from battcore.dispatch._queue import no_bids


def as_fleet(plan: Plan) -> FleetPlan:
    """A fleet of one."""
    return FleetPlan(
        power_watt=plan.power_watt[None],
        charge_watt=plan.charge_watt[None],
        discharge_watt=plan.discharge_watt[None],
        soc=plan.soc[None],
        reserve_up_watt=plan.reserve_up_watt[None],
        reserve_down_watt=plan.reserve_down_watt[None],
        import_watt=plan.import_watt,
        export_watt=plan.export_watt,
        curtailed_watt=plan.curtailed_watt,
        costs=plan.costs,
        peaks_watt=plan.peaks_watt,
        certificate=plan.certificate,
        _duals=lambda: by_battery(plan.duals(), lambda row: row[None]),
    )


def as_plan(fleet: FleetPlan) -> Plan:
    """The one battery of a fleet."""
    return Plan(
        power_watt=fleet.power_watt[0],
        charge_watt=fleet.charge_watt[0],
        discharge_watt=fleet.discharge_watt[0],
        import_watt=fleet.import_watt,
        export_watt=fleet.export_watt,
        curtailed_watt=fleet.curtailed_watt,
        soc=fleet.soc[0],
        reserve_up_watt=fleet.reserve_up_watt[0],
        reserve_down_watt=fleet.reserve_down_watt[0],
        costs=fleet.costs,
        peaks_watt=fleet.peaks_watt,
        certificate=fleet.certificate,
        _duals=lambda: by_battery(fleet.duals(), lambda rows: rows[0]),
        _bids=no_bids,
    )

"""One battery as a fleet, and a fleet of one as a battery."""

from collections.abc import Callable
from typing import Any

from battcore._arrays import Floats
from battcore.dispatch._plan import FleetPlan, Plan, by_battery
from battcore.dispatch._queue import no_bids

_BY_BATTERY = (
    "power_watt",
    "charge_watt",
    "discharge_watt",
    "soc",
    "reserve_up_watt",
    "reserve_down_watt",
)
_SHARED = ("import_watt", "export_watt", "curtailed_watt", "costs", "peaks_watt", "certificate")


def as_fleet(plan: Plan) -> FleetPlan:
    """A fleet of one."""
    return FleetPlan(
        **_parts(plan, lambda row: row[None]),
        _duals=lambda: by_battery(plan.duals(), lambda row: row[None]),
    )


def as_plan(fleet: FleetPlan) -> Plan:
    """The one battery of a fleet."""
    return Plan(
        **_parts(fleet, lambda rows: rows[0]),
        _duals=lambda: by_battery(fleet.duals(), lambda rows: rows[0]),
        _bids=no_bids,
    )


def _parts(plan: Plan | FleetPlan, turned: Callable[[Floats], Floats]) -> dict[str, Any]:
    """What batteries have for themselves, turned, and what they share."""
    own = {name: turned(getattr(plan, name)) for name in _BY_BATTERY}
    return own | {name: getattr(plan, name) for name in _SHARED}

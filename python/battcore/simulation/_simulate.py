"""A battery beside a site under a policy, for as long as is asked."""

from collections.abc import Callable
from typing import Any, Literal

from battcore import _battcore
from battcore._arrays import number
from battcore.dispatch import OwnPolicy, Policy
from battcore.error import InputError
from battcore.simulation._log import Log, OutageReports
from battcore.simulation._reports import (
    DEPTH_BINS,
    MEAN_BINS,
    CycleHistogram,
    PlanCounts,
    RideThrough,
)
from battcore.simulation._run import SimulationRun
from battcore.simulation._state import State
from battcore.site import Battery, Site
from battcore.tariff import Bill

DAY_SECOND = 86_400.0
YEAR_SECOND = 365.0 * DAY_SECOND
ROW_SECOND = {"day": DAY_SECOND, "year": YEAR_SECOND, "all": None}


def simulate(
    battery: Battery,
    site: Site,
    policy: Policy | OwnPolicy,
    *,
    years: float | None = None,
    soc_start: float = 0.5,
    state: State | None = None,
    log: Literal["all", "day", "year"] | float = "day",
    progress: bool | Callable[[float], object] = False,
) -> SimulationRun:
    """Run a battery beside a site under a policy.

    Each step the policy decides, the battery does what it can, heat and cycles follow, and at each
    midnight of the clock the health of the battery is brought up to date. Nothing is copied when
    the trace repeats, and memory is bounded by what is logged.

    Parameters
    ----------
    battery : Battery
        The battery; what it names is simulated.
    site : Site
        Load, clock, outages, ambient and tariff.
    policy : Policy or OwnPolicy
        What decides, from `battcore.dispatch` or of one's own.
    years : float, optional
        How long, in years of 365 days, the trace being repeated; None: one pass of the trace.
    soc_start : float
        State of charge at the start, within the limits of the battery. [1]
    state : State, optional
        Where another run of the same battery, site and policy stopped, to go on from there
        instead.
    log : {"all", "day", "year"} or float
        A row per step, per clock day, per year of 365 days, or per so many seconds of the clock.
    progress : bool or callable
        True: a progress bar, if tqdm is installed; a callable is called with the share done.

    Returns
    -------
    SimulationRun
        The log and what was counted beside it, with the state in which the loop stopped.

    Raises
    ------
    InputError
        If a number makes no sense.

    Examples
    --------
    >>> import battcore as bc
    >>> battery = bc.Battery(
    ...     energy_capacity_wh=1e6,
    ...     charge_power_watt=5e5,
    ...     discharge_power_watt=5e5,
    ...     aging=bc.aging.models()["lfp_gr_250ah_prismatic"],
    ... )
    >>> site = bc.Site(load_watt=[4e5] * 20 + [9e5] * 4, dt_second=3600.0)
    >>> run = bc.simulate(battery, site, bc.dispatch.PeakShaving(limit_watt=7e5), years=5)
    >>> run.log.grid_peak_watt.max().item(), round(run.soh_capacity, 3)
    (700000.0, 0.901)
    """
    found = _battcore.simulate(
        battery,
        battery.aging._native if battery.aging else None,  # noqa: SLF001
        site,
        policy,
        state if state is not None else number("soc_start", soc_start),
        None if years is None else number("years", years),
        _row_second(log),
        _watcher(progress),
    )
    return _run_of(battery, found)


def _run_of(battery: Battery, found: dict[str, Any]) -> SimulationRun:
    """Give names to what the kernel found."""
    steps, curtailed_steps, conflicts = found["counts"]
    shortest, shortest_at = found["ride_through"]
    bins, count = found["ride_through_bin_second"], found["ride_through_count"]
    return SimulationRun(
        battery=battery,
        log=Log(**dict(found["log"])),
        losses=dict(found["losses"]),
        cycles=CycleHistogram(found["cycles"].reshape(DEPTH_BINS, MEAN_BINS)),
        ride_through=RideThrough(shortest, shortest_at, bins, count),
        outages=OutageReports(*found["outages"]),
        bill=Bill(*found["bill"]),
        steps=steps,
        curtailed_steps=curtailed_steps,
        conflicts=conflicts,
        plans=PlanCounts(*found["plans"]),
        state=State(**found["memory"]),
    )


def _row_second(log: str | float) -> float | None:
    if not isinstance(log, str):
        return number("log", log)
    if log not in ROW_SECOND:
        choices = ", ".join(f'"{name}"' for name in ROW_SECOND)
        raise InputError(f"log = {log!r}, expected one of {choices} or a number", "log")
    return ROW_SECOND[log]


def _watcher(progress: bool | Callable[[float], object]) -> Callable[[float], object] | None:  # noqa: FBT001
    if callable(progress):
        return progress
    if not progress:
        return None
    from battcore._progress import bar  # noqa: PLC0415

    return bar()

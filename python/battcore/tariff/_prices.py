"""What an optimizer needs to know of a tariff."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import Floats, bounded, per_step, samples
from battcore._clock import calendar_of, second_of_year
from battcore.tariff._plain import integers
from battcore.tariff._tariff import Tariff


@dataclass(frozen=True, slots=True)
class DemandPrice:
    """A demand charge in one of its billing periods."""

    charge: int
    """Which of `Tariff.demand_charges`."""
    period: int
    """Number of the day (since the first of 1970), month (since that of year 0) or year."""
    steps: NDArray[np.int64]
    """Ranges ``[start, stop)`` of the steps whose highest power is charged, or that the intervals
    touch whose highest mean is, shape (k, 2)."""
    price_per_kw: Floats
    """For that power, tier by tier, taxes included, shape (tiers,). [currency/kW]"""
    tier_limit_watt: Floats
    """Where each tier but the last one ends, shape (tiers - 1,). [W]"""
    floor_watt: float
    """Power that is charged at least. [W]"""
    interval_second: float | None
    """Length of the intervals whose means count; None: the steps. [s]"""
    into_interval_second: float
    """How much of the first interval lies before the trace. [s]"""


@dataclass(frozen=True, slots=True)
class Prices:
    """A tariff, step by step."""

    import_price_per_kwh: Floats
    """For energy drawn, taxes included, shape (steps,). [currency/kWh]"""
    export_price_per_kwh: Floats
    """For energy fed in, shape (steps,). [currency/kWh]"""
    demand: tuple[DemandPrice, ...]
    """For the highest powers: one for each charge in each of its billing periods."""


def prices(
    tariff: Tariff,
    dt_second: ArrayLike,
    steps: int,
    *,
    start: datetime | None = None,
    grid_watt: ArrayLike | None = None,
) -> Prices:
    """Write a tariff down step by step.

    The price of a step is the mean over it. A price that goes by tiers of consumption is that of
    one kWh more after what `grid_watt` has drawn up to the step. Ratchets are not applied: they
    stand in the charge that `DemandPrice.charge` names.

    Parameters
    ----------
    tariff : Tariff
        Prices.
    dt_second : float or array-like, shape (steps,)
        Length of the steps, at most a year. [s]
    steps : int
        How many, at least 1.
    start : datetime, optional
        When the first one starts, as in `bill`.
    grid_watt : array-like, shape (steps,), optional
        Power at the connection that picks the tiers of energy; None: the first of them. [W]

    Returns
    -------
    Prices
        Arrays with one price per step, and what is charged for peaks.

    Raises
    ------
    InputError
        As `bill`.

    Examples
    --------
    >>> import battcore as bc
    >>> evening = bc.tariff.Window(hours=[(17, 21)])
    >>> tariff = bc.Tariff(
    ...     energy_price_per_kwh=0.2,
    ...     demand_charges=[bc.DemandCharge(price_per_kw=12.0, steps=evening)],
    ...     tax_share=0.19,
    ... )
    >>> found = bc.tariff.prices(tariff, 3600.0, 48)
    >>> found.import_price_per_kwh[0].round(3)
    np.float64(0.238)
    >>> [(each.steps.tolist(), each.price_per_kw.round(2).tolist()) for each in found.demand]
    [([[17, 21], [41, 45]], [14.28])]
    """
    (count,) = integers("steps", [bounded("steps", steps, 1, 2**53)])
    import_price, export_price, demand = _battcore.prices(
        tariff,
        count,
        per_step("dt_second", dt_second),
        second_of_year(start),
        calendar_of(start),
        None if grid_watt is None else samples("grid_watt", grid_watt),
    )
    found = tuple(
        DemandPrice(charge, period, bounds.reshape(-1, 2), *price)
        for charge, period, bounds, price in demand
    )
    return Prices(import_price, export_price, found)

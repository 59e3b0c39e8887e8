"""Grid power and prices in, a bill out."""

from dataclasses import dataclass
from datetime import datetime

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import per_step, samples
from battcore._clock import calendar_of, second_of_year
from battcore.tariff._tariff import Tariff


@dataclass(frozen=True, slots=True)
class Bill:
    """What a connection cost."""

    energy_cost: float
    """For energy drawn. [currency]"""
    export_revenue: float
    """For energy fed in. [currency]"""
    demand_cost: float
    """For the highest powers. [currency]"""
    fixed_cost: float
    """For being connected. [currency]"""
    tax_cost: float
    """On all costs. [currency]"""

    @property
    def total(self) -> float:
        """Costs less revenue. [currency]"""
        costs = self.energy_cost + self.demand_cost + self.fixed_cost + self.tax_cost
        return costs - self.export_revenue


def bill(
    tariff: Tariff,
    grid_watt: ArrayLike,
    dt_second: ArrayLike,
    *,
    start: datetime | None = None,
) -> Bill:
    """Bill a trace of grid power.

    Parameters
    ----------
    tariff : Tariff
        Prices, each one for all steps or one per step.
    grid_watt : array-like, shape (n,)
        Power at the connection, positive when drawn, a mean over each step. [W]
    dt_second : float or array-like, shape (n,)
        Length of the steps, at most a year. [s]
    start : datetime, optional
        When the trace starts, on the clock of the place. With a time zone, dates and hours are
        those that its clock shows: leap years, and days of 23 and 25 hours. Without one, every
        year has 365 days: a leap day counts as the day before it. None: at the start of a year
        of 365 days, on a Monday.

    Returns
    -------
    Bill
        Costs and revenue; a period that is still open is charged as if it ended.

    Raises
    ------
    InputError
        If a number is not finite, a step is not positive or longer than a year, lengths differ, or
        there is no step at all.

    Examples
    --------
    A mean over a quarter of an hour tames a spike of five minutes:

    >>> import battcore as bc
    >>> charge = bc.DemandCharge(price_per_kw=12.0, interval_second=900.0)
    >>> tariff = bc.Tariff(energy_price_per_kwh=0.20, demand_charges=[charge])
    >>> bc.tariff.bill(tariff, [100e3, 400e3, 100e3], 300.0).demand_cost
    2400.0
    """
    costs = _battcore.bill(
        tariff,
        samples("grid_watt", grid_watt),
        per_step("dt_second", dt_second),
        second_of_year(start),
        calendar_of(start),
    )
    return Bill(*costs)

"""Grid power and prices in, a bill out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, per_step, samples
from battcore._checked import make_plain
from battcore._clock import second_of_year
from battcore.error import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCharge:
    """The price of the highest power in each billing period.

    An interval belongs to the period in which it starts.

    Raises
    ------
    InputError
        If the price is negative or not finite, or the interval is not within a second and a year.

    Examples
    --------
    >>> DemandCharge(price_per_kw=12.0, interval_second=900.0)
    DemandCharge(price_per_kw=12.0, interval_second=900.0, period='month')
    """

    price_per_kw: float
    """Per kW of the highest interval mean of the power drawn from the grid. [currency/kW]"""
    interval_second: float | None = None
    """Length of the intervals, which start on the clock's own grid; None: the steps. [s]"""
    period: Literal["month", "year"] = "month"
    """How often the highest mean is charged; the year has 365 days."""

    def __post_init__(self) -> None:
        make_plain(self, beside=("period",))
        _battcore.check_demand_charge(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tariff:
    """What energy and power cost at a connection, in any one currency.

    Raises
    ------
    InputError
        If a price is not finite, or a demand price is negative.

    Examples
    --------
    >>> day = Tariff(
    ...     energy_price_per_kwh=[0.10, 0.30],
    ...     demand_charges=[DemandCharge(price_per_kw=10.0)],
    ... )
    >>> bill(day, [2e3, 1e3], 3600.0)
    Bill(energy_cost=0.5, export_revenue=0.0, demand_cost=20.0)
    """

    energy_price_per_kwh: float | Floats | ArrayLike
    """For energy drawn: one price, or one per step of the trace. [currency/kWh]"""
    export_price_per_kwh: float | Floats | ArrayLike = 0.0
    """For energy fed in: one price, or one per step of the trace. [currency/kWh]"""
    demand_charges: Sequence[DemandCharge] = ()
    """For the highest powers drawn."""

    def __post_init__(self) -> None:
        for name in ("energy_price_per_kwh", "export_price_per_kwh"):
            object.__setattr__(self, name, per_step(name, getattr(self, name)))
        charges = self.demand_charges
        is_list = isinstance(charges, Sequence)
        if not is_list or not all(isinstance(charge, DemandCharge) for charge in charges):
            raise InputError("demand_charges is no list of DemandCharge", "demand_charges")
        object.__setattr__(self, "demand_charges", tuple(charges))
        _battcore.check_tariff(self)


@dataclass(frozen=True, slots=True)
class Bill:
    """What a connection cost."""

    energy_cost: float
    """For energy drawn. [currency]"""
    export_revenue: float
    """For energy fed in. [currency]"""
    demand_cost: float
    """For the highest powers. [currency]"""

    @property
    def total(self) -> float:
        """Costs less revenue. [currency]"""
        return self.energy_cost + self.demand_cost - self.export_revenue


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
        When the trace starts, on the clock of the place; None: at the start of a year. The year
        has 365 days: a leap day counts as the day before it.

    Returns
    -------
    Bill
        Costs and revenue; a demand period that is still open is charged as if it ended.

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
    )
    return Bill(*costs)

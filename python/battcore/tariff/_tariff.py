"""What energy and power cost at a connection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number, per_step
from battcore.tariff._charges import DemandCharge, EnergyRate, FixedCharge
from battcore.tariff._plain import nouns, nouns_if


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tariff:
    """What energy and power cost at a connection, in any one currency.

    Raises
    ------
    InputError
        If a price is not finite, a demand price is negative, or a list holds something else.

    Examples
    --------
    >>> import battcore as bc
    >>> day = bc.Tariff(
    ...     energy_price_per_kwh=[0.10, 0.30],
    ...     demand_charges=[bc.DemandCharge(price_per_kw=10.0)],
    ... )
    >>> bc.tariff.bill(day, [2e3, 1e3], 3600.0).total
    20.5

    Eight cents at all times, and ten more in the hours of business:

    >>> business = bc.tariff.Window(weekdays=bc.tariff.WEEKDAYS, hours=[(9, 17)])
    >>> by_hour = bc.Tariff(
    ...     energy_price_per_kwh=[
    ...         bc.tariff.EnergyRate(price_per_kwh=0.08),
    ...         bc.tariff.EnergyRate(price_per_kwh=0.10, windows=business),
    ...     ]
    ... )
    >>> bc.tariff.prices(by_hour, 3600.0, 10).import_price_per_kwh.round(2).tolist()[7:]
    [0.08, 0.08, 0.18]
    """

    energy_price_per_kwh: float | Floats | ArrayLike | EnergyRate | Sequence[EnergyRate]
    """For energy drawn: one price, one per step of the trace, or rates by the calendar.
    [currency/kWh]"""
    export_price_per_kwh: float | Floats | ArrayLike | EnergyRate | Sequence[EnergyRate] = 0.0
    """For energy fed in: one price, one per step of the trace, or rates by the calendar.
    [currency/kWh]"""
    demand_charges: Sequence[DemandCharge] = ()
    """For the highest powers drawn."""
    fixed_charges: Sequence[FixedCharge] = ()
    """For being connected."""
    tax_per_kwh: float = 0.0
    """Levied on energy drawn. [currency/kWh]"""
    tax_share: float = 0.0
    """Of all costs, that levy included; what is fed in is not taxed. [1]"""
    holidays: Sequence[date] = ()
    """Days that are a Sunday to every rule of the calendar."""

    def __post_init__(self) -> None:
        for name in ("energy_price_per_kwh", "export_price_per_kwh"):
            object.__setattr__(self, name, _plain_price(name, getattr(self, name)))
        for name in ("tax_per_kwh", "tax_share"):
            object.__setattr__(self, name, number(name, getattr(self, name)))
        charges = nouns("demand_charges", self.demand_charges, DemandCharge)
        object.__setattr__(self, "demand_charges", charges)
        fixed = nouns("fixed_charges", self.fixed_charges, FixedCharge)
        object.__setattr__(self, "fixed_charges", fixed)
        object.__setattr__(self, "holidays", nouns("holidays", self.holidays, date))
        _battcore.check_tariff(self)


def _plain_price(
    name: str, price: ArrayLike | EnergyRate | Sequence[EnergyRate]
) -> float | Floats | tuple[EnergyRate, ...]:
    return nouns_if(price, EnergyRate) or per_step(name, cast("ArrayLike", price))

"""What a connection costs: prices by the step or the calendar in, a bill out."""

from battcore.tariff._bill import Bill, bill
from battcore.tariff._charges import DemandCharge, EnergyRate, FixedCharge, Ratchet
from battcore.tariff._periods import from_periods
from battcore.tariff._prices import DemandPrice, Prices, prices
from battcore.tariff._reading import TariffWarning
from battcore.tariff._tariff import Tariff
from battcore.tariff._urdb import from_urdb
from battcore.tariff._window import WEEKDAYS, WEEKEND, Window

__all__ = [
    "WEEKDAYS",
    "WEEKEND",
    "Bill",
    "DemandCharge",
    "DemandPrice",
    "EnergyRate",
    "FixedCharge",
    "Prices",
    "Ratchet",
    "Tariff",
    "TariffWarning",
    "Window",
    "bill",
    "from_periods",
    "from_urdb",
    "prices",
]

for _noun in (DemandCharge, Tariff):
    _noun.__module__ = __name__  # the package shows them too, and each thing has one home

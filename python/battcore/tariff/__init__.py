"""What a connection costs: prices by the step or the calendar in, a bill out."""

from battcore.tariff._bill import Bill, bill
from battcore.tariff._charges import DemandCharge, EnergyRate, FixedCharge, Ratchet
from battcore.tariff._prices import DemandPrice, Prices, prices
from battcore.tariff._tariff import Tariff
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
    "Window",
    "bill",
    "prices",
]

"""Tariffs in the JSON of the U.S. Utility Rate Database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from battcore.error import InputError
from battcore.tariff._charges import DemandCharge, EnergyRate, FixedCharge, Period, Ratchet
from battcore.tariff._reading import Source, loaded, numeric
from battcore.tariff._tariff import Tariff
from battcore.tariff._urdb_fields import look_over
from battcore.tariff._urdb_parts import (
    check_length,
    check_numbers,
    held_windows,
    period_of_unit,
    structure_of,
    tiers_of,
)
from battcore.tariff._window import Window

_WATT_PER_KW = 1e3
_ENERGY_UNITS: dict[str, Period] = {"kWh": "month", "kWh daily": "day"}
_DEMAND_UNITS: dict[str, Period] = {"kW": "month", "kW daily": "day"}
_FIXED_UNITS: dict[str, Period] = {"$/day": "day", "$/month": "month", "$/year": "year"}


def from_urdb(
    source: Source,
    *,
    interval_second: float | None = None,
    holidays: Sequence[date] = (),
) -> Tariff:
    """Read a rate in the JSON of the U.S. Utility Rate Database (versions 3 to 8).

    Energy comes from `energyratestructure` with its schedules, ``rate`` and ``adj`` added and
    ``sell`` paid for what is fed in; demand from `demandratestructure` and `flatdemandstructure`,
    with the ratchet of `demandratchetpercentage` (of the eleven months before) or of the `lookback`
    fields; fixed charges from `fixedchargefirstmeter`. Tiers of energy count all consumption of the
    month, or of the day where the unit says so.

    Parameters
    ----------
    source : dict or path
        A rate, or an answer of the database that holds just one.
    interval_second : float, optional
        Length of the intervals on which demand is billed where the rate does not say;
        None: the steps. [s]
    holidays : sequence of date, optional
        Days with the schedule of the weekend.

    Returns
    -------
    Tariff
        The same.

    Raises
    ------
    InputError
        For what cannot be read, and for what would change the bill and has no place in a
        `Tariff`: minimum charges, coincident peaks, reactive power, other units.

    Warns
    -----
    TariffWarning
        Names fields that are not used.

    References
    ----------
    OpenEI, Utility Rates API, https://openei.org/services/doc/rest/util_rates

    Examples
    --------
    >>> import battcore as bc
    >>> night, day = [0] * 8, [1] * 16
    >>> tariff = bc.tariff.from_urdb(
    ...     {
    ...         "energyratestructure": [[{"rate": 0.06}], [{"rate": 0.10, "adj": 0.01}]],
    ...         "energyweekdayschedule": [night + day] * 12,
    ...         "energyweekendschedule": [[0] * 24] * 12,
    ...         "flatdemandstructure": [[{"rate": 9.5}]],
    ...         "flatdemandmonths": [0] * 12,
    ...     }
    ... )
    >>> bc.tariff.bill(tariff, [1e6] * 24, 3600.0)  # a Monday
    Bill(energy_cost=2240.0, export_revenue=0.0, demand_cost=9500.0, fixed_cost=0.0, tax_cost=0.0)
    """
    rate = _one_rate(loaded(source))
    look_over(rate)
    interval = interval_second
    if "demandwindow" in rate:
        interval = numeric("demandwindow", rate["demandwindow"]) * 60.0
    export = _rates(rate, "sell") if _names(rate, "sell") else 0.0
    return Tariff(
        energy_price_per_kwh=_rates(rate, "rate"),
        export_price_per_kwh=export,
        demand_charges=[*_demand(rate, interval), *_flat_demand(rate, interval)],
        fixed_charges=_fixed(rate),
        holidays=holidays,
    )


def _one_rate(found: Mapping[str, Any]) -> Mapping[str, Any]:
    items = found.get("items", [found])
    if not isinstance(items, list) or len(items) != 1 or not isinstance(items[0], Mapping):
        raise InputError("source does not hold just one rate", "source")
    return cast("Mapping[str, Any]", items[0])


def _rates(rate: Mapping[str, Any], price: str) -> list[EnergyRate]:
    structure = structure_of(rate, "energyratestructure")
    if not structure:
        raise InputError("energyratestructure is missing", "energyratestructure")
    found = []
    for number, tiers in enumerate(structure):
        if held := held_windows(rate, "energy", number, len(structure)):
            place = f"energyratestructure[{number}]"
            units = {tier.get("unit", "kWh") for tier in tiers}
            prices, limits = tiers_of(tiers, price, place)
            found.append(
                EnergyRate(
                    price_per_kwh=prices,
                    windows=held,
                    tier_limit_kwh=limits,
                    tier_period=period_of_unit(units, _ENERGY_UNITS, place),
                )
            )
    return found


def _names(rate: Mapping[str, Any], key: str) -> bool:
    structure = structure_of(rate, "energyratestructure")
    return any(key in tier for tiers in structure for tier in tiers)


def _demand(rate: Mapping[str, Any], interval: float | None) -> list[DemandCharge]:
    structure = structure_of(rate, "demandratestructure")
    unit = rate.get("demandrateunit", rate.get("demandunits", "kW"))
    charges = []
    for number, tiers in enumerate(structure):
        held = held_windows(rate, "demand", number, len(structure))
        place = f"demandratestructure[{number}]"
        charge = _charge(rate, tiers, held, interval, unit, place)
        charges += charge
    return charges


def _flat_demand(rate: Mapping[str, Any], interval: float | None) -> list[DemandCharge]:
    structure = structure_of(rate, "flatdemandstructure")
    unit = rate.get("flatdemandunit", rate.get("flatdemandunits", "kW"))
    months = rate.get("flatdemandmonths", [0] * 12 if len(structure) == 1 else [])
    if structure:
        check_numbers("flatdemandmonths", months, 12, len(structure))
    charges = []
    for number, tiers in enumerate(structure):
        held = [month for month, each in enumerate(months, 1) if each == number]
        steps = (Window(months=held),) if held else ()
        place = f"flatdemandstructure[{number}]"
        charges += _charge(rate, tiers, steps, interval, unit, place)
    if len(charges) > 1 and charges[0].ratchet is not None:
        raise InputError(
            "a ratchet over flat demand that differs by month is not understood",
            "flatdemandstructure",
        )
    return charges


def _charge(
    rate: Mapping[str, Any],
    tiers: list[Mapping[str, Any]],
    held: tuple[Window, ...],
    interval: float | None,
    unit: str,
    place: str,
) -> list[DemandCharge]:
    """Return the charge; none if it costs nothing."""
    prices, limits = tiers_of(tiers, "rate", place)
    if not held or not any(prices):
        return []
    units = {tier.get("unit", unit) for tier in tiers}
    period = period_of_unit(units, _DEMAND_UNITS, place)
    charge = DemandCharge(
        price_per_kw=prices,
        steps=held,
        interval_second=interval,
        period=period,
        tier_limit_watt=[limit * _WATT_PER_KW for limit in limits],
        ratchet=_ratchet(rate) if period == "month" else None,
    )
    return [charge]


def _ratchet(rate: Mapping[str, Any]) -> Ratchet | None:
    shares = rate.get("demandratchetpercentage")
    if isinstance(shares, list) and any(shares):
        check_length("demandratchetpercentage", shares, 12)
        return Ratchet(share=[_share("demandratchetpercentage", share) for share in shares])
    percent = rate.get("lookbackPercent", 0)
    if not percent:
        return None
    flags = rate.get("lookbackMonths", [1] * 12)
    check_length("lookbackMonths", flags, 12)
    looked_at = [month for month, flag in enumerate(flags, 1) if flag] or range(1, 13)
    months = numeric("lookbackRange", rate.get("lookbackRange", 11)) or 11
    share = _share("lookbackPercent", percent)
    return Ratchet(share=share, months=int(months), of_months=looked_at)


def _share(place: str, value: Any) -> float:  # noqa: ANN401
    """Return a share that is told as one, or in percent if above 1."""
    share = numeric(place, value)
    return share / 100.0 if share > 1.0 else share


def _fixed(rate: Mapping[str, Any]) -> list[FixedCharge]:
    charges = [
        (rate.get("fixedchargefirstmeter", 0.0), rate.get("fixedchargeunits", "$/month")),
        (rate.get("fixedmonthlycharge", 0.0), "$/month"),
    ]
    return [
        FixedCharge(
            price=numeric("fixedchargefirstmeter", price),
            period=period_of_unit({unit}, _FIXED_UNITS, "fixedchargeunits"),
        )
        for price, unit in charges
        if price
    ]

"""Tariffs as rows of months, hours, days and prices."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from battcore.error import InputError
from battcore.tariff._charges import DemandCharge, EnergyRate
from battcore.tariff._reading import Source, loaded, numeric, windows
from battcore.tariff._tariff import Tariff
from battcore.tariff._window import WEEKDAYS, WEEKEND, Window

_DAYS = {"all": (*WEEKDAYS, *WEEKEND), "weekday": WEEKDAYS, "weekend": WEEKEND}
_UNITS = {"energy": "_per_kwh", "demand": "_per_kw_month"}
_KEYS = {"months", "hour_ending", "exclude_hour_ending", "days", "charge", "value", "unit"}


def from_periods(
    source: Source,
    name: str | None = None,
    *,
    interval_second: float | None = None,
    holidays: Sequence[date] = (),
) -> Tariff:
    """Read a tariff from rows of the StorageVET and DER-VET kind.

    A row has the `months` from which to which it holds, the hours ``hour_ending`` (1 is from
    midnight to one; both ends included) less those of ``exclude_hour_ending``, ``days`` (all,
    weekday or weekend), and a ``value`` for ``charge`` energy or demand. Energy of all rows that
    hold at once adds up; each row of demand is billed by the month on its own.

    Parameters
    ----------
    source : dict or path
        ``{"tariffs": [{"name": ..., "periods": [row, ...]}, ...]}``, or one of these tariffs.
    name : str, optional
        Which of the tariffs; None if there is just one.
    interval_second : float, optional
        Length of the intervals on which demand is billed; None: the steps. [s]
    holidays : sequence of date, optional
        Days that count as weekend.

    Returns
    -------
    Tariff
        The same.

    Raises
    ------
    InputError
        For what cannot be read, for a name, key, unit or day that is not known, and for an hour
        without a price of energy.

    References
    ----------
    EPRI, StorageVET and DER-VET, https://github.com/epri-dev/DER-VET

    Examples
    --------
    >>> import battcore as bc
    >>> rows = [
    ...     {"months": [1, 12], "hour_ending": [1, 24], "days": "all",
    ...      "charge": "energy", "value": 0.05, "unit": "usd_per_kwh"},
    ...     {"months": [6, 9], "hour_ending": [13, 18], "days": "weekday",
    ...      "charge": "demand", "value": 10.0, "unit": "usd_per_kw_month"},
    ... ]
    >>> tariff = bc.tariff.from_periods({"name": "summer", "periods": rows})
    >>> tariff.demand_charges[0].steps
    (Window(months=(6, 7, 8, 9), weekdays=(0, 1, 2, 3, 4), hours=((12.0, 18.0),)),)
    """
    rows = _rows(loaded(source), name)
    energy, demand, priced = [], [], set()
    for index, row in enumerate(rows):
        place = f"periods[{index}]"
        held, value = _window(row, place), numeric(place, row["value"])
        if row["charge"] == "energy":
            energy.append(EnergyRate(price_per_kwh=value, windows=held))
            priced |= {*product(_months(row, place), _hours(row, place), _DAYS[row["days"]])}
        else:
            demand.append(
                DemandCharge(price_per_kw=value, steps=held, interval_second=interval_second)
            )
    for month, hour, weekday in product(range(1, 13), range(24), range(7)):
        if (month, hour, weekday) not in priced:
            raise InputError(
                f"no price of energy in month {month}, hour ending {hour + 1}, weekday {weekday}",
                "periods",
            )
    return Tariff(energy_price_per_kwh=energy, demand_charges=demand, holidays=holidays)


def _rows(found: Mapping[str, Any], name: str | None) -> Sequence[Mapping[str, Any]]:
    tariffs = found.get("tariffs", [found])
    named = [each for each in tariffs if name is None or each.get("name") == name]
    if len(named) != 1:
        names = [each.get("name") for each in tariffs]
        raise InputError(f"name = {name!r} is not one of {names}", "name")
    rows = named[0].get("periods")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise InputError("periods is no list of rows", "periods")
    return rows


def _window(row: Mapping[str, Any], place: str) -> tuple[Window, ...]:
    if unknown := {*row} - _KEYS:
        raise InputError(f"{place} holds {sorted(unknown)}, which is not understood", place)
    if missing := _KEYS - {"exclude_hour_ending"} - {*row}:
        raise InputError(f"{place} lacks {sorted(missing)}", place)
    if row["days"] not in _DAYS:
        raise InputError(f"{place} has days {row['days']!r}, expected one of {[*_DAYS]}", place)
    if row["charge"] not in _UNITS or not str(row["unit"]).endswith(_UNITS[row["charge"]]):
        raise InputError(f"{place} charges {row['charge']!r} in {row['unit']!r}", place)
    hours = dict.fromkeys(_months(row, place), _hours(row, place))
    return windows(hours, _DAYS[row["days"]])


def _months(row: Mapping[str, Any], place: str) -> list[int]:
    first, last = _span(row["months"], 12, place)
    return [*range(first, last + 1)]


def _hours(row: Mapping[str, Any], place: str) -> list[int]:
    first, last = _span(row["hour_ending"], 24, place)
    left_out: range = range(0)
    if "exclude_hour_ending" in row:
        from_hour, to_hour = _span(row["exclude_hour_ending"], 24, place)
        left_out = range(from_hour, to_hour + 1)
    return [hour - 1 for hour in range(first, last + 1) if hour not in left_out]


def _span(values: Any, high: int, place: str) -> tuple[int, int]:  # noqa: ANN401
    is_pair = isinstance(values, list | tuple) and len(values) == 2
    if not is_pair or not all(value in range(1, high + 1) for value in values):
        raise InputError(f"{place} has {values!r}, expected two of 1 to {high}", place)
    first, last = values
    if first > last:
        raise InputError(f"{place} has {values!r}, which falls", place)
    return first, last

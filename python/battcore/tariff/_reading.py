"""What readers of tariff files share."""

import json
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from battcore.error import InputError
from battcore.tariff._window import Window

Source = Mapping[str, Any] | str | PathLike[str]


class TariffWarning(UserWarning):
    """A file says more of a tariff than its reader uses."""


def loaded(source: Source) -> Mapping[str, Any]:
    """Return the object that a file or a mapping holds."""
    if isinstance(source, Mapping):
        return source
    if not isinstance(source, str | PathLike):
        raise InputError(f"source is {type(source).__name__}, expected a path or dict", "source")
    try:
        found = json.loads(Path(source).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"source cannot be read: {error}", "source") from error
    if not isinstance(found, dict):
        raise InputError("source holds no JSON object", "source")
    return found


def numeric(place: str, value: Any) -> float:  # noqa: ANN401
    """Return a number of a file."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{place} is {value!r}, expected a number", place)
    return float(value)


def windows(hours: Mapping[int, Iterable[int]], weekdays: tuple[int, ...]) -> tuple[Window, ...]:
    """Write hours from 0 to 23, month by month, as windows."""
    by_hours: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for month, row in hours.items():
        if spans := _spans(sorted(set(row))):
            by_hours.setdefault(spans, []).append(month)
    return tuple(
        Window(months=sorted(months), weekdays=weekdays, hours=spans)
        for spans, months in by_hours.items()
    )


def _spans(hours: list[int]) -> tuple[tuple[int, int], ...]:
    starts = [hour for hour in hours if hour - 1 not in hours]
    stops = [hour + 1 for hour in hours if hour + 1 not in hours]
    return tuple(zip(starts, stops, strict=True))

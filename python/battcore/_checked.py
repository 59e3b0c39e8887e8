"""Numbers of a frozen dataclass made plain, so that native code reads them as they are."""

from dataclasses import fields
from typing import Any

from battcore._arrays import number


def make_plain(record: Any, *, beside: tuple[str, ...] = ()) -> None:  # noqa: ANN401
    """Turn every field but those named `beside` into a float, None where it may be None."""
    for field in fields(record):
        value = getattr(record, field.name)
        is_absent = value is None and field.default is None
        if field.name not in beside and not is_absent:
            object.__setattr__(record, field.name, number(field.name, value))

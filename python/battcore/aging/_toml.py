"""Cards written out."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def written(entries: Mapping[str, Any]) -> str:
    """Write `entries` as a card: plain values first, then tables."""
    lines = [f"{name} = {_value(value)}" for name, value in entries.items() if _is_plain(value)]
    for name, value in entries.items():
        if not _is_plain(value):
            lines += _table(name, value)
    return "\n".join(lines) + "\n"


def _table(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, Mapping):
        yield from ("", f"[{name}]")
        yield from (f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return
    for each in value:
        yield from ("", f"[[{name}]]")
        yield from (f"{_key(key)} = {_value(inner)}" for key, inner in each.items())


def _is_plain(value: Any) -> bool:  # noqa: ANN401
    is_list_of_tables = isinstance(value, list | tuple) and any(
        isinstance(each, Mapping) for each in value
    )
    return not (isinstance(value, Mapping) or is_list_of_tables)


def _key(name: str) -> str:
    is_bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if is_bare else json.dumps(name)


def _value(value: Any) -> str:  # noqa: ANN401
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case Mapping():
            inner = ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items())
            return f"{{ {inner} }}"
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
    return repr(value.item() if hasattr(value, "item") else value)

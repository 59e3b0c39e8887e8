"""Models, compiled once for each way of reading duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from battcore import _battcore
from battcore._arrays import number
from battcore.aging._model import AgingModel
from battcore.error import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How duty is read.

    Raises
    ------
    InputError
        If `min_depth` is no fraction, or the window is shorter than a second.
    """

    depth: Literal["rainflow", "window"] = "rainflow"
    """What a cycle is."""
    min_depth: float = 0.02
    """The depth below which a cycle is a micro-cycle. [1]"""
    micro_cycles: Literal["ignore", "throughput", "law"] = "ignore"
    """What micro-cycles do."""
    window_second: float = 86_400.0
    """How long rates are averaged. [s]"""

    def __post_init__(self) -> None:
        for name in ("min_depth", "window_second"):
            object.__setattr__(self, name, number(name, getattr(self, name)))
        _battcore.check_reading(self)


@lru_cache(maxsize=64)
def engine(model: AgingModel, opened: tuple[str, ...], reading: Reading) -> _battcore.AgingEngine:
    """Compile `model`, its parameters `opened` left open."""
    return _battcore.AgingEngine(model._native, [*opened], reading)  # noqa: SLF001  # of this room


def known(model: AgingModel, parameters: Mapping[str, object]) -> tuple[str, ...]:
    """Names of `parameters`, all of which the model has."""
    for name in parameters:
        if name not in model.parameters:
            import difflib  # noqa: PLC0415 (only who mistypes pays for it)

            near = difflib.get_close_matches(name, model.parameters, n=3) or model.parameters
            message = f"{model.key} has no parameter {name!r}; near are {', '.join(near)}"
            raise InputError(message, "parameters")
    return tuple(parameters)

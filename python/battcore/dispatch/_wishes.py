"""What is asked of the stored energy, beside the limits of the battery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats, number, per_step, samples
from battcore.dispatch._cycle_cost import CycleCost
from battcore.error import InputError

_SERIES = {"soc_floor", "soc_ceiling"}
_NOUNS = {"holding_cost", "cycle_cost"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HoldingCost:
    """A price of holding energy that grows with the state of charge, as calendar aging has it.

    Above each `soc` a stored kWh more costs the price beside it, for each hour that it is held.

    Raises
    ------
    InputError
        If a number makes no sense, or the prices do not ascend.

    Examples
    --------
    A full battery ages faster than a half full one:

    >>> HoldingCost(soc=[0.0, 0.5, 0.8], price_per_kwh_hour=[1e-5, 3e-5, 9e-5])
    HoldingCost(soc=(0.0, 0.5, 0.8), price_per_kwh_hour=(1e-05, 3e-05, 9e-05), weight=1.0)
    """

    soc: Sequence[float]
    """Where each price begins, ascending, the first one from below all. [1]"""
    price_per_kwh_hour: Sequence[float]
    """What a stored kWh more costs in an hour, ascending. [currency/kWh/h]"""
    weight: float | Floats | ArrayLike = 1.0
    """A factor at each step, as a warm one makes all of it dearer: one, or one per step. [1]"""

    def __post_init__(self) -> None:
        for name in ("soc", "price_per_kwh_hour"):
            numbers = samples(name, getattr(self, name)).tolist()
            object.__setattr__(self, name, tuple(numbers))
        object.__setattr__(self, "weight", per_step("weight", self.weight))
        _battcore.check_holding_cost(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wishes:
    """The arguments of `optimize` beside the battery and the site, made plain."""

    soc_start: float
    soc_end: float | None = None
    soc_end_min: float | None = None
    end_value_per_kwh: float = 0.0
    soc_floor: float | Floats | ArrayLike | None = None
    soc_ceiling: float | Floats | ArrayLike | None = None
    holding_cost: HoldingCost | None = None
    cycle_cost: CycleCost | None = None
    stored_price_per_kwh: float | Floats = 0.0
    exclusive: bool = True

    def __post_init__(self) -> None:
        for name in ("soc_start", "soc_end", "soc_end_min", "end_value_per_kwh"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, number(name, value))
        floor = 0.0 if self.soc_floor is None else self.soc_floor
        ceiling = 1.0 if self.soc_ceiling is None else self.soc_ceiling
        object.__setattr__(self, "soc_floor", per_step("soc_floor", floor))
        object.__setattr__(self, "soc_ceiling", per_step("soc_ceiling", ceiling))
        if not isinstance(self.holding_cost, HoldingCost | None):
            raise InputError("holding_cost is no HoldingCost", "holding_cost")
        if not isinstance(self.cycle_cost, CycleCost | None):
            raise InputError("cycle_cost is no CycleCost", "cycle_cost")

    def ask_the_same_as(self, other: "Wishes") -> bool:
        """Whether two batteries that are alike would do the same."""
        names = (field.name for field in fields(self))
        return all(_is_same(getattr(self, name), getattr(other, name)) for name in names)


def _is_same(one: Any, other: Any) -> bool:  # noqa: ANN401
    return one is other or (not isinstance(one, HoldingCost) and np.array_equal(one, other))


def wishes_of_each(count: int, asked: Mapping[str, Any]) -> list[Wishes]:
    """Make plain what is asked of several batteries, as one value for all or one for each."""
    columns = {name: _one_each(name, value, count) for name, value in asked.items()}
    return [
        Wishes(**{name: column[place] for name, column in columns.items()})
        for place in range(count)
    ]


def _one_each(name: str, value: Any, count: int) -> Sequence[Any]:  # noqa: ANN401
    if value is None or name == "exclusive":
        is_one = True
    elif name in _NOUNS:
        is_one = not isinstance(value, Sequence)
    else:
        value = floats(name, value)
        is_one = value.ndim <= (name in _SERIES)
    if not is_one and len(value) != count:
        raise InputError(f"{name} has {len(value)} entries beside {count} batteries", name)
    return [value] * count if is_one else value

"""What was measured of cells, and what they went through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import Floats, floats, samples
from battcore.error import InputError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckUps:
    """What a cell went through, and what was measured of it."""

    soc: ArrayLike
    """State of charge at the ends of n steps, repeated until the last check-up, shape (n + 1,).
    [1]"""
    temperature_celsius: ArrayLike
    """Temperature at these points, or one for all. [degC]"""
    dt_second: ArrayLike
    """Length of each step, or one for all. [s]"""
    time_second: ArrayLike
    """Age at each check-up, shape (m,). [s]"""
    soh_capacity: ArrayLike | None = None
    """Capacity that was measured over the nominal one, NaN where it was not, shape (m,). [1]"""
    soh_resistance: ArrayLike | None = None
    """Resistance that was measured, likewise, shape (m,). [1]"""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """All that was measured: capacities of all cells, then resistances."""

    exposures: list[_battcore.AgingExposure]
    """What each cell went through."""
    times: list[Floats]
    """When each was looked at."""
    place: NDArray[np.bool_]
    """Which of the two quantities of each check-up were measured."""
    health: Floats
    """What was measured."""
    cell: NDArray[np.intp]
    """Whose it is."""
    kind: NDArray[np.intp]
    """Which of `keys` it is one of."""
    keys: NDArray[np.intp]
    """Quantities of cells that were measured: the cell, for resistances after all cells."""

    @classmethod
    def of(cls, compiled: _battcore.AgingEngine, data: Sequence[CheckUps]) -> Self:
        """Gather it, and let the duty of each cell pass once."""
        times = [samples("time_second", of.time_second) for of in data]
        pairs = zip(data, times, strict=True)
        tables = [_measured(of, time.size) for of, time in pairs]
        table = np.concatenate([*tables, np.empty((2, 0))], axis=1)
        place = np.isfinite(table).ravel()
        if not place.any():
            raise InputError("no capacity and no resistance was measured", "data")
        cell = np.repeat(np.arange(len(data)), [time.size for time in times])
        keys, kind = np.unique(np.concatenate([cell, cell + len(data)])[place], return_inverse=True)
        return cls(
            exposures=[_exposed(compiled, of, time) for of, time in zip(data, times, strict=True)],
            times=times,
            place=place,
            health=table.ravel()[place],
            cell=np.tile(cell, 2)[place],
            kind=kind,
            keys=keys,
        )

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.times)

    def starts(self, found: Floats) -> Floats:
        """Give what was found of new cells, capacities above resistances, else 1."""
        starts = np.ones(2 * self.cells)
        starts[self.keys[: found.size]] = found
        return starts.reshape(2, self.cells)


def _measured(of: CheckUps, count: int) -> Floats:
    """Capacity above resistance, NaN where nothing was measured."""
    rows = []
    for name, given in (("soh_capacity", of.soh_capacity), ("soh_resistance", of.soh_resistance)):
        row = np.full(count, np.nan) if given is None else samples(name, given)
        if row.size != count:
            raise InputError(f"{name} has shape {row.shape}, expected ({count},)", name)
        rows.append(row)
    return np.array(rows)


def _exposed(
    compiled: _battcore.AgingEngine, of: CheckUps, time: Floats
) -> _battcore.AgingExposure:
    return _battcore.AgingExposure(
        compiled,
        samples("soc", of.soc),
        np.atleast_1d(floats("temperature_celsius", of.temperature_celsius)),
        np.atleast_1d(floats("dt_second", of.dt_second)),
        float(time.max(initial=0.0)),
    )

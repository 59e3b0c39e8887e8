"""Cells side by side, made of one shape: their duty, what sets them apart, and their past."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats, samples
from battcore.aging._engine import Reading, engine, known
from battcore.aging._model import AgingModel
from battcore.aging._state import AgingState
from battcore.error import InputError

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """A row for each cell, or one row for all."""

    model: AgingModel
    reading: Reading
    shape: Shape
    soc: Floats
    temperature_celsius: Floats
    dt_second: Floats
    names: tuple[str, ...]
    values: Floats
    memories: list[Floats]

    @classmethod
    def of(
        cls,
        model: AgingModel,
        reading: Reading,
        duty: tuple[ArrayLike, ArrayLike, ArrayLike],
        parameters: Mapping[str, ArrayLike],
        state: AgingState | Sequence[AgingState] | None,
    ) -> Self:
        """Bring everything to the shape that it broadcasts to."""
        soc, temperature = _points("soc", duty[0]), _points("temperature_celsius", duty[1])
        own = {name: floats(name, values) for name, values in parameters.items()}
        past = _past(state)
        shape = _shape(
            {"soc": soc.shape[:-1], "temperature_celsius": temperature.shape[:-1]}
            | {name: values.shape for name, values in own.items()}
            | ({"state": (len(past),)} if len(past) > 1 else {})
        )
        columns = [np.broadcast_to(values, shape).ravel() for values in own.values()]
        values = np.stack(columns, axis=-1) if columns else np.empty((1, 0))
        cells = math.prod(shape)
        rows = np.broadcast_to(values, (cells, len(own))).tolist()
        return cls(
            model=model,
            reading=reading,
            shape=shape,
            soc=_rows(soc, shape),
            temperature_celsius=_rows(temperature, shape),
            dt_second=samples("dt_second", np.atleast_1d(floats("dt_second", duty[2]))),
            names=known(model, own),
            values=values,
            memories=[
                one.goes_with(model, dict(zip(own, row, strict=True)), reading).memory
                for one, row in zip(past * (cells // max(len(past), 1)), rows, strict=False)
            ],
        )

    def predicted(
        self, years: float | None, until: float | None, windows_per_row: int
    ) -> _battcore.AgingOutcome:
        """Let them age."""
        return engine(self.model, self.names, self.reading).predict(
            self.values,
            self.soc,
            self.temperature_celsius,
            self.dt_second,
            self.memories,
            years,
            until,
            windows_per_row,
        )

    def states(self, memories: Sequence[Floats]) -> tuple[AgingState, ...]:
        """Make states of what the cells remember."""
        rows = np.broadcast_to(self.values, (len(memories), len(self.names))).tolist()
        return tuple(
            AgingState(self.model, memory, dict(zip(self.names, row, strict=True)), self.reading)
            for memory, row in zip(memories, rows, strict=True)
        )

    def shaped(self, rows: Floats) -> Floats:
        """Bring what was found, the cells first, to the shape of the cells."""
        found: Floats = rows.reshape(self.shape + rows.shape[1:])[()]
        return found


def _points(name: str, values: ArrayLike) -> Floats:
    """Points along the last axis, one of them if there is no axis."""
    return np.atleast_1d(floats(name, values))


def _shape(shapes: Mapping[str, Shape]) -> Shape:
    """Give the shape of the cells."""
    shape: Shape = ()
    for name, each in shapes.items():
        try:
            shape = np.broadcast_shapes(shape, each)
        except ValueError:
            message = f"{name} has leading shape {each}, which does not go with {shape}"
            raise InputError(message, name) from None
    if 0 in shape:
        raise InputError(f"there are no cells in shape {shape}", next(iter(shapes)))
    return shape


def _rows(points: Floats, shape: Shape) -> Floats:
    """Give a row for each cell, or one for all."""
    count = points.shape[-1]
    if points.size == count:
        return points.reshape(1, count)
    return np.ascontiguousarray(np.broadcast_to(points, (*shape, count))).reshape(-1, count)


def _past(state: AgingState | Sequence[AgingState] | None) -> tuple[AgingState, ...]:
    """Give the states that cells go on from."""
    past = () if state is None else (state,) if isinstance(state, AgingState) else tuple(state)
    if not all(isinstance(one, AgingState) for one in past):
        raise InputError("state is no AgingState, and no sequence of them", "state")
    return past

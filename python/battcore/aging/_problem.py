"""Check-ups as a problem of least squares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from battcore import _battcore
from battcore._arrays import Floats, bounded, number
from battcore._extras import require
from battcore.aging._check_ups import Measured
from battcore.aging._model import AgingModel
from battcore.error import InputError

Range = tuple[float, float]
FACTOR = "factor"


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Residuals and their slopes, over parameters in units of where they start.

    After the parameters stand the starts of cells, if these are to be found: by what factor the
    capacity or the resistance of a new cell differs from the nominal one.
    """

    engine: _battcore.AgingEngine
    names: tuple[str, ...]
    unit: Floats
    bounds: tuple[Floats, Floats]
    priors: dict[int, Range]
    """Mean and deviation of unknowns, by place."""
    deviation: float
    measured: Measured

    @classmethod
    def of(
        cls,
        model: AgingModel,
        compiled: _battcore.AgingEngine,
        names: tuple[str, ...],
        measured: Measured,
        *,
        bounds: Mapping[str, Range],
        priors: Mapping[str, Range],
        deviation: float,
        start_deviation: float,
    ) -> Self:
        """Gather what is looked for, and what is known of it."""
        columns = names or (FACTOR,)
        if unknown := {*bounds, *priors} - {*columns}:
            raise InputError(f"{sorted(unknown)} are not to be found", "parameters")
        unit = np.array([1.0 if name == FACTOR else model.parameters[name][0] for name in columns])
        if not unit.all():
            raise InputError("a parameter starts at 0: no unit to look for it in", "parameters")
        limits = [_limits(bounds.get(name), of) for name, of in zip(columns, unit, strict=True)]
        beliefs = {columns.index(name): _prior(belief) for name, belief in priors.items()}
        start = bounded("start_deviation", start_deviation, 0.0, 1.0)
        if start:
            limits += [(-np.inf, np.inf)] * measured.keys.size
            places = range(len(columns), len(columns) + measured.keys.size)
            beliefs |= dict.fromkeys(places, (1.0, start))
        return cls(
            engine=compiled,
            names=columns,
            unit=np.concatenate([unit, np.ones(len(limits) - unit.size)]),
            bounds=(np.array([low for low, _ in limits]), np.array([high for _, high in limits])),
            priors=beliefs,
            deviation=bounded("deviation", deviation, 1e-9, 1.0),
            measured=measured,
        )

    def solved(
        self, start: Floats, weight: Floats | None = None, *, held: int | None = None
    ) -> Any:  # noqa: ANN401 (scipy's own)
        """Search from `start`, each cell counting by its `weight`; one unknown may be held."""
        optimize = require("scipy.optimize", "fit")
        each = np.ones(self.measured.cells) if weight is None else np.sqrt(weight)
        free = np.arange(start.size) != held

        def whole(x: Floats) -> Floats:
            full = start.copy()
            full[free] = x
            return full

        both = _once(lambda x: self.weighed(whole(x), each))
        found = optimize.least_squares(
            lambda x: both(x)[0],
            start[free],
            lambda x: both(x)[1][:, free],
            bounds=tuple(bound[free] for bound in self.bounds),
            x_scale="jac",
        )
        found.x = whole(found.x)
        return found

    def squares(self, start: Floats, held: int) -> tuple[float, Floats]:
        """Give the least sum of squares with one unknown held, and where it is."""
        if start.size == 1:
            residual, _ = self.weighed(start, np.ones(self.measured.cells))
            return float(residual @ residual), start
        found = self.solved(start, held=held)
        return 2 * float(found.cost), found.x

    def weighed(self, x: Floats, each: Floats) -> tuple[Floats, Floats]:
        """Residuals and slopes of measurements, then of priors, all over their deviation."""
        health, slopes = self._health(x * self.unit)
        scale = each[self.measured.cell] / self.deviation
        residual, turning = [(health - self.measured.health) * scale], [slopes * scale[:, None]]
        for place, (mean, spread) in self.priors.items():
            residual.append(np.array([(x[place] * self.unit[place] - mean) / spread]))
            turning.append(np.eye(x.size)[[place]] * self.unit[place] / spread)
        return np.concatenate(residual), np.concatenate(turning)

    def _health(self, values: Floats) -> tuple[Floats, Floats]:
        """Give what the model tells of each measurement, and its slopes over the unknowns."""
        measured, count = self.measured, len(self.names)
        is_factor = self.names == (FACTOR,)
        own, factor = (values[:0], float(values[0])) if is_factor else (values[:count], 1.0)
        found = _battcore.aging_check_ups(
            self.engine, own, factor, measured.exposures, measured.times
        )
        health, slopes = (
            np.concatenate([part[at] for part in found])[measured.place] for at in (0, 1)
        )
        slopes = (slopes if is_factor else slopes[:, :-1]) * self.unit[:count]
        starts = values[count:]
        if not starts.size:
            return health, slopes
        own_start = np.eye(starts.size)[measured.kind]
        return health * starts[measured.kind], np.hstack(
            [slopes * starts[measured.kind, None], own_start * health[:, None]]
        )


def _once(function: Callable[[Floats], Any]) -> Callable[[Floats], Any]:
    """Remember the last answer: residuals and slopes are asked for one after the other."""
    last: dict[bytes, Any] = {}

    def remembered(x: Floats) -> Any:  # noqa: ANN401 (whatever `function` gives)
        if x.tobytes() not in last:
            last.clear()
            last[x.tobytes()] = function(x)
        return last[x.tobytes()]

    return remembered


def _limits(bounds: Range | None, unit: float) -> Range:
    """Bounds over where a parameter starts; its sign stays."""
    if bounds is None:
        return 0.0, np.inf
    low, high = sorted(number("bounds", bound) / unit for bound in bounds)
    if not low < 1.0 < high:
        raise InputError(f"bounds {bounds} do not enclose the start {unit}", "bounds")
    return low, high


def _prior(belief: Range) -> Range:
    """Mean and deviation of what is known beforehand."""
    mean, spread = (number("priors", part) for part in belief)
    if not (np.isfinite(mean) and 0.0 < spread < np.inf):
        raise InputError(f"prior {belief} is no mean and deviation above 0", "priors")
    return mean, spread

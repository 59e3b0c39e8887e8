"""Parameters out of check-ups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import Floats, bounded, floats, number, samples
from battcore._extras import require
from battcore.aging._engine import Reading, engine, known
from battcore.aging._model import AgingModel
from battcore.error import InputError

Range = tuple[float, float]
FACTOR = "factor"


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
class AgingFit:
    """A model as check-ups want it."""

    model: AgingModel
    """The model with what was found, a card of its own."""
    parameters: dict[str, float]
    """What was found, by name; ``factor`` is how fast cells age, over the model as it was."""
    deviation: dict[str, float]
    """Standard deviation of each, from the slopes where the fit ended."""
    residual: Floats = field(repr=False)
    """Predicted less measured health, one value for each measurement. [1]"""
    success: bool
    """Whether the search came to its end."""
    _problem: "_Problem" = field(repr=False)

    @property
    def rmse(self) -> float:
        """Root mean square of the residuals. [1]"""
        return float(np.sqrt(np.mean(np.square(self.residual))))

    def bootstrap(self, count: int = 100, *, seed: int = 0) -> dict[str, Floats]:
        """Fit again and again to cells drawn with replacement.

        Parameters
        ----------
        count : int
            How often.
        seed : int
            Another seed draws others.

        Returns
        -------
        dict of ndarray, each of shape (count,)
            What was found each time, by name, as `pick` takes it; percentiles of it are an
            interval that allows for the spread between cells.
        """
        draw = np.random.default_rng(seed)
        cells = len(self._problem.times)
        start = np.array([*self.parameters.values()])
        found = []
        for _ in range(count):
            weight = np.bincount(draw.integers(cells, size=cells), minlength=cells)
            found.append(self._problem.solved(start, weight.astype(float)).x * self._problem.unit)
        columns = np.array(found).reshape(count, -1).T
        return dict(zip(self.parameters, columns, strict=True))


def fit(
    model: AgingModel,
    data: Sequence[CheckUps],
    *,
    parameters: Sequence[str] = (),
    bounds: Mapping[str, Range] | None = None,
    priors: Mapping[str, Range] | None = None,
    deviation: float = 0.01,
    min_depth: float = 0.02,
) -> AgingFit:
    """Find the parameters with which a model meets check-ups of one cell or many.

    Sums of squares fall by scipy's ``least_squares`` with exact slopes: the formulas of the card
    are followed with their derivatives, window by window. Without `parameters` one factor is
    found on all that passes, time and charge alike: cells age so many times as fast.

    Parameters
    ----------
    model : AgingModel
        The model, whose values are the start of the search.
    data : sequence of CheckUps
        The cells.
    parameters : sequence of str
        Parameters to be found.
    bounds : mapping of (low, high), optional
        Between what each is looked for; the sign of a parameter stays what it is otherwise.
    priors : mapping of (mean, deviation), optional
        What is known of them beforehand.
    deviation : float
        Standard deviation of a measured health, against which priors are weighed. [1]
    min_depth : float
        The depth below which a cycle is a micro-cycle. [1]

    Returns
    -------
    AgingFit
        The model with what was found.

    Raises
    ------
    InputError
        If there is nothing to fit to, or a name or number makes no sense.
    ModuleNotFoundError
        If SciPy is not installed; the extra ``fit`` brings it.

    Examples
    --------
    >>> import battcore as bc
    >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
    >>> measured = bc.aging.CheckUps(
    ...     soc=[0.1, 0.9, 0.1], temperature_celsius=25.0, dt_second=43_200.0,
    ...     time_second=[8.64e6, 1.728e7, 3.456e7], soh_capacity=[0.981, 0.970, 0.960],
    ... )
    >>> found = bc.aging.fit(model, [measured])
    >>> round(found.parameters["factor"], 1)
    2.4
    """
    names = known(model, dict.fromkeys(parameters))
    problem = _Problem.of(model, data, names, bounds or {}, priors or {}, deviation, min_depth)
    end = problem.solved(problem.unit, np.ones(len(data)))
    found = dict(zip(problem.names, (end.x * problem.unit).tolist(), strict=True))
    spread = np.sqrt(np.diag(np.linalg.pinv(end.jac.T @ end.jac))) * np.abs(problem.unit)
    return AgingFit(
        model=refitted(model, found),
        parameters=found,
        deviation=dict(zip(problem.names, spread.tolist(), strict=True)),
        residual=end.fun[: problem.measured.size] * problem.deviation,
        success=bool(end.success),
        _problem=problem,
    )


def refitted(model: AgingModel, found: Mapping[str, float]) -> AgingModel:
    """Write a card with other values."""
    import tomllib  # noqa: PLC0415 (a third of what importing battcore would cost)

    card = tomllib.loads(model.card)
    for name, value in found.items():
        if name != FACTOR:
            card["parameters"][name]["value"] = value
    for state in card["states"].values():
        state["x_scale"] = state.get("x_scale", 1.0) * found.get(FACTOR, 1.0)
    return AgingModel.build(**card)


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """Residuals and their slopes, over parameters in units of where they start."""

    engine: _battcore.AgingEngine
    names: tuple[str, ...]
    unit: Floats
    bounds: tuple[Floats, Floats]
    priors: dict[int, Range]
    deviation: float
    exposures: list[_battcore.AgingExposure]
    times: list[Floats]
    cell: NDArray[np.intp]
    measured: Floats
    place: Any

    @classmethod
    def of(
        cls,
        model: AgingModel,
        data: Sequence[CheckUps],
        names: tuple[str, ...],
        bounds: Mapping[str, Range],
        priors: Mapping[str, Range],
        deviation: float,
        min_depth: float,
    ) -> "_Problem":
        """Gather what was measured, and what cells went through."""
        compiled = engine(model, names, Reading(min_depth=min_depth))
        columns = names or (FACTOR,)
        known_names = {*bounds, *priors} - {*columns}
        if known_names:
            raise InputError(f"{sorted(known_names)} are not to be found", "parameters")
        unit = np.array([1.0 if name == FACTOR else model.parameters[name][0] for name in columns])
        if not data or not unit.all():
            raise InputError("there is no check-up, or a parameter starts at 0", "data")
        times = [samples("time_second", of.time_second) for of in data]
        healths = [_measured(of, time.size) for of, time in zip(data, times, strict=True)]
        table = np.concatenate(healths, axis=1)
        place = np.flatnonzero(np.isfinite(table))
        if not place.size:
            raise InputError("nothing was measured", "data")
        cell = np.repeat(np.arange(len(data)), [time.size for time in times])
        limits = [_limits(bounds.get(name), of) for name, of in zip(columns, unit, strict=True)]
        return cls(
            engine=compiled,
            names=columns,
            unit=unit,
            bounds=(np.array([low for low, _ in limits]), np.array([high for _, high in limits])),
            priors={columns.index(name): known_before for name, known_before in priors.items()},
            deviation=bounded("deviation", deviation, 1e-9, 1.0),
            exposures=[_exposed(compiled, of, time) for of, time in zip(data, times, strict=True)],
            times=times,
            cell=np.tile(cell, 2)[place],
            measured=table.ravel()[place],
            place=place,
        )

    def solved(self, start: Floats, weight: Floats) -> Any:  # noqa: ANN401 (scipy's own)
        """Search from `start`, each cell counting by its `weight`."""
        optimize = require("scipy.optimize", "fit")
        each = np.sqrt(weight)[self.cell] / self.deviation
        last: dict[bytes, tuple[Floats, Floats]] = {}

        def both(x: Floats) -> tuple[Floats, Floats]:
            if x.tobytes() not in last:
                last.clear()
                last[x.tobytes()] = self._weighed(x, each)
            return last[x.tobytes()]

        return optimize.least_squares(
            lambda x: both(x)[0],
            start / self.unit,
            lambda x: both(x)[1],
            bounds=self.bounds,
            x_scale="jac",
        )

    def _weighed(self, x: Floats, each: Floats) -> tuple[Floats, Floats]:
        """Residuals and slopes of measurements, then of priors, all over their deviation."""
        values = x * self.unit
        is_factor = self.names == (FACTOR,)
        own, factor = (values[:0], float(values[0])) if is_factor else (values, 1.0)
        found = _battcore.aging_check_ups(self.engine, own, factor, self.exposures, self.times)
        health = np.concatenate([part[0] for part in found])[self.place]
        slopes = np.concatenate([part[1] for part in found])[self.place]
        slopes = (slopes if is_factor else slopes[:, :-1]) * self.unit
        residual, turning = [(health - self.measured) * each], [slopes * each[:, None]]
        for place, (mean, spread) in self.priors.items():
            residual.append(np.array([(values[place] - mean) / spread]))
            turning.append(np.eye(x.size)[[place]] * self.unit[place] / spread)
        return np.concatenate(residual), np.concatenate(turning)


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


def _limits(bounds: Range | None, unit: float) -> Range:
    """Bounds over where a parameter starts; its sign stays."""
    if bounds is None:
        return 0.0, np.inf
    low, high = sorted(number("bounds", bound) / unit for bound in bounds)
    if not low < 1.0 < high:
        raise InputError(f"bounds {bounds} do not enclose the start {unit}", "bounds")
    return low, high

"""Parameters out of check-ups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from battcore._arrays import Floats, bounded, whole
from battcore.aging._check_ups import CheckUps, Measured
from battcore.aging._engine import Reading, engine, known
from battcore.aging._model import AgingModel
from battcore.aging._problem import FACTOR, Problem, Range
from battcore.aging._profile import interval


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
    start_capacity: Floats = field(repr=False)
    """Capacity of each new cell over the nominal one, 1 where none was looked for, shape (cell,).
    [1]"""
    start_resistance: Floats = field(repr=False)
    """Its resistance, likewise. [1]"""
    success: bool
    """Whether the search came to its end."""
    _problem: Problem = field(repr=False)
    _end: Floats = field(repr=False)

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
        draw = np.random.default_rng(whole("seed", seed, 0, 2**64 - 1))
        problem, cells = self._problem, self._problem.measured.cells
        found = []
        for _ in range(whole("count", count, 0, 10**6)):
            weight = np.bincount(draw.integers(cells, size=cells), minlength=cells)
            found.append(problem.solved(self._end, weight.astype(float)).x * problem.unit)
        columns = np.array(found).reshape(-1, self._end.size).T
        return dict(zip(self.parameters, columns, strict=False))

    def profile(self, level: float = 0.95) -> dict[str, Range]:
        """Find how far each parameter may go before the fit gets worse than chance allows.

        All others follow it to where they fit best [1]_. Rests on the `deviation` that was given
        to `fit`: without a bias of the model, and with errors that are normal and independent,
        the interval holds the true value as often as `level` says.

        Parameters
        ----------
        level : float
            How often the interval holds the true value. [1]

        Returns
        -------
        dict of (low, high)
            An interval for each parameter, by name; it ends at a bound where check-ups tell of no
            end before.

        Raises
        ------
        InputError
            If `level` does not lie between 0 and 1.

        References
        ----------
        .. [1] D. M. Bates, D. G. Watts, Nonlinear Regression Analysis and Its Applications,
           Wiley, 1988.
        """
        level = bounded("level", level, 1e-9, 1.0 - 1e-9)
        problem = self._problem
        return {
            name: interval(
                problem, self._end, at, self.deviation[name] / abs(problem.unit[at]), level
            )
            for at, name in enumerate(self.parameters)
        }


def fit(
    model: AgingModel,
    data: Sequence[CheckUps],
    *,
    parameters: Sequence[str] = (),
    bounds: Mapping[str, Range] | None = None,
    priors: Mapping[str, Range] | None = None,
    deviation: float = 0.01,
    start_deviation: float = 0.0,
    depth: Literal["rainflow", "window"] = "rainflow",
    min_depth: float = 0.02,
    micro_cycles: Literal["ignore", "throughput", "law"] = "ignore",
    window_second: float = 86_400.0,
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
    start_deviation : float
        Standard deviation among new cells. Above 0, each cell has a capacity and a resistance of
        its own to start with, by which its health is multiplied; they are found with the rest. [1]
    depth, min_depth, micro_cycles, window_second
        How duty is read, as `predict` tells.

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
    reading = Reading(
        depth=depth, min_depth=min_depth, micro_cycles=micro_cycles, window_second=window_second
    )
    compiled = engine(model, names, reading)
    problem = Problem.of(
        model,
        compiled,
        names,
        Measured.of(compiled, data),
        bounds=bounds or {},
        priors=priors or {},
        deviation=deviation,
        start_deviation=start_deviation,
    )
    return _fitted(model, problem)


def _fitted(model: AgingModel, problem: Problem) -> AgingFit:
    """Search from the values of the model, and tell what was found."""
    end = problem.solved(np.ones(problem.unit.size))
    values = (end.x * problem.unit).tolist()
    found = dict(zip(problem.names, values, strict=False))
    spread = np.sqrt(np.diag(np.linalg.pinv(end.jac.T @ end.jac))) * np.abs(problem.unit)
    capacity, resistance = problem.measured.starts(end.x[len(found) :])
    return AgingFit(
        model=refitted(model, found),
        parameters=found,
        deviation=dict(zip(problem.names, spread.tolist(), strict=False)),
        residual=end.fun[: problem.measured.health.size] * problem.deviation,
        start_capacity=capacity,
        start_resistance=resistance,
        success=bool(end.success),
        _problem=problem,
        _end=end.x,
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

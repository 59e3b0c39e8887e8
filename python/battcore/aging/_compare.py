"""Cells side by side at one duty."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore._arrays import Floats, bounded
from battcore._pictures import pictures
from battcore._results import Columns
from battcore.aging._model import AgingModel
from battcore.aging._predict import predict
from battcore.aging._run import AgingRun, RangeWarning

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Columns):
    """What one duty leaves of cells of several models: a row for each model."""

    row: ClassVar[str] = "place"
    """What one entry of a column is."""

    model: NDArray[np.str_]
    """Keys of the models."""
    chemistry: NDArray[np.str_]
    """Positive and negative electrode of each."""
    soh_capacity: Floats
    """Present over nominal capacity at the end. [1]"""
    soh_resistance: Floats
    """Present over nominal resistance at the end; NaN where a model knows none. [1]"""
    end_of_life_second: Floats
    """When capacity has fallen to `end_of_life`; infinite where it never does. [s]"""
    outside_share: Floats
    """The largest share of time or charge outside what the model was tested for. [1]"""
    runs: Mapping[str, AgingRun] = field(repr=False)
    """The course of health by model."""

    def plot(self) -> "Figure":
        """Draw capacity over time, a line for each model.

        Returns
        -------
        matplotlib.figure.Figure
            The picture.

        Raises
        ------
        ModuleNotFoundError
            If matplotlib is not installed; the extra ``plot`` brings it.
        """
        drawn: Figure = pictures(self)
        return drawn


def compare(
    models: Mapping[str, AgingModel],
    soc: ArrayLike,
    temperature_celsius: ArrayLike,
    dt_second: ArrayLike,
    *,
    end_of_life: float = 0.8,
    **options: Any,  # noqa: ANN401 (those of `predict`)
) -> Comparison:
    """Age one cell of each model by the same duty.

    Parameters
    ----------
    models : mapping of AgingModel
        The models by name, as `models` gives them.
    soc, temperature_celsius, dt_second : array-like
        The duty of all of them, as `predict` takes it.
    end_of_life : float
        Share of the nominal capacity at which a life ends. [1]
    **options
        `years` and whatever else `predict` takes. A duty outside the tested range is told as a
        share, without a warning.

    Returns
    -------
    Comparison
        A row for each model.

    Examples
    --------
    >>> import battcore as bc
    >>> both = {key: bc.aging.models()[key] for key in (
    ...     "lfp_gr_250ah_prismatic", "nmc111_gr_kokam_75ah"
    ... )}
    >>> found = bc.aging.compare(both, [0.1, 0.9, 0.1], 35.0, 43_200.0, years=15)
    >>> for key, end in zip(found.model, found.end_of_life_second / 31_536_000.0):
    ...     print(f"{key} {end:.1f} years")
    lfp_gr_250ah_prismatic inf years
    nmc111_gr_kokam_75ah 9.5 years
    """
    end = bounded("end_of_life", end_of_life, 0.0, 1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RangeWarning)
        runs = {
            name: predict(model, soc, temperature_celsius, dt_second, **options)
            for name, model in models.items()
        }
    knows = np.array([model.models_resistance for model in models.values()])
    resistance = np.array([run.soh_resistance[-1] for run in runs.values()])
    outside = [np.max([0.0, *run.outside_share.values()]) for run in runs.values()]
    return Comparison(
        model=np.array([*models]),
        chemistry=np.array([model.chemistry for model in models.values()]),
        soh_capacity=np.array([run.soh_capacity[-1] for run in runs.values()]),
        soh_resistance=np.where(knows, resistance, np.nan),
        end_of_life_second=np.array([run.end_of_life(end) for run in runs.values()]),
        outside_share=np.array(outside),
        runs=runs,
    )

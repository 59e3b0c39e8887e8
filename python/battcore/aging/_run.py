"""The course of health."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats, bounded, floats
from battcore._results import Columns
from battcore.aging._state import AgingState
from battcore.error import InputError


class RangeWarning(UserWarning):
    """A duty leaves the range in which a model was tested."""


@dataclass(frozen=True, slots=True, eq=False)
class AgingRun(Columns):
    """The course of health of a cell or of many: a row at the end of each window, which is a day.

    `to_pandas` and its like take the columns; `losses` and `gains` hold further ones. Cells that
    were given up earlier than others have NaN from then on.
    """

    row: ClassVar[str] = "window"
    """What one entry of a column is."""

    time_second: Floats
    """Age, shape (window,). [s]"""
    efc: Floats
    """Equivalent full cycles so far, of the nominal capacity, shape (..., window). [1]"""
    soh_capacity: Floats
    """Present over nominal capacity, shape (..., window). [1]"""
    soh_resistance: Floats
    """Present over nominal resistance, shape (..., window); 1 where the model knows none. [1]"""
    losses: dict[str, Floats]
    """Share of the nominal capacity lost by cause, each of shape (..., window). [1]"""
    gains: dict[str, Floats]
    """Share of the nominal resistance gained by cause, each of shape (..., window). [1]"""
    ignored_share: Floats
    """Share of the charge that moved in micro-cycles that did not age the cell, shape (...). [1]"""
    outside_share: dict[str, Floats]
    """Share of time (temperature, soc) or charge (dod, rates) outside the tested range, each of
    shape (...). [1]"""
    warnings: tuple[str, ...]
    """What to know before this is believed."""
    states: tuple[AgingState, ...] = field(repr=False)
    """The cells at the end, to go on from by ``predict(..., state=run.states)``."""

    @property
    def state(self) -> AgingState:
        """The cell at the end, the first one of many."""
        return self.states[0]

    def end_of_life(self, soh_capacity: float = 0.8) -> float | Floats:
        """Find when capacity has fallen to a share of the nominal one.

        Parameters
        ----------
        soh_capacity : float
            That share. [1]

        Returns
        -------
        float or ndarray
            End of the first window in which it is reached, shape (...); infinite if it never is.
            [s]

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["nmc111_gr_kokam_75ah"]
        >>> run = bc.aging.predict(model, [0.1, 0.9, 0.1], 35.0, 43_200.0, years=15)
        >>> round(run.end_of_life(0.8) / 86_400.0 / 365, 1)
        9.5
        """
        reached = self.soh_capacity <= bounded("soh_capacity", soh_capacity, 0.0, 1.0)
        first = self.time_second[np.argmax(reached, axis=-1)]
        return _plain(np.where(reached.any(axis=-1), first, np.inf))

    def percentiles(self, percent: ArrayLike = (5.0, 50.0, 95.0)) -> "Percentiles":
        """Tell how health spreads among the cells, window by window.

        Parameters
        ----------
        percent : array-like, shape (q,)
            Shares of the cells that lie below. [%]

        Returns
        -------
        Percentiles
            A row of health for each of them.

        Raises
        ------
        InputError
            If a share is no percentage.
        """
        shares = np.atleast_1d(floats("percent", percent))
        if not ((shares >= 0.0) & (shares <= 100.0)).all():
            raise InputError("percent lies outside [0, 100]", "percent")
        cells = tuple(range(self.soh_capacity.ndim - 1))

        def spread(values: Floats) -> Floats:
            found: Floats = np.percentile(values, shares, axis=cells)
            return found

        return Percentiles(
            percent=shares,
            time_second=self.time_second,
            soh_capacity=spread(self.soh_capacity),
            soh_resistance=spread(self.soh_resistance),
        )

    def summary(self) -> dict[str, float | Floats]:
        """Give the last row, losses and gains by cause, and the share that was ignored.

        Returns
        -------
        dict of float or ndarray
            Values by name, each of shape (...).

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
        >>> run = bc.aging.predict(model, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=10)
        >>> summary = run.summary()
        >>> round(summary["loss_calendar"], 4), round(summary["loss_cycle"], 4)
        (0.0358, 0.0773)
        """
        last = {name: column[..., -1] for name, column in self.columns().items()}
        losses = {f"loss_{cause}": column[..., -1] for cause, column in self.losses.items()}
        gains = {f"gain_{cause}": column[..., -1] for cause, column in self.gains.items()}
        every = {**last, **losses, **gains, "ignored_share": self.ignored_share}
        return {name: _plain(value) for name, value in every.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Percentiles(Columns):
    """How health spreads among many cells: a row at the end of each window."""

    row: ClassVar[str] = "window"
    """What one entry of a column is."""

    percent: Floats
    """Shares of the cells that lie below, shape (q,). [%]"""
    time_second: Floats
    """Age, shape (window,). [s]"""
    soh_capacity: Floats
    """Present over nominal capacity, shape (q, window). [1]"""
    soh_resistance: Floats
    """Present over nominal resistance, shape (q, window). [1]"""


def _plain(values: Floats) -> float | Floats:
    """Give what belongs to a single cell as a plain number."""
    return values if np.ndim(values) else float(values)

"""A record of duty in, the course of health out."""

import warnings as python_warnings
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats, number, samples
from battcore._results import Columns
from battcore.aging._model import AgingModel


class RangeWarning(UserWarning):
    """A duty leaves the range in which a model was tested."""


@dataclass(frozen=True, slots=True, eq=False)
class AgingRun(Columns):
    """The course of health: a row at the end of each window, which is a day.

    `to_pandas` and its like take the columns; `losses` and `gains` hold further ones.
    """

    row: ClassVar[str] = "window"
    """What one entry of a column is."""

    time_second: Floats
    """Age, shape (window,). [s]"""
    efc: Floats
    """Equivalent full cycles so far, of the nominal capacity, shape (window,). [1]"""
    soh_capacity: Floats
    """Present over nominal capacity, shape (window,). [1]"""
    soh_resistance: Floats
    """Present over nominal resistance, shape (window,); 1 where the model knows none. [1]"""
    losses: dict[str, Floats]
    """Share of the nominal capacity lost by cause, each of shape (window,). [1]"""
    gains: dict[str, Floats]
    """Share of the nominal resistance gained by cause, each of shape (window,). [1]"""
    ignored_share: float
    """Share of the charge that moved in micro-cycles that did not age the cell. [1]"""
    outside_share: dict[str, float]
    """Share of time (temperature, soc) or of charge (dod, rates) outside the tested range. [1]"""
    warnings: tuple[str, ...]
    """What to know before this is believed."""
    state: Floats = field(repr=False)
    """The cell at the end, to go on from by ``predict(..., state=run.state)``."""

    def end_of_life(self, soh_capacity: float = 0.8) -> float:
        """Find when capacity has fallen to a share of the nominal one.

        Parameters
        ----------
        soh_capacity : float
            That share. [1]

        Returns
        -------
        float
            End of the first window in which it is reached; infinite if it never is. [s]

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["nmc111_gr_kokam_75ah"]
        >>> run = bc.aging.predict(model, [0.1, 0.9, 0.1], 35.0, 43_200.0, years=15)
        >>> round(run.end_of_life(0.8) / 86_400.0 / 365, 1)
        9.5
        """
        reached = np.flatnonzero(self.soh_capacity <= soh_capacity)
        return float(self.time_second[reached[0]]) if reached.size else float("inf")

    def summary(self) -> dict[str, float]:
        """Give the last row, losses and gains by cause, and the share that was ignored.

        Returns
        -------
        dict of float
            Values by name.

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
        >>> run = bc.aging.predict(model, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=10)
        >>> summary = run.summary()
        >>> round(summary["loss_calendar"], 4), round(summary["loss_cycle"], 4)
        (0.0358, 0.0773)
        """
        last = {name: float(column[-1]) for name, column in self.columns().items()}
        losses = {f"loss_{cause}": float(column[-1]) for cause, column in self.losses.items()}
        gains = {f"gain_{cause}": float(column[-1]) for cause, column in self.gains.items()}
        return {**last, **losses, **gains, "ignored_share": self.ignored_share}


def predict(
    model: AgingModel,
    soc: ArrayLike,
    temperature_celsius: ArrayLike,
    dt_second: ArrayLike,
    *,
    years: float | None = None,
    depth: Literal["rainflow", "window"] = "rainflow",
    min_depth: float = 0.02,
    micro_cycles: Literal["ignore", "throughput", "law"] = "ignore",
    window_second: float = 86_400.0,
    state: ArrayLike | None = None,
) -> AgingRun:
    """Age a cell by a record of its duty.

    Between points, state of charge and temperature follow straight lines. Rates of the model that
    are averaged are averaged over windows of a day. Charge is counted at the nominal capacity;
    what is left of the cell does not act back on its duty.

    Parameters
    ----------
    model : AgingModel
        How the cell ages.
    soc : array-like, shape (n + 1,)
        State of charge at the ends of n steps. [1]
    temperature_celsius : float or array-like, shape (n + 1,)
        Temperature of the cell at these points, or one for all. [degC]
    dt_second : float or array-like, shape (n,)
        Length of each step, or one for all. [s]
    years : float, optional
        Repeat the record until so many years of 365 days have passed. A jump from its last point
        to its first is not counted as a cycle, and is told in `warnings`.
    depth : {"rainflow", "window"}
        What a cycle is: what the rainflow rule counts, each with its own depth, mean state of
        charge, temperature and rate over moving time; or the whole window, as BLAST-Lite has it,
        with a rate over all of its time.
    min_depth : float
        The depth below which a cycle is a micro-cycle. [1]
    micro_cycles : {"ignore", "throughput", "law"}
        What micro-cycles do: nothing; as much as their charge would in cycles of the smallest
        depth that was tested; or what the law says of their own depth. Cells that cycled 2 % and
        less on top of deeper cycles aged no faster, or slower, than without [1]_.
    window_second : float
        How long rates are averaged. [s]
    state : array-like, optional
        The `state` of an earlier run, to go on from there.

    Returns
    -------
    AgingRun
        A row for each window.

    Raises
    ------
    InputError
        If a number lies outside its bounds, the series do not go together, or `state` is not of
        this model.

    Warns
    -----
    RangeWarning
        If part of the duty lies outside the range in which the model was tested.

    References
    ----------
    .. [1] A. Soto et al., J. Energy Storage, 2022: cycles below 2 % on top of main cycles.

    Examples
    --------
    >>> import battcore as bc
    >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
    >>> run = bc.aging.predict(model, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=10)
    >>> run.soh_capacity[[364, 3649]].round(3).tolist()
    [0.978, 0.887]
    """
    found = _battcore.predict_aging(
        model._native,  # noqa: SLF001  # of this room
        samples("soc", soc),
        np.atleast_1d(floats("temperature_celsius", temperature_celsius)),
        np.atleast_1d(floats("dt_second", dt_second)),
        None if years is None else number("years", years),
        depth,
        number("min_depth", min_depth),
        micro_cycles,
        number("window_second", window_second),
        None if state is None else samples("state", state),
    )
    outside = {name: share for name, share in found.outside if share > 0.0}
    told = tuple(_told(model, outside, jumps=found.jumps))
    if outside:
        python_warnings.warn(f"{model.key}: {told[0]}", RangeWarning, stacklevel=2)
    return AgingRun(
        time_second=found.time_second,
        efc=found.efc,
        soh_capacity=found.soh_capacity,
        soh_resistance=found.soh_resistance,
        losses=dict(found.losses),
        gains=dict(found.gains),
        ignored_share=found.ignored_share,
        outside_share=outside,
        warnings=told,
        state=found.state,
    )


def _told(model: AgingModel, outside: dict[str, float], *, jumps: bool) -> list[str]:
    told = []
    if outside:
        shares = ", ".join(f"{name} {share:.1%}" for name, share in outside.items())
        told.append(f"outside the range of the tests: {shares}")
    if jumps:
        told.append("the record does not end where it began; the jump is no cycle")
    if not model.models_resistance:
        told.append("the model knows no resistance: soh_resistance stays 1")
    return told

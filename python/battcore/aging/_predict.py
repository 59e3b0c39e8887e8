"""A record of duty in, the course of health out."""

import warnings as python_warnings
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number, whole
from battcore.aging._cells import Cells
from battcore.aging._engine import Reading
from battcore.aging._model import AgingModel
from battcore.aging._run import AgingRun, RangeWarning
from battcore.aging._state import AgingState


def predict(
    model: AgingModel,
    soc: ArrayLike,
    temperature_celsius: ArrayLike,
    dt_second: ArrayLike,
    *,
    years: float | None = None,
    until: float | None = None,
    depth: Literal["rainflow", "window"] = "rainflow",
    min_depth: float = 0.02,
    micro_cycles: Literal["ignore", "throughput", "law"] = "ignore",
    window_second: float = 86_400.0,
    windows_per_row: int = 1,
    parameters: Mapping[str, ArrayLike] | None = None,
    state: AgingState | Sequence[AgingState] | None = None,
) -> AgingRun:
    """Age a cell, or many, by a record of duty.

    Between points, state of charge and temperature follow straight lines. Rates of the model that
    are averaged are averaged over windows of a day. Charge is counted at the nominal capacity;
    what is left of the cell does not act back on its duty. Cells stand on the leading axes, which
    broadcast, and are aged on all cores.

    Parameters
    ----------
    model : AgingModel
        How the cell ages.
    soc : array-like, shape (..., n + 1)
        State of charge at the ends of n steps. [1]
    temperature_celsius : float or array-like, shape (..., n + 1) or (..., 1)
        Temperature of the cell at these points, or one for all. [degC]
    dt_second : float or array-like, shape (n,)
        Length of each step, or one for all. [s]
    years : float, optional
        Repeat the record until so many years of 365 days have passed. A jump from its last point
        to its first is not counted as a cycle, and is told in `warnings`.
    until : float, optional
        Give a cell up at the end of the window in which its capacity, over the nominal one, has
        fallen to this. [1]
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
    windows_per_row : int
        Windows that one row of the result stands for; it tells of the last of them.
    parameters : mapping of array-like, shape (...), optional
        Parameters of the model that differ from its card, or from cell to cell.
    state : AgingState or sequence of them, optional
        What an earlier run left, to go on from there: of one cell, or of each.

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
    >>> warm = [[15.0], [25.0], [35.0]]
    >>> three = bc.aging.predict(model, [0.1, 0.9, 0.1], warm, 43_200.0, years=20, until=0.88)
    >>> (three.end_of_life(0.88) / 86_400.0 / 365).round(1).tolist()
    [10.2, 10.8, 9.2]
    """
    reading = Reading(
        depth=depth, min_depth=min_depth, micro_cycles=micro_cycles, window_second=window_second
    )
    duty = (soc, temperature_celsius, dt_second)
    cells = Cells.of(model, reading, duty, parameters or {}, state)
    found = cells.predicted(
        None if years is None else number("years", years),
        None if until is None else number("until", until),
        whole("windows_per_row", windows_per_row, 1, 10**9),
    )
    run = _run(cells, found)
    if run.outside_share:
        python_warnings.warn(f"{model.key}: {run.warnings[0]}", RangeWarning, stacklevel=2)
    return run


def _run(cells: Cells, found: _battcore.AgingOutcome) -> AgingRun:
    outside = {name: cells.shaped(share) for name, share in found.outside if share.any()}
    return AgingRun(
        time_second=found.time_second,
        efc=cells.shaped(found.efc),
        soh_capacity=cells.shaped(found.soh_capacity),
        soh_resistance=cells.shaped(found.soh_resistance),
        losses={cause: cells.shaped(loss) for cause, loss in found.losses},
        gains={cause: cells.shaped(gain) for cause, gain in found.gains},
        ignored_share=cells.shaped(found.ignored_share),
        outside_share=outside,
        warnings=tuple(_told(cells.model, outside, jumps=found.jumps)),
        states=cells.states(found.states),
    )


def _told(model: AgingModel, outside: dict[str, Floats], *, jumps: bool) -> list[str]:
    told = []
    if outside:
        shares = ", ".join(f"{name} {np.max(share):.1%}" for name, share in outside.items())
        told.append(f"outside the range of the tests: {shares}")
    if jumps:
        told.append("the record does not end where it began; the jump is no cycle")
    if not model.models_resistance:
        told.append("the model knows no resistance: soh_resistance stays 1")
    return told

"""BLAST-Lite's own driver, with all its habits, for those who compare with it or come from it.

It reads the same cards as `battcore.aging.predict`, and nothing else is shared. For new work take
`predict`: it loses no interval, does not depend on the length of its steps, and never runs out of
numbers.
"""

import warnings as python_warnings
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats, number, samples
from battcore._results import Columns
from battcore.aging._model import AgingModel

__all__ = ["BlastRun", "HeldWarning", "simulate", "update"]


class HeldWarning(UserWarning):
    """BLAST-Lite has no number from some sub-step on; here the state was held instead."""


@dataclass(frozen=True, slots=True, eq=False)
class BlastRun(Columns):
    """The course of a life: a row at the end of each sub-step."""

    row: ClassVar[str] = "sub_step"
    """What one entry of a column is."""

    time_second: Floats
    """Time lived, shape (sub_step,); intervals between sub-steps are not. [s]"""
    efc: Floats
    """Equivalent full cycles so far, of the nominal capacity, shape (sub_step,). [1]"""
    soh_capacity: Floats
    """Present over nominal capacity, ``q`` in BLAST-Lite, shape (sub_step,). [1]"""
    soh_resistance: Floats
    """Present over nominal resistance, ``r``, shape (sub_step,); 1 where it is not modeled. [1]"""
    states: dict[str, Floats]
    """States by the names that BLAST-Lite gives them, each of shape (sub_step,). [1]"""
    rates: dict[str, Floats]
    """Rates of each sub-step by the names of the card, each of shape (sub_step,); a mean over its
    samples where it is averaged. [as the card has it]"""
    stressors: dict[str, Floats]
    """Conditions of each sub-step by their names in formulas, each of shape (sub_step,).
    [K, 1, 1/h, 1/day]"""
    held: dict[str, int]
    """Row at which a state was first held, since BLAST-Lite has no number there, by state."""
    warnings: tuple[str, ...]
    """What to know before this is believed."""
    state: Floats = field(repr=False)
    """The cell at the end, to go on from by ``simulate(..., state=run.state)``."""


def simulate(
    model: AgingModel,
    time_second: ArrayLike,
    soc: ArrayLike,
    temperature_celsius: ArrayLike,
    *,
    threshold_time_years: float | None = None,
    threshold_capacity: float | None = None,
    threshold_efc: float | None = None,
    degradation_scalar: float = 1.0,
    conserve_energy_throughput: bool = True,
    is_constant_input: bool = False,
    breakpoints_max_second: float = 86_400.0,
    breakpoints_max_efc: float = 1.0,
    exact_steps: bool = False,
    state: ArrayLike | None = None,
) -> BlastRun:
    """Simulate the life of a battery as ``simulate_battery_life`` of BLAST-Lite 1.1.1 does.

    The profile is repeated until a threshold is passed.

    Parameters
    ----------
    model : AgingModel
        A model whose card has a table ``[blast]``.
    time_second : array-like, shape (n,)
        When each sample was taken, rising. [s]
    soc : array-like, shape (n,)
        State of charge then. [1]
    temperature_celsius : float or array-like, shape (n,)
        Temperature of the cell then, or one for all. [degC]
    threshold_time_years : float, optional
        End after so many years of 365 days. Without any threshold the profile is lived about once.
    threshold_capacity : float, optional
        End when capacity falls below this share of the nominal one. [1]
    threshold_efc : float, optional
        End after so many equivalent full cycles.
    degradation_scalar : float
        Factor on every step of every state. Loss grows by less: a state that goes with the power p
        of time ends near its p-th power. [1]
    conserve_energy_throughput : bool
        Whether cycles of a faded cell become deeper, around the first sample of each sub-step, so
        that they move the same charge.
    is_constant_input : bool
        Whether the profile is one sub-step, whose rates are worked out once.
    breakpoints_max_second : float
        Time after which a sub-step ends. [s]
    breakpoints_max_efc : float
        Equivalent full cycles after which a sub-step ends at a turning point. [1]
    exact_steps : bool
        Whether steps follow the curves of growth to their end, as `battcore.aging.predict` does,
        rather than along the slope at their start. All else stays.
    state : array-like, optional
        The `state` of an earlier run, to go on from there.

    Returns
    -------
    BlastRun
        A row for each sub-step.

    Raises
    ------
    InputError
        If a number lies outside its bounds, columns do not go together, `state` is not of this
        model, or BLAST-Lite has no such model.

    Warns
    -----
    HeldWarning
        If BLAST-Lite has no number for some state.

    References
    ----------
    BLAST-Lite 1.1.1, https://github.com/NatLabRockies/BLAST-Lite, BSD-3-Clause.

    Examples
    --------
    >>> import battcore as bc
    >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
    >>> hour = np.arange(24 * 365 + 1)
    >>> soc = np.interp(hour % 24, [0, 8, 12, 16, 24], [0.9, 0.9, 0.1, 0.9, 0.9])
    >>> run = bc.aging.blast.simulate(model, 3600.0 * hour, soc, 25.0, threshold_time_years=10)
    >>> run.soh_capacity[-1].round(3).item(), run.soh_capacity.size
    (0.873, 3656)
    """
    columns = _profile(time_second, soc, temperature_celsius)
    thresholds = (
        _optional("threshold_time_years", threshold_time_years),
        _optional("threshold_capacity", threshold_capacity),
        _optional("threshold_efc", threshold_efc),
    )
    found = _battcore.blast_simulate(
        model._native,  # noqa: SLF001  # of this room
        *columns,
        *thresholds,
        number("degradation_scalar", degradation_scalar),
        bool(conserve_energy_throughput),
        bool(is_constant_input),
        number("breakpoints_max_second", breakpoints_max_second),
        number("breakpoints_max_efc", breakpoints_max_efc),
        bool(exact_steps),
        None if state is None else samples("state", state),
    )
    return _run(model, found)


def update(
    model: AgingModel,
    time_second: ArrayLike,
    soc: ArrayLike,
    temperature_celsius: ArrayLike,
    *,
    degradation_scalar: float = 1.0,
    state: ArrayLike | None = None,
) -> BlastRun:
    """Age a battery by one sub-step, as ``update_battery_state`` of BLAST-Lite 1.1.1 does.

    Parameters
    ----------
    model : AgingModel
        A model whose card has a table ``[blast]``.
    time_second : array-like, shape (n,)
        When each sample of the sub-step was taken, rising. [s]
    soc : array-like, shape (n,)
        State of charge then, taken as it stands. [1]
    temperature_celsius : float or array-like, shape (n,)
        Temperature of the cell then, or one for all. [degC]
    degradation_scalar : float
        Factor on the step of every state. [1]
    state : array-like, optional
        The `state` of an earlier run, to go on from there.

    Returns
    -------
    BlastRun
        One row.

    Raises
    ------
    InputError
        As `simulate`.

    Warns
    -----
    HeldWarning
        As `simulate`.

    Examples
    --------
    >>> import battcore as bc
    >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
    >>> hour = 3600.0 * np.arange(25)
    >>> first = bc.aging.blast.update(model, hour, np.linspace(0.2, 0.8, 25), 25.0)
    >>> second = bc.aging.blast.update(
    ...     model, hour, np.linspace(0.8, 0.2, 25), 25.0, state=first.state
    ... )
    >>> {name: level[-1].round(7).item() for name, level in second.states.items()}
    {'qLoss_t': 0.0007384, 'qLoss_EFC': 5.97e-05}
    """
    found = _battcore.blast_update(
        model._native,  # noqa: SLF001  # of this room
        *_profile(time_second, soc, temperature_celsius),
        number("degradation_scalar", degradation_scalar),
        None if state is None else samples("state", state),
    )
    return _run(model, found)


def _profile(
    time_second: ArrayLike, soc: ArrayLike, temperature_celsius: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    time = samples("time_second", time_second)
    celsius = floats("temperature_celsius", temperature_celsius)
    if celsius.ndim == 0:
        celsius = np.full(time.size, celsius)
    return time, samples("soc", soc), samples("temperature_celsius", celsius)


def _optional(name: str, threshold: float | None) -> float | None:
    return None if threshold is None else number(name, threshold)


def _run(model: AgingModel, found: _battcore.BlastOutcome) -> BlastRun:
    held = dict(found.held)
    told = tuple(_told(found, held))
    if held:
        python_warnings.warn(f"{model.key}: {told[0]}", HeldWarning, stacklevel=3)
    return BlastRun(
        time_second=found.time_second,
        efc=found.efc,
        soh_capacity=found.soh_capacity,
        soh_resistance=found.soh_resistance,
        states=dict(found.states),
        rates=dict(found.rates),
        stressors=dict(found.stressors),
        held=held,
        warnings=told,
        state=found.state,
    )


def _told(found: _battcore.BlastOutcome, held: dict[str, int]) -> list[str]:
    told = []
    if held:
        rows = ", ".join(f"{state} from row {row}" for state, row in held.items())
        told.append(f"BLAST-Lite has no number for {rows}; the state was held where it has none")
    if found.endless:
        told.append("no threshold was passed in a thousand years, or a million sub-steps")
    if not found.models_resistance:
        told.append("the model knows no resistance: soh_resistance stays 1")
    return told

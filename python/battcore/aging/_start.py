"""A cell at the start of its life."""

from collections.abc import Mapping
from typing import Literal

from battcore._arrays import number, samples
from battcore.aging._engine import Reading, engine, known
from battcore.aging._model import AgingModel
from battcore.aging._state import AgingState


def start(
    model: AgingModel,
    *,
    soc: float = 0.5,
    levels: Mapping[str, float] | None = None,
    parameters: Mapping[str, float] | None = None,
    depth: Literal["rainflow", "window"] = "rainflow",
    min_depth: float = 0.02,
    micro_cycles: Literal["ignore", "throughput", "law"] = "ignore",
    window_second: float = 86_400.0,
) -> AgingState:
    """Put a cell at the start of its life, or of what is known of it.

    Parameters
    ----------
    model : AgingModel
        How the cell ages.
    soc : float
        Its state of charge. [1]
    levels : mapping of float, optional
        Values of states of the model, where they are not those of a new cell.
    parameters : mapping of float, optional
        Parameters in which the cell differs from its model.
    depth, min_depth, micro_cycles, window_second
        How its duty is read, as `predict` tells.

    Returns
    -------
    AgingState
        The cell.

    Raises
    ------
    InputError
        If a number lies outside its bounds, or the model has no such state or parameter.

    Examples
    --------
    >>> import battcore as bc
    >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
    >>> bc.aging.start(model).soh_capacity
    1.0
    >>> used = bc.aging.start(model, levels={"loss_calendar": 0.06, "loss_cycle": 0.1})
    >>> round(used.soh_capacity, 9)
    0.84
    """
    own = {name: number(name, value) for name, value in (parameters or {}).items()}
    reading = Reading(
        depth=depth, min_depth=min_depth, micro_cycles=micro_cycles, window_second=window_second
    )
    compiled = engine(model, known(model, own), reading)
    given = [(name, number(name, level)) for name, level in (levels or {}).items()]
    memory = compiled.start(samples("parameters", [*own.values()]), number("soc", soc), given)
    return AgingState(model, memory, own, reading)

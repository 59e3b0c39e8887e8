"""The rooms once more in plain Python: the specification that the kernels are tested against."""

from battcore.reference import (
    aging,
    converter,
    cycles,
    dispatch,
    gridcode,
    optimum,
    receding_horizon,
    simulation,
    site,
    slope_queue,
    soc,
    table,
    tariff,
    thermal,
    trace,
)

__all__ = [
    "aging",
    "converter",
    "cycles",
    "dispatch",
    "gridcode",
    "optimum",
    "receding_horizon",
    "simulation",
    "site",
    "slope_queue",
    "soc",
    "table",
    "tariff",
    "thermal",
    "trace",
]

"""The rooms once more in plain Python: the specification that the kernels are tested against."""

from battcore.reference import aging, cycles, simulation, soc, table, trace

__all__ = ["aging", "cycles", "simulation", "soc", "table", "trace"]

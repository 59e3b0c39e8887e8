"""The rooms once more in plain Python: the specification that the kernels are tested against."""

from battcore.reference import soc, table

__all__ = ["soc", "table"]

"""The rooms once more in plain Python: the specification that the kernels are tested against."""

from battcore.reference import table, trace

__all__ = ["table", "trace"]

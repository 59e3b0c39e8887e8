"""Stand-ins for other packages: the same names and shapes of results, counted by battcore."""

from battcore.compat import rainflow

__all__ = ["rainflow"]

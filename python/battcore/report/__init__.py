"""One screen that tells what came of a run."""

from battcore.report._page import Report, Section
from battcore.report._sections import of

__all__ = ["Report", "Section", "of"]

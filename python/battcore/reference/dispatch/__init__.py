"""What to do, straight from the words of the policies."""

from battcore.reference.dispatch.policies import decide
from battcore.reference.dispatch.rules import MARGIN

__all__ = ["MARGIN", "decide"]

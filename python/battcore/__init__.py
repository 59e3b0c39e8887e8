"""What a battery can do, what it should do, what that costs it in life, and what it is worth.

Positive power charges. Units are W, Wh, s, degrees Celsius and fractions from 0 to 1, and stand in
the names. A sample holds over ``[t, t + dt)``.
"""

from battcore import table, trace
from battcore._battcore import __version__
from battcore._versions import show_versions
from battcore.error import InputError

__all__ = ["InputError", "__version__", "show_versions", "table", "trace"]

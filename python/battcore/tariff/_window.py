"""Recurring hours of the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

from battcore import _battcore
from battcore.tariff._plain import integers, pairs

WEEKDAYS = (0, 1, 2, 3, 4)
"""Monday to Friday, as `Window.weekdays` has them."""
WEEKEND = (5, 6)
"""Saturday, Sunday, and with Sunday every holiday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Recurring hours: all of `hours` on all of `weekdays` in all of `months`.

    Raises
    ------
    InputError
        If there is none of one of them, or one that no calendar has.

    Examples
    --------
    Summer afternoons:

    >>> import battcore as bc
    >>> bc.tariff.Window(months=[6, 7, 8, 9], weekdays=bc.tariff.WEEKDAYS, hours=[(14, 20)])
    Window(months=(6, 7, 8, 9), weekdays=(0, 1, 2, 3, 4), hours=((14.0, 20.0),))
    """

    months: Sequence[int] = tuple(range(1, 13))
    """From 1 to 12."""
    weekdays: Sequence[int] = tuple(range(7))
    """Monday is 0 and Sunday 6; a holiday is a Sunday."""
    hours: Sequence[tuple[float, float]] = ((0.0, 24.0),)
    """From which hour of the day up to which; ``(22, 6)`` is the end and the start of each day.
    [h]"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "months", integers("months", self.months))
        object.__setattr__(self, "weekdays", integers("weekdays", self.weekdays))
        object.__setattr__(self, "hours", pairs("hours", self.hours))
        _battcore.check_window(self)


ALWAYS = Window()
"""All hours of all days."""

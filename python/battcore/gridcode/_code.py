"""A grid code: limits, and how much to believe of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from battcore import _battcore
from battcore.error import InputError
from battcore.gridcode._limits import (
    BandAmplitudeLimit,
    Limit,
    MeanRampLimit,
    RollingRangeLimit,
)

_KINDS: dict[str, type[Limit]] = {
    kind.__name__: kind for kind in (MeanRampLimit, RollingRangeLimit, BandAmplitudeLimit)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCode:
    """Limits of one document, with its date, its status and how its figures were found.

    Raises
    ------
    InputError
        If there is no limit, or one is none.

    Examples
    --------
    >>> own = GridCode(
    ...     key="bus_12",
    ...     label="agreed with the grid operator",
    ...     limits=[RollingRangeLimit(limit_watt=1e6, window_second=5.0)],
    ... )
    >>> own.is_settled
    True
    """

    key: str
    """The name under which it is found."""
    label: str
    """The name that people read."""
    limits: Sequence[Limit]
    """What must hold."""
    applies_to: str = ""
    """Which loads it is for."""
    date: str = ""
    """Date of the document, or of the state that was quoted, as far as known."""
    status: Literal["in_force", "published", "draft", "unknown", "own"] = "own"
    """How far the document has come."""
    grade: Literal["A", "B", "B-", "C"] = "A"
    """How near to it the figures were taken: A from the document itself, B from a list or note
    that quotes it, B- from a third document, C from the press."""
    source: str = ""
    """Where the figures stand."""
    notes: Sequence[str] = ()
    """How its words were read, and what they leave open."""

    def __post_init__(self) -> None:
        limits = self.limits
        is_list = isinstance(limits, Sequence) and len(limits) > 0
        if not is_list or not all(isinstance(each, tuple(_KINDS.values())) for each in limits):
            raise InputError("limits is no list of limits, or an empty one", "limits")
        object.__setattr__(self, "limits", tuple(limits))
        object.__setattr__(self, "notes", tuple(self.notes))

    @property
    def is_settled(self) -> bool:
        """Whether its figures come from the document itself, and that is no draft."""
        return self.grade == "A" and self.status in {"in_force", "published", "own"}

    @property
    def standing(self) -> str:
        """Date, status and grade, in a few words."""
        return ", ".join(
            [part for part in (self.date, self.status) if part] + [f"grade {self.grade}"]
        )

    @classmethod
    def from_toml(cls, card: str) -> "GridCode":
        """Read a code from the text of a card.

        Parameters
        ----------
        card : str
            TOML, with `key`, `label` and one table ``[[limits]]`` for each limit.

        Returns
        -------
        GridCode
            What it says.

        Raises
        ------
        InputError
            If the text is no card, or a limit makes no sense.

        Examples
        --------
        >>> code = GridCode.from_toml('''
        ... key = "bus_12"
        ... label = "agreed with the grid operator"
        ... [[limits]]
        ... kind = "rolling_range"
        ... limit_watt = 1e6
        ... window_second = 5.0
        ... ''')
        >>> print(*code.limits)
        range <= 1 MW in 5 s
        """
        if not isinstance(card, str):
            raise InputError(f"card is {card!r}, expected a string", "card")
        entries, limits = _battcore.read_gridcode(card)
        return cls(limits=[_KINDS[kind](**fields) for kind, fields in limits], **entries)

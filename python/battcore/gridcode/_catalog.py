"""The codes that ship."""

import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from battcore import _battcore
from battcore.error import InputError
from battcore.gridcode._code import GridCode
from battcore.gridcode._limits import Limit


class DraftWarning(UserWarning):
    """A code is a draft, or its figures were not taken from the document itself."""


class UnknownCodeError(InputError, KeyError):
    """A key under which no code stands."""


def codes() -> Mapping[str, GridCode]:
    """Give the codes that ship.

    Returns
    -------
    Mapping of GridCode
        By key.

    Examples
    --------
    >>> import battcore as bc
    >>> [*bc.gridcode.codes()][:4]
    ['aeso', 'atc_spp', 'caiso_2026', 'ercot_2026']
    >>> bc.gridcode.codes()["ercot_2026"].standing
    '2026-09-17, draft, grade B'
    """
    return _codes()


@cache
def _codes() -> Mapping[str, GridCode]:
    cards = _battcore.gridcode_cards()
    return MappingProxyType({key: GridCode.from_toml(card) for key, card in cards})


def limits_of(code: GridCode | str | Sequence[Limit]) -> list[Limit]:
    """Give the limits of a code, and warn if they should not be relied on.

    Parameters
    ----------
    code : GridCode, str or sequence of limits
        A code, the key of one that ships, or limits of one's own.

    Returns
    -------
    list of limits
        What must hold.

    Raises
    ------
    InputError
        If no code stands under the key, or a limit is none.

    Warns
    -----
    DraftWarning
        If the code is a draft, or its figures were not taken from the document itself.

    Examples
    --------
    >>> import battcore as bc
    >>> own = bc.gridcode.RollingRangeLimit(limit_watt=1e6, window_second=5.0)
    >>> limits_of([own]) == [own]
    True
    """
    found = code_of(code)
    if not found.is_settled:
        message = f"{found.key} ({found.standing}) may change or differ from its source"
        warnings.warn(message, DraftWarning, stacklevel=3)
    return [*found.limits]


def code_of(code: GridCode | str | Sequence[Limit]) -> GridCode:
    """Give the code, whatever names it."""
    if isinstance(code, GridCode):
        return code
    if not isinstance(code, str):
        return GridCode(key="own", label="limits of one's own", limits=code)
    if code not in codes():
        known = ", ".join(codes())
        raise UnknownCodeError(f"no code {code!r}; there are {known}", "code")
    return codes()[code]

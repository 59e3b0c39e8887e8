"""Which column holds what, by its name."""

import difflib
import re
from collections.abc import Iterable

from battcore.error import InputError

_TIME_NAMES = ("timestamp", "datetime", "time", "date", "epoch", "unix", "t", "seconds", "second")
_POWER_NAMES = ("power", "load", "demand", "cluster", "watt", "mw", "kw", "w")
_UNIT_OF_PART = {"w": "W", "watt": "W", "watts": "W", "kw": "kW", "kilowatt": "kW", "mw": "MW"}


def the_column(asked: str | None, names: Iterable[str], argument: str) -> str | None:
    """Check that a column is there.

    Parameters
    ----------
    asked : str or None
        Its name; None passes.
    names : iterable of str
        Columns of the file.
    argument : str
        What the caller calls it.

    Returns
    -------
    str or None
        `asked`.

    Raises
    ------
    InputError
        If it is not there; the message lists the near ones.
    """
    known = list(names)
    if asked is None or asked in known:
        return asked
    near = difflib.get_close_matches(asked, known, n=3, cutoff=0.4) or known
    raise InputError(f"{argument} = {asked!r} is not there; near are {', '.join(near)}", argument)


def guess_time(names: Iterable[str]) -> str:
    """Find the column that holds time.

    Parameters
    ----------
    names : iterable of str
        Columns of the file.

    Returns
    -------
    str
        The first one whose name speaks of time.
    """
    return _guess(list(names), _TIME_NAMES, "time_column")


def guess_power(names: Iterable[str]) -> str:
    """Find the column that holds the power.

    Parameters
    ----------
    names : iterable of str
        Columns of the file.

    Returns
    -------
    str
        The first one whose name speaks of power.
    """
    return _guess(list(names), _POWER_NAMES, "power_column")


def guess_unit(name: str) -> str:
    """Read the unit off the name of a column.

    Parameters
    ----------
    name : str
        Such as ``power_kw``.

    Returns
    -------
    str
        W where the name says nothing.
    """
    return next((_UNIT_OF_PART[part] for part in _parts(name) if part in _UNIT_OF_PART), "W")


def _guess(names: list[str], words: tuple[str, ...], argument: str) -> str:
    for word in words:
        for name in names:
            if word in _parts(name):
                return name
    flag = "--" + argument.replace("_", "-")
    raise InputError(f"{argument} cannot be guessed; {flag} one of {', '.join(names)}", argument)


def _parts(name: str) -> list[str]:
    return re.findall(r"[a-z]+", name.lower())

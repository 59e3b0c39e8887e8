"""Errors that tell which of several sites they speak of."""

from collections.abc import Iterator
from contextlib import contextmanager

from battcore.error import InfeasibleError, InputError


@contextmanager
def told_of(place: str) -> Iterator[None]:
    """Put the name of a place before what errors within say; no name, no change."""
    try:
        yield
    except InfeasibleError as error:
        message, limit, step, shortfall, unit, relaxations = error.args
        named = [(in_place(place, name), give) for name, give in relaxations]
        told = f"{place}: {message}" if place else message
        limit = in_place(place, limit)
        raise InfeasibleError(told, limit, step, shortfall, unit, named) from None
    except InputError as error:
        if place:
            error.args = (f"{place}: {error}", *error.args[1:])
        raise


def in_place(place: str, limit: str) -> str:
    """How a limit is called: that of one of several sites by both."""
    return f"{place}.{limit}" if place else limit

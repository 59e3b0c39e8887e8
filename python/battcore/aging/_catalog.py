"""The models that ship."""

from collections.abc import Iterator, Mapping
from functools import cache

from battcore import _battcore
from battcore.aging._model import AgingModel
from battcore.error import InputError


class UnknownModelError(InputError, KeyError):
    """A key under which no model stands."""


class Catalog(Mapping[str, AgingModel]):
    """Models by key, read when they are asked for."""

    def __init__(self, cards: Mapping[str, str]) -> None:
        self._cards = cards

    def __getitem__(self, key: str) -> AgingModel:
        """Give the model that stands under `key`."""
        if key in self._cards:
            return _model(self._cards[key])
        import difflib  # noqa: PLC0415 (only who mistypes pays for it)

        near = difflib.get_close_matches(str(key), self._cards, n=3, cutoff=0.4) or self._cards
        raise UnknownModelError(f"no model {key!r}; near are {', '.join(near)}", "key")

    def __iter__(self) -> Iterator[str]:
        """Give the keys."""
        return iter(self._cards)

    def __len__(self) -> int:
        """Count the models."""
        return len(self._cards)

    def __repr__(self) -> str:
        """Show the keys."""
        return f"Catalog({', '.join(self._cards)})"


def models() -> Mapping[str, AgingModel]:
    """Give the models that ship.

    Returns
    -------
    Mapping of AgingModel
        By key. A key that is not there raises an error that lists the near ones.

    Examples
    --------
    >>> import battcore as bc
    >>> sorted(bc.aging.models())
    ['lfp_gr_250ah_prismatic', 'nmc111_gr_kokam_75ah']
    >>> bc.aging.models()["kokam"]
    Traceback (most recent call last):
    battcore.aging._catalog.UnknownModelError: no model 'kokam'; near are nmc111_gr_kokam_75ah
    """
    return _catalog()


@cache
def _catalog() -> Catalog:
    return Catalog(dict(_battcore.aging_cards()))


@cache
def _model(card: str) -> AgingModel:
    return AgingModel(card)

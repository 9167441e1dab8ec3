"""Paths into the data of `wiki.json`, of which only what they lead to is made."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from .wiki_data import FRONT, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from criticwiki.corpus.corpus import Corpus

    from .wiki_data import Section

TELLS: Final = ('spoils', 'episode')
"""Keys of an object of the data with the number of the episode that all of it gives away."""


class Made(Mapping[str, Any]):
    """A mapping whose values are made when they are asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        """Take what makes each value."""
        self._makers = makers
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        """The value, which is made once."""
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        """All keys."""
        return iter(self._makers)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._makers)


def data_of(corpus: Corpus) -> Made:
    """The same as `wiki_data`, for those who need little of it."""
    makers: dict[str, Callable[[], Any]] = {
        key: partial(make, corpus) for key, make in FRONT.items()
    }
    for key, section in SECTIONS.items():
        makers[key] = partial(_entries, corpus, section)
    return Made(makers)


def _entries(corpus: Corpus, section: Section) -> Made:
    return Made({e.id: partial(section.make, corpus, e) for e in section.entries(corpus)})


def lookup(data: Any, path: str) -> Any:
    """The value at a dotted path.

    :raises KeyError: with the part of the path that leads nowhere.
    """
    for part in path.split('.'):
        if not isinstance(data, Mapping) or part not in data:
            raise KeyError(part)
        data = data[part]
    return data


def closed_until(data: Any, path: str) -> int:
    """The latest episode that the value at a path gives away, or 0.

    An object of the data says so itself, and so of all that is in it: see `Said` and
    `Revelation` in the schema of the data.
    """
    latest = 0
    for part in (*path.split('.'), ''):
        if not isinstance(data, Mapping):
            break
        told = [data.get(key) for key in TELLS]
        latest = max(latest, *(number for number in told if type(number) is int), 0)
        data = data.get(part)
    return latest


def known_parts(data: Any, path: str) -> list[str]:
    """What may stand where `path` goes wrong, for a hint."""
    for part in path.split('.'):
        if not isinstance(data, Mapping):
            return []
        if part not in data:
            return list(data)
        data = data[part]
    return []


def shown_value(value: Any) -> str | None:
    """A value as prose prints it, or None for a list or a mapping."""
    if isinstance(value, bool) or value is None or isinstance(value, (Mapping, list)):
        return None
    return f'{value:f}' if isinstance(value, Decimal) else str(value)

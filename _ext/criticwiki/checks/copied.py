"""Runs of words that a page shares with a source: more than a phrase is no quotation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST: Final = 15
"""So many words in a row may be those of a source."""
_STEP: Final = (MOST + 1) // 2
"""A run of more than `MOST` words holds a whole piece of so many that begins at a multiple."""
_PLACES: Final = 20
"""A piece that sources have more often is looked for in so many places."""
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\u02bc-][^\W_]+)*")
_MARKS: Final = str.maketrans({'\u2019': "'", '\u02bc': "'", '-': None})
_MARKUP: Final = re.compile(
    r'\]\([^()\n]*\)|\]\[[^\]\n]*\]|\[\^[^\[\]\n]*\]|\{[\w:+-]+\}(?=`)|<[^<>\n]*>(?=`)'
    r'|</?[A-Za-z][^<>\n]*>|<!--|-->|[\u00ad\u200b-\u200d\u2060\ufeff]'
)
"""What stands between words without being one: addresses of links, names of roles, tags."""


class Run(NamedTuple):
    """Words of a page that a source has in the same order."""

    source: str
    start: int
    """Where the first word begins in the text."""
    words: tuple[str, ...]
    """The words, folded."""


class Copies:
    """All sources, for finding their words in the text of pages.

    A page is looked at in steps of half a run, so that the cost is that of splitting it.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Index every piece of every source."""
        self._words = {name: folded_words(text) for name, text in sorted(sources.items())}
        self._places: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for name, words in self._words.items():
            for start in range(len(words) - _STEP + 1):
                piece = words[start : start + _STEP]
                known = self._places.setdefault(piece, [])
                if len(known) < _PLACES:
                    known.append((name, start))

    def runs(self, text: str) -> Iterator[Run]:
        """Every run of more than `MOST` words in a text, one for each place of it."""
        found = list(_WORD.finditer(_MARKUP.sub(_blank, text)))
        words = _fold(word[0] for word in found)
        cursor = 0
        for start in range(0, len(words) - _STEP + 1, _STEP):
            if start < cursor:
                continue
            longest = max(
                (self._around(words, start, *place) for place in self._at(words, start)),
                key=lambda run: run[2] - run[1],
                default=('', 0, 0),
            )
            source, first, end = longest
            if end - first > MOST:
                yield Run(source, found[first].start(), words[first:end])
                cursor = end

    def _at(self, words: tuple[str, ...], start: int) -> list[tuple[str, int]]:
        return self._places.get(words[start : start + _STEP], [])

    def _around(
        self, words: tuple[str, ...], start: int, source: str, place: int
    ) -> tuple[str, int, int]:
        """The whole run around a piece: its source, first word and end."""
        theirs = self._words[source]
        before = 0
        while (
            min(start, place) > before and words[start - before - 1] == theirs[place - before - 1]
        ):
            before += 1
        after = _STEP
        most = min(len(words) - start, len(theirs) - place)
        while after < most and words[start + after] == theirs[place + after]:
            after += 1
        return source, start - before, start + after


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without case, punctuation and kind of apostrophe."""
    return _fold(_WORD.findall(text))


def _fold(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.translate(_MARKS).casefold() for word in words)


def _blank(found: re.Match[str]) -> str:
    return ' ' * len(found[0])

"""Passages of pages: the text that readers search, by section, with the episode that opens it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from criticwiki.model.numbering import format_number
from criticwiki.panels.elements import NO_SEARCH, Element, opening_rows, row_name, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criticwiki.model.numbering import Number
    from criticwiki.panels.elements import Piece


class SearchPassage(NamedTuple):
    """Text of one part of a page."""

    anchor: str
    """Id of the section, term or row that it stands in; empty at the top of a page."""
    heading: str
    number: Number
    """Episode that a reader must have seen; 0 for text that is open to all."""
    text: str


class Passages:
    """Collector of passages: joins what follows in one place, and what a spoiler interrupts."""

    def __init__(self) -> None:
        """Start without text."""
        self._texts: dict[tuple[str, str, Number], list[str]] = {}

    def add(self, anchor: str, heading: str, number: Number, text: str) -> None:
        """Add text to the passage of a place."""
        self._texts.setdefault((anchor, heading, number), []).append(text)

    def __iter__(self) -> Iterator[SearchPassage]:
        """Iterate over the passages that have text or a heading, in the order of the page."""
        for (anchor, heading, number), texts in self._texts.items():
            text = ' '.join(''.join(texts).split())
            if text or heading:
                yield SearchPassage(anchor, heading, number, text)


def page_script(docname: str, title: str, passages: Iterable[SearchPassage]) -> str:
    """Script with the passages of a page; pages opened from files can load nothing else."""
    rows = [[one.anchor, one.heading, _json(one.number), one.text] for one in passages]
    page = json.dumps([docname, title, rows], ensure_ascii=False, separators=(',', ':'))
    return f'wikiSearch.page({page});\n'


def read_page_script(script: str) -> tuple[str, list[SearchPassage]]:
    """Title and passages of such a script."""
    _docname, title, rows = json.loads(script.partition('(')[2].rpartition(')')[0])
    return title, [SearchPassage(*row) for row in rows]


def _json(number: Number) -> int | float:
    return number if isinstance(number, int) else float(format_number(number))


_INLINE = frozenset({'inline', 'link', 'critic', 'address', 'code', 'term'})
"""Tags of elements that stand in a line of text."""
_UNSEARCHED = frozenset({'chart', 'mark', 'filters', 'ways', 'nav', 'sign', 'numbers', 'source'})
"""Tags of elements that say nothing to search for."""


def panel_passages(
    pieces: Iterable[Piece], anchor: str = '', heading: str = ''
) -> list[SearchPassage]:
    """Passages of a panel, which begins in a section with an anchor and a heading."""
    passages = Passages()
    _walk(pieces, anchor, heading, 0, passages)
    return list(passages)


def _walk(
    pieces: Iterable[Piece], anchor: str, heading: str, number: Number, passages: Passages
) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            passages.add(anchor, heading, number, piece)
        elif piece.tag == 'spoiler':
            _walk(piece.children, anchor, heading, max(number, piece.extra), passages)
        elif rows := opening_rows(piece):
            for row, name, blocks in rows:
                _walk(blocks, row.extra, row_name(name), number, passages)
        elif NO_SEARCH in piece.classes or piece.tag in _UNSEARCHED:
            continue
        elif piece.tag == 'definition' and piece.extra:
            term, description = piece.children
            assert isinstance(term, Element)
            assert isinstance(description, Element)
            _walk(description.children, piece.extra, text_of(term), number, passages)
        else:
            if piece.tag == 'field':
                passages.add(anchor, heading, number, f'{piece.extra}: ')
            _walk(piece.children, anchor, heading, number, passages)
            if piece.tag not in _INLINE:
                passages.add(anchor, heading, number, ' · ' if piece.tag == 'field' else ' ')

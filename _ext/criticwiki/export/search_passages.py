"""Passages for the search: their type and collector, those of panels, the script of a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.model.numbering import format_number
from criticwiki.panels.elements import (
    NO_SEARCH,
    UNTIL,
    Element,
    opening_rows,
    row_name,
    shown_from,
    text_of,
)

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
        self._texts: dict[tuple[int, str, str, Number], list[str]] = {}
        self._part = 0

    def begin_part(self) -> None:
        """Begin a part whose text is not joined to what stands before it in the same place."""
        self._part += 1

    def add(self, anchor: str, heading: str, number: Number, text: str) -> None:
        """Add text to the passage of a place."""
        self._texts.setdefault((self._part, anchor, heading, number), []).append(text)

    def __iter__(self) -> Iterator[SearchPassage]:
        """Iterate over the passages that have text or a heading, in the order of the page."""
        headings: set[tuple[str, str]] = set()
        for (_part, anchor, heading, number), texts in self._texts.items():
            text = ' '.join(''.join(texts).split()).removesuffix(' ·')
            if text or (heading and (anchor, heading) not in headings):
                headings.add((anchor, heading))
                yield SearchPassage(anchor, heading, number, text)


def page_script(docname: str, title: str, passages: Iterable[SearchPassage]) -> str:
    """Script with the passages of a page; pages opened from files can load nothing else."""
    rows = [[one.anchor, one.heading, json_number(one.number), one.text] for one in passages]
    page = json.dumps([docname, title, rows], ensure_ascii=False, separators=(',', ':'))
    return f'wikiSearch.page({page});\n'


def read_page_script(script: str) -> tuple[str, list[SearchPassage]]:
    """Title and passages of such a script."""
    _docname, title, rows = json.loads(script.partition('(')[2].rpartition(')')[0])
    return title, [SearchPassage(*row) for row in rows]


def json_number(number: Number) -> int | float:
    """The number of an episode or special, for JSON."""
    return number if isinstance(number, int) else float(format_number(number))


_INLINE: Final = frozenset({'inline', 'link', 'critic', 'address', 'code'})
"""Tags of elements that stand in a line of text."""
_UNSEARCHED: Final = frozenset(
    {'chart', 'mark', 'filters', 'ways', 'nav', 'sign', 'numbers', 'source', 'table'}
)
"""Tags of elements that say nothing to search for, or what other pages say."""
_ASIDES: Final = frozenset({'known', 'unstated', 'wiki-spoken', 'aspect-legend', NO_SEARCH, UNTIL})
"""Classes of remarks on a fact that are none themselves."""


def panel_passages(
    pieces: Iterable[Piece], anchor: str = '', heading: str = ''
) -> list[SearchPassage]:
    """Passages of a panel, which begins in a section with an anchor and a heading."""
    passages = Passages()
    for piece in pieces:
        _walk([piece] if isinstance(piece, str) else _below(piece), anchor, heading, 0, passages)
    return list(passages)


def _below(piece: Element) -> Iterable[Piece]:
    """What stands in the outermost element of a panel, or the element where its tag tells more."""
    whole = piece.tag in {'spoiler', 'definitions'} or piece.tag in _UNSEARCHED
    return [piece] if whole else piece.children


def _walk(
    pieces: Iterable[Piece], anchor: str, heading: str, number: Number, passages: Passages
) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            passages.add(anchor, heading, number, piece)
            continue
        from_ = max(number, piece.extra if piece.tag == 'spoiler' else shown_from(piece))
        if rows := opening_rows(piece):
            for row, name, blocks in rows:
                title = row_name(name)
                _walk(blocks, row.extra, title[:1].upper() + title[1:], from_, passages)
        elif piece.tag in _UNSEARCHED or (
            piece.tag != 'spoiler' and not _ASIDES.isdisjoint(piece.classes)
        ):
            continue
        elif piece.tag == 'definition' and piece.extra:
            term, description = piece.children
            assert isinstance(term, Element)
            assert isinstance(description, Element)
            _walk(description.children, piece.extra, _name(term), from_, passages)
        elif piece.tag == 'field':
            _walk_field(piece, anchor, heading, from_, passages)
        else:
            _walk(piece.children, anchor, heading, from_, passages)
            if piece.tag not in _INLINE:
                passages.add(anchor, heading, from_, ': ' if piece.tag == 'term' else ' ')


def _name(term: Element) -> str:
    """Text of a term without the stance that follows it."""
    named = [one for one in term.children if isinstance(one, str) or 'stance' not in one.classes]
    return ''.join(map(text_of, named)).strip()


def _walk_field(
    piece: Element, anchor: str, heading: str, number: Number, passages: Passages
) -> None:
    """Add a fact with its name, unless nothing is stated or all of it is told later."""
    inner = Passages()
    _walk(piece.children, anchor, heading, number, inner)
    for one in inner:
        text = f'{piece.extra}: {one.text} · ' if one.number == number else f'{one.text} '
        passages.add(anchor, heading, one.number, text)

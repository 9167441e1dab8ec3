"""Pagination: continuation pages for tables and lists that are too long for their page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _

from .elements import NO_SEARCH, SORTABLE, Element, joined, para, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Set

    from .elements import Piece, Pieces

LONGEST: Final = 60
"""A table or list of at most so many rows stays in one piece."""
SHOWN: Final = 50
"""How many rows of a longer one stand on each page."""

_LISTS: Final = frozenset({'table', 'bullets', 'definitions'})
_AROUND: Final = frozenset({'spoiler', 'container', 'numbers'})


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of a table or list, and the page they stand on."""

    name: str
    """Of the page, as Sphinx names pages."""
    title: str
    rows: str
    """Which rows, in figures: `51–100`."""


@dataclass(frozen=True, slots=True)
class Further:
    """What a further page holds."""

    here: Slice
    previous: Slice
    following: Slice | None
    pieces: list[Piece]


class Cutter:
    """Cuts the lists of one panel of a page."""

    def __init__(
        self, docname: str, title: str, panel: str, label: str, name_of: Callable[[str], str]
    ) -> None:
        """Take the page and its title, the panel's title and label, and what frees a name."""
        self._docname = docname
        self._title = title
        self._panel = panel
        self._label = label
        self._name_of = name_of
        self._lists = 0
        self.further: list[Further] = []

    def cut(self, pieces: Iterable[Piece], around: tuple[Element, ...] = ()) -> list[Piece]:
        """The same pieces with the first rows of each long list; fills `further`."""
        made: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, str):
                made.append(piece)
            elif piece.tag in _AROUND:
                inner = self.cut(piece.children, (*around, piece))
                made.append(Element(piece.tag, inner, piece.classes, piece.extra))
            elif piece.tag in _LISTS:
                self._lists += 1
                made.append(self._first(piece, around) if _is_long(piece) else piece)
            else:
                made.append(piece)
        return made

    def _first(self, piece: Element, around: tuple[Element, ...]) -> Element:
        label = self._label if self._lists == 1 else f'{self._label}{self._lists}'
        anchor = f'wiki-rows-{label}'
        total = len(piece.children)
        slices = [
            self._slice(label, first, min(first + SHOWN, total)) for first in range(0, total, SHOWN)
        ]
        for index, here in enumerate(slices[1:], 1):
            following = slices[index + 1] if index + 1 < len(slices) else None
            rows = _rows(piece, index * SHOWN)
            steps = [_link(slices[index - 1], _('Before: %(rows)s.'), anchor if index == 1 else '')]
            if following:
                steps.append(_link(following, _('After: %(rows)s.')))
            back = Element('link', [self._panel], (), (self._docname, anchor))
            steps.append(phrase(_('Back to %(panel)s.'), panel=[back]))
            pieces: list[Piece] = [_within(around, rows), self._leads(here, total, steps)]
            self.further.append(Further(here, slices[index - 1], following, pieces))
        leads = joined(_link(other, '%(rows)s') for other in slices[1:])
        steps = [phrase(_('Further: %(rows)s.'), rows=leads)]
        return Element('rows', [_rows(piece, 0), self._leads(slices[0], total, steps)], (), anchor)

    def _slice(self, label: str, first: int, last: int) -> Slice:
        words = {
            'page': self._title, 'panel': self._panel, 'first': first + 1, 'last': last,
        }  # fmt: skip
        rows = _('%(first)d–%(last)d') % words
        if not first:
            return Slice(self._docname, self._title, rows)
        name = self._name_of(f'{self._docname}-{label}-{first // SHOWN + 1}')
        title = _('%(page)s: %(panel)s, %(first)d–%(last)d') % words
        return Slice(name, title, rows)

    def _leads(self, here: Slice, total: int, steps: Sequence[Sequence[Piece]]) -> Element:
        told = _('Rows %(rows)s of %(total)d.') % {'rows': here.rows, 'total': total}
        label = _('Further rows of %(panel)s') % {'panel': self._panel}
        words = para(joined([told, *steps], ' '))
        return Element('leads', [words], ('wiki-leads', NO_SEARCH), label)


def _is_long(piece: Element) -> bool:
    if len(piece.children) <= LONGEST or piece.tag != 'definitions':
        return len(piece.children) > LONGEST
    # what other pages link to by its anchor must stay where it is
    first = piece.children[0]
    return isinstance(first, str) or not first.extra


def _rows(piece: Element, first: int) -> Element:
    shown = piece.children[first : first + SHOWN]
    # what is sorted must be all there is
    classes = [name for name in piece.classes if name != SORTABLE]
    return Element(piece.tag, shown, classes, piece.extra)


def _within(around: tuple[Element, ...], piece: Element) -> Element:
    """The rows, closed where the list was."""
    for outer in reversed(around):
        if outer.tag == 'numbers':  # there is no chart beside them on their own page
            continue
        piece = Element(outer.tag, [piece], outer.classes, outer.extra)
    return piece


def _link(to: Slice, template: str, anchor: str = '') -> list[Piece]:
    shown: Pieces = Element('link', [to.rows], (), (to.name, anchor))
    return phrase(template, rows=shown)


_FURTHER: Final = re.compile(r'(.+)-[a-z]+\d*-\d+(?:-rows)*(?:/index)?')


def label_of(name: str, part: str) -> str:
    """What the further pages of a panel have in their names.

    It has no hyphen, so that no other page and panel together make the same name.
    """
    return (part or name).replace('-', '')


def free_name(name: str, pages: Set[str]) -> str:
    """The name, or another where a page of the wiki would have the same address."""
    while is_taken(name, pages):
        name += '-rows'
    return name


def is_taken(name: str, pages: Set[str]) -> bool:
    """Whether a page has the address that a further page of that name would have."""
    return name in pages or f'{name}/index' in pages


def look_alikes(pages: Iterable[str]) -> dict[str, list[str]]:
    """By page: pages whose names are such as its further pages might have."""
    found: dict[str, list[str]] = {}
    for docname in sorted(pages):
        if alike := _FURTHER.fullmatch(docname):
            found.setdefault(alike[1], []).append(docname)
    return found

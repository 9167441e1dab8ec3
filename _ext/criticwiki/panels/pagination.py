"""Pagination: continuation pages for tables and lists of more than 60 rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _

from .elements import (
    NO_SEARCH,
    SORTABLE,
    Element,
    LazyRows,
    joined,
    later,
    link,
    para,
    phrase,
    shown_from,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence, Set

    from criticwiki.model.numbering import Number

    from .elements import Piece

MAX_ROWS: Final = 60
"""Most rows of a table or list that is not paginated."""
ROWS_PER_PAGE: Final = 50

_LISTS: Final = frozenset({'table', 'bullets', 'definitions'})
_WRAPPERS: Final = frozenset({'spoiler', 'container', 'numbers', 'details'})
_LEFT: Final = frozenset({'numbers', 'details'})
"""Wrappers that a continuation page lacks: it has no chart, and is asked for already."""
_CONTINUATION: Final = re.compile(r'(.+)-[a-z]+\d*-\d+(?:-rows)*(?:/index)?')


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of a table or list, with the page that shows them."""

    name: str
    """Docname of the page."""
    title: str
    rows: str
    """Row numbers: `51–100`."""


@dataclass(frozen=True, slots=True)
class ContinuationPage:
    """Content of a continuation page, with its neighbours."""

    here: Slice
    previous: Slice
    following: Slice | None
    pieces: list[Piece]


class Paginator:
    """Splits the long tables and lists of one panel into continuation pages."""

    def __init__(
        self, docname: str, title: str, panel: str, label: str, name_of: Callable[[str], str]
    ) -> None:
        """Take the page and its title, the panel's title and label, and what makes a name free."""
        self._docname = docname
        self._title = title
        self._panel = panel
        self._label = label
        self._name_of = name_of
        self._lists = 0
        self.continuations: list[ContinuationPage] = []
        self.filtered: Element | None = None
        """The long table that filters stand above: they need its rows of all pages."""

    def paginate(self, pieces: Iterable[Piece], wrappers: tuple[Element, ...] = ()) -> list[Piece]:
        """The pieces with the first rows of each long list; fills `continuations`."""
        kept: list[Piece] = []
        pieces = list(pieces)
        for piece, following in zip_longest(pieces, pieces[1:]):
            if isinstance(piece, str):
                kept.append(piece)
            elif piece.tag in _WRAPPERS:
                inner = self.paginate(piece.children, (*wrappers, piece))
                kept.append(piece.holding(inner))
            elif piece.tag in _LISTS:
                self._lists += 1
                kept.append(self._split(piece, wrappers) if _is_long(piece) else piece)
            elif piece.tag == 'filters' and isinstance(following, Element) and _is_long(following):
                self.filtered = following
                form = replace(piece.extra, source=rows_file(self._docname))
                kept.append(Element(piece.tag, piece.children, piece.classes, form))
            elif piece.tag == 'ways':
                lines = [para(*self._linked(line.children)) for line in piece.children
                         if isinstance(line, Element)]  # fmt: skip
                kept.append(Element('nav', lines, piece.classes, piece.extra))
            else:
                kept.append(piece)
        return kept

    def _linked(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """A line of links, in which links to pages of their own stand for groups."""
        for piece in pieces:
            if isinstance(piece, str) or piece.tag != 'group':
                yield piece
            else:
                yield from self._group_pages(piece)

    def _group_pages(self, group: Element) -> list[Piece]:
        """Link to the first page of a group, with the number of its rows."""
        (rows,) = group.children
        assert isinstance(rows, Element)
        label, title = group.extra
        slices = self._slices(label, len(rows.children), title)
        for index in range(len(slices)):
            self._continue(rows, slices, index, '', title)
        template = _('%(group)s (%(count)d)')
        counted = template % {'group': title, 'count': len(rows.children)}
        return [link(counted, slices[0].name)]

    def _split(self, piece: Element, wrappers: tuple[Element, ...]) -> Element:
        """The first rows with their navigation; the others go to continuation pages."""
        label = self._label if self._lists == 1 else f'{self._label}{self._lists}'
        anchor = f'wiki-rows-{label}'
        slices = self._slices(label, len(piece.children))
        for index in range(1, len(slices)):
            self._continue(piece, slices, index, anchor, wrappers=wrappers)
        others = [
            later(
                _shown_from(piece, index),
                Element('inline', [', ' if index > 1 else '', *_step(slices[index], '%(rows)s')]),
            )
            for index in range(1, len(slices))
        ]
        steps = [phrase(_('Further: %(rows)s.'), rows=others)]
        first = _rows(piece, 0, sortable=piece is self.filtered)
        navigation = self._navigation(_position(slices[0], piece), steps)
        return Element('rows', [first, later(_shown_from(piece, 1), navigation)], (), anchor)

    def _continue(
        self,
        piece: Element,
        slices: Sequence[Slice],
        index: int,
        anchor: str,
        group: str = '',
        wrappers: tuple[Element, ...] = (),
    ) -> None:
        """Add the page of a slice, which leads to those around it and back."""
        here = slices[index]
        before = slices[index - 1] if index else Slice(self._docname, self._title, '')
        following = slices[index + 1] if index + 1 < len(slices) else None
        steps = []
        if index:
            steps.append(_step(before, _('Before: %(rows)s.'), anchor if index == 1 else ''))
        if following:
            after = Element('inline', _step(following, _('After: %(rows)s.')))
            steps.append([later(_shown_from(piece, index + 1), after)])
        back = link(self._panel or self._title, self._docname, anchor)
        steps.append(phrase(_('Back to %(panel)s.'), panel=back))
        rows = _wrapped(_rows(piece, index * ROWS_PER_PAGE), wrappers)
        navigation = self._navigation(_position(here, piece), steps, group)
        pieces: list[Piece] = [rows, navigation]
        self.continuations.append(ContinuationPage(here, before, following, pieces))

    def _slices(self, label: str, total: int, group: str = '') -> list[Slice]:
        """Slices of a table or list, of which the first is on the page itself, or of a group."""
        return [
            self._slice(label, first, min(first + ROWS_PER_PAGE, total), group)
            for first in range(0, total, ROWS_PER_PAGE)
        ]

    def _slice(self, label: str, first: int, last: int, group: str) -> Slice:
        values = {
            'page': self._title, 'panel': group or self._panel, 'first': first + 1, 'last': last,
        }  # fmt: skip
        rows = _('%(first)d–%(last)d') % values
        if not first and not group:
            return Slice(self._docname, self._title, rows)
        name = self._name_of(f'{self._docname}-{label}-{first // ROWS_PER_PAGE + 1}')
        template = _('%(page)s: %(panel)s, %(first)d–%(last)d')
        if not values['panel']:
            template = _('%(page)s, %(first)d–%(last)d')
        return Slice(name, template % values, rows)

    def _navigation(
        self, position: str, steps: Sequence[Sequence[Piece]], group: str = ''
    ) -> Element:
        label = _('Further rows of %(panel)s') % {'panel': group or self._panel or self._title}
        body = para(joined([position, *steps], ' '))
        return Element('nav', [body], ('wiki-leads', NO_SEARCH), label)


def _shown_from(piece: Element, index: int) -> Number:
    """The episode from which readers see the first row of a slice; 0 for one that is open."""
    row = piece.children[index * ROWS_PER_PAGE]
    return 0 if isinstance(row, str) else shown_from(row)


def _position(here: Slice, piece: Element) -> str:
    values = {'rows': here.rows, 'total': len(piece.children)}
    if _shown_from(piece, 0):  # the end of such a list is for readers who have seen it
        return _('Rows %(rows)s.') % values
    return _('Rows %(rows)s of %(total)d.') % values


def _is_long(piece: Element) -> bool:
    if len(piece.children) <= MAX_ROWS or isinstance(piece.children, LazyRows):
        return len(piece.children) > MAX_ROWS
    # terms and rows with anchors stay on their page: other pages link to them
    first = piece.children[0]
    anchored = isinstance(first, Element) and first.tag in {'definition', 'opening'} and first.extra
    return not anchored


def _rows(piece: Element, first: int, *, sortable: bool = False) -> Element:
    rows = piece.children[first : first + ROWS_PER_PAGE]
    # a sort of only some rows would mislead
    classes = [name for name in piece.classes if sortable or name != SORTABLE]
    return piece.holding(rows, classes)


def _wrapped(piece: Element, wrappers: tuple[Element, ...]) -> Element:
    """The rows inside the wrappers of their list, so that spoilers stay closed."""
    for wrapper in reversed(wrappers):
        if wrapper.tag not in _LEFT:
            piece = wrapper.holding([piece])
    return piece


def _step(target: Slice, template: str, anchor: str = '') -> list[Piece]:
    return phrase(template, rows=link(target.rows, target.name, anchor))


def rows_file(docname: str) -> str:
    """Data file with the rows of the long table of a page that filters stand above."""
    return f'rows/{docname}.js'


def label_of(name: str, part: str) -> str:
    """Label of a panel in the docnames of its continuation pages.

    It has no hyphen, so that no two pages and panels make the same docname.
    """
    return (part or name).replace('-', '')


def free_name(name: str, pages: Set[str]) -> str:
    """A docname for a continuation page, with a suffix where a page has its address."""
    while is_taken(name, pages):
        name += '-rows'
    return name


def is_taken(name: str, pages: Set[str]) -> bool:
    """Whether a page has the address of a continuation page with that docname."""
    return name in pages or f'{name}/index' in pages


def look_alikes(pages: Iterable[str]) -> dict[str, list[str]]:
    """Pages that could collide with continuation pages, by the page these would belong to."""
    pages_by_owner: dict[str, list[str]] = {}
    for docname in sorted(pages):
        if match := _CONTINUATION.fullmatch(docname):
            pages_by_owner.setdefault(match[1], []).append(docname)
    return pages_by_owner

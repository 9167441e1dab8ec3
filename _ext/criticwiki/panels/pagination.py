"""Pagination: continuation pages for tables and lists of more than 60 rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _

from .elements import NO_SEARCH, SORTABLE, Element, joined, link, para, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Set

    from .elements import Piece

MAX_ROWS: Final = 60
"""Most rows of a table or list that is not paginated."""
ROWS_PER_PAGE: Final = 50

_LISTS: Final = frozenset({'table', 'bullets', 'definitions'})
_WRAPPERS: Final = frozenset({'spoiler', 'container', 'numbers'})
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

    def paginate(self, pieces: Iterable[Piece], wrappers: tuple[Element, ...] = ()) -> list[Piece]:
        """The pieces with the first rows of each long list; fills `continuations`."""
        kept: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, str):
                kept.append(piece)
            elif piece.tag in _WRAPPERS:
                inner = self.paginate(piece.children, (*wrappers, piece))
                kept.append(Element(piece.tag, inner, piece.classes, piece.extra))
            elif piece.tag in _LISTS:
                self._lists += 1
                kept.append(self._split(piece, wrappers) if _is_long(piece) else piece)
            else:
                kept.append(piece)
        return kept

    def _split(self, piece: Element, wrappers: tuple[Element, ...]) -> Element:
        """The first rows with their navigation; the others go to continuation pages."""
        label = self._label if self._lists == 1 else f'{self._label}{self._lists}'
        anchor = f'wiki-rows-{label}'
        total = len(piece.children)
        slices = [
            self._slice(label, first, min(first + ROWS_PER_PAGE, total))
            for first in range(0, total, ROWS_PER_PAGE)
        ]
        for index, here in enumerate(slices[1:], 1):
            following = slices[index + 1] if index + 1 < len(slices) else None
            rows = _rows(piece, index * ROWS_PER_PAGE)
            steps = [_step(slices[index - 1], _('Before: %(rows)s.'), anchor if index == 1 else '')]
            if following:
                steps.append(_step(following, _('After: %(rows)s.')))
            back = link(self._panel, self._docname, anchor)
            steps.append(phrase(_('Back to %(panel)s.'), panel=back))
            pieces: list[Piece] = [_wrapped(rows, wrappers), self._navigation(here, total, steps)]
            page = ContinuationPage(here, slices[index - 1], following, pieces)
            self.continuations.append(page)
        others = joined(_step(other, '%(rows)s') for other in slices[1:])
        steps = [phrase(_('Further: %(rows)s.'), rows=others)]
        first_rows = [_rows(piece, 0), self._navigation(slices[0], total, steps)]
        return Element('rows', first_rows, (), anchor)

    def _slice(self, label: str, first: int, last: int) -> Slice:
        values = {
            'page': self._title, 'panel': self._panel, 'first': first + 1, 'last': last,
        }  # fmt: skip
        rows = _('%(first)d–%(last)d') % values
        if not first:
            return Slice(self._docname, self._title, rows)
        name = self._name_of(f'{self._docname}-{label}-{first // ROWS_PER_PAGE + 1}')
        title = _('%(page)s: %(panel)s, %(first)d–%(last)d') % values
        return Slice(name, title, rows)

    def _navigation(self, here: Slice, total: int, steps: Sequence[Sequence[Piece]]) -> Element:
        position = _('Rows %(rows)s of %(total)d.') % {'rows': here.rows, 'total': total}
        label = _('Further rows of %(panel)s') % {'panel': self._panel}
        body = para(joined([position, *steps], ' '))
        return Element('nav', [body], ('wiki-leads', NO_SEARCH), label)


def _is_long(piece: Element) -> bool:
    if len(piece.children) <= MAX_ROWS or piece.tag != 'definitions':
        return len(piece.children) > MAX_ROWS
    # terms with anchors stay on their page: other pages link to them
    first = piece.children[0]
    return isinstance(first, str) or not first.extra


def _rows(piece: Element, first: int) -> Element:
    rows = piece.children[first : first + ROWS_PER_PAGE]
    # a sort of only some rows would mislead
    classes = [name for name in piece.classes if name != SORTABLE]
    return Element(piece.tag, rows, classes, piece.extra)


def _wrapped(piece: Element, wrappers: tuple[Element, ...]) -> Element:
    """The rows inside the wrappers of their list, so that spoilers stay closed."""
    for wrapper in reversed(wrappers):
        if wrapper.tag != 'numbers':  # a continuation page has no chart
            piece = Element(wrapper.tag, [piece], wrapper.classes, wrapper.extra)
    return piece


def _step(target: Slice, template: str, anchor: str = '') -> list[Piece]:
    return phrase(template, rows=link(target.rows, target.name, anchor))


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

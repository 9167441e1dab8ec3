"""Elements of panels: tags with children, builders of blocks, lists, tables; generated pages.

It is the intermediate form that :mod:`criticwiki.sphinx_ext.html.writer` writes as HTML, and
:mod:`criticwiki.sphinx_ext.directives` turns into docutils nodes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar, overload

from criticwiki.i18n import decimal_figure
from criticwiki.i18n import separator as list_separator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias, TypeGuard

    from criticwiki.model.numbering import Number

    from .common import Ref

    Tag: TypeAlias = Literal[
        'paragraph',
        'inline',
        'link',
        'critic',
        'address',
        'data',
        'rubric',
        'container',
        'bullets',
        'item',
        'definitions',
        'definition',
        'term',
        'description',
        'fields',
        'field',
        'sidebar',
        'table',
        'row',
        'cell',
        'spoiler',
        'entries',
        'line',
        'rows',
        'nav',
        'details',
        'chart',
        'mark',
        'numbers',
        'filters',
        'ways',
        'way',
        'group',
        'code',
        'source',
        'scored',
        'opening',
        'sign',
        'screen',
    ]
    Piece: TypeAlias = 'str | Element'
    Pieces: TypeAlias = 'str | Element | Sequence[str | Element]'

SORTABLE: Final = 'wiki-sortable'
"""Class of a table with sortable columns."""
STACKED: Final = 'wiki-stacked'
"""Class of a table whose rows become a few lines each where the page is narrow."""
MIN_SORTABLE: Final = 3
"""Fewest rows of a table that are worth a sort or a filter."""
NO_SEARCH: Final = 'no-search'
"""Class of content that stays out of the search index."""
LATER: Final = 'wiki-later'
"""Class of what readers see once they have seen the episode in `data-episode`."""
UNTIL: Final = 'wiki-until'
"""Class of what readers see until then."""
VALUE: Final = 'value'
"""Name of the data attribute with the pointer of a number."""
_ROWS: Final = frozenset({'bullets', 'rows'})
JAPANESE: Final = re.compile('[\u3040-\u30ff\u3400-\u9fff]+')
"""Runs of Japanese in source text, where no markup can declare the language."""

_PLACEHOLDER: Final = re.compile(r'%\((\w+)\)[ds]')


class Element:
    """Node of the tree: a tag, its children and classes; `extra` holds what its tag needs.

    `data` are its data attributes on web pages, by name without `data-`.
    """

    __slots__ = ('children', 'classes', 'data', 'extra', 'tag')

    def __init__(
        self,
        tag: Tag,
        children: Sequence[Piece] = (),
        classes: Sequence[str] = (),
        extra: Any = None,
        data: Mapping[str, str | Number] | None = None,
    ) -> None:
        """Create an element."""
        self.tag = tag
        self.children = children
        self.classes = classes
        self.extra = extra
        self.data: Mapping[str, str | Number] = data or {}

    def holding(self, children: Sequence[Piece], classes: Sequence[str] | None = None) -> Element:
        """A copy with other children, and other classes where some are given."""
        kept = self.classes if classes is None else classes
        return Element(self.tag, children, kept, self.extra, self.data)


Row = TypeVar('Row')


class LazyRows(Sequence[Element], Generic[Row]):
    """Lazy sequence of elements, drawn on access: of thousands of rows a page shows fifty."""

    def __init__(self, rows: Sequence[Row], draw: Callable[..., Element], *shared: Any) -> None:
        """Take the rows, the function that draws one, and its further arguments.

        The function must not be a closure: an equal `cache_key` must mean an equal drawing.
        """
        assert draw.__closure__ is None
        self._rows = rows
        self._draw = draw
        self._shared = shared

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Element: ...
    @overload
    def __getitem__(self, index: slice) -> LazyRows[Row]: ...
    def __getitem__(self, index: int | slice) -> Element | LazyRows[Row]:
        if isinstance(index, slice):
            return LazyRows(self._rows[index], self._draw, *self._shared)
        return self._draw(self._rows[index], *self._shared)

    @property
    def cache_key(self) -> tuple[Any, ...]:
        """All that the drawing depends on, as plain data, without drawing a row."""
        shared = (_qualified_name(part) if callable(part) else part for part in self._shared)
        return _qualified_name(self._draw), tuple(shared), tuple(self._rows)


def _qualified_name(function: Callable[..., Any]) -> str:
    return f'{function.__module__}.{function.__qualname__}'


def cache_key_of(piece: Any) -> Any:
    """Cache key of a piece as plain data, without drawing lazy rows."""
    if isinstance(piece, LazyRows):
        return piece.cache_key
    if isinstance(piece, Element):
        rows = piece.children
        children = rows.cache_key if isinstance(rows, LazyRows) else tuple(map(cache_key_of, rows))
        extra, data = cache_key_of(piece.extra), tuple(piece.data.items())
        return piece.tag, tuple(piece.classes), extra, data, children
    return piece


def text_of(piece: Piece) -> str:
    """Text content of a piece, without markup."""
    return piece if isinstance(piece, str) else ''.join(map(text_of, piece.children))


def sequence(pieces: Pieces) -> Sequence[Piece]:
    """Normalise a string, an element or a sequence to a sequence; an empty string gives `[]`."""
    if isinstance(pieces, str):
        return [pieces] if pieces else []
    return [pieces] if isinstance(pieces, Element) else pieces


def phrase(template: str, **values: Pieces) -> list[Piece]:
    """A translated template whose placeholders, such as `%(name)s`, are filled with pieces."""
    pieces: list[Piece] = []
    for index, part in enumerate(_PLACEHOLDER.split(template)):
        pieces += sequence(values[part] if index % 2 else part.replace('%%', '%'))
    return pieces


def joined(items: Iterable[Pieces], between: str | None = None) -> list[Piece]:
    """Items with a separator between them, like `str.join`; by default that of a list."""
    separator = list_separator() if between is None else between
    pieces: list[Piece] = []
    for item in items:
        if pieces and separator:
            pieces.append(separator)
        pieces += sequence(item)
    return pieces


def para(*pieces: Pieces, classes: Sequence[str] = ()) -> Element:
    """A paragraph."""
    return Element('paragraph', [child for piece in pieces for child in sequence(piece)], classes)


def on_screen(paragraph: Element) -> Element:
    """A paragraph that only web pages have: in a book, which knows no progress, it is not true."""
    return Element('screen', paragraph.children, paragraph.classes, None, paragraph.data)


def span(text: str, *classes: str) -> Element:
    """Inline text with classes."""
    return Element('inline', sequence(text), classes)


def figure(value: Decimal) -> str:
    """Text of a computed figure in the format of the language, without an exponent."""
    return decimal_figure(f'{value:f}')


def data_number(value: Decimal | int | str, pointer: str, *classes: str) -> Element:
    """Inline number from the data; web pages have the JSON Pointer of its value in `wiki.json`.

    A string is a number in a form of its own: a printed score, or one with fixed decimals.
    """
    text = figure(value) if isinstance(value, Decimal) else str(value)
    return Element('inline', [text], classes, data={VALUE: pointer} if pointer else None)


def scored(number: Number, pieces: Pieces, *classes: str, common: Decimal | None = None) -> Element:
    """Inline text with the score of an episode, which readers may hide until they have seen it.

    `common` is its value on 0 to 100, for a style sheet that draws it.
    """
    return Element('scored', sequence(pieces), classes, (number, common))


def foreign(text: str, language: str) -> Element:
    """Inline text in another language: a `lang` attribute for browsers and screen readers."""
    return Element('inline', [text], (), language)


def link(text: Pieces, docname: str, anchor: str = '') -> Element:
    """Link to a page of the wiki."""
    return Element('link', sequence(text), (), (docname, anchor))


def ref(target: Ref) -> Element:
    """Link to a referenced page, with the text of the reference."""
    text: Pieces = target.text
    if target.language:
        text = foreign(target.text, target.language)
    return link(text, target.docname, target.anchor)


def spoiler(episode: Number, *body: Element) -> Element:
    """Spoiler block; its text stays out of the search index."""
    return Element('spoiler', body, ('spoiler', NO_SEARCH), episode)


def guarded(spoils: Number, body: list[Element]) -> list[Element]:
    """Blocks, wrapped in a spoiler block where they give an episode away."""
    return [spoiler(spoils, *body)] if spoils else body


def details(summary: Pieces, *body: Element) -> Element:
    """A `<details>`: the figure as its summary, its breakdown inside."""
    return Element('details', body, ('wiki-asked',), Element('inline', sequence(summary)))


def rubric(title: str, anchor: str = '') -> Element:
    """Heading outside the table of contents."""
    return Element('rubric', [title], (), anchor)


def field(name: str, *body: Element, classes: Sequence[str] = ()) -> Element:
    """Field of a field list."""
    return Element('field', body, classes, name)


def bullets(items: Iterable[Sequence[Element]], *classes: str) -> Element:
    """Bullet list; each item is a sequence of blocks."""
    return Element('bullets', [Element('item', blocks) for blocks in items], classes)


def lazy_bullets(
    rows: Sequence[Row], draw: Callable[[Row], Sequence[Element]], *classes: str
) -> Element:
    """Bullet list of lazy rows; `draw` returns the blocks of an item."""
    return Element('bullets', LazyRows(rows, _item, draw), classes)


def _item(row: Row, draw: Callable[[Row], Sequence[Element]]) -> Element:
    return Element('item', draw(row))


def opening(anchor: str, row: Element, blocks: Sequence[Element]) -> Element:
    """Row of a table that opens to blocks below it, with an anchor: other pages link to it."""
    return Element('opening', [row, *blocks], (), anchor)


def opening_rows(piece: Element) -> list[tuple[Element, Element, Sequence[Piece]]]:
    """The rows of a table that open: each with the row itself and the blocks that it opens to."""
    rows: list[tuple[Element, Element, Sequence[Piece]]] = []
    for child in piece.children:
        if isinstance(child, Element) and child.tag == 'opening':
            row, *blocks = child.children
            assert isinstance(row, Element)
            rows.append((child, row, blocks))
    return rows


def row_name(row: Element) -> str:
    """Text of the first cell of a row."""
    return text_of(row.children[0])


def sign(anchor: str) -> Element:
    """Visible link to a part of the page, for whoever wants its address; only web pages have it."""
    return Element('sign', [], ('headerlink',), anchor)


def definition(term: Sequence[Piece], body: Sequence[Element], anchor: str = '') -> Element:
    """Item of a definition list: a term with an optional anchor, and its description."""
    return Element('definition', [Element('term', term), Element('description', body)], (), anchor)


def definitions(items: Iterable[Element], *classes: str) -> Element:
    """Definition list."""
    return Element('definitions', list(items), (*classes, 'simple'))


def table(head: Element, rows: Sequence[Element], *classes: str) -> Element:
    """Table with a header row, whose first column is the header of each row.

    It stays out of the search index, which has the pages that it summarises.
    """
    return Element('table', rows, ('wiki-table', NO_SEARCH, *classes), head)


def sortable(head: Element, rows: Sequence[Element], *classes: str) -> Element:
    """Table with sortable columns, if it has enough rows."""
    return table(head, rows, *([SORTABLE] if len(rows) >= MIN_SORTABLE else []), *classes)


def cells(*columns: Pieces) -> Element:
    """Row of a table, or its header row: a cell for each column."""
    return Element('row', [one if _is_cell(one) else _cell(one) for one in columns])


def cell_by(key: Decimal | int | str, content: Pieces) -> Element:
    """Cell with a sort key other than its text; an empty key sorts last."""
    return _cell(content, f'{key:f}' if isinstance(key, Decimal) else str(key))


def _is_cell(pieces: Pieces) -> TypeGuard[Element]:
    return isinstance(pieces, Element) and pieces.tag == 'cell'


def _cell(content: Pieces, key: str | None = None) -> Element:
    return Element('cell', sequence(content), (), key)


@dataclass(frozen=True, slots=True)
class Select:
    """Drop-down filter: it keeps the rows whose data attribute `name` has the chosen value."""

    name: str
    label: str
    any: str
    """Label of the option that keeps all rows."""
    options: tuple[tuple[str, str], ...]
    """Value and label of each other option."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Form of the filters of one table."""

    label: str
    selects: tuple[Select, ...]
    clear: str
    """Label of the reset button."""
    shown: str
    """Status text, with `%(shown)s` and `%(total)s` for numbers of rows."""
    source: str = ''
    """Data file with the rows of all pages, for a table that goes on from page to page."""


def filters(form: Filters) -> Element:
    """Filters of the table that follows; only web pages have them."""
    return Element('filters', (), (NO_SEARCH,), form)


def ways(label: str, *rows: Element) -> Element:
    """Ways into a long list, as lines of links; only web pages have them."""
    return Element('ways', rows, ('wiki-ways', NO_SEARCH), label)


def way(label: str, items: Iterable[Pieces]) -> Element:
    """Line of links, or of groups that become pages of their own."""
    return Element('way', [label, ': ', *joined(items, ' ')])


def row_group(label: str, title: str, rows: Element) -> Element:
    """Table or list that becomes pages of its own, whose docnames have the label in them."""
    return Element('group', [rows], (), (label, title))


def with_data(piece: Element, values: Mapping[str, str | Number]) -> Element:
    """An element with data attributes: filters match rows by them."""
    data = {**piece.data, **values}
    return Element(piece.tag, piece.children, piece.classes, piece.extra, data)


def later(number: Number, piece: Element) -> Element:
    """An element that readers see once they have seen an episode; 0 for one that is open."""
    if not number:
        return piece
    marked = piece.holding(piece.children, (*piece.classes, LATER))
    return with_data(marked, {'episode': number})


def until(number: Number, piece: Element) -> Element:
    """An element that readers see until they have seen an episode; 0 for one that stays."""
    if not number:
        return piece
    marked = piece.holding(piece.children, (*piece.classes, UNTIL))
    return with_data(marked, {'episode': number})


def shown_from(piece: Element) -> Number:
    """The episode from which readers see an element; 0 for one that is open."""
    number = piece.data['episode'] if LATER in piece.classes else 0
    assert not isinstance(number, str)
    return number


def any_from(pieces: Iterable[Piece]) -> Number:
    """The first episode from which readers see any of some elements; 0 if one is open."""
    first: Number = 0
    for piece in pieces:
        number: Number = 0
        if isinstance(piece, Element):
            lists = piece.tag in _ROWS and not shown_from(piece)
            number = any_from(piece.children) if lists else shown_from(piece)
        if not number:
            return 0
        first = min(first or number, number)
    return first


@dataclass(frozen=True, slots=True)
class PageSection:
    """Section of a generated page; the first has no title."""

    title: str
    anchor: str
    pieces: list[Element]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Content of a generated page."""

    title: str
    summary: str
    sections: list[PageSection]

"""HTML writer for the element trees of panels."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

from sphinx.highlighting import PygmentsBridge

from criticwiki.i18n import _
from criticwiki.model.numbering import UNKNOWN
from criticwiki.panels.components import spoiler_title
from criticwiki.panels.elements import (
    JAPANESE,
    LATER,
    SORTABLE,
    opening_rows,
    row_name,
    sequence,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from criticwiki.model.numbering import Numbering
    from criticwiki.panels.elements import Element, Filters, Piece


class HtmlWriter:
    """Writer of an element tree as markup."""

    def __init__(
        self,
        page_address: Callable[[str, str], str],
        data_url: Callable[[str], str],
        label: str = '',
        numbering: Numbering = UNKNOWN,
    ) -> None:
        """Take functions for the address of a page and anchor, and of a data file.

        The label of the panel is the prefix of the ids of its charts; the numbering of the
        series gives spoiler blocks their titles.
        """
        self._page_address = page_address
        self._data_address = data_url
        self._label = label
        self._numbering = numbering
        self._out: list[str] = []
        self._sortable = False
        """Whether the current table is sortable."""

    @property
    def html(self) -> str:
        """The markup."""
        return ''.join(self._out)

    def write(self, pieces: Iterable[Piece]) -> None:
        """Append pieces."""
        for piece in pieces:
            if isinstance(piece, str):
                self._out.append(escape(piece))
            else:
                self._element(piece)

    def _element(self, piece: Element) -> None:
        if writer := _WRITERS.get(piece.tag):
            writer(self, piece)
            return
        start, end = _PLAIN[piece.tag]
        self._wrapped(f'<{start}{_attributes(piece)}>', piece, end)

    def _wrapped(self, start: str, piece: Element, end: str) -> None:
        self._out.append(start)
        self.write(piece.children)
        self._out.append(end)

    def _inline(self, piece: Element) -> None:
        if piece.extra:
            self._wrapped(f'<span lang="{escape(piece.extra)}">', piece, '</span>')
        elif piece.classes or piece.data:
            self._wrapped(f'<span{_attributes(piece)}>', piece, '</span>')
        else:
            self.write(piece.children)

    def _scored(self, piece: Element) -> None:
        number, common = piece.extra
        names = f' class="{" ".join(piece.classes)}"' if piece.classes else ''
        style = '' if common is None else f' style="--common:{common:f}"'
        self._wrapped(f'<span{names} data-score-of="{number}"{style}>', piece, '</span>')

    def _link(self, piece: Element) -> None:
        docname, anchor = piece.extra
        address = escape(self._page_address(docname, anchor) if docname else f'#{anchor}')
        self._wrapped(f'<a href="{address}">', piece, '</a>')

    def _critic(self, piece: Element) -> None:
        page, _review = piece.extra
        self._wrapped(f'<a href="{escape(self._page_address(page, ""))}">', piece, '</a>')

    def _address(self, piece: Element) -> None:
        address = escape(piece.extra)
        self._wrapped(f'<a class="reference external" href="{address}">', piece, '</a>')

    def _data(self, piece: Element) -> None:
        address, name = escape(self._data_address(piece.extra)), escape(piece.extra)
        self._out.append(f'<a href="{address}"><code class="docutils literal">{name}</code></a>')

    def _rubric(self, piece: Element) -> None:
        # with an anchor it is the heading of a part of the page
        anchor = f' id="{escape(piece.extra)}" role="heading" aria-level="2"' if piece.extra else ''
        self._wrapped(f'<p class="rubric"{anchor}>', piece, '</p>\n')

    def _line(self, piece: Element) -> None:
        self.write(piece.children)

    def _nav(self, piece: Element) -> None:
        start = f'<nav{_attributes(piece)} aria-label="{escape(piece.extra)}">'
        self._wrapped(start, piece, '</nav>\n')

    def _filters(self, piece: Element) -> None:
        form: Filters = piece.extra
        further = ''
        if form.source:
            more, failed = escape(_('Show more')), escape(_('The reviews could not be loaded.'))
            address = escape(self._data_address(form.source))
            further = f' data-rows="{address}" data-more="{more}" data-failed="{failed}"'
        self._out.append(f'<form class="wiki-filters"{further} aria-label="{escape(form.label)}">')
        for select in form.selects:
            self._out.append(
                f'<label>{escape(select.label)}\n<select name="{escape(select.name)}">'
                f'<option value="">{escape(select.any)}</option>'
            )
            for value, label in select.options:
                self._out.append(f'<option value="{escape(value)}">{escape(label)}</option>')
            self._out.append('</select></label>\n')
        self._out.append(
            f'<button type="reset">{escape(form.clear)}</button>'
            f'<p role="status" data-words="{escape(form.shown)}"></p></form>\n'
        )

    def rows_of(self, table: Element) -> list[str]:
        """The markup of each row of a table, as of a sortable one."""
        self._sortable = True
        written = []
        for row in table.children:
            assert not isinstance(row, str)
            before = len(self._out)
            self._row(row, head=False)
            written.append(''.join(self._out[before:]))
        return written

    def _rows(self, piece: Element) -> None:
        self._wrapped(f'<div id="{escape(piece.extra)}">\n', piece, '</div>\n')

    def _fields(self, piece: Element) -> None:
        self._wrapped('<dl class="field-list simple">\n', piece, '</dl>\n')

    def _definition(self, piece: Element) -> None:
        anchor = f' id="{escape(piece.extra)}"' if piece.extra else ''
        term, description = piece.children
        assert not isinstance(term, str)
        assert not isinstance(description, str)
        self._wrapped(f'<dt{anchor}>', term, '</dt>')
        self._wrapped('<dd>', description, '</dd>\n')

    def _field(self, piece: Element) -> None:
        name, marks = escape(piece.extra), _attributes(piece)
        self._wrapped(f'<dt{marks}>{name}</dt><dd{marks}>', piece, '</dd>\n')

    def _sidebar(self, piece: Element) -> None:
        names, title = ' '.join(piece.classes), escape(piece.extra)
        start = f'<aside class="{names} sidebar"><p class="sidebar-title">{title}</p>\n'
        self._wrapped(start, piece, '</aside>\n')

    def _spoiler(self, piece: Element) -> None:
        title = escape(spoiler_title(self._numbering.place(piece.extra)))
        names = ' '.join(piece.classes)
        start = (
            f'<details class="{names}" data-episode="{piece.extra}"><summary>{title}</summary>'
            '<div class="spoiler-body" data-nosnippet>\n'
        )
        self._wrapped(start, piece, '</div></details>\n')

    def _details(self, piece: Element) -> None:
        self._out.append(f'<details class="{" ".join(piece.classes)}"><summary>')
        self.write(sequence(piece.extra))
        self._wrapped('</summary>\n', piece, '</details>\n')

    def _chart(self, piece: Element) -> None:
        svg = piece.extra(f'chart-{self._label}')
        start = f'<figure{_attributes(piece)}>{svg}'
        if piece.children:
            self._wrapped(f'{start}\n<figcaption>', piece, '</figcaption></figure>\n')
        else:
            self._out.append(f'{start}</figure>\n')

    def _mark(self, piece: Element) -> None:
        names = ' '.join(piece.classes)
        self._out.append(
            f'<svg class="mark {names}" aria-hidden="true" width="14" height="14">'
            f'<use href="#chart-{self._label}-{piece.extra}" x="7" y="7"/></svg>'
        )

    def _code(self, piece: Element) -> None:
        start = '<code class="docutils literal notranslate"><span class="pre">'
        self._wrapped(start, piece, '</span></code>')

    def _source(self, piece: Element) -> None:
        self._out.append(highlighted(text_of(piece), piece.extra))

    def _table(self, piece: Element) -> None:
        names = ' '.join(piece.classes)
        self._sortable = SORTABLE in piece.classes
        self._out.append(
            f'<div class="table-wrapper container"><table class="{names} docutils"><thead>'
        )
        self._row(piece.extra, head=True)
        self._out.append('</thead>\n')
        if opening := opening_rows(piece):
            for one, row, blocks in opening:
                self._opening(one.extra, row, blocks)
        else:
            self._out.append('<tbody>')
            for child in piece.children:
                self._row(_element(child), head=False)
            self._out.append('</tbody>')
        self._out.append('</table></div>\n')

    def _opening(self, anchor: str, row: Element, blocks: Iterable[Piece]) -> None:
        """A row that opens to another below it, each pair in a body of its own.

        The disclosure stands in the first cell and the style sheet shows the other row, since no
        element can hold rows of a table but its bodies. The cell is named for who hears it: no
        name comes out of a disclosure.
        """
        name, *others = row.children
        identifier, label = escape(anchor), escape(row_name(row))
        self._out.append(
            f'<tbody id="{identifier}"><tr><th scope="row" aria-label="{label}"><div>'
            '<details class="wiki-opens"><summary><span role="heading" aria-level="3">'
        )
        self.write(_element(name).children)
        title = escape(_('Link to this row'))
        self._out.append(
            '</span></summary></details>'
            f'<a class="headerlink" href="#{identifier}" title="{title}">¶</a></div></th>\n'
        )
        for cell in others:
            self._wrapped('<td>', _element(cell), '</td>\n')
        self._out.append(f'</tr>\n<tr class="wiki-opened"><td colspan="{len(row.children)}">')
        self.write(blocks)
        self._out.append('</td></tr></tbody>\n')

    def _sign(self, piece: Element) -> None:
        title = escape(_('Link to this passage'))
        self._out.append(
            f'<a class="headerlink" href="#{escape(piece.extra)}" title="{title}">¶</a>'
        )

    def _row(self, row: Element, *, head: bool) -> None:
        self._out.append(f'<tr{_attributes(row)}>')
        for index, cell in enumerate(row.children):
            assert not isinstance(cell, str)
            key = cell.extra if self._sortable else None
            sort = '' if key is None else f' data-sort="{escape(key)}"'
            sort += _attributes(cell)
            if head:
                self._wrapped('<th scope="col">', cell, '</th>\n')
            elif index == 0:
                self._wrapped(f'<th scope="row"{sort}>', cell, '</th>\n')
            else:
                self._wrapped(f'<td{sort}>', cell, '</td>\n')
        self._out.append('</tr>\n')


def _attributes(piece: Element) -> str:
    """Class and data attributes; what is hidden until an episode is seen has `data-nosnippet`."""
    names = f' class="{" ".join(piece.classes)}"' if piece.classes else ''
    data = ''.join(f' data-{name}="{escape(str(value))}"' for name, value in piece.data.items())
    return f'{names}{data} data-nosnippet' if LATER in piece.classes else names + data


def _element(piece: Piece) -> Element:
    assert not isinstance(piece, str)
    return piece


_PLAIN: Final[dict[str, tuple[str, str]]] = {
    'paragraph': ('p', '</p>\n'),
    'screen': ('p', '</p>\n'),
    'container': ('div', '</div>\n'),
    'bullets': ('ul', '</ul>\n'),
    'entries': ('ul', '</ul>\n'),
    'item': ('li', '</li>\n'),
    'definitions': ('dl', '</dl>\n'),
}
_WRITERS: Final[dict[str, Callable[[HtmlWriter, Element], None]]] = {
    'inline': HtmlWriter._inline,
    'link': HtmlWriter._link,
    'critic': HtmlWriter._critic,
    'address': HtmlWriter._address,
    'data': HtmlWriter._data,
    'rubric': HtmlWriter._rubric,
    'line': HtmlWriter._line,
    'nav': HtmlWriter._nav,
    'rows': HtmlWriter._rows,
    'filters': HtmlWriter._filters,
    'fields': HtmlWriter._fields,
    'definition': HtmlWriter._definition,
    'field': HtmlWriter._field,
    'sidebar': HtmlWriter._sidebar,
    'spoiler': HtmlWriter._spoiler,
    'details': HtmlWriter._details,
    'table': HtmlWriter._table,
    'chart': HtmlWriter._chart,
    'mark': HtmlWriter._mark,
    'numbers': HtmlWriter._details,
    'code': HtmlWriter._code,
    'source': HtmlWriter._source,
    'scored': HtmlWriter._scored,
    'sign': HtmlWriter._sign,
}


@cache
def _highlighter() -> PygmentsBridge:
    return PygmentsBridge('html')


def highlighted(text: str, language: str) -> str:
    """Code block with syntax highlighting by CSS classes."""
    block = JAPANESE.sub(
        r'<span lang="ja">\g<0></span>', _highlighter().highlight_block(text, language)
    )
    return f'<div class="highlight-{language} notranslate">{block}</div>\n'

"""HTML writer of elements, with the text that the search index takes from them."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

from sphinx.highlighting import PygmentsBridge

from criticwiki.sphinx_ext.nodes import spoiler_title

from .elements import JAPANESE, NO_SEARCH, SORTABLE, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .elements import Element, Filters, Piece


class HtmlWriter:
    """Writes pieces as HTML: the text in `html`, its words for the search in `words`."""

    def __init__(
        self,
        page_address: Callable[[str, str], str],
        data_url: Callable[[str], str],
        label: str = '',
    ) -> None:
        """Take what gives the address of a page and anchor, and of a data file.

        The label is the panel's on its page: ids inside begin with it.
        """
        self._page_address = page_address
        self._data_address = data_url
        self._label = label
        self._out: list[str] = []
        self._words: list[str] = []
        self._hidden = 0
        self._sorts = False  # whether the table that is being written can be sorted

    @property
    def html(self) -> str:
        """What was written."""
        return ''.join(self._out)

    @property
    def words(self) -> str:
        """The words of what was written, without those that stay out of the search."""
        return ' '.join(self._words)

    def write(self, pieces: Iterable[Piece]) -> None:
        """Write pieces after those that were written before."""
        for piece in pieces:
            if isinstance(piece, str):
                self._out.append(escape(piece))
                if not self._hidden:
                    self._words.append(piece)
            elif NO_SEARCH in piece.classes:
                self._hidden += 1
                self._element(piece)
                self._hidden -= 1
            else:
                self._element(piece)

    def _element(self, piece: Element) -> None:
        plain = _PLAIN.get(piece.tag)
        if plain is None:
            _WRITERS[piece.tag](self, piece)
            return
        start, end = plain
        names = f' class="{" ".join(piece.classes)}"' if piece.classes else ''
        self._out.append(f'<{start}{names}>')
        self.write(piece.children)
        self._out.append(end)

    def _wrapped(self, start: str, piece: Element, end: str) -> None:
        self._out.append(start)
        self.write(piece.children)
        self._out.append(end)

    def _inline(self, piece: Element) -> None:
        if piece.extra:
            self._wrapped(f'<span lang="{escape(piece.extra)}">', piece, '</span>')
        elif piece.classes:
            self._wrapped(f'<span class="{" ".join(piece.classes)}">', piece, '</span>')
        else:
            self.write(piece.children)

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
        anchor = f' id="{escape(piece.extra)}"' if piece.extra else ''
        self._wrapped(f'<p class="rubric"{anchor}>', piece, '</p>\n')

    def _line(self, piece: Element) -> None:
        self.write(piece.children)

    def _leads(self, piece: Element) -> None:
        names, label = ' '.join(piece.classes), escape(piece.extra)
        self._wrapped(f'<nav class="{names}" aria-label="{label}">', piece, '</nav>\n')

    def _filters(self, piece: Element) -> None:
        # in a template, so that a browser without script shows no box that does nothing
        form: Filters = piece.extra
        self._out.append(f'<template class="wiki-filters"><form aria-label="{escape(form.label)}">')
        for select in form.selects:
            self._out.append(
                f'<label>{escape(select.label)}\n<select name="{escape(select.name)}">'
                f'<option value="">{escape(select.any)}</option>'
            )
            for value, words in select.options:
                self._out.append(f'<option value="{escape(value)}">{escape(words)}</option>')
            self._out.append('</select></label>\n')
        self._out.append(
            f'<button type="reset">{escape(form.clear)}</button>'
            f'<p role="status" data-words="{escape(form.shown)}"></p></form></template>\n'
        )

    def _rows(self, piece: Element) -> None:
        self._wrapped(f'<div id="{escape(piece.extra)}">\n', piece, '</div>\n')

    def _fields(self, piece: Element) -> None:
        self._wrapped('<dl class="field-list simple">\n', piece, '</dl>\n')

    def _definition(self, piece: Element) -> None:
        anchor = f' id="{escape(piece.extra)}"' if piece.extra else ''
        term, described = piece.children
        assert not isinstance(term, str)
        assert not isinstance(described, str)
        self._wrapped(f'<dt{anchor}>', term, '</dt>')
        self._wrapped('<dd>', described, '</dd>\n')

    def _field(self, piece: Element) -> None:
        name = escape(piece.extra)
        self._wrapped(f'<dt>{name}</dt><dd>', piece, '</dd>\n')

    def _box(self, piece: Element) -> None:
        names, title = ' '.join(piece.classes), escape(piece.extra)
        start = f'<aside class="{names} sidebar"><p class="sidebar-title">{title}</p>\n'
        self._wrapped(start, piece, '</aside>\n')

    def _spoiler(self, piece: Element) -> None:
        title = escape(spoiler_title(piece.extra))
        names = ' '.join(piece.classes)
        start = (
            f'<details class="{names}" data-episode="{piece.extra}"><summary>{title}</summary>'
            '<div class="spoiler-body">\n'
        )
        self._wrapped(start, piece, '</div></details>\n')

    def _asked(self, piece: Element) -> None:
        names, title = ' '.join(piece.classes), escape(piece.extra)
        start = f'<details class="{names}"><summary>{title}</summary>\n'
        self._wrapped(start, piece, '</details>\n')

    def _chart(self, piece: Element) -> None:
        names = ' '.join(piece.classes)
        drawing = piece.extra(f'chart-{self._label}')
        start = f'<figure class="{names}">{drawing}'
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

    def _numbers(self, piece: Element) -> None:
        names, words = ' '.join(piece.classes), escape(piece.extra)
        start = f'<details class="{names}"><summary>{words}</summary>\n'
        self._wrapped(start, piece, '</details>\n')

    def _code(self, piece: Element) -> None:
        start = '<code class="docutils literal notranslate"><span class="pre">'
        self._wrapped(start, piece, '</span></code>')

    def _source(self, piece: Element) -> None:

        self._out.append(highlighted(words_of(piece), piece.extra))

    def _table(self, piece: Element) -> None:
        names = ' '.join(piece.classes)
        self._sorts = SORTABLE in piece.classes
        self._out.append(
            f'<div class="table-wrapper container"><table class="{names} docutils"><thead>'
        )
        self._row(piece.extra, head=True)
        self._out.append('</thead>\n<tbody>')
        for row in piece.children:
            assert not isinstance(row, str)
            self._row(row, head=False)
        self._out.append('</tbody></table></div>\n')

    def _row(self, row: Element, *, head: bool) -> None:
        told = row.extra or {}
        data = ''.join(f' data-{name}="{escape(value)}"' for name, value in told.items())
        self._out.append(f'<tr{data}>')
        for index, cell in enumerate(row.children):
            assert not isinstance(cell, str)
            key = cell.extra if self._sorts else None
            sort = '' if key is None else f' data-sort="{escape(key)}"'
            if head:
                self._wrapped('<th scope="col">', cell, '</th>\n')
            elif index == 0:
                self._wrapped(f'<th scope="row"{sort}>', cell, '</th>\n')
            else:
                self._wrapped(f'<td{sort}>', cell, '</td>\n')
        self._out.append('</tr>\n')


_PLAIN: Final[dict[str, tuple[str, str]]] = {
    'paragraph': ('p', '</p>\n'),
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
    'leads': HtmlWriter._leads,
    'rows': HtmlWriter._rows,
    'filters': HtmlWriter._filters,
    'fields': HtmlWriter._fields,
    'definition': HtmlWriter._definition,
    'field': HtmlWriter._field,
    'box': HtmlWriter._box,
    'spoiler': HtmlWriter._spoiler,
    'asked': HtmlWriter._asked,
    'table': HtmlWriter._table,
    'chart': HtmlWriter._chart,
    'mark': HtmlWriter._mark,
    'numbers': HtmlWriter._numbers,
    'code': HtmlWriter._code,
    'source': HtmlWriter._source,
}


@cache
def _bridge() -> PygmentsBridge:
    return PygmentsBridge('html')


def highlighted(text: str, language: str) -> str:
    """A block of code as HTML; its colours are those of the style sheet."""
    block = JAPANESE.sub(r'<span lang="ja">\g<0></span>', _bridge().highlight_block(text, language))
    return f'<div class="highlight-{language} notranslate">{block}</div>\n'

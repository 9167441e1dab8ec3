"""Pieces as docutils nodes, which every builder of Sphinx can write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

from criticwiki.panels.pieces import JAPANESE, words_of

from .nodes_drawing import make_spoiler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from criticwiki.panels.pieces import Element, Piece

MAX_COLUMN: Final = 40
"""The widest column of a plain-text table, in characters."""


def as_nodes(pieces: Iterable[Piece]) -> list[nodes.Node]:
    """Nodes for pieces; references are resolved by the builder.

    What leads about on a web page has no node, nor has a chart, whose table follows it.
    """
    return [
        nodes.Text(piece) if isinstance(piece, str) else _MAKERS[piece.tag](piece)
        for piece in pieces
        if isinstance(piece, str) or piece.tag in _MAKERS
    ]


def page_link(children: Sequence[nodes.Node], docname: str, anchor: str) -> addnodes.pending_xref:
    """A link to a page of the wiki, resolved by the builder."""
    return addnodes.pending_xref(
        '',
        nodes.inline('', '', *children),
        refdomain='wiki',
        reftype='page',
        reftarget=docname,
        refanchor=anchor,
        refexplicit=True,
        refwarn=False,
    )


def _of(kind: type[nodes.Element]) -> Callable[[Element], nodes.Element]:
    def make(piece: Element) -> nodes.Element:
        return _plain(kind, piece)

    return make


def _plain(kind: type[nodes.Element], piece: Element) -> nodes.Element:
    children = as_nodes(piece.children)
    if issubclass(kind, nodes.TextElement):
        return kind('', '', *children, classes=list(piece.classes))
    return kind('', *children, classes=list(piece.classes))


def _inline(piece: Element) -> nodes.Element:
    classes = [f'language-{piece.extra}'] if piece.extra else list(piece.classes)
    return nodes.inline('', '', *as_nodes(piece.children), classes=classes)


def _link(piece: Element) -> nodes.Element:
    return page_link(as_nodes(piece.children), *piece.extra)


def _critic(piece: Element) -> nodes.Element:
    """Only web sites have pages of critics."""
    _page, review = piece.extra
    words = as_nodes(piece.children)
    return page_link(words, review, '') if review else nodes.inline('', '', *words)


def _address(piece: Element) -> nodes.Element:
    return nodes.reference('', words_of(piece), refuri=piece.extra, internal=False)


def _data(piece: Element) -> nodes.Element:
    name = piece.extra
    return addnodes.pending_xref(
        '',
        nodes.literal('', name),
        refdomain='wiki',
        reftype='data-file',
        reftarget=name,
        refwarn=False,
    )


def _definition(piece: Element) -> nodes.Element:
    term, *described = as_nodes(piece.children)
    if piece.extra:
        assert isinstance(term, nodes.Element)
        term['ids'].append(piece.extra)
    return nodes.definition_list_item('', term, *described)


def _field(piece: Element) -> nodes.Element:
    body = nodes.field_body('', *as_nodes(piece.children))
    return nodes.field('', nodes.field_name('', piece.extra), body)


def _box(piece: Element) -> nodes.Element:
    title = nodes.title('', piece.extra)
    return nodes.sidebar('', title, *as_nodes(piece.children), classes=list(piece.classes))


def _cell(piece: Element) -> nodes.Element:
    blocks = [one for one in piece.children if not isinstance(one, str) and one.tag == 'asked']
    words = [one for one in piece.children if one not in blocks]
    return nodes.entry('', nodes.paragraph('', '', *as_nodes(words)), *as_nodes(blocks))


def _table(piece: Element) -> nodes.Element:
    rows = [piece.extra, *piece.children]
    head, *body = as_nodes(rows)
    columns = len(head.children)
    group = nodes.tgroup(cols=columns)
    for index in range(columns):
        column = nodes.colspec(colwidth=_width(rows, index))
        if index == 0:
            column['stub'] = 1
        group += column
    group += nodes.thead('', head)
    group += nodes.tbody('', *body)
    return nodes.table('', group, classes=list(piece.classes))


def _width(rows: Sequence[Piece], index: int) -> int:
    """Characters that a column needs in plain text; web pages find their own width."""
    longest = max(len(words_of(row.children[index])) for row in rows if not isinstance(row, str))
    return min(max(longest, 3), MAX_COLUMN)


def _spoiler(piece: Element) -> nodes.Element:
    return make_spoiler(piece.extra, *as_nodes(piece.children))


def _asked(piece: Element) -> nodes.Element:
    """What a web page tells when asked is printed under its name."""
    title = nodes.paragraph('', '', nodes.strong('', piece.extra))
    return nodes.container('', title, *as_nodes(piece.children), classes=list(piece.classes))


def _source(piece: Element) -> nodes.Element:
    text, classes = words_of(piece), list(piece.classes)
    parts = re.split(f'({JAPANESE.pattern})', text)
    if len(parts) == 1:
        return nodes.literal_block(text, text, language=piece.extra, classes=classes)
    # another raw source than its words makes Sphinx keep the marks inside, without colours
    block = nodes.literal_block('', '', classes=classes)
    for index, words in enumerate(parts):
        ours = nodes.inline('', words, classes=['language-ja']) if index % 2 else nodes.Text(words)
        block += ours
    return block


_MAKERS: Final[dict[str, Callable[[Element], nodes.Element]]] = {
    'paragraph': _of(nodes.paragraph),
    'inline': _inline,
    'link': _link,
    'critic': _critic,
    'address': _address,
    'data': _data,
    'rubric': _of(nodes.rubric),
    'container': _of(nodes.container),
    'bullets': _of(nodes.bullet_list),
    'entries': _of(nodes.bullet_list),
    'line': _of(addnodes.compact_paragraph),
    'item': _of(nodes.list_item),
    'definitions': _of(nodes.definition_list),
    'definition': _definition,
    'term': _of(nodes.term),
    'described': _of(nodes.definition),
    'fields': _of(nodes.field_list),
    'field': _field,
    'box': _box,
    'table': _table,
    'row': _of(nodes.row),
    'cell': _cell,
    'spoiler': _spoiler,
    'asked': _asked,
    'numbers': _of(nodes.container),
    'code': _of(nodes.literal),
    'source': _source,
}

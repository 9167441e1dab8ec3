"""Small makers of standard nodes: links, scores, stances, tables, sentences with nodes in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

from criticwiki.core.models import Confidence, Stance
from criticwiki.sphinx_ext.nodes import make_spoiler
from criticwiki.sphinx_ext.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from typing import TypeAlias

    from criticwiki.core.consensus import Tally
    from criticwiki.core.views.base import Critic, Printed, Ref, Said

    Piece: TypeAlias = 'str | nodes.Node | list[nodes.Node]'

MAX_COLUMN: Final = 40
"""The widest column of a plain-text table, in characters."""
_PLACE: Final = re.compile(r'%\((\w+)\)s')


def phrase(template: str, **pieces: Piece) -> list[nodes.Node]:
    """A translated sentence, with text or nodes where it has `%(name)s`."""
    made: list[nodes.Node] = []
    for index, part in enumerate(_PLACE.split(template)):
        made += inline(pieces[part]) if index % 2 else inline(part)
    return made


def inline(piece: Piece) -> list[nodes.Node]:
    """Text or nodes as a list of nodes; no words, no node."""
    if isinstance(piece, list):
        return piece
    if isinstance(piece, str):
        return [nodes.Text(piece)] if piece else []
    return [piece]


def para(*pieces: Piece, classes: Sequence[str] = ()) -> nodes.paragraph:
    """A paragraph."""
    children = [node for piece in pieces for node in inline(piece)]
    return nodes.paragraph('', '', *children, classes=list(classes))


def span(text: str, *classes: str) -> nodes.inline:
    """Words with a class."""
    return nodes.inline('', text, classes=list(classes))


def joined(items: Iterable[Piece], separator: str = ', ') -> list[nodes.Node]:
    """Items in a row, with a separator between them."""
    made: list[nodes.Node] = []
    for item in items:
        if made and separator:
            made.append(nodes.Text(separator))
        made += inline(item)
    return made


def link(text: Piece, docname: str, anchor: str = '') -> addnodes.pending_xref:
    """A link to a page of the wiki, resolved by the builder."""
    inner = nodes.inline('', '', *inline(text))
    return addnodes.pending_xref(
        '',
        inner,
        refdomain='wiki',
        reftype='page',
        reftarget=docname,
        refanchor=anchor,
        refexplicit=True,
        refwarn=False,
    )


def ref(target: Ref) -> addnodes.pending_xref:
    """A link by its own text."""
    return link(target.text, target.docname, target.anchor)


def critic(known: Critic) -> addnodes.pending_xref:
    """A link to a critic's review, by their name, or by the headline of an unnamed one."""
    if known.name:
        return link(known.name, known.docname)
    words = _('unnamed critic (%(headline)s)') % {'headline': known.headline}
    return link(words, known.docname)


def critic_in_head(known: Critic) -> addnodes.pending_xref:
    """The same for the head of a column, which has no room for a headline it can spare."""
    if known.name or not known.only_unnamed:
        return critic(known)
    return link(_('unnamed critic'), known.docname)


def scope_words(known: Critic) -> str:
    """What a critic had seen, in words."""
    if known.whole:
        return _('the whole season')
    if known.scope.isdecimal():
        return _('episode %(numbers)s') % {'numbers': known.scope}
    return _('episodes %(numbers)s') % {'numbers': known.scope}


def score(printed: Printed) -> nodes.inline:
    """A score as printed, in one piece."""
    return span(printed.printed, 'score')


def figure(value: Decimal) -> str:
    """A computed figure, without an exponent."""
    return f'{value:f}'


def stance(held: Stance) -> nodes.inline:
    """The word for a stance; its shape and colour come from the style sheet."""
    words = {
        Stance.PRAISE: _('praise'),
        Stance.MIXED: _('mixed'),
        Stance.CRITICISM: _('criticism'),
    }
    return span(words[held], 'stance', f'stance-{held.value}')


def tally_words(tally: Tally) -> str:
    """`k praise, m mixed, n criticise`."""
    return _('%(praise)d praise, %(mixed)d mixed, %(criticism)d criticise') % {
        'praise': tally.praise,
        'mixed': tally.mixed,
        'criticism': tally.criticism,
    }


def judgement(said: Said) -> list[nodes.Node]:
    """What is held and the words that show it, closed where it gives something away."""
    body: list[nodes.Node] = [para(said.says, classes=['says'])]
    if said.quotes:
        quotes = (span(_('“%(words)s”') % {'words': words}, 'quote') for words in said.quotes)
        body.append(para(joined(quotes, ' '), classes=['quotes']))
    return guarded(said.spoils, body)


def judgements(rows: Iterable[tuple[nodes.Node, Said, str]], *classes: str) -> list[nodes.Node]:
    """A list of whose or what, the stance, and what is held; nothing without rows.

    Each row has the node that names it, the judgement, and an anchor, which may be empty.
    """
    items = [
        definition([named, nodes.Text(' '), stance(said.stance)], judgement(said), anchor)
        for named, said, anchor in rows
    ]
    return [definitions(items, 'judgements', *classes)] if items else []


def guarded(spoils: int, body: list[nodes.Node]) -> list[nodes.Node]:
    """The same nodes, inside a spoiler block where they give an episode away."""
    return [make_spoiler(spoils, *body)] if spoils else body


def known_mark(known: Confidence) -> list[nodes.Node]:
    """How well a fact is known, where that is less than confirmed."""
    words = {
        Confidence.CONFIRMED: '',
        Confidence.ONE_SOURCE: _('one source'),
        Confidence.SOURCE_REVIEW_ONLY: _('source review only'),
    }
    return [nodes.Text(' '), span(words[known], 'known')] if words[known] else []


def not_stated() -> nodes.inline:
    """What stands for a fact that no source gives."""
    return span(_('not stated in the source'), 'unstated')


def foreign(text: str, language: str) -> nodes.inline:
    """Words in another language, which browsers and screen readers are told of."""
    return span(text, f'language-{language}')


def field(name: str, *body: nodes.Node) -> nodes.field:
    """One line of a fact box."""
    return nodes.field('', nodes.field_name('', name), nodes.field_body('', *body))


def bullets(items: Iterable[Sequence[nodes.Node]], *classes: str) -> nodes.bullet_list:
    """A list; every item is made of blocks."""
    children = [nodes.list_item('', *item) for item in items]
    return nodes.bullet_list('', *children, classes=list(classes))


def definition(
    term: list[nodes.Node], body: list[nodes.Node], anchor: str = ''
) -> nodes.definition_list_item:
    """A term and what is said of it; an anchor leads to the term."""
    head = nodes.term('', '', *term)
    if anchor:
        head['ids'].append(anchor)
    return nodes.definition_list_item('', head, nodes.definition('', *body))


def definitions(
    items: Iterable[nodes.definition_list_item], *classes: str
) -> nodes.definition_list:
    """A list of terms."""
    return nodes.definition_list('', *items, classes=[*classes, 'simple'])


def table(
    head: nodes.row,
    rows: Iterable[nodes.row],
    *classes: str,
    stub: bool = True,
) -> nodes.table:
    """A table with a head; the first column names its row where `stub` is set.

    It stays out of the search index: the pages it is made from are in it.
    """
    body = list(rows)
    columns = len(head.children)
    group = nodes.tgroup(cols=columns)
    for index in range(columns):
        column = nodes.colspec(colwidth=_width(head, body, index))
        if stub and index == 0:
            column['stub'] = 1
        group += column
    group += nodes.thead('', head)
    group += nodes.tbody('', *body)
    return nodes.table('', group, classes=['wiki-table', 'no-search', *classes])


def _width(head: nodes.row, body: Sequence[nodes.row], index: int) -> int:
    """Characters that a column needs in plain text; web pages find their own width."""
    longest = max(len(row.children[index].astext()) for row in (head, *body))
    return min(max(longest, 3), MAX_COLUMN)


def cells(*pieces: Piece) -> nodes.row:
    """A row of a table, or its head."""
    return nodes.row('', *(nodes.entry('', para(cell)) for cell in pieces))

"""Small makers of pieces: links, scores, stances, tables, sentences with pieces in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from criticwiki.i18n import _
from criticwiki.model.vocabulary import Confidence, Stance

from .pieces import NO_SEARCH, SORTABLE, Drawn, Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeGuard

    from .common import Critic, Group, Printed, Ref, Said
    from .consensus_view import Tally
    from .pieces import Piece, Pieces

Row = TypeVar('Row')
MANY_ROWS: Final = 2
"""So many rows are seen at a glance, in any order."""
_PLACE: Final = re.compile(r'%\((\w+)\)s')


def phrase(template: str, **pieces: Pieces) -> list[Piece]:
    """A translated sentence, with text or pieces where it has `%(name)s`."""
    made: list[Piece] = []
    for index, part in enumerate(_PLACE.split(template)):
        made += inline(pieces[part]) if index % 2 else inline(part)
    return made


def inline(piece: Pieces) -> Sequence[Piece]:
    """Text or pieces as a list of pieces; no words, no piece."""
    if isinstance(piece, str):
        return [piece] if piece else []
    return [piece] if isinstance(piece, Element) else piece


def para(*pieces: Pieces, classes: Sequence[str] = ()) -> Element:
    """A paragraph."""
    return Element('paragraph', [one for piece in pieces for one in inline(piece)], classes)


def span(text: str, *classes: str) -> Element:
    """Words with a class."""
    return Element('inline', [text] if text else [], classes)


def joined(items: Iterable[Pieces], separator: str = ', ') -> list[Piece]:
    """Items in a row, with a separator between them."""
    made: list[Piece] = []
    for item in items:
        if made and separator:
            made.append(separator)
        made += inline(item)
    return made


def link(text: Pieces, docname: str, anchor: str = '') -> Element:
    """A link to a page of the wiki."""
    return Element('link', inline(text), (), (docname, anchor))


def ref(target: Ref) -> Element:
    """A link by its own text."""
    return link(target.text, target.docname, target.anchor)


def critic(known: Critic) -> Element:
    """A link to a critic's page, by their name, or to the review of an unnamed one.

    Outputs that have no page of critics lead to the review.
    """
    if known.name:
        return critic_link(known.name, known.page, known.docname)
    words = _('unnamed critic (%(headline)s)') % {'headline': known.headline}
    return link(words, known.docname)


def critic_link(words: str, page: str, review: str = '') -> Element:
    """A link to the page of a critic; elsewhere to a review, or words alone."""
    if not page:
        return link(words, review) if review else span(words)
    return Element('critic', [words], (), (page, review))


def review_of(known: Critic) -> Element:
    """A link to the review, beside the name of its critic."""
    return Element('inline', [link(_('review'), known.docname)], ('wiki-review',))


def critics(
    known: Group, counted: str, drawn: Callable[[Critic], Pieces] = critic
) -> Sequence[Piece]:
    """The critics of a group in a row, or the sentence's words for their number."""
    if known.critics:
        return joined(drawn(one) for one in known.critics)
    return [counted % {'count': known.count}]


def critic_with_scope(known: Critic) -> list[Piece]:
    """A link to a critic's page, and to the review by what they had seen."""
    template = _('%(critic)s (%(scope)s)')
    scope: Pieces = link(scope_words(known), known.docname) if known.page else scope_words(known)
    return phrase(template, critic=critic(known), scope=scope)


def critic_with_review(known: Critic) -> list[Piece]:
    """A link to a critic's page, and a short one to the review that is spoken of."""
    return [critic(known), ' ', review_of(known)] if known.page else [critic(known)]


def critic_in_head(known: Critic) -> Element:
    """The same for the head of a column, which has no room for a headline it can spare."""
    return link(critic_words(known), known.docname)


def critic_words(known: Critic) -> str:
    """What a critic is called where there is little room."""
    if known.name:
        return known.name
    if known.only_unnamed:
        return _('unnamed critic')
    return _('unnamed critic (%(headline)s)') % {'headline': known.headline}


def scope_words(known: Critic) -> str:
    """What a critic had seen, in words."""
    if known.whole:
        return _('the whole season')
    if known.scope.isdecimal():
        return _('episode %(numbers)s') % {'numbers': known.scope}
    return _('episodes %(numbers)s') % {'numbers': known.scope}


def score(printed: Printed) -> Element:
    """A score as printed, in one piece."""
    return span(printed.printed, 'score')


def figure(value: Decimal) -> str:
    """A computed figure, without an exponent."""
    return f'{value:f}'


def stance(held: Stance) -> Element:
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


def judgement(said: Said) -> list[Element]:
    """What is held and the words that show it, closed where it gives something away."""
    body = [para(said.says, classes=['says'])]
    if said.quotes:
        quotes = (span(_('“%(words)s”') % {'words': words}, 'quote') for words in said.quotes)
        body.append(para(joined(quotes, ' '), classes=['quotes']))
    return guarded(said.spoils, body)


def judgements(rows: Iterable[tuple[Pieces, Said, str]], *classes: str) -> list[Element]:
    """A list of whose or what, the stance, and what is held; nothing without rows.

    Each row has the piece that names it, the judgement, and an anchor, which may be empty.
    """
    items = [
        definition([*inline(named), ' ', stance(said.stance)], judgement(said), anchor)
        for named, said, anchor in rows
    ]
    return [definitions(items, 'judgements', *classes)] if items else []


def spoiler(episode: int, *body: Element) -> Element:
    """A spoiler block; its words stay out of the search index."""
    return Element('spoiler', body, ('spoiler', NO_SEARCH), episode)


def guarded(spoils: int, body: list[Element]) -> list[Element]:
    """The same pieces, inside a spoiler block where they give an episode away."""
    return [spoiler(spoils, *body)] if spoils else body


def known_mark(known: Confidence) -> list[Piece]:
    """How well a fact is known, where that is less than confirmed."""
    if known is Confidence.CONFIRMED:
        return []
    words = {
        Confidence.ONE_SOURCE: _('one source'),
        Confidence.SOURCE_REVIEW_ONLY: _('source review only'),
    }
    return [' ', span(words[known], 'known')]


def not_stated() -> Element:
    """What stands for a fact that no source gives."""
    return span(_('not stated in the source'), 'unstated')


def foreign(text: str, language: str) -> Element:
    """Words in another language, which browsers and screen readers are told of."""
    return Element('inline', [text], (), language)


def field(name: str, *body: Element) -> Element:
    """One line of a fact box."""
    return Element('field', body, (), name)


def bullets(items: Sequence[Sequence[Element]], *classes: str) -> Element:
    """A list; every item is made of blocks."""
    return Element('bullets', [Element('item', blocks) for blocks in items], classes)


def listed(rows: Sequence[Row], draw: Callable[[Row], Sequence[Element]], *classes: str) -> Element:
    """A list of rows, each of which becomes the blocks of an item."""
    return Element('bullets', Drawn(rows, _item, draw), classes)


def _item(row: Row, draw: Callable[[Row], Sequence[Element]]) -> Element:
    return Element('item', draw(row))


def definition(term: list[Piece], body: list[Element], anchor: str = '') -> Element:
    """A term and what is said of it; an anchor leads to the term."""
    return Element('definition', [Element('term', term), Element('described', body)], (), anchor)


def definitions(items: Iterable[Element], *classes: str) -> Element:
    """A list of terms."""
    return Element('definitions', list(items), (*classes, 'simple'))


def rubric(title: str, anchor: str = '') -> Element:
    """A heading that stands in no table of contents."""
    return Element('rubric', [title], (), anchor)


def table(head: Element, rows: Sequence[Element], *classes: str) -> Element:
    """A table with a head, whose first column names its row.

    It stays out of the search index: the pages it is made from are in it.
    """
    return Element('table', rows, ('wiki-table', NO_SEARCH, *classes), head)


def sortable(head: Element, rows: Sequence[Element], *classes: str) -> Element:
    """A table whose rows a reader may put in another order, if there are enough of them."""
    return table(head, rows, *([SORTABLE] if len(rows) > MANY_ROWS else []), *classes)


def cells(*pieces: Pieces) -> Element:
    """A row of a table, or its head."""
    return Element('row', [piece if _is_cell(piece) else _cell(piece) for piece in pieces])


def by(key: Decimal | int | str, piece: Pieces) -> Element:
    """A cell that is sorted by another value than its words; by nothing, after all others."""
    return _cell(piece, f'{key:f}' if isinstance(key, Decimal) else str(key))


def _is_cell(piece: Pieces) -> TypeGuard[Element]:
    return isinstance(piece, Element) and piece.tag == 'cell'


def _cell(piece: Pieces, key: str | None = None) -> Element:
    return Element('cell', inline(piece), (), key)

"""Elements of panels: tags with children, and components such as scores, tables and links."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar, overload

from criticwiki.i18n import _
from criticwiki.model.page import Confidence, Stance

from .common import MANY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias, TypeGuard

    from .common import Critic, Fact, Group, Printed, Ref, Said, Tally
    from .consensus import AspectTally
    from .season import Headline

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
        'described',
        'fields',
        'field',
        'box',
        'table',
        'row',
        'cell',
        'spoiler',
        'entries',
        'line',
        'rows',
        'leads',
        'asked',
        'chart',
        'mark',
        'numbers',
        'filters',
        'code',
        'source',
    ]
    Piece: TypeAlias = 'str | Element'
    Pieces: TypeAlias = 'str | Element | Sequence[str | Element]'

SORTABLE = 'wiki-sortable'
"""The class of a table that a reader may sort."""
NO_SEARCH = 'no-search'
"""The class of what stays out of the search index."""


JAPANESE = re.compile('[\u3040-\u30ff\u3400-\u9fff]+')
"""Words in Japanese in lines of a page, which cannot say so themselves."""


class Element:
    """A piece with children; `extra` is what else its tag needs to know."""

    __slots__ = ('children', 'classes', 'extra', 'tag')

    def __init__(
        self,
        tag: Tag,
        children: Sequence[Piece] = (),
        classes: Sequence[str] = (),
        extra: Any = None,
    ) -> None:
        """Make a piece."""
        self.tag = tag
        self.children = children
        self.classes = classes
        self.extra = extra


Row = TypeVar('Row')


class Drawn(Sequence[Element], Generic[Row]):
    """Rows that are drawn when they are asked for: of thousands, a web page shows fifty."""

    def __init__(self, rows: Sequence[Row], make: Callable[..., Element], *shared: Any) -> None:
        """Take what is to be drawn, and what draws one from it and from what all rows share.

        That must be a plain function which reads nothing else: equal `plan`, equal drawing.
        """
        assert make.__closure__ is None
        self._rows = rows
        self._make = make
        self._shared = shared

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Element: ...
    @overload
    def __getitem__(self, index: slice) -> Drawn[Row]: ...
    def __getitem__(self, index: int | slice) -> Element | Drawn[Row]:
        if isinstance(index, slice):
            return Drawn(self._rows[index], self._make, *self._shared)
        return self._make(self._rows[index], *self._shared)

    @property
    def plan(self) -> tuple[Any, ...]:
        """All that the drawing depends on, as plain data, without a row being drawn."""
        shared = (_name_of(part) if callable(part) else part for part in self._shared)
        return _name_of(self._make), tuple(shared), tuple(self._rows)


def _name_of(make: Callable[..., Any]) -> str:
    return f'{make.__module__}.{make.__qualname__}'


def plan_of(piece: Any) -> Any:
    """A piece as plain data, without drawing what can be told from its rows."""
    if isinstance(piece, Drawn):
        return piece.plan
    if isinstance(piece, Element):
        children = piece.children
        plan = children.plan if isinstance(children, Drawn) else tuple(map(plan_of, children))
        return piece.tag, tuple(piece.classes), plan_of(piece.extra), plan
    return piece


def words_of(piece: Piece) -> str:
    """The text of a piece, without markup."""
    return piece if isinstance(piece, str) else ''.join(map(words_of, piece.children))


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


def asked(words: str, *body: Element) -> Element:
    """A number with what it is made of, which a web page shows when the number is asked."""
    return Element('asked', body, ('wiki-asked',), words)


def critic_at(known: Critic, anchor: str) -> Element:
    """A link to where a critic says it, by a name that is short enough for a line."""
    named = critic_in_head(known)
    return link(named.children, known.docname, anchor)


def summary(view: Headline) -> list[Piece]:
    """The season score in a sentence, or why there is none."""
    if view.figures is None:
        return [_no_score(view.reviews)]
    template = _('%(mean)s of 100, from %(scored)s of %(reviews)s reviews; %(low)s to %(high)s.')
    if view.reviews == 1:
        template = _('%(mean)s of 100, from the only review.')
    elif view.figures.count == 1:
        template = _('%(mean)s of 100, from 1 of %(reviews)s reviews.')
    elif view.figures.low == view.figures.high:
        template = _('%(mean)s of 100, from %(scored)s of %(reviews)s reviews, all alike.')
    made = phrase(
        template,
        mean=span(figure(view.figures.mean), 'headline-figure'),
        scored=str(view.figures.count),
        reviews=str(view.reviews),
        low=figure(view.figures.low),
        high=figure(view.figures.high),
    )
    if view.provisional:
        words = _('Provisional: fewer than four critics print a score for the season.')
        made += [' ', span(words, 'provisional')]
    return made


def _no_score(reviews: int) -> str:
    if not reviews:
        return _('No review is in the wiki yet.')
    if reviews == 1:
        return _('No score: the only review prints none for the whole season.')
    words = _('No score: none of %(reviews)d reviews prints one for the whole season.')
    return words % {'reviews': reviews}


def scorers(view: Headline) -> list[Element]:
    """Whose scores the headline is made of, and whose reviews print none for the season."""
    made = []
    if view.scored:
        names = _names(view.scored, _with_score)
        made.append(para(phrase(_('Counted: %(critics)s.'), critics=names)))
    if view.unscored:
        words = _('Without a score for the season, and given none: %(critics)s.')
        made.append(para(phrase(words, critics=_names(view.unscored, _with_scope))))
    return made


def holders(row: AspectTally) -> list[Element]:
    """Who holds what of an aspect, who is silent, and who had not seen what it needs."""
    known = row.holders
    made = []
    for held, side in (
        (Stance.PRAISE, known.praise),
        (Stance.MIXED, known.mixed),
        (Stance.CRITICISM, known.criticism),
    ):
        if side.count:
            names = _group(side, lambda one: critic_at(one, row.anchor))
            words = _('%(stance)s: %(critics)s')
            made.append(para(phrase(words, stance=stance(held), critics=names)))
    for words, group in (
        (_('Say nothing of it: %(critics)s.'), known.silent),
        (_('Out of scope, having seen too little: %(critics)s.'), known.out_of_scope),
    ):
        if group.count:
            made.append(para(phrase(words, critics=_group(group, _with_scope))))
    return made


def agreed(row: AspectTally, held: Stance) -> Element:
    """Who holds what most hold of an aspect, and how many say nothing of it."""
    known = row.holders
    if held is Stance.PRAISE:
        template, side = (
            _('%(aspect)s: praised by %(count)s of %(all)s (%(critics)s).'),
            known.praise,
        )
    else:
        template = _('%(aspect)s: faulted by %(count)s of %(all)s (%(critics)s).')
        side = known.criticism
    made = phrase(
        template,
        aspect=row.aspect,
        count=str(side.count),
        all=str(row.tally.discussing),
        critics=_group(side, lambda one: critic_at(one, row.anchor)),
    )
    if known.silent.count:
        made += [' ', _('Silent: %(count)d.') % {'count': known.silent.count}]
    if known.out_of_scope.count:
        made += [' ', _('Had not seen it: %(count)d.') % {'count': known.out_of_scope.count}]
    return para(made)


def _names(rows: Sequence[Row], draw: Callable[[Row], Pieces]) -> Sequence[Piece]:
    """All by name, or their number where that would be too many."""
    if len(rows) > MANY:
        return [_counted(len(rows))]
    return joined(draw(row) for row in rows)


def _group(known: Group, draw: Callable[[Critic], Pieces]) -> Sequence[Piece]:
    return _names(known.critics, draw) if known.critics else [_counted(known.count)]


def _counted(count: int) -> str:
    return _('%(count)d critics') % {'count': count}


def _with_score(row: tuple[Critic, Printed]) -> Pieces:
    known, printed = row
    template = _('%(critic)s %(score)s, which is %(common)s of 100')
    common = figure(printed.common)
    return phrase(template, critic=critic_at(known, ''), score=score(printed), common=common)


def _with_scope(known: Critic) -> Pieces:
    template = _('%(critic)s (%(scope)s)')
    return phrase(template, critic=critic_at(known, ''), scope=scope_words(known))


def draft_note() -> Element:
    """What a draft says of itself."""
    return para(_('This page is a draft and counts nowhere.'), classes=['draft'])


def fact_box(title: str, fields: list[Element], *, draft: bool = False) -> Element:
    """A box beside the text, or above it on a phone."""
    body: list[Element] = []
    if draft:
        body.append(draft_note())
    body.append(Element('fields', fields))
    return Element('box', body, ('wiki-facts', NO_SEARCH), title)


def fact_field(name: str, fact: Fact) -> Element:
    """One fact, with how well it is known, or that it is not stated."""
    if not fact.values:
        return field(name, para(not_stated()))
    values = [
        foreign(text, fact.language) if fact.language else shown(fact.key, text)
        for text in fact.values
    ]
    return field(name, para(joined(values), known_mark(fact.known)))


def shown(key: str, text: str) -> str:
    """A fact as readers write it: dates in words."""
    if key != 'aired':
        return text
    day = dt.date.fromisoformat(text)
    return _('%(day)d %(month)s %(year)d') % {
        'day': day.day,
        'month': _months()[day.month - 1],
        'year': day.year,
    }


def _months() -> list[str]:
    return [
        _('January'), _('February'), _('March'), _('April'), _('May'), _('June'), _('July'),
        _('August'), _('September'), _('October'), _('November'), _('December'),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Select:
    """A choice: its rows are those that bear the chosen value under its name."""

    name: str
    label: str
    any: str
    """The words for no choice."""
    options: tuple[tuple[str, str], ...]
    """Value and words of each."""


@dataclass(frozen=True, slots=True)
class Filters:
    """All choices for one table."""

    label: str
    selects: tuple[Select, ...]
    clear: str
    """The words on the button that takes all choices back."""
    shown: str
    """How many rows are shown, with `%(shown)s` and `%(total)s`."""


def filters(form: Filters) -> Element:
    """The choices for the table that follows; web pages alone have them."""
    return Element('filters', (), (NO_SEARCH,), form)


def told(row: Element, values: Mapping[str, str]) -> Element:
    """A row that bears values to be chosen by."""
    return Element(row.tag, row.children, row.classes, values)

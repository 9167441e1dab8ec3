"""Panel of the aspects: a table of what each critic holds on each, with their words in its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.cached_view import cached_view
from criticwiki.corpus.aspects import anchors_on
from criticwiki.i18n import _, counted, ngettext
from criticwiki.model.judgements import Stance
from criticwiki.panel_registry import ASPECT_TABLES, Panel

from .common import MAX_NAMED, Agreement, Evidence, critic_of, statement
from .components import (
    critic_label,
    critic_link,
    evidence_of,
    scope_label,
    stance,
    stance_or_mention,
)
from .consensus import agreements, matrix, opinions, reservations, tallies
from .elements import (
    Element,
    LazyRows,
    cells,
    data_number,
    definition,
    definitions,
    link,
    opening,
    para,
    phrase,
    span,
    table,
    text_of,
)
from .pointers import below, pointer_field, pointer_to_consensus
from .review import Silence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.corpus.critics import EpisodeScope
    from criticwiki.model.page import Page

    from .common import Critic, Statement
    from .consensus import AspectTally, Matrix, MatrixCell, MatrixRow
    from .elements import Piece, Pieces

FEW: Final = 5
"""Most critics whose columns have room for words beside the shapes."""
MAX_QUOTED: Final = 4
"""Most critics of one stance whose words stand in a row, where critics are too many for columns."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a critic says of an aspect in one review."""

    critic: Critic
    statement: Statement


@dataclass(frozen=True, slots=True)
class Row:
    """An aspect with what each critic holds on it."""

    tally: AspectTally
    cells: tuple[MatrixCell, ...]
    """A cell for each column; none where critics are too many."""
    words: tuple[Words, ...]
    """Of many critics, those of `MAX_QUOTED` for each stance."""


@dataclass(frozen=True, slots=True)
class AspectTable:
    """View of the aspects: those that split critics most first, those they agree on last."""

    rows: tuple[Row, ...]
    """Empty where no critic discusses any."""
    columns: tuple[Critic, ...]
    """Critics with a stance; none where they are too many."""
    many: Matrix | None
    """The matrix, whose critics are rows, where they are too many for columns."""
    silent: int
    """Number of critics without a stance on any aspect."""
    at: str = pointer_field()
    """Pointer to that number in `wiki.json`."""


@cached_view
def ordered_tallies(corpus: Corpus, within: EpisodeScope) -> tuple[AspectTally, ...]:
    """Aspects in the order of the table: the widest split first, the widest agreement last."""
    groups = agreements(corpus, within)
    undiscussed = [row for row in tallies(corpus, within) if not row.tally.discussing]
    return (*groups.splits, *groups.others, *reversed(groups.shared), *undiscussed)


@cached_view
def aspect_table(corpus: Corpus, within: EpisodeScope = None) -> AspectTable:
    """The table of aspects, without the critics who hold nothing on any."""
    every = matrix(corpus, within)
    held = [row for row in every.rows if any(isinstance(one.value, Stance) for one in row[1])]
    silent = len(every.rows) - len(held)
    at = below(pointer_to_consensus(corpus, within), 'without_stance')
    if not held:
        return AspectTable((), (), None, silent, at)
    few = len(held) <= MAX_NAMED
    places = {aspect: index for index, (aspect, _anchor) in enumerate(every.aspects)}
    rows = tuple(
        Row(
            tally,
            tuple(row[1][places[tally.aspect]] for row in held) if few else (),
            tuple(_words(corpus, tally.aspect, within, few=few)),
        )
        for tally in ordered_tallies(corpus, within)
    )
    if few:
        return AspectTable(rows, tuple(critic for critic, _cells in held), None, silent, at)
    return AspectTable(rows, (), every, silent, at)


def _words(corpus: Corpus, aspect: str, within: EpisodeScope, *, few: bool) -> Iterator[Words]:
    """What critics say of an aspect; of many, first who gives nothing away, then who is quoted."""
    reviews: list[ReviewEntry] = []
    for _critic, opinion in opinions(corpus, aspect, within):
        if opinion.voice:
            reviews += opinion.voice.reviews
    if not few:
        order = {value: place for place, value in enumerate(Stance)}

        def rank(review: ReviewEntry) -> tuple[int, bool, bool]:
            judgement = review.facts.aspects[aspect]
            return order[judgement.stance], bool(judgement.spoils), not judgement.quotes

        reviews.sort(key=rank)
    count: Counter[Stance] = Counter()
    for review in reviews:
        judgement = review.facts.aspects[aspect]
        count[judgement.stance] += 1
        if few or count[judgement.stance] <= MAX_QUOTED:
            yield Words(critic_of(corpus, review), statement(judgement, review))


def draw_aspects(view: AspectTable, anchors: Mapping[str, str]) -> list[Element]:
    """Table of the aspects, whose rows open; many critics follow in a table of their own.

    `anchors` are those of the aspects on the page of the table.
    """
    if not view.rows:
        return [para(_('No review judges an aspect yet.'))]
    labels = _distinct_labels(view.columns)
    heads = [_head(*pair) for pair in zip(view.columns, labels, strict=True)]
    head = cells(_('Aspect'), *heads, _('All together'))
    size = 'few' if len(view.columns) <= FEW else 'several'
    blocks = [
        para(_order(view), classes=['summary']),
        table(
            head, [_draw_row(row, anchors[row.tally.aspect]) for row in view.rows], 'aspects', size
        ),
    ]
    if view.many:
        blocks.append(_table_by_critic(view.many))
    if view.columns:
        blocks.append(_legend())
    if view.silent:
        template = ngettext(
            'Left out, having no stance on any aspect: %(count)d critic.',
            'Left out, having no stance on any aspect: %(count)d critics.',
            view.silent,
        )
        blocks.append(para(phrase(template, count=data_number(view.silent, view.at))))
    return blocks


def _order(view: AspectTable) -> str:
    if any(row.tally.split for row in view.rows):
        return _(
            'What splits critics most comes first, what they agree on last. A row opens to what'
            ' each critic says.'
        )
    return _('What critics agree on comes last. A row opens to what each critic says.')


def _head(critic: Critic, label: str) -> Element:
    """Head of a column; an unnamed critic, and one whom only a scope tells apart, by the review."""
    if critic.pages and label == critic_label(critic):
        return critic_link(critic)
    return link(label, critic.docname)


def _draw_row(row: Row, anchor: str) -> Element:
    held = (_draw_cell(one, row.tally.anchor) for one in row.cells)
    closed = cells(row.tally.aspect, *held, _counts(row.tally))
    return opening(anchor, closed, _opened(row))


def _counts(row: AspectTally) -> Element:
    """How many critics hold what: a shape and a number each, with words for those who listen."""
    counts = (
        (row.count(row.tally.praise, 'praise'), 'praise', _('praise')),
        (row.count(row.tally.mixed, 'mixed'), 'mixed', _('mixed')),
        (row.count(row.tally.criticism, 'criticism'), 'criticism', _('criticise')),
        (row.count(row.in_scope - row.tally.discussing, 'silent'), 'silent', _('silent')),
        (row.count(row.critics - row.in_scope, 'out_of_scope'), 'out', _('out of scope')),
    )
    present = [(count, kind, word) for count, kind, word in counts if text_of(count) != '0']
    pieces: list[Piece] = []
    for place, (count, kind, word) in enumerate(present, 1):
        comma = ',' if place < len(present) else ''
        words: list[Piece] = [count, span(f' {word}{comma}', 'wiki-spoken')]
        pieces += [Element('inline', words, ('stance', f'stance-{kind}')), ' ']
    return Element('inline', pieces[:-1], ('aspect-counts',))


def _opened(row: Row) -> list[Element]:
    """What an open row shows: what the aspect means, who says what of it, and how sure that is."""
    items = [
        definition(_speaker(one, row.tally.anchor), evidence_of(one.statement, _place(one, row)))
        for one in row.words
    ]
    blocks: list[Element] = [para(row.tally.means, classes=['summary'])]
    if items:
        blocks.append(definitions(items, 'judgements'))
    if row.tally.tally.discussing > len(row.words):
        discussing = row.tally.tally.discussing
        template = counted('Shown here: %(shown)d of %(count)d critics who discuss it.', discussing)
        count = row.tally.count(discussing, 'discussing')
        shown = phrase(template, shown=str(len(row.words)), count=count)
        blocks.append(para(shown, classes=['summary']))
    sure = [para(_how_sure(row.tally))]
    return [*blocks, Element('container', [*sure, *reservations(row.tally)], ('summary',))]


def _place(words: Words, row: Row) -> tuple[str, str]:
    """Where the review has the words."""
    return words.critic.docname, row.tally.anchor


def _speaker(words: Words, anchor: str) -> list[Piece]:
    label = _head(words.critic, critic_label(words.critic))
    judged = link([stance_or_mention(words.statement.stance)], words.critic.docname, anchor)
    stances: list[Piece] = [] if words.statement.spoils else [' ', judged]
    scope = scope_label(words.critic)
    seen: list[Piece] = [' ', span(scope, 'summary')] if scope else []
    return [label, *stances, *seen]


def _how_sure(row: AspectTally) -> Pieces:
    """How many critics discuss an aspect, with the grades of evidence and agreement."""
    evidence = {
        Evidence.SINGLE: _('single'),
        Evidence.LIMITED: _('limited'),
        Evidence.MEDIUM: _('medium'),
        Evidence.ROBUST: _('robust'),
    }
    agreement = {
        Agreement.HIGH: _('high'),
        Agreement.MEDIUM: _('medium'),
        Agreement.LOW: _('low'),
    }
    if not row.tally.discussing:
        return _('No critic discusses it.')
    words = {'evidence': evidence[row.tally.evidence]}
    template = _('%(discussing)d of %(scope)d in scope discusses it: evidence %(evidence)s.')
    if row.agreement:
        words['agreement'] = agreement[row.agreement]
        template = _(
            '%(discussing)d of %(scope)d in scope discuss it: evidence %(evidence)s, agreement'
            ' %(agreement)s.'
        )
    return phrase(template, **row.discussing, **words)


def _legend() -> Element:
    """What the shapes mean, where a screen has no room for words beside them."""
    shapes: list[Piece] = []
    for one in Stance:
        shapes += [stance(one), ' ']
    silent = (
        span(_('not discussed'), 'stance', 'stance-silent'), ' ',
        span(_('out of scope'), 'stance', 'stance-out'),
    )  # fmt: skip
    return para([*shapes, *silent], classes=['aspect-legend'])


def _distinct_labels(critics: Sequence[Critic]) -> tuple[str, ...]:
    """Labels of critics; those of one name are told apart by what they cover."""
    labels = [critic_label(critic) for critic in critics]
    count = Counter(labels)
    template = _('%(critic)s (%(scope)s)')
    return tuple(
        template % {'critic': label, 'scope': scope_label(critic)} if count[label] > 1 else label
        for label, critic in zip(labels, critics, strict=True)
    )


def _table_by_critic(view: Matrix) -> Element:
    head = cells(_('Critic'), *(name for name, _anchor in view.aspects))
    rows = [row for row in view.rows if any(isinstance(one.value, Stance) for one in row[1])]
    labels = _distinct_labels([critic for critic, _cells in rows])
    labelled = list(zip(rows, labels, strict=True))
    return table(head, LazyRows(labelled, _draw_critic, view.aspects), 'matrix', 'by-critic')


def _draw_critic(labelled: tuple[MatrixRow, str], aspects: tuple[tuple[str, str], ...]) -> Element:
    (critic, values), label = labelled
    columns = zip(values, aspects, strict=True)
    return cells(
        _head(critic, label), *(_draw_cell(one, anchor) for one, (_name, anchor) in columns)
    )


def _draw_cell(cell: MatrixCell, anchor: str) -> Element:
    if isinstance(cell.value, Stance):
        return link([stance(cell.value)], cell.docname, anchor)
    if cell.value is Silence.NOT_DISCUSSED:
        return span(_('not discussed'), 'stance', 'stance-silent')
    return span(_('out of scope'), 'stance', 'stance-out')


class PlacedTable(NamedTuple):
    """The table of aspects on a page, with its anchors there."""

    table: AspectTable
    anchors: Mapping[str, str]
    again: str
    """Docname of the page, where the table stands on it already; else empty."""


@cached_view
def table_on(corpus: Corpus, page: Page, part: str) -> PlacedTable:
    """The table of aspects on a page, or that it stands there already under another name."""
    first = next((key for key in page.panels if key in ASPECT_TABLES), ('consensus', part))
    again = '' if first == ('consensus', part) else page.docname
    return PlacedTable(aspect_table(corpus), anchors_on(corpus, page.docname), again)


def draw_table(view: PlacedTable) -> list[Element]:
    """The table, or a line that leads to it."""
    if not view.again or not view.table.rows:
        return draw_aspects(view.table, view.anchors)
    first = view.anchors[view.table.rows[0].tally.aspect]
    words = link(_('the table of the aspects'), view.again, first)
    return [para(phrase(_('What each critic holds stands in %(table)s.'), table=words))]


def _panel(part: str) -> Panel:
    """The table under one of its names; a page has it once."""
    return Panel(
        lambda corpus, page: table_on(corpus, page, part), draw_table, lambda: _('Aspect by aspect')
    )


ASPECTS: Final = _panel('aspects')
AGREEMENT: Final = _panel('agreement')
MATRIX: Final = _panel('matrix')

"""Panels of agreement on aspects: tallies by aspect, and the matrix of aspects and critics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from criticwiki.cached_view import remembered
from criticwiki.i18n import _
from criticwiki.model.page import Stance
from criticwiki.panel_registry import Panel

from .common import (
    MAX_NAMED,
    Agreement,
    Critic,
    Evidence,
    Group,
    Tally,
    aspect_anchor,
    aspects_of,
    critic_of,
    group,
    in_scope,
)
from .components import (
    critic_link,
    critic_list,
    review_link,
    scope_label,
    stance,
    tally_label,
)
from .elements import Element, LazyRows, cells, details, link, para, phrase, rubric, span, table
from .review import Silence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.kinds import Aspect

    from .elements import Piece

Cell: TypeAlias = Stance | Silence
"""Cell of the matrix: a critic's stance on an aspect, or the reason why there is none."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Critics by their cell for one aspect."""

    praise: Group
    mixed: Group
    criticism: Group
    silent: Group
    """Critics with the aspect in scope who do not discuss it."""
    out_of_scope: Group


@dataclass(frozen=True, slots=True)
class AspectTally:
    """Tally of the stances on one aspect."""

    aspect: str
    means: str
    anchor: str
    """Anchor of the aspect on the page of a review."""
    tally: Tally
    in_scope: int
    """Number of critics with the aspect in scope."""
    holders: Holders


@remembered
def tallies(corpus: Corpus) -> tuple[AspectTally, ...]:
    """Tally of each aspect, in the order of the series."""
    rows = []
    for name, aspect in aspects_of(corpus).items():
        by_cell: dict[Cell, list[ReviewEntry]] = {cell: [] for cell in (*Stance, *Silence)}
        for review in corpus.reviews:
            by_cell[_cell(name, aspect, review)].append(review)
        holders = Holders(*(group(corpus, reviews, len(reviews)) for reviews in by_cell.values()))
        tally = Tally(*(len(by_cell[stance]) for stance in Stance))
        visible = len(corpus.reviews) - len(by_cell[Silence.OUT_OF_SCOPE])
        rows.append(AspectTally(name, aspect.means, aspect_anchor(name), tally, visible, holders))
    return tuple(rows)


def _cell(name: str, aspect: Aspect, review: ReviewEntry) -> Cell:
    if not in_scope(aspect, review):
        return Silence.OUT_OF_SCOPE
    judgement = review.facts.aspects.get(name)
    return judgement.stance if judgement else Silence.NOT_DISCUSSED


@dataclass(frozen=True, slots=True)
class Agreements:
    """View of the aspects, grouped by agreement."""

    splits: tuple[AspectTally, ...]
    """Both praised and criticised: the widest split first."""
    shared: tuple[AspectTally, ...]
    """High agreement of two critics or more."""
    others: tuple[AspectTally, ...]
    """Discussed, but neither."""
    undiscussed: tuple[str, ...]


@remembered
def agreements(corpus: Corpus) -> Agreements:
    """Aspects grouped by agreement."""
    rows = tallies(corpus)
    splits = [row for row in rows if row.tally.split]
    undivided = [row for row in rows if row.tally.discussing and not row.tally.split]
    shared = [row for row in undivided if row.tally.agreement == 'high']
    others = [row for row in undivided if row.tally.agreement != 'high']
    return Agreements(
        # sorted() keeps the order of the series where splits are equally wide
        splits=tuple(sorted(splits, key=lambda row: (-row.tally.split, -row.tally.discussing))),
        shared=tuple(sorted(shared, key=lambda row: -row.tally.discussing)),
        others=tuple(sorted(others, key=lambda row: -row.tally.discussing)),
        undiscussed=tuple(row.aspect for row in rows if not row.tally.discussing),
    )


def draw_agreement(view: Agreements) -> list[Element]:
    """Tables of splits, of agreement, and of the rest."""
    blocks: list[Element] = []
    for title, rows in (
        (_('Where they split'), view.splits),
        (_('Where they agree'), view.shared),
        (_('In between'), view.others),
    ):
        if rows:
            blocks += [rubric(title), _draw_tallies(rows)]
    if view.undiscussed:
        aspects = ', '.join(view.undiscussed)
        blocks.append(para(_('Discussed by no critic: %(aspects)s.') % {'aspects': aspects}))
    return blocks or [para(_('No review judges an aspect yet.'))]


def _draw_tallies(rows: tuple[AspectTally, ...]) -> Element:
    head = cells(_('Aspect'), _('Stances'), _('Evidence'), _('Agreement'))
    agreement = {
        None: '–',
        Agreement.HIGH: _('high'),
        Agreement.MEDIUM: _('medium'),
        Agreement.LOW: _('low'),
    }
    evidence = {
        Evidence.SINGLE: _('single'),
        Evidence.LIMITED: _('limited'),
        Evidence.MEDIUM: _('medium'),
        Evidence.ROBUST: _('robust'),
    }
    body = [
        cells(
            row.aspect,
            [_symbols(row.tally), tally_label(row.tally), discussed_by(row)],
            evidence[row.tally.evidence],
            agreement[row.tally.agreement],
        )
        for row in rows
    ]
    return table(head, body, 'tallies')


def _symbols(tally: Tally) -> Element:
    """An empty inline for each critic that the style sheet draws as a shape, if they are few."""
    if tally.discussing > MAX_NAMED:
        return span('', 'stance-strip')
    counts = zip(Stance, (tally.praise, tally.mixed, tally.criticism), strict=True)
    shapes = [
        span('', 'stance', f'stance-{one.value}') for one, count in counts for _ in range(count)
    ]
    return Element('inline', shapes, ('stance-strip',))


def discussed_by(row: AspectTally) -> Element:
    """How many critics discuss an aspect, with the breakdown by cell inside."""
    counts = {'discussing': row.tally.discussing, 'scope': row.in_scope}
    summary = _('%(discussing)d of %(scope)d who saw it discuss it') % counts
    return details(summary, *_breakdown(row))


def _breakdown(row: AspectTally) -> list[Element]:
    holders = row.holders
    blocks = []
    for value, side in (
        (Stance.PRAISE, holders.praise),
        (Stance.MIXED, holders.mixed),
        (Stance.CRITICISM, holders.criticism),
    ):
        if side.count:
            template = _('%(stance)s: %(critics)s')
            critics = linked_critics(side, row.anchor)
            blocks.append(para(phrase(template, stance=stance(value), critics=critics)))
    for template, side in (
        (_('Say nothing of it: %(critics)s.'), holders.silent),
        (_('Out of scope, having seen too little: %(critics)s.'), holders.out_of_scope),
    ):
        if side.count:
            critics = critic_list(side, _('%(count)d critics'), review_with_scope)
            blocks.append(para(phrase(template, critics=critics)))
    return blocks


def linked_critics(group: Group, anchor: str) -> Sequence[Piece]:
    """Enumeration of critics, each linked to an anchor in their review."""
    return critic_list(group, _('%(count)d critics'), lambda one: review_link(one, anchor))


def review_with_scope(critic: Critic) -> list[Piece]:
    """Link to the review of a critic, with the scope."""
    template = _('%(critic)s (%(scope)s)')
    return phrase(template, critic=review_link(critic), scope=scope_label(critic))


AGREEMENT: Final = Panel(
    lambda corpus, _page: agreements(corpus), draw_agreement, lambda: _('Agreement')
)


@dataclass(frozen=True, slots=True)
class Matrix:
    """View of every aspect by every critic."""

    aspects: tuple[tuple[str, str], ...]
    """Names, each with its anchor on the page of a review."""
    rows: tuple[tuple[Critic, tuple[Cell, ...]], ...]
    """Critics, each with a cell for each aspect."""


@remembered
def matrix(corpus: Corpus) -> Matrix:
    """Matrix of every aspect by every critic."""
    aspects = aspects_of(corpus)
    return Matrix(
        tuple((name, aspect_anchor(name)) for name in aspects),
        tuple(
            (critic_of(corpus, r), tuple(_cell(name, a, r) for name, a in aspects.items()))
            for r in corpus.reviews
        ),
    )


def draw_matrix(view: Matrix) -> list[Element]:
    """Table of the matrix, with a row for each critic above `MAX_NAMED` of them."""
    if not view.aspects or not view.rows:
        return [para(_('No review judges an aspect yet.'))]
    if len(view.rows) > MAX_NAMED:
        head = cells(_('Critic'), *(name for name, _anchor in view.aspects))
        by_critic = LazyRows(view.rows, _draw_critic, view.aspects)
        return [table(head, by_critic, 'matrix', 'by-critic')]
    head = cells(_('Aspect'), *(review_link(critic) for critic, _cells in view.rows))
    rows = [
        cells(name, *(_draw_cell(row[index], critic, anchor) for critic, row in view.rows))
        for index, (name, anchor) in enumerate(view.aspects)
    ]
    return [table(head, rows, 'matrix')]


def _draw_critic(
    row: tuple[Critic, tuple[Cell, ...]], aspects: tuple[tuple[str, str], ...]
) -> Element:
    critic, values = row
    columns = zip(values, aspects, strict=True)
    drawn = (_draw_cell(value, critic, anchor) for value, (_name, anchor) in columns)
    return cells(critic_link(critic), *drawn)


def _draw_cell(cell: Cell, critic: Critic, anchor: str) -> Element:
    if isinstance(cell, Stance):
        return link([stance(cell)], critic.docname, anchor)
    if cell is Silence.NOT_DISCUSSED:
        return span(_('not discussed'), 'stance', 'stance-silent')
    return span(_('out of scope'), 'stance', 'stance-out')


MATRIX: Final = Panel(
    lambda corpus, _page: matrix(corpus), draw_matrix, lambda: _('Aspect by aspect')
)

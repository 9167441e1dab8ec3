"""Panels of the consensus page: headline, agreement, matrix by aspect, fragility."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from criticwiki.cached_view import remembered
from criticwiki.i18n import _
from criticwiki.model.fields import Stance
from criticwiki.model.scores import mean, rounded, upper_bound
from criticwiki.panel_registry import Panel

from .charts import headline_chart, numbers
from .common import MANY, Critic, Group, Tally, aspect_anchor, critic_of, group
from .elements import (
    Drawn,
    Element,
    asked,
    bullets,
    by,
    cells,
    critic,
    critic_in_head,
    critic_with_scope,
    critics,
    figure,
    holders,
    link,
    para,
    phrase,
    rubric,
    scope_words,
    score,
    sortable,
    span,
    stance,
    summary,
    table,
    tally_words,
)
from .review import Silence, in_scope
from .season import Figures, Headline, compared, headline, season_scores

if TYPE_CHECKING:
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.kinds import Aspect

    from .common import Printed
    from .season import Compared, Comparison

Cell: TypeAlias = Stance | Silence
"""What a critic holds of an aspect, or why nothing."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Who stands behind the tally of an aspect, and who does not."""

    praise: Group
    mixed: Group
    criticism: Group
    silent: Group
    """They had seen what it needs, and say nothing of it."""
    out_of_scope: Group


@dataclass(frozen=True, slots=True)
class AspectTally:
    """What critics hold of one aspect."""

    aspect: str
    means: str
    anchor: str
    """The id of its row on the page of a review."""
    tally: Tally
    in_scope: int
    """How many critics had seen what it needs."""
    holders: Holders


@dataclass(frozen=True, slots=True)
class Agreements:
    """Aspects, by how far critics agree on them."""

    splits: tuple[AspectTally, ...]
    """Both praised and criticised: the widest split first."""
    shared: tuple[AspectTally, ...]
    """Two critics or more, and agreement is high."""
    others: tuple[AspectTally, ...]
    """Discussed, but neither."""
    undiscussed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every aspect by every critic."""

    aspects: tuple[tuple[str, str], ...]
    """Each with the anchor that it has on the page of a review."""
    rows: tuple[tuple[Critic, tuple[Cell, ...]], ...]
    """A cell for each aspect."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The consensus in two lines."""

    headline: Headline
    praised: tuple[AspectTally, ...]
    """Aspects that most of those who discuss them, two or more, praise, and nobody criticises."""
    criticised: tuple[AspectTally, ...]
    split: AspectTally | None
    """The aspect on which critics are split the widest."""
    comparable: int
    """How many aspects two critics or more discuss."""


@remembered
def tallies(corpus: Corpus) -> tuple[AspectTally, ...]:
    """What critics hold of each aspect, as listed."""
    found = []
    for name, aspect in (corpus.series.aspects if corpus.series else {}).items():
        by_cell: dict[Cell, list[ReviewEntry]] = {cell: [] for cell in (*Stance, *Silence)}
        for review in corpus.reviews:
            by_cell[_cell(name, aspect, review)].append(review)
        holders = Holders(*(group(corpus, rows, len(rows)) for rows in by_cell.values()))
        counts = {cell: len(rows) for cell, rows in by_cell.items()}
        tally = Tally(*(counts[stance] for stance in Stance))
        seen = len(corpus.reviews) - counts[Silence.OUT_OF_SCOPE]
        found.append(AspectTally(name, aspect.means, aspect_anchor(name), tally, seen, holders))
    return tuple(found)


@remembered
def agreements(corpus: Corpus) -> Agreements:
    """Where critics split, where they agree."""
    known = tallies(corpus)
    splits = [row for row in known if row.tally.split]
    shared = [row for row in known if not row.tally.split and row.tally.agreement == 'high']
    kept = {row.aspect for row in (*splits, *shared)}
    others = [row for row in known if row.aspect not in kept and row.tally.discussing]
    return Agreements(
        # sorted() keeps the order of the list where splits are equally wide
        splits=tuple(sorted(splits, key=lambda row: (-row.tally.split, -row.tally.discussing))),
        shared=tuple(sorted(shared, key=lambda row: -row.tally.discussing)),
        others=tuple(sorted(others, key=lambda row: -row.tally.discussing)),
        undiscussed=tuple(row.aspect for row in known if not row.tally.discussing),
    )


@remembered
def matrix(corpus: Corpus) -> Matrix:
    """Every aspect by every critic."""
    aspects = corpus.series.aspects if corpus.series else {}
    return Matrix(
        tuple((name, aspect_anchor(name)) for name in aspects),
        tuple(
            (critic_of(corpus, r), tuple(_cell(name, a, r) for name, a in aspects.items()))
            for r in corpus.reviews
        ),
    )


def _cell(name: str, aspect: Aspect, review: ReviewEntry) -> Cell:
    if not in_scope(aspect, review):
        return Silence.OUT_OF_SCOPE
    judgement = review.facts.aspects.get(name)
    return judgement.stance if judgement else Silence.NOT_DISCUSSED


@remembered
def brief(corpus: Corpus) -> Brief:
    """The consensus in two lines."""
    groups = agreements(corpus)
    return Brief(
        headline(corpus),
        praised=tuple(row for row in groups.shared if _is_for(Stance.PRAISE, row.tally)),
        criticised=tuple(row for row in groups.shared if _is_for(Stance.CRITICISM, row.tally)),
        split=groups.splits[0] if groups.splits else None,
        comparable=sum(row.tally.discussing > 1 for row in tallies(corpus)),
    )


def _is_for(stance: Stance, tally: Tally) -> bool:
    """Whether the stance is the commonest of an aspect on which agreement is high."""
    held = tally.praise if stance is Stance.PRAISE else tally.criticism
    return held > tally.mixed


def draw_headline(view: Headline) -> list[Element]:
    """Mean and range of the printed season scores, and every review by name."""
    made: list[Element] = [para(summary(view), classes=['season-score'])]
    rows = [*view.scored, *((known, None) for known in view.unscored)]
    if rows:
        head = cells(_('Critic'), _('Score as printed'), _('Of 100'), _('The review covers'))
        scores = sortable(head, Drawn(rows, _scored), 'scores')
        drawn = headline_chart(view)
        made += [drawn, numbers(scores)] if drawn else [scores]
    if view.figures:
        words = _('Mean %(mean)s and median %(median)s of 100.')
        known = {'mean': figure(view.figures.mean), 'median': figure(view.figures.median)}
        made.append(para(words % known))
    return made


def _scored(row: tuple[Critic, Printed | None]) -> Element:
    known, printed = row
    if printed is None:
        none = span(_('none for the season'), 'unstated')
        return cells(critic(known), by('', none), '–', by(known.seen, scope_words(known)))
    return cells(
        critic(known),
        by(printed.common, score(printed)),
        figure(printed.common),
        by(known.seen, scope_words(known)),
    )


def draw_agreement(view: Agreements) -> list[Element]:
    """Where critics split, where they agree, and what lies between."""
    made: list[Element] = []
    for title, rows in (
        (_('Where they split'), view.splits),
        (_('Where they agree'), view.shared),
        (_('In between'), view.others),
    ):
        if rows:
            made.append(rubric(title))
            made.append(_tallies(rows))
    if view.undiscussed:
        words = _('Discussed by no critic: %(aspects)s.') % {'aspects': ', '.join(view.undiscussed)}
        made.append(para(words))
    return made or [para(_('No review judges an aspect yet.'))]


def _tallies(rows: tuple[AspectTally, ...]) -> Element:
    head = cells(_('Aspect'), _('Stances'), _('Evidence'), _('Agreement'))
    agreed = {'high': _('high'), 'medium': _('medium'), 'low': _('low')}
    found = {
        'single': _('single'),
        'limited': _('limited'),
        'medium': _('medium'),
        'robust': _('robust'),
    }
    made = []
    for row in rows:
        counts = {'discussing': row.tally.discussing, 'scope': row.in_scope}
        of = _('%(discussing)d of %(scope)d who saw it discuss it') % counts
        made.append(
            cells(
                row.aspect,
                [
                    _strip(row.tally),
                    tally_words(row.tally),
                    asked(of, *holders(row)),
                ],
                found[row.tally.evidence.value],
                agreed[row.tally.agreement.value] if row.tally.agreement else '–',
            )
        )
    return table(head, made, 'tallies')


def _strip(tally: Tally) -> Element:
    """Says nothing: style sheets draw a shape for each critic, as long as they can be counted."""
    if tally.discussing > MANY:
        return span('', 'stance-strip')
    held = (
        [Stance.PRAISE] * tally.praise
        + [Stance.MIXED] * tally.mixed
        + [Stance.CRITICISM] * tally.criticism
    )
    shapes = (span('', 'stance', f'stance-{one.value}') for one in held)
    return Element('inline', list(shapes), ('stance-strip',))


def draw_matrix(view: Matrix) -> list[Element]:
    """Every aspect by every critic; each stance leads to its evidence."""
    if not view.aspects or not view.rows:
        return [para(_('No review judges an aspect yet.'))]
    names = [name for name, _anchor in view.aspects]
    if len(view.rows) > MANY:
        head = cells(_('Critic'), *names)
        by_critic = Drawn(view.rows, _held, view.aspects)
        return [table(head, by_critic, 'matrix', 'by-critic')]
    head = cells(_('Aspect'), *(critic_in_head(known) for known, _held in view.rows))
    rows = [
        cells(name, *(_draw_cell(held[index], known, anchor) for known, held in view.rows))
        for index, (name, anchor) in enumerate(view.aspects)
    ]
    return [table(head, rows, 'matrix')]


def _held(row: tuple[Critic, tuple[Cell, ...]], aspects: tuple[tuple[str, str], ...]) -> Element:
    known, held = row
    found = zip(held, aspects, strict=True)
    return cells(critic(known), *(_draw_cell(cell, known, at) for cell, (_name, at) in found))


def _draw_cell(cell: Cell, known: Critic, anchor: str) -> Element:
    if isinstance(cell, Stance):
        return link([stance(cell)], known.docname, anchor)
    words = {
        Silence.NOT_DISCUSSED: _('not discussed'),
        Silence.OUT_OF_SCOPE: _('out of scope'),
    }
    kind = 'silent' if cell is Silence.NOT_DISCUSSED else 'out'
    return span(words[cell], 'stance', f'stance-{kind}')


def draw_compared(view: Compared | None) -> list[Element]:
    """The stretch that early reviews saw, against the rest, by those who score both."""
    if view is None:
        words = _(
            'There is nothing to compare: either no review stops early, or those that do'
            ' cover the season together.'
        )
        return [para(words)]
    names = critics(view.partial, '%(count)d', critic_with_scope)
    template = _('Reviews of less than the season: %(critics)s.')
    made: list[Element] = [para(phrase(template, critics=names))]
    if not view.rows:
        made.append(para(_('No critic prints scores for episodes of both stretches.')))
        return made
    head = cells(
        _('Critic'),
        _('Mean of episodes %(numbers)s') % {'numbers': view.early},
        _('Mean of episodes %(numbers)s') % {'numbers': view.rest},
        _('Out of'),
    )
    made.append(table(head, Drawn(view.rows, _stretches), 'scores'))
    return made


def _stretches(row: Comparison) -> Element:
    return cells(critic(row.critic), figure(row.early.mean), figure(row.rest.mean), row.early.best)


def draw_fragility(view: Fragility) -> list[Element]:
    """The headline without each critic in turn."""
    if view.figures is None:
        return [para(_('There is no headline to take a critic from.'))]
    items: list[list[Element]] = []
    for known, left in view.without:
        if left is None:
            template = _('Without %(critic)s there is no score at all.')
            items.append([para(phrase(template, critic=critic(known)))])
        else:
            template = _('Without %(critic)s: %(mean)s.')
            items.append([para(phrase(template, critic=critic(known), mean=figure(left)))])
    total = _('With every printed score: %(mean)s of 100.') % {'mean': figure(view.figures.mean)}
    made = [para(total), bullets(items)]
    if view.rest:
        words = _('Without any one of the other %(count)d critics it moves by at most %(most)s.')
        made.append(para(words % {'count': view.rest.count, 'most': figure(view.rest.most)}))
    return made


@dataclass(frozen=True, slots=True)
class Rest:
    """Critics who are not told apart, since others weigh more."""

    count: int
    most: Decimal
    """By how much the mean moves at most without any one of them."""


@dataclass(frozen=True, slots=True)
class Fragility:
    """The headline without each critic in turn."""

    figures: Figures | None
    without: tuple[tuple[Critic, Decimal | None], ...]
    """In the order of reviews, or of many those without whom the mean moves most."""
    rest: Rest | None = None


@remembered
def without_each(corpus: Corpus) -> tuple[tuple[Critic, Decimal | None], ...]:
    """Every critic who prints a season score, and the mean of all the others."""
    return tuple(
        (critic, None if left is None else rounded(left)) for critic, left, _ in _left(corpus)
    )


@remembered
def fragility(corpus: Corpus) -> Fragility:
    """The headline without each critic in turn, or without those of most weight."""
    figures = headline(corpus).figures
    every = without_each(corpus)
    if len(every) <= MANY:
        return Fragility(figures, every)
    found = _left(corpus)
    order = sorted(range(len(found)), key=lambda index: -found[index][2])
    rest = Rest(len(order) - MANY, upper_bound(found[order[MANY]][2]))
    return Fragility(figures, tuple(every[index] for index in order[:MANY]), rest)


@remembered
def _left(corpus: Corpus) -> list[tuple[Critic, Fraction | None, Fraction]]:
    """Each critic, the exact mean without them, and how far that is from the mean of all."""
    scores = season_scores(corpus)
    worth = [score.common for _, score in scores]
    if len(worth) < 2:
        return [(critic_of(corpus, review), None, Fraction(0)) for review, _ in scores]
    whole = mean(worth)
    total = whole * len(worth)
    left = [(total - each) / (len(worth) - 1) for each in worth]
    return [
        (critic_of(corpus, review), without, abs(without - whole))
        for (review, _), without in zip(scores, left, strict=True)
    ]


HEADLINE: Final = Panel(
    lambda corpus, _page: headline(corpus), draw_headline, lambda: _('The season score')
)
AGREEMENT: Final = Panel(
    lambda corpus, _page: agreements(corpus), draw_agreement, lambda: _('Agreement')
)
MATRIX: Final = Panel(
    lambda corpus, _page: matrix(corpus), draw_matrix, lambda: _('Aspect by aspect')
)
COMPARED: Final = Panel(
    lambda corpus, _page: compared(corpus), draw_compared, lambda: _('The same episodes compared')
)
FRAGILITY: Final = Panel(lambda corpus, _page: fragility(corpus), draw_fragility)

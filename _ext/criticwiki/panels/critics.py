"""Generated pages of critics: reviews, aspects and episodes of each, and the index of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.corpus.corpus import critic_pages, reviews_by_name
from criticwiki.corpus.critics import critic_by_review, in_scope
from criticwiki.i18n import _
from criticwiki.model.page import Stance
from criticwiki.text import sort_key

from .common import (
    MAX_NAMED,
    Critic,
    PrintedScore,
    Ref,
    Tally,
    aspect_anchor,
    aspects_of,
    critic_of,
    numbered_ref,
    optional_score,
    printed_score,
)
from .components import (
    date_text,
    episode_link,
    figure,
    headline,
    name_link,
    scope_label,
    scope_with_basis,
    score,
    score_with_verdict,
    stance,
    tally_label,
)
from .elements import (
    Element,
    LazyRows,
    bullets,
    cells,
    definition,
    definitions,
    joined,
    link,
    para,
    span,
    table,
)
from .episode import EpisodeScore, marked_score, printed_by
from .season import critic_figures, critic_sentence, shared_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.numbering import EpisodePlace

    from .elements import Piece, Pieces
    from .season import CriticFigures


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


# -- the page of a critic -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CriticReview:
    """One review of a critic."""

    critic: Critic
    author: str | None
    outlet: str | None
    published: str | None
    """ISO date."""
    score: PrintedScore | None
    verdict: str | None
    seen_inferred: bool


@dataclass(frozen=True, slots=True)
class AspectStances:
    """A critic's stances on one aspect, by review."""

    aspect: str
    tally: Tally
    stances: tuple[tuple[Stance, Ref, Critic], ...]
    """Stances with their evidence; empty above `MAX_NAMED` reviews."""


@dataclass(frozen=True, slots=True)
class ReviewEpisodeScore:
    """A score that a review prints for one episode."""

    place: EpisodePlace
    episode: Ref | None
    given: EpisodeScore
    """The score, and the review that prints it."""


@dataclass(frozen=True, slots=True)
class CriticPage:
    """View of the page of a critic, or of an outlet."""

    name: str
    is_author: bool
    outlets: tuple[str, ...]
    """Outlets of the reviews of an author."""
    verdicts: tuple[CriticReview, ...]
    aspects: tuple[AspectStances, ...]
    episodes: tuple[ReviewEpisodeScore, ...]
    figures: tuple[CriticFigures, ...]
    """Statistics of the episode scores of the critic, alone and with others."""


def critic_page(corpus: Corpus, name: str) -> CriticPage:
    """The page of a critic or outlet of that name."""
    reviews = reviews_by_name(corpus)[name]
    return CriticPage(
        name,
        any(name in entry.facts.authors for entry in reviews),
        _outlets(reviews, name),
        tuple(_review(corpus, entry) for entry in reviews),
        tuple(_aspects(corpus, reviews)),
        tuple(sorted(_episodes(corpus, reviews), key=lambda row: row.place.number)),
        tuple(_figures(corpus, name, reviews)),
    )


def _outlets(reviews: Sequence[ReviewEntry], name: str) -> tuple[str, ...]:
    outlets = dict.fromkeys(entry.facts.outlet for entry in reviews if entry.facts.outlet)
    return tuple(outlet for outlet in outlets if outlet != name)


def _review(corpus: Corpus, entry: ReviewEntry) -> CriticReview:
    facts = entry.facts
    return CriticReview(
        critic_of(corpus, entry),
        ' & '.join(facts.authors) or None,
        facts.outlet,
        str(facts.published) if facts.published else None,
        optional_score(facts.score),
        facts.verdict,
        facts.covers_basis == 'inferred',
    )


def _aspects(corpus: Corpus, reviews: Sequence[ReviewEntry]) -> Iterator[AspectStances]:
    for name, aspect in aspects_of(corpus).items():
        entries = [
            entry
            for entry in reviews
            if name in entry.facts.aspects
            and in_scope(aspect, entry)
            and entry.id not in corpus.replacements
        ]
        if not entries:
            continue
        tally = Tally.of(entry.facts.aspects[name].stance for entry in entries)
        stances = (
            (
                entry.facts.aspects[name].stance,
                Ref(entry.facts.headline, entry.docname, aspect_anchor(name)),
                critic_of(corpus, entry),
            )
            for entry in (entries if len(reviews) <= MAX_NAMED else ())
        )
        yield AspectStances(name, tally, tuple(stances))


def _episodes(corpus: Corpus, reviews: Sequence[ReviewEntry]) -> Iterator[ReviewEpisodeScore]:
    for entry in reviews:
        for numbers, value, shared in printed_by(corpus, entry):
            episode, critic = numbered_ref(corpus, numbers[0]), critic_of(corpus, entry)
            given = EpisodeScore(critic, printed_score(value), (critic,) if shared else ())
            yield ReviewEpisodeScore(corpus.numbering.place(*numbers), episode, given)


def _figures(corpus: Corpus, name: str, reviews: Sequence[ReviewEntry]) -> Iterator[CriticFigures]:
    by_review = critic_by_review(corpus)
    critics = {
        critic.docname: critic
        for entry in reviews
        if name in entry.facts.critics and (critic := by_review.get(entry.docname))
    }
    for critic in critics.values():
        if figures := critic_figures(corpus, critic):
            yield figures


def draw_critic_page(view: CriticPage) -> Drawing:
    """Page of a critic: a section each for reviews, aspects and episode scores."""
    count = len(view.verdicts)
    reviews = _('1 review') if count == 1 else _('%(count)d reviews') % {'count': count}
    template = _('%(name)s: %(reviews)s, with every verdict, stance and episode score.')
    summary = template % {'name': view.name, 'reviews': reviews}
    sections = [PageSection('', 'critic', [para(_lead(view, reviews))])]
    sections.append(PageSection(_('Verdicts'), 'verdicts', [_draw_reviews(view)]))
    if view.aspects:
        sections.append(PageSection(_('Aspect by aspect'), 'aspects', _draw_aspects(view)))
    if view.episodes:
        blocks = [_draw_episodes(view), *(para(critic_sentence(row)) for row in view.figures)]
        blocks += shared_note(row.given for row in view.episodes)
        sections.append(PageSection(_('Episode scores'), 'episodes', blocks))
    return Drawing(view.name, summary, sections)


def _lead(view: CriticPage, reviews: str) -> str:
    template = _('Critic; %(reviews)s in this wiki.')
    if not view.is_author:
        template = _('Outlet; %(reviews)s in this wiki.')
    elif view.outlets:
        template = _('Critic, for %(outlets)s; %(reviews)s in this wiki.')
    return template % {'outlets': ', '.join(view.outlets), 'reviews': reviews}


def _draw_reviews(view: CriticPage) -> Element:
    """Table of the reviews; a column that would be empty is left out."""
    by_others = len(view.verdicts) > 1 and any(
        _other_name(row, view.name, of_author=view.is_author) for row in view.verdicts
    )
    dated = any(row.published for row in view.verdicts)
    scored = any(row.score for row in view.verdicts)
    head = [_('Review')]
    head += [_('Outlet') if view.is_author else _('Critic')] if by_others else []
    head += [_('Covers'), _('Score as printed')]
    head += [*([_('Of 100')] if scored else []), *([_('Published')] if dated else [])]
    options = view.name, view.is_author, by_others, scored, dated
    return table(
        cells(*head), LazyRows(view.verdicts, _draw_review, *options), 'scores', 'verdicts'
    )


def _draw_review(
    row: CriticReview, name: str, of_author: bool, by_others: bool, scored: bool, dated: bool
) -> Element:
    columns: list[Pieces] = [link(headline(row.critic), row.critic.docname)]
    if by_others:
        columns.append(_other_name(row, name, of_author=of_author) or '–')
    columns.append(scope_with_basis(row.critic, inferred=row.seen_inferred))
    columns.append(score_with_verdict(row.score, row.verdict))
    if scored:
        columns.append(figure(row.score.common) if row.score else '–')
    if dated:
        unstated = span(_('not stated'), 'unstated')
        columns.append(date_text(row.published) if row.published else unstated)
    return cells(*columns)


def _other_name(row: CriticReview, name: str, *, of_author: bool) -> str:
    """The outlet of an author's review, or the author of an outlet's; empty if the same."""
    other = (row.outlet if of_author else row.author) or ''
    return '' if other == name else other


def _draw_aspects(view: CriticPage) -> list[Element]:
    """Stances linked to their evidence; those of many reviews as tallies."""
    if any(not row.stances for row in view.aspects):
        head = cells(_('Aspect'), _('Stances'))
        rows = [cells(row.aspect, tally_label(row.tally)) for row in view.aspects]
        return [table(head, rows, 'tallies')]
    items = _by_aspect(view.aspects) if len(view.verdicts) > 1 else _by_stance(view.aspects)
    note = _('Each link leads to the words that show it.')
    return [para(note), definitions(items, 'judgements', 'held')]


def _by_stance(rows: tuple[AspectStances, ...]) -> Iterator[Element]:
    """Aspects of a single review, grouped by stance."""
    for group in Stance:
        links = [
            link(row.aspect, evidence.docname, evidence.anchor)
            for row in rows
            for value, evidence, _critic in row.stances
            if value is group
        ]
        if links:
            yield definition([stance(group)], [para(joined(links))])


def _by_aspect(rows: tuple[AspectStances, ...]) -> Iterator[Element]:
    """Stances of several reviews, grouped by aspect."""
    for row in rows:
        stances = (_stance_link(*held) for held in row.stances)
        yield definition([row.aspect], [para(joined(stances, ' '))])


def _stance_link(value: Stance, evidence: Ref, critic: Critic) -> list[Piece]:
    target = link([stance(value)], evidence.docname, evidence.anchor)
    return [target, ' ', span(scope_label(critic), 'summary')]


def _draw_episodes(view: CriticPage) -> Element:
    several = len(view.verdicts) > 1
    columns = [_('Episode'), _('Score as printed'), _('Of 100')]
    head = cells(*columns, *([_('Review')] if several else []))
    return table(head, LazyRows(view.episodes, _draw_episode, several), 'scores')


def _draw_episode(row: ReviewEpisodeScore, several: bool) -> Element:
    return cells(
        episode_link(row.place, row.episode),
        marked_score(row.given),
        figure(row.given.score.common),
        *([link(headline(row.given.critic), row.given.critic.docname)] if several else []),
    )


# -- the index of critics -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CriticRow:
    """A critic or outlet in the index."""

    name: str
    page: str
    """Docname of their page; empty if they have no page but their only review."""
    review: str
    """The first of their reviews."""
    reviews: int
    outlets: tuple[str, ...]
    scores: tuple[PrintedScore, ...]
    """Scores of the first `MAX_NAMED` reviews."""


@dataclass(frozen=True, slots=True)
class Critics:
    """View of the index of critics."""

    rows: tuple[CriticRow, ...]
    """By name."""
    unnamed: tuple[Critic, ...]
    """Reviews that name neither a critic nor an outlet."""


@remembered
def critics(corpus: Corpus) -> Critics:
    """All critics and outlets by name, and the reviews that name none."""
    pages = critic_pages(corpus)
    rows = [
        CriticRow(
            name,
            pages.get(name, ''),
            reviews[0].docname,
            len(reviews),
            _outlets(reviews, name)[:MAX_NAMED],
            tuple(printed_score(r.facts.score) for r in reviews[:MAX_NAMED] if r.facts.score),
        )
        for name, reviews in reviews_by_name(corpus).items()
    ]
    unnamed = (critic_of(corpus, entry) for entry in corpus.reviews if not entry.facts.critic)
    return Critics(tuple(sorted(rows, key=lambda row: sort_key(row.name))), tuple(unnamed))


def critics_index_title() -> str:
    """Title of the index of critics."""
    return _('Critics')


def draw_critics_index(view: Critics) -> Drawing:
    """Index of critics: a table of names, and a list of reviews without one."""
    head = cells(_('Critic'), _('Outlet'), _('Reviews'), _('Scores as printed'))
    summary = _('Everyone whose verdict is in this wiki, each with all they said.')
    rows = LazyRows(view.rows, _draw_row)
    blocks = [para(summary), table(head, rows, 'scores', 'critics')]
    if view.unnamed:
        blocks.append(para(_('Reviews that name neither a critic nor an outlet:')))
        links = (link(headline(critic), critic.docname) for critic in view.unnamed)
        blocks.append(bullets([para(one)] for one in links))
    return Drawing(critics_index_title(), summary, [PageSection('', 'critics', blocks)])


def _draw_row(row: CriticRow) -> Element:
    scores: Pieces = joined(map(score, row.scores))
    return cells(
        name_link(row.name, row.page, row.review),
        ', '.join(row.outlets) or '–',
        str(row.reviews),
        scores or span(_('none printed'), 'unstated'),
    )

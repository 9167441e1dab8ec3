"""Panels of episode pages: facts, scores, coverage, cast, neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.corpus.corpus import EpisodeEntry, revealed_cast
from criticwiki.i18n import _
from criticwiki.model.kinds import Episode
from criticwiki.panel_registry import Panel

from .common import (
    Critic,
    Fact,
    Group,
    Printed,
    Ref,
    Said,
    character_ref,
    common_mean,
    critic_of,
    episode_ref,
    group,
    printed,
    said,
)
from .elements import (
    bullets,
    by,
    cells,
    critic,
    critic_with_review,
    critic_with_scope,
    critics,
    fact_box,
    fact_field,
    field,
    figure,
    guarded,
    judgements,
    link,
    para,
    phrase,
    ref,
    scope_words,
    score,
    sortable,
    span,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.page import Page
    from criticwiki.model.scores import Score

    from .elements import Element, Piece


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """The fact box of an episode."""

    number: int
    season: int
    facts: tuple[Fact, ...]
    variants: tuple[tuple[str, Critic], ...]
    """Other spellings of the title, and who prints each."""
    draft: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A printed score of an episode."""

    critic: Critic
    score: Printed


@dataclass(frozen=True, slots=True)
class EpisodeScores:
    """All printed scores of an episode."""

    rows: tuple[ScoreRow, ...]
    mean: Decimal | None
    """On 0 to 100, where two or more print one."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A critic who covers an episode and singles it out."""

    critic: Critic
    remarks: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which reviews cover an episode."""

    rows: tuple[CoverageRow, ...]
    silent: Group
    """Those who cover it and say nothing of it alone."""
    covering: int
    reviews: int
    """How many reviews there are in all."""


@dataclass(frozen=True, slots=True)
class CastRow:
    """A character who appears in an episode."""

    character: Ref
    summary: str | None
    spoils: int = 0
    """The later episode that tells who it was; 0 for none."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The episodes before and after."""

    previous: tuple[int, Ref] | None
    following: tuple[int, Ref] | None


def episode_facts(corpus: Corpus, entry: EpisodeEntry) -> EpisodeFacts:
    """The fact box."""
    facts = entry.facts
    one = [
        Fact('title_ja', _values(facts.title_ja), facts.confidence_of('title_ja'), 'ja'),
        Fact('aired', _values(facts.aired), facts.confidence_of('aired')),
        Fact('director', facts.director or (), facts.confidence_of('director')),
        Fact('storyboard', facts.storyboard or (), facts.confidence_of('storyboard')),
        Fact('script', facts.script or (), facts.confidence_of('script')),
    ]
    variants = [
        (text, critic_of(corpus, review))
        for text, name in facts.variants.items()
        if (review := corpus.review_by_id.get(name))
    ]
    return EpisodeFacts(facts.number, corpus.season, tuple(one), tuple(variants), facts.draft)


def _values(value: object) -> tuple[str, ...]:
    return () if value is None else (str(value),)


def score_of(review: ReviewEntry, number: int) -> Score | None:
    """What a review prints for one episode.

    The score of a review of a single episode is that episode's score.
    """
    facts = review.facts
    if number in facts.episode_scores:
        return facts.episode_scores[number]
    return facts.score if facts.covers.numbers == (number,) else None


@remembered
def episode_scores(corpus: Corpus, number: int) -> EpisodeScores:
    """The printed scores of an episode."""
    covering = corpus.covering.get(number, ())
    found = [(review, score_of(review, number)) for review in covering]
    scored = [(review, score) for review, score in found if score]
    rows = [ScoreRow(critic_of(corpus, review), printed(score)) for review, score in scored]
    return EpisodeScores(tuple(rows), common_mean([score.common for _, score in scored]))


def coverage(corpus: Corpus, number: int) -> Coverage:
    """Which reviews cover an episode and what they say of it."""
    spoken: dict[str, list[Said]] = {}
    for review, remark in corpus.remarks.get(number, ()):
        spoken.setdefault(review.docname, []).append(said(remark, number))
    covering = corpus.covering.get(number, ())
    rows = [
        CoverageRow(critic_of(corpus, review), tuple(spoken[review.docname]))
        for review in covering
        if review.docname in spoken
    ]
    silent = (review for review in covering if review.docname not in spoken)
    return Coverage(
        tuple(rows),
        group(corpus, silent, len(covering) - len(rows)),
        len(covering),
        len(corpus.reviews),
    )


def cast(corpus: Corpus, number: int) -> tuple[CastRow, ...]:
    """The characters who appear in an episode."""
    known = [(0, entry) for entry in corpus.cast.get(number, ())]
    for episode, entry in revealed_cast(corpus).get(number, ()):
        known.append((episode if episode > number else 0, entry))
    return tuple(
        CastRow(character_ref(entry), entry.facts.summary, spoils) for spoils, entry in known
    )


def neighbours(corpus: Corpus, number: int) -> Neighbours:
    """The episodes before and after, where they have pages."""

    def at(other: int) -> tuple[int, Ref] | None:
        entry = corpus.episode_by_number.get(other)
        return (other, episode_ref(entry)) if entry else None

    return Neighbours(at(number - 1), at(number + 1))


def draw_facts(view: EpisodeFacts) -> list[Element]:
    """The fact box of an episode."""
    names = {
        'title_ja': _('Japanese title'),
        'aired': _('First aired'),
        'director': _('Episode director'),
        'storyboard': _('Storyboard'),
        'script': _('Script'),
    }
    fields = [fact_field(names[fact.key], fact) for fact in view.facts]
    for text, who in view.variants:
        template = _('“%(title)s” in the review of %(critic)s')
        fields.append(
            field(_('Also printed as'), para(phrase(template, title=text, critic=critic(who))))
        )
    if view.season:
        numbers = {'number': view.number, 'season': view.season}
        title = _('Episode %(number)d of %(season)d') % numbers
    else:
        title = _('Episode %(number)d') % {'number': view.number}
    return [fact_box(title, fields, draft=view.draft)]


def draw_scores(view: EpisodeScores) -> list[Element]:
    """The printed scores of an episode."""
    if not view.rows:
        return [para(_('No critic prints a score for this episode.'))]
    rows = [
        cells(
            critic(row.critic),
            by(row.score.common, score(row.score)),
            figure(row.score.common),
            by(row.critic.seen, link(scope_words(row.critic), row.critic.docname)),
        )
        for row in view.rows
    ]
    head = cells(_('Critic'), _('Score as printed'), _('Of 100'), _('The review covers'))
    made: list[Element] = [sortable(head, rows, 'scores')]
    if view.mean is not None:
        template = _('Mean: %(mean)s of 100, from %(count)s printed scores.')
        made.append(para(phrase(template, mean=figure(view.mean), count=str(len(view.rows)))))
    return made


def draw_coverage(view: Coverage) -> list[Element]:
    """Which reviews cover an episode and what they say of it."""
    count = {'covering': view.covering, 'reviews': view.reviews}
    made: list[Element] = [
        para(
            (
                _('%(covering)d of %(reviews)d reviews covers this episode.')
                if view.covering == 1
                else _('%(covering)d of %(reviews)d reviews cover this episode.')
            )
            % count
        )
    ]
    made += judgements(
        ((critic_with_review(row.critic), said, '') for row in view.rows for said in row.remarks),
        'no-search',
    )
    if view.silent.count:
        names = critics(view.silent, _('%(count)d critics'), critic_with_scope)
        template = _('Covered, but not singled out, by %(critics)s.')
        made.append(para(phrase(template, critics=names)))
    return made


def draw_cast(view: tuple[CastRow, ...]) -> list[Element]:
    """The characters who appear in an episode."""
    if not view:
        return [para(_('The sources place no character of this wiki in the episode.'))]
    by_episode: dict[int, list[list[Element]]] = {}
    for row in view:
        summary: list[Piece] = [' ', span(row.summary, 'summary')] if row.summary else []
        item = [para(ref(row.character), summary)]
        by_episode.setdefault(row.spoils, []).append(item)
    made: list[Element] = []
    for spoils, items in sorted(by_episode.items()):
        made += guarded(spoils, [bullets(items, 'wiki-cast')])
    return made


def draw_neighbours(view: Neighbours) -> list[Element]:
    """Links to the episodes before and after."""

    def named(pair: tuple[int, Ref]) -> Element:
        number, target = pair
        words = _('%(number)d. %(title)s') % {'number': number, 'title': target.text}
        return link(words, target.docname)

    made: list[list[Element]] = []
    if view.previous:
        made.append([para(phrase(_('Before: %(episode)s'), episode=named(view.previous)))])
    if view.following:
        made.append([para(phrase(_('After: %(episode)s'), episode=named(view.following)))])
    if not made:
        return [para(_('No other episode has a page.'))]
    return [bullets(made, 'wiki-neighbours')]


def _entry(page: Page) -> EpisodeEntry:
    assert isinstance(page.facts, Episode)
    return EpisodeEntry(page, page.facts)


FACTS: Final = Panel(lambda corpus, page: episode_facts(corpus, _entry(page)), draw_facts)
SCORES: Final = Panel(
    lambda corpus, page: episode_scores(corpus, _entry(page).facts.number),
    draw_scores,
    lambda: _('Scores'),
)
COVERAGE: Final = Panel(
    lambda corpus, page: coverage(corpus, _entry(page).facts.number),
    draw_coverage,
    lambda: _('What critics say'),
)
CAST: Final = Panel(
    lambda corpus, page: cast(corpus, _entry(page).facts.number),
    draw_cast,
    lambda: _('Characters'),
)
NEIGHBOURS: Final = Panel(
    lambda corpus, page: neighbours(corpus, _entry(page).facts.number),
    draw_neighbours,
    lambda: _('Before and after'),
)

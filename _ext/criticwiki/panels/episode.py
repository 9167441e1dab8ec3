"""Panels of episode pages: facts, scores, coverage, cast, neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.corpus.corpus import EpisodeEntry, revealed_cast
from criticwiki.corpus.critics import ScoreVoice, critics_of, score_voice
from criticwiki.i18n import _
from criticwiki.model.scores import rounded
from criticwiki.panel_registry import Panel

from .common import (
    Critic,
    CriticRemarks,
    Group,
    PrintedScore,
    Ref,
    Statement,
    character_ref,
    common_mean,
    critic_of,
    entry_of,
    group,
    numbered_ref,
    statement,
)
from .components import (
    critic_link,
    critic_list,
    critic_with_scope,
    episode_link,
    fact_box,
    figure,
    remarks_by_critic,
    scope_label,
    score_cells,
)
from .elements import (
    bullets,
    cell_by,
    cells,
    field,
    guarded,
    link,
    para,
    phrase,
    ref,
    sortable,
    span,
)
from .facts import Fact, declared_facts, fact_field, facts_by_language, stated_fact

if TYPE_CHECKING:
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.page import Page
    from criticwiki.model.scores import Score

    from .elements import Element, Piece


def _number(page: Page) -> int:
    return entry_of(EpisodeEntry, page).facts.number


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """View of the fact box of an episode."""

    number: int
    season: int
    """Number of episodes in the season; 0 where the series does not say."""
    facts: tuple[Fact, ...]
    variants: tuple[tuple[str, Critic], ...]
    """Other spellings of the title, with the critic who prints each."""
    draft: bool


def episode_facts(corpus: Corpus, entry: EpisodeEntry) -> EpisodeFacts:
    """Facts of an episode and spellings of its title."""
    facts = entry.facts
    rows = (
        *facts_by_language(facts, 'titles'),
        *stated_fact(facts, 'aired', 'date'),
        *stated_fact(facts, 'director'),
        *stated_fact(facts, 'storyboard'),
        *stated_fact(facts, 'script'),
        *declared_facts(corpus, entry.page),
    )
    variants = tuple(
        (text, critic_of(corpus, review))
        for text, name in facts.variants.items()
        if (review := corpus.review_by_id.get(name))
    )
    return EpisodeFacts(facts.number, corpus.season, rows, variants, facts.draft)


def draw_facts(view: EpisodeFacts) -> list[Element]:
    """Fact box of an episode."""
    fields = [fact_field(fact) for fact in view.facts]
    for text, critic in view.variants:
        template = _('“%(title)s” in the review of %(critic)s')
        variant = phrase(template, title=text, critic=critic_link(critic))
        fields.append(field(_('Also printed as'), para(variant)))
    if view.season:
        numbers = {'number': view.number, 'season': view.season}
        title = _('Episode %(number)d of %(season)d') % numbers
    else:
        title = _('Episode %(number)d') % {'number': view.number}
    return [fact_box(title, fields, draft=view.draft)]


FACTS: Final = Panel(
    lambda corpus, page: episode_facts(corpus, entry_of(EpisodeEntry, page)), draw_facts
)


@dataclass(frozen=True, slots=True)
class EpisodeScore:
    """A printed score of an episode."""

    critic: Critic
    score: PrintedScore


@dataclass(frozen=True, slots=True)
class EpisodeScores:
    """View of all printed scores of an episode."""

    rows: tuple[EpisodeScore, ...]
    mean: Decimal | None
    """On 0 to 100, of two scores or more."""


@remembered
def episode_scores(corpus: Corpus, number: int) -> EpisodeScores:
    """Printed scores of an episode and their mean."""
    voices = episode_voices(corpus, number)
    rows = [
        EpisodeScore(
            critic_of(corpus, voice.review), PrintedScore(voice.printed, rounded(voice.common))
        )
        for voice in voices
    ]
    return EpisodeScores(tuple(rows), common_mean([voice.common for voice in voices]))


@remembered
def episode_voices(corpus: Corpus, number: int) -> tuple[ScoreVoice, ...]:
    """The score of each critic for an episode, in the order of reviews."""
    critics = critics_of(corpus, corpus.covering.get(number, ()))
    voices = (score_voice(critic, lambda review: score_of(review, number)) for critic in critics)
    return tuple(voice for voice in voices if voice)


def score_of(review: ReviewEntry, number: int) -> Score | None:
    """Score that a review prints for an episode.

    The score of a review of a single episode is that episode's score.
    """
    facts = review.facts
    if number in facts.episode_scores:
        return facts.episode_scores[number]
    return facts.score if facts.covers.numbers == (number,) else None


def draw_scores(view: EpisodeScores) -> list[Element]:
    """Table of the printed scores, and their mean."""
    if not view.rows:
        return [para(_('No critic prints a score for this episode.'))]
    rows = [
        cells(
            critic_link(row.critic),
            *score_cells(row.score),
            cell_by(row.critic.seen, link(scope_label(row.critic), row.critic.docname)),
        )
        for row in view.rows
    ]
    head = cells(_('Critic'), _('Score as printed'), _('Of 100'), _('The review covers'))
    blocks = [sortable(head, rows, 'scores')]
    if view.mean is not None:
        template = _('Mean: %(mean)s of 100, from %(count)s printed scores.')
        blocks.append(para(phrase(template, mean=figure(view.mean), count=str(len(view.rows)))))
    return blocks


SCORES: Final = Panel(
    lambda corpus, page: episode_scores(corpus, _number(page)),
    draw_scores,
    lambda: _('Scores'),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """View of the reviews that cover an episode."""

    rows: tuple[CriticRemarks, ...]
    silent: Group
    """Critics who cover it without a statement on it."""
    covering: int
    """Number of reviews that cover it."""
    reviews: int
    """Number of all reviews."""


def coverage(corpus: Corpus, number: int) -> Coverage:
    """Reviews that cover an episode, and their statements on it."""
    remarks: dict[str, list[Statement]] = {}
    for review, remark in corpus.remarks.get(number, ()):
        remarks.setdefault(review.docname, []).append(statement(remark, review, number))
    covering = corpus.covering.get(number, ())
    rows = [
        CriticRemarks(critic_of(corpus, review), tuple(remarks[review.docname]))
        for review in covering
        if review.docname in remarks
    ]
    silent = (review for review in covering if review.docname not in remarks)
    return Coverage(
        tuple(rows),
        group(corpus, silent, len(covering) - len(rows)),
        len(covering),
        len(corpus.reviews),
    )


def draw_coverage(view: Coverage) -> list[Element]:
    """Number of reviews that cover an episode, and their statements on it."""
    template = _('%(covering)d of %(reviews)d reviews cover this episode.')
    if view.covering == 1:
        template = _('%(covering)d of %(reviews)d reviews covers this episode.')
    blocks = [para(template % {'covering': view.covering, 'reviews': view.reviews})]
    blocks += remarks_by_critic(view.rows, 'no-search')
    if view.silent.count:
        critics = critic_list(view.silent, _('%(count)d critics'), critic_with_scope)
        template = _('Covered, but not singled out, by %(critics)s.')
        blocks.append(para(phrase(template, critics=critics)))
    return blocks


COVERAGE: Final = Panel(
    lambda corpus, page: coverage(corpus, _number(page)),
    draw_coverage,
    lambda: _('What critics say'),
)


@dataclass(frozen=True, slots=True)
class CastRow:
    """A character who appears in an episode."""

    character: Ref
    summary: str | None
    spoils: int = 0
    """The later episode that reveals who it was; 0 for none."""


def cast(corpus: Corpus, number: int) -> tuple[CastRow, ...]:
    """Characters who appear in an episode, those whom a later one reveals last."""
    entries = [(0, entry) for entry in corpus.cast.get(number, ())]
    for episode, entry in revealed_cast(corpus).get(number, ()):
        entries.append((episode if episode > number else 0, entry))
    return tuple(
        CastRow(character_ref(entry), entry.facts.summary, spoils) for spoils, entry in entries
    )


def draw_cast(view: tuple[CastRow, ...]) -> list[Element]:
    """List of the characters, those whom a later episode reveals in spoiler blocks."""
    if not view:
        return [para(_('The sources place no character of this wiki in the episode.'))]
    by_episode: dict[int, list[list[Element]]] = {}
    for row in view:
        summary: list[Piece] = [' ', span(row.summary, 'summary')] if row.summary else []
        item = [para(ref(row.character), summary)]
        by_episode.setdefault(row.spoils, []).append(item)
    blocks: list[Element] = []
    for spoils, items in sorted(by_episode.items()):
        blocks += guarded(spoils, [bullets(items, 'wiki-cast')])
    return blocks


CAST: Final = Panel(
    lambda corpus, page: cast(corpus, _number(page)), draw_cast, lambda: _('Characters')
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """View of the previous and the next episode, by number and page."""

    previous: tuple[int, Ref] | None
    following: tuple[int, Ref] | None


def neighbours(corpus: Corpus, number: int) -> Neighbours:
    """The previous and the next episode, where they have pages."""

    def at(other: int) -> tuple[int, Ref] | None:
        episode = numbered_ref(corpus, other)
        return (other, episode) if episode else None

    return Neighbours(at(number - 1), at(number + 1))


def draw_neighbours(view: Neighbours) -> list[Element]:
    """Links to the previous and the next episode."""
    items: list[list[Element]] = []
    if view.previous:
        items.append([para(phrase(_('Before: %(episode)s'), episode=episode_link(*view.previous)))])
    if view.following:
        items.append([para(phrase(_('After: %(episode)s'), episode=episode_link(*view.following)))])
    if not items:
        return [para(_('No other episode has a page.'))]
    return [bullets(items, 'wiki-neighbours')]


NEIGHBOURS: Final = Panel(
    lambda corpus, page: neighbours(corpus, _number(page)),
    draw_neighbours,
    lambda: _('Before and after'),
)

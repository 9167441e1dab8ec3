"""Panels of episode pages: facts, scores, coverage, cast, neighbours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.corpus.corpus import EpisodeEntry, revealed_cast
from criticwiki.corpus.critics import CriticEntry, ScoreVoice, critics_of, score_voice
from criticwiki.i18n import _
from criticwiki.model.numbering import follows
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
    episode_title,
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

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, ReviewEntry
    from criticwiki.model.numbering import EpisodePlace, Number
    from criticwiki.model.page import Page
    from criticwiki.model.scores import Score

    from .elements import Element, Piece


def _number(page: Page) -> Number:
    return entry_of(EpisodeEntry, page).facts.number


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """View of the fact box of an episode."""

    place: EpisodePlace
    season: int
    """Number of episodes in its season; 0 for a special, or where the series does not say."""
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
    place = corpus.numbering.place(*facts.numbers)
    season = corpus.numbering.season_of(facts.number) if place.within else 0
    count = len(corpus.numbering.seasons[season - 1].numbers) if season else 0
    return EpisodeFacts(place, count, rows, variants, facts.draft)


def draw_facts(view: EpisodeFacts) -> list[Element]:
    """Fact box of an episode."""
    fields = [fact_field(fact) for fact in view.facts]
    for text, critic in view.variants:
        template = _('“%(title)s” in the review of %(critic)s')
        variant = phrase(template, title=text, critic=critic_link(critic))
        fields.append(field(_('Also printed as'), para(variant)))
    return [fact_box(_facts_title(view), fields, draft=view.draft)]


def _facts_title(view: EpisodeFacts) -> str:
    """Episode of how many: `Episode 3 of 12, season 2`."""
    place = view.place
    if place.name or not view.season:
        return episode_title(place)
    number = f'{place.within}–{place.last}' if place.last else str(place.within)
    template = (
        _('Episodes %(number)s of %(season)d')
        if place.last
        else _('Episode %(number)s of %(season)d')
    )
    title = template % {'number': number, 'season': view.season}
    if not place.season:
        return title
    season = place.title or _('season %(number)s') % {'number': place.season}
    return _('%(episode)s, %(season)s') % {'episode': title, 'season': season}


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
def episode_scores(corpus: Corpus, number: Number) -> EpisodeScores:
    """Printed scores of the page of an episode and their mean."""
    voices = episode_voices(corpus, number)
    rows = [
        EpisodeScore(
            critic_of(corpus, voice.review), PrintedScore(voice.printed, rounded(voice.common))
        )
        for voice in voices
    ]
    return EpisodeScores(tuple(rows), common_mean([voice.common for voice in voices]))


@remembered
def episode_voices(corpus: Corpus, number: Number) -> tuple[ScoreVoice, ...]:
    """The score of each critic for the episodes of a page, in the order of reviews."""
    numbers = corpus.numbers_beside(number)
    critics = critics_of(corpus, corpus.covering_page(number))
    voices = (page_voice(critic, numbers) for critic in critics)
    return tuple(voice for voice in voices if voice)


def page_voice(critic: CriticEntry, numbers: tuple[Number, ...]) -> ScoreVoice | None:
    """The score of a critic for the episodes of one page; several where they print several."""
    if voice := score_voice(critic, partial(score_of, number=numbers)):
        return voice
    each = [score_voice(critic, partial(score_of, number=number)) for number in numbers]
    voices = [voice for voice in each if voice]
    if not voices:
        return None
    scores = {score.printed: score for voice in voices for score in voice.scores}
    reviews = {entry.docname: entry for voice in voices for entry in voice.reviews}
    return ScoreVoice(critic, tuple(reviews.values()), tuple(scores.values()))


def score_of(review: ReviewEntry, number: Number | tuple[Number, ...]) -> Score | None:
    """Score that a review prints for an episode, or for all of a page together.

    The score of a review of a single episode is that episode's score.
    """
    facts = review.facts
    numbers = number if isinstance(number, tuple) else (number,)
    if len(numbers) == 1 and numbers[0] in facts.episode_scores:
        return facts.episode_scores[numbers[0]]
    return facts.score if facts.covers.numbers == numbers else None


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


def coverage(corpus: Corpus, number: Number) -> Coverage:
    """Reviews that cover an episode, and their statements on it."""
    remarks: dict[str, list[Statement]] = {}
    numbers = corpus.numbers_beside(number)
    for one in numbers:
        for review, remark in corpus.remarks.get(one, ()):
            shown = statement(remark, review, numbers[-1])
            remarks.setdefault(review.docname, []).append(shown)
    covering = corpus.covering_page(number)
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
    spoils: Number = 0
    """The later episode that reveals who it was; 0 for none."""


def cast(corpus: Corpus, number: Number) -> tuple[CastRow, ...]:
    """Characters who appear in an episode, those whom a later one reveals last."""
    numbers = corpus.numbers_beside(number)
    entries: dict[tuple[Number, str], CharacterEntry] = {}
    for one in numbers:
        entries |= {(0, entry.docname): entry for entry in corpus.cast.get(one, ())}
    for one in numbers:
        for episode, entry in revealed_cast(corpus).get(one, ()):
            if (0, entry.docname) not in entries:
                spoils = episode if episode > numbers[-1] else 0
                entries[spoils, entry.docname] = entry
    return tuple(
        CastRow(character_ref(entry), entry.facts.summary, spoils)
        for (spoils, _docname), entry in entries.items()
    )


def draw_cast(view: tuple[CastRow, ...]) -> list[Element]:
    """List of the characters, those whom a later episode reveals in spoiler blocks."""
    if not view:
        return [para(_('The sources place no character of this wiki in the episode.'))]
    by_episode: dict[Number, list[list[Element]]] = {}
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

    previous: tuple[EpisodePlace, Ref] | None
    following: tuple[EpisodePlace, Ref] | None


@remembered
def _numbers_in_order(corpus: Corpus) -> tuple[Number, ...]:
    """Numbers of all episodes with a page, ascending."""
    return tuple(sorted(corpus.episode_by_number))


def neighbours(corpus: Corpus, number: Number) -> Neighbours:
    """The previous and the next episode, specials too, where they have pages."""
    numbers = corpus.numbers_beside(number)
    order = _numbers_in_order(corpus)
    before, after = bisect_left(order, numbers[0]) - 1, bisect_right(order, numbers[-1])

    def at(index: int) -> tuple[EpisodePlace, Ref] | None:
        if not 0 <= index < len(order):
            return None
        other, episode = order[index], numbered_ref(corpus, order[index])
        beside = follows(other, numbers[0]) if index == before else follows(numbers[-1], other)
        return (corpus.page_place(other), episode) if episode and beside else None

    return Neighbours(at(before), at(after))


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

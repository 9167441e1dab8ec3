"""What an episode's page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.corpus.revealed import revealed_cast

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

if TYPE_CHECKING:
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus, EpisodeEntry, ReviewEntry
    from criticwiki.model.scores import Score


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
        Fact('title_ja', _values(facts.title_ja), facts.known('title_ja'), 'ja'),
        Fact('aired', _values(facts.aired), facts.known('aired')),
        Fact('director', facts.director or (), facts.known('director')),
        Fact('storyboard', facts.storyboard or (), facts.known('storyboard')),
        Fact('script', facts.script or (), facts.known('script')),
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

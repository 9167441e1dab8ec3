"""The parts that views are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.corpus.critics import page_of_critic
from criticwiki.model.scores import mean, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from fractions import Fraction

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, EpisodeEntry, ReviewEntry
    from criticwiki.model.kinds import Judgement
    from criticwiki.model.scores import Score
    from criticwiki.model.vocabulary import Confidence, Stance

MANY: Final = 12
"""More critics than that are counted where fewer are named, one by one."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to a page of the wiki."""

    text: str
    docname: str
    anchor: str = ''


@dataclass(frozen=True, slots=True)
class Critic:
    """Who judges, and where: a name, or None with the headline of the review."""

    name: str | None
    headline: str
    docname: str
    scope: str
    """The episodes they had seen."""
    whole: bool
    """Whether that is every episode."""
    seen: int
    """How many they are."""
    only_unnamed: bool = True
    """Whether no other review lacks a name for its critic."""
    page: str = ''
    """The page of the critic, which web sites have; empty for an unnamed one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Critics of whom one thing is said: by name, or many of them by number alone."""

    critics: tuple[Critic, ...]
    """Empty where there are too many to name."""
    count: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A score as printed, and its worth on 0 to 100."""

    printed: str
    common: Decimal


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement with its evidence."""

    stance: Stance
    says: str
    quotes: tuple[str, ...]
    spoils: int
    """The episode it gives away; 0 for none."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a fact box; no values means that the sources do not say."""

    key: str
    """The field's name, which the renderer words."""
    values: tuple[str, ...]
    known: Confidence
    language: str = ''
    """Language of the values, where it is not the page's own."""


def printed(score: Score) -> Printed:
    """A score for a table."""
    return Printed(score.printed, rounded(score.common))


def common_mean(values: list[Fraction]) -> Decimal | None:
    """The mean on 0 to 100, where two or more print a score."""
    return rounded(mean(values)) if len(values) > 1 else None


@remembered
def critic_of(corpus: Corpus, review: ReviewEntry) -> Critic:
    """The critic of a review."""
    facts = review.facts
    return Critic(
        facts.critic,
        facts.headline,
        review.docname,
        str(facts.covers),
        covers_all(corpus, review),
        len(facts.covers),
        only_unnamed=corpus.unnamed < 2,
        page=page_of_critic(corpus, facts.critic),
    )


def group(corpus: Corpus, reviews: Iterable[ReviewEntry], count: int) -> Group:
    """The critics of `count` reviews, which are gone through only where they are named."""
    if count > MANY:
        return Group((), count)
    return Group(tuple(critic_of(corpus, review) for review in reviews), count)


def covers_all(corpus: Corpus, review: ReviewEntry) -> bool:
    """Whether the critic had seen every episode."""
    numbers = review.facts.covers.numbers
    whole = corpus.season
    # ascending and each once: the last of so many is its own count only if none is missing
    return 0 < whole <= len(numbers) and numbers[whole - 1] == whole


def said(judgement: Judgement, open_to: int = 0) -> Said:
    """A judgement as shown where the plot is open up to an episode; 0 for nowhere."""
    spoils = judgement.spoils or 0
    closed = spoils if spoils > open_to else 0
    return Said(judgement.stance, judgement.says, judgement.quotes, closed)


def episode_ref(entry: EpisodeEntry) -> Ref:
    """A link to an episode, by its title."""
    return Ref(entry.facts.title, entry.docname)


def character_ref(entry: CharacterEntry) -> Ref:
    """A link to a character, by name."""
    return Ref(entry.facts.name, entry.docname)


def aspect_anchor(aspect: str) -> str:
    """The id of an aspect's row on a review page."""
    return 'aspect-' + '-'.join(aspect.lower().split())


def season_key(corpus: Corpus) -> tuple[str, int] | None:
    """What the control of every page depends on: the series and its number of episodes."""
    series = corpus.series
    return (series.title, series.episodes) if series and series.episodes else None

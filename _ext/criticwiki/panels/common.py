"""Parts that views share: references, critics, printed scores, statements and facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from criticwiki.cached_view import remembered
from criticwiki.corpus.critics import page_of_critic
from criticwiki.model.scores import mean, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from fractions import Fraction

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, EpisodeEntry, ReviewEntry
    from criticwiki.model.kinds import Aspect, Judgement
    from criticwiki.model.page import Confidence, Page, Stance
    from criticwiki.model.scores import Score

MAX_NAMED: Final = 12
"""Longest enumeration of critics: more are counted, or get rows instead of columns."""

AnyEntry = TypeVar('AnyEntry', bound='CharacterEntry | EpisodeEntry | ReviewEntry')


@dataclass(frozen=True, slots=True)
class Ref:
    """Reference to a page of the wiki."""

    text: str
    docname: str
    anchor: str = ''


@dataclass(frozen=True, slots=True)
class Critic:
    """Author of a review as a panel names them: by name, or by the headline of the review."""

    name: str | None
    headline: str
    docname: str
    scope: str
    """The episodes they had seen."""
    whole: bool
    """Whether the scope is every episode."""
    seen: int
    """Number of episodes in the scope."""
    only_unnamed: bool = True
    """Whether no other review lacks a name for its critic."""
    page: str = ''
    """The page of the critic, which web sites have; empty for an unnamed one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Critics who have something in common: listed, or only counted where they are many."""

    critics: tuple[Critic, ...]
    """Empty above `MAX_NAMED`."""
    count: int


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A score as printed, with its common value on 0 to 100."""

    printed: str
    common: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """A stance of a critic with its summary and quotations."""

    stance: Stance
    says: str
    quotes: tuple[str, ...]
    spoils: int
    """The episode it gives away; 0 for none."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Field of a fact box; no values where no source states it."""

    key: str
    """Name of the front-matter field, which the drawing translates."""
    values: tuple[str, ...]
    confidence: Confidence
    language: str = ''
    """Language of the values, where it is not the page's own."""


def printed_score(score: Score) -> PrintedScore:
    """A score for display."""
    return PrintedScore(score.printed, rounded(score.common))


def optional_score(score: Score | None) -> PrintedScore | None:
    """A score for display; None for a review that prints none."""
    return printed_score(score) if score else None


def common_mean(values: list[Fraction]) -> Decimal | None:
    """Mean on 0 to 100, where there are two values or more."""
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
    """The critics of `count` reviews; an iterator of more than `MAX_NAMED` is not consumed."""
    if count > MAX_NAMED:
        return Group((), count)
    return Group(tuple(critic_of(corpus, review) for review in reviews), count)


def covers_all(corpus: Corpus, review: ReviewEntry) -> bool:
    """Whether the scope of a review is every episode."""
    numbers = review.facts.covers.numbers
    whole = corpus.season
    # ascending and each once: the last of so many is its own count only if none is missing
    return 0 < whole <= len(numbers) and numbers[whole - 1] == whole


def in_scope(aspect: Aspect, review: ReviewEntry) -> bool:
    """Whether the scope of a review includes the episode that an aspect needs."""
    return aspect.needs is None or aspect.needs in review.facts.covers


def aspects_of(corpus: Corpus) -> dict[str, Aspect]:
    """Aspects of the series by name, in the order of its front matter."""
    return corpus.series.aspects if corpus.series else {}


def statement(judgement: Judgement, open_to: int = 0) -> Statement:
    """A judgement as shown where spoilers are open up to an episode; 0 for none."""
    spoils = judgement.spoils or 0
    closed = spoils if spoils > open_to else 0
    return Statement(judgement.stance, judgement.says, judgement.quotes, closed)


def entry_of(kind: type[AnyEntry], page: Page) -> AnyEntry:
    """The corpus entry of a page of that kind."""
    return kind(page, cast('Any', page.facts))


def episode_ref(entry: EpisodeEntry) -> Ref:
    """Reference to an episode, by its title."""
    return Ref(entry.facts.title, entry.docname)


def numbered_ref(corpus: Corpus, number: int) -> Ref | None:
    """Reference to the episode of a number; None where it has no page."""
    entry = corpus.episode_by_number.get(number)
    return episode_ref(entry) if entry else None


def character_ref(entry: CharacterEntry) -> Ref:
    """Reference to a character, by name."""
    return Ref(entry.facts.name, entry.docname)


def aspect_anchor(aspect: str) -> str:
    """Anchor of an aspect on the page of a review."""
    return 'aspect-' + '-'.join(aspect.lower().split())


def season_key(corpus: Corpus) -> tuple[str, int] | None:
    """Cache key of the progress control: the title of the series and its number of episodes."""
    series = corpus.series
    return (series.title, series.episodes) if series and series.episodes else None

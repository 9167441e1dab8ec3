"""Common parts of views: references, figures, tallies, evidence and agreement."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import erfc, sqrt
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.corpus.critics import page_of_critic
from criticwiki.model.page import Stance
from criticwiki.model.scores import mean, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, EpisodeEntry, ReviewEntry
    from criticwiki.model.kinds import Judgement
    from criticwiki.model.page import Confidence
    from criticwiki.model.scores import Score

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


SIGNIFICANCE: Final = 0.05
"""A trend is claimed only below this probability of chance."""
PROVISIONAL_BELOW: Final = 4
"""A headline from fewer printed scores is called provisional."""


class Evidence(StrEnum):
    """How many critics discuss an aspect."""

    NONE = 'none'
    SINGLE = 'single'
    LIMITED = 'limited'
    MEDIUM = 'medium'
    ROBUST = 'robust'

    @classmethod
    def of(cls, critics: int) -> Evidence:
        """1 is single, 2 limited, 3 and 4 medium, 5 and more robust."""
        steps = (cls.NONE, cls.SINGLE, cls.LIMITED, cls.MEDIUM, cls.MEDIUM)
        return steps[critics] if critics < len(steps) else cls.ROBUST


class Agreement(StrEnum):
    """How far critics who discuss an aspect hold the same."""

    HIGH = 'high'
    MEDIUM = 'medium'
    LOW = 'low'


@dataclass(frozen=True, slots=True)
class Tally:
    """How many critics hold what of an aspect."""

    praise: int
    mixed: int
    criticism: int

    @classmethod
    def of(cls, stances: Iterable[Stance]) -> Tally:
        """Count stances."""
        known = list(stances)
        return cls(*(known.count(stance) for stance in Stance))

    @property
    def discussing(self) -> int:
        """How many critics discuss it."""
        return self.praise + self.mixed + self.criticism

    @property
    def evidence(self) -> Evidence:
        """The word for how many."""
        return Evidence.of(self.discussing)

    @property
    def agreement(self) -> Agreement | None:
        """The word for how alike; None below two critics.

        The share of the commonest stance: at least 0.8 high, more than 0.5 medium, else low.
        """
        if self.discussing < 2:
            return None
        share = Fraction(max(self.praise, self.mixed, self.criticism), self.discussing)
        if share >= Fraction(4, 5):
            return Agreement.HIGH
        return Agreement.MEDIUM if share > Fraction(1, 2) else Agreement.LOW

    @property
    def split(self) -> int:
        """The smaller of praise and criticism: how wide critics are split."""
        return min(self.praise, self.criticism)


@dataclass(frozen=True, slots=True)
class Trend:
    """Whether a series of figures rises or falls."""

    tau: float
    """Kendall's tau-b, -1 to 1."""
    p: float
    """Two-sided probability of as strong an order by chance, normal approximation."""

    @property
    def significant(self) -> bool:
        """Whether a trend may be claimed."""
        return self.p < SIGNIFICANCE


def kendall(values: Sequence[Fraction]) -> Trend | None:
    """Kendall's tau-b of figures against their order.

    With n(n-1)/2 pairs, ties among the figures in groups of t, and S concordant less
    discordant pairs: tau-b = S / sqrt(n0 (n0 - n1)), n0 = n(n-1)/2, n1 = sum of t(t-1)/2;
    var(S) = (n(n-1)(2n+5) - sum of t(t-1)(2t+5)) / 18
    (M. G. Kendall, Rank Correlation Methods, 1948; order itself has no ties).
    None where nothing can be said: fewer than three figures, or all alike.
    """
    n = len(values)
    if n < 3 or len(set(values)) == 1:
        return None
    score = 0
    before: list[Fraction] = []
    for value in values:
        score += bisect_left(before, value) + bisect_right(before, value) - len(before)
        insort(before, value)
    ties = Counter(values).values()
    pairs = n * (n - 1) / 2
    tied = sum(t * (t - 1) for t in ties) / 2
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    z = score / sqrt(variance)
    return Trend(score / sqrt(pairs * (pairs - tied)), erfc(abs(z) / sqrt(2)))

"""Common parts of views: references, statements, tallies, evidence, agreement and trend."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import zip_longest
from math import erfc, factorial, floor, prod, sqrt
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from criticwiki.cached_view import cached_view
from criticwiki.corpus.critics import critic_by_review, critic_key, score_voice
from criticwiki.corpus.generated_docnames import page_of_critic
from criticwiki.model.judgements import Stance
from criticwiki.model.numbering import SeriesKey, follows
from criticwiki.model.review import Remark
from criticwiki.model.scores import mean, rounded

from .pointers import below, pointer_field, pointer_to_review

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, EpisodeEntry, ReviewEntry
    from criticwiki.corpus.critics import CriticEntry, CriticKey, EpisodeScope, ScoreVoice
    from criticwiki.model.kinds import Aspect
    from criticwiki.model.numbering import EpisodePlace, Number
    from criticwiki.model.page import Page
    from criticwiki.model.review import Passage, Review
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
    language: str = ''
    """Language of the text, where it is not that of the pages."""


@dataclass(frozen=True, slots=True)
class Critic:
    """Author of a review as a panel names them: by name, or by the label of the review."""

    name: str | None
    headline: str
    docname: str
    scope: str
    """The episodes they had seen: `1–4`, `S1E4–S2E3`; empty where the work has none."""
    whole: bool
    """Whether the scope is every episode."""
    seen: int
    """Number of episodes in the scope."""
    only_unnamed: bool = True
    """Whether no other review lacks a name for its critic."""
    pages: tuple[tuple[str, str], ...] = ()
    """Names of the authors or of the outlet, each with the docname of its page, which web sites
    have; empty for an unnamed critic."""
    key: CriticKey = ()
    """Identity of the critic, the same for all reviews of theirs that count."""
    language: str = ''
    """Language of the headline, where it is not that of the pages."""
    several: bool = False
    """Whether the series has several seasons."""
    label: str = ''
    """Short name of the review, by which an unnamed critic is called; empty for none."""

    @property
    def previewed(self) -> str:
        """Docname of the review, if the name of the critic leads to it; else empty."""
        return '' if self.pages else self.docname

    @property
    def page(self) -> str:
        """Docname of the page of the critic, or of the first author; empty without one."""
        return self.pages[0][1] if self.pages else ''


@dataclass(frozen=True, slots=True)
class Group:
    """Critics who have something in common: listed, or only counted where they are many."""

    critics: tuple[Critic, ...]
    """Empty above `MAX_NAMED`."""
    count: int
    at: str = pointer_field()
    """Pointer to the count in `wiki.json`."""


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A score as printed, with its common value on 0 to 100."""

    printed: str
    common: Decimal
    at: str = pointer_field()
    """Pointer to both in `wiki.json`; empty where it does not have them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a critic says of a subject: the stance, a summary and quotations."""

    stance: Stance | None
    """None where the critic only names the subject."""
    says: str
    quotes: tuple[str, ...]
    spoils: Number
    """The episode it gives away; 0 for none."""
    language: str = ''
    """Language of the quotations, where it is not that of the pages."""
    anchor: str = ''
    """Anchor of a remark on the page of its review; empty for other statements."""


@dataclass(frozen=True, slots=True)
class CriticRemarks:
    """The statements of a critic on one episode or character."""

    critic: Critic
    remarks: tuple[Statement, ...]


def printed_score(score: Score | ScoreVoice, at: str = '') -> PrintedScore:
    """A score, or that of a critic, for display, with its place in the data."""
    return PrintedScore(score.printed, rounded(score.common), at)


def review_score(corpus: Corpus, page: Page, facts: Review) -> PrintedScore | None:
    """The score of a review for display; None for one that prints none."""
    if facts.score is None:
        return None
    return printed_score(facts.score, below(pointer_to_review(corpus, page.docname), 'score'))


def common_mean(values: list[Fraction]) -> Decimal | None:
    """Mean on 0 to 100, where there are two values or more."""
    return rounded(mean(values)) if len(values) > 1 else None


@cached_view
def critic_of(corpus: Corpus, review: ReviewEntry) -> Critic:
    """The critic of a review."""
    facts = review.facts
    counts = review.docname in critic_by_review(corpus)
    return Critic(
        facts.critic,
        facts.headline,
        review.docname,
        scope_text(corpus, review),
        covers_all(corpus, review),
        len(facts.covers) if corpus.work.has_episodes else 0,
        only_unnamed=corpus.unnamed < 2,
        pages=tuple((name, page_of_critic(corpus, name)) for name in facts.critics),
        key=critic_key(review) if counts else ('review', review.docname),
        language=facts.language or '',
        several=corpus.numbering.several,
        label=facts.label or '',
    )


def unscoped(critic: Critic) -> Critic:
    """A critic where the scope is not shown, so that another scope changes no page."""
    return replace(critic, scope='', whole=False, seen=0)


def group(corpus: Corpus, reviews: Iterable[ReviewEntry], count: int, at: str) -> Group:
    """The critics of `count` reviews; an iterator of more than `MAX_NAMED` is not consumed.

    `at` is the pointer to their count.
    """
    if count > MAX_NAMED:
        return Group((), count, at)
    return Group(tuple(critic_of(corpus, review) for review in reviews), count, at)


def scope_text(corpus: Corpus, review: ReviewEntry) -> str:
    """The scope of a review as text; empty where the work has no episodes."""
    return corpus.numbering.label(review.facts.covers) if corpus.work.has_episodes else ''


def covers_all(corpus: Corpus, review: ReviewEntry, within: EpisodeScope = None) -> bool:
    """Whether a review covers every episode that is out, or all within a scope and none beyond.

    What scores a series scores no season of it; a special goes with the season before it.
    """
    numbers = review.facts.covers.numbers
    if within is not None:
        return within.issubset(numbers) and all(floor(n) in within for n in numbers if n >= 1)
    return corpus.is_whole(numbers)


def score_of_whole(corpus: Corpus, critic: CriticEntry, within: EpisodeScope) -> ScoreVoice | None:
    """The score of a critic for all within a scope, which a review prints that covers it."""
    return score_voice(
        critic,
        lambda review: review.facts.score if covers_all(corpus, review, within) else None,
        within,
    )


def episodes_reviewed(corpus: Corpus, review: ReviewEntry) -> tuple[Number, ...]:
    """The episodes that a review is about as such: one, those of one page, or two in a row.

    Empty for a review of a season, and for one of more episodes: what it says of the whole is not
    said of each episode.
    """
    numbers = review.facts.covers.numbers
    if len(numbers) == 1 or numbers == corpus.numbers_beside(numbers[0]):
        return numbers
    if len(numbers) > 2 or not follows(*numbers) or covers_all(corpus, review):
        return ()
    whole = any(numbers == tuple(season.numbers) for season in corpus.numbering.seasons)
    return () if whole else numbers


def aspects_of(corpus: Corpus, within: EpisodeScope = None) -> dict[str, Aspect]:
    """Aspects of the series by name, in the order of its front matter.

    Those of a scope leave out what needs an episode outside it.
    """
    aspects = corpus.series.aspects if corpus.series else {}
    if within is None:
        return aspects
    return {
        name: aspect
        for name, aspect in aspects.items()
        if aspect.needs is None or floor(aspect.needs) in within
    }


def statement(passage: Passage, review: ReviewEntry) -> Statement:
    """A passage of a review as shown on pages."""
    stance = passage.stance if isinstance(passage.stance, Stance) else None
    language = review.facts.language or ''
    anchor = f'remark-{passage.about}' if isinstance(passage, Remark) else ''
    return Statement(stance, passage.says, passage.quotes, passage.spoils or 0, language, anchor)


def entry_of(kind: type[AnyEntry], page: Page) -> AnyEntry:
    """The corpus entry of a page of that kind."""
    return kind(page, cast('Any', page.facts))


def page_ref(page: Page) -> Ref:
    """Reference to any page, by its title."""
    return Ref(page.title or page.docname, page.docname)


def episode_ref(entry: EpisodeEntry) -> Ref:
    """Reference to an episode, by its title."""
    return Ref(entry.facts.title, entry.docname)


def review_ref(entry: ReviewEntry) -> Ref:
    """Reference to a review, by its headline."""
    return Ref(entry.facts.headline, entry.docname, language=entry.facts.language or '')


def numbered_ref(corpus: Corpus, number: Number) -> Ref | None:
    """Reference to the episode of a number; None where it has no page."""
    entry = corpus.episode_by_number.get(number)
    return episode_ref(entry) if entry else None


def places_of(
    corpus: Corpus, numbers: Iterable[Number]
) -> Iterator[tuple[EpisodePlace, tuple[Number, ...], Ref | None]]:
    """Places of episodes, with the numbers there and the page; one about several stands once."""
    places: dict[EpisodePlace, tuple[tuple[Number, ...], Ref | None]] = {}
    every = tuple(numbers)
    for number in every:
        entry = corpus.episode_by_number.get(number)
        shared = entry.facts.numbers if entry else (number,)
        whole = all(one in every for one in shared)
        there = tuple(shared) if whole else (number,)
        page = episode_ref(entry) if entry else None
        places[corpus.numbering.place(*there)] = there, page
    return ((place, there, page) for place, (there, page) in places.items())


def character_ref(entry: CharacterEntry) -> Ref:
    """Reference to a character, by name."""
    return Ref(entry.facts.name, entry.docname)


def series_key(corpus: Corpus) -> SeriesKey | None:
    """What every page shows of the series; None where its number of episodes is not known."""
    series = corpus.series
    if series is None or not corpus.numbering.total:
        return None
    return SeriesKey(series.title, corpus.numbering, corpus.seasons)


SIGNIFICANCE: Final = 0.05
"""Significance level: a trend is claimed only below this probability of chance."""
PROVISIONAL_BELOW: Final = 4
"""Sample size below which a headline is called provisional."""


class Evidence(StrEnum):
    """Grade of evidence: how many critics discuss an aspect."""

    NONE = 'none'
    SINGLE = 'single'
    LIMITED = 'limited'
    MEDIUM = 'medium'
    ROBUST = 'robust'

    @classmethod
    def of(cls, critics: int) -> Evidence:
        """Grade of a count: 1 is single, 2 limited, 3 and 4 medium, 5 and more robust."""
        grades = (cls.NONE, cls.SINGLE, cls.LIMITED, cls.MEDIUM, cls.MEDIUM)
        return grades[critics] if critics < len(grades) else cls.ROBUST


class Agreement(StrEnum):
    """Grade of agreement: how large the majority is among critics who discuss an aspect."""

    HIGH = 'high'
    MEDIUM = 'medium'
    LOW = 'low'


@dataclass(frozen=True, slots=True)
class Tally:
    """Count of critics by their stance on an aspect."""

    praise: int
    mixed: int
    criticism: int

    @classmethod
    def of(cls, stances: Iterable[Stance]) -> Tally:
        """Tally of single stances."""
        counts = Counter(stances)
        return cls(*(counts[stance] for stance in Stance))

    @property
    def discussing(self) -> int:
        """Number of critics who discuss the aspect."""
        return self.praise + self.mixed + self.criticism

    @property
    def evidence(self) -> Evidence:
        """Grade of the number of critics."""
        return Evidence.of(self.discussing)

    @property
    def agreement(self) -> Agreement | None:
        """Grade of the share of the commonest stance; None below two critics.

        A share of at least 0.8 is high, of more than 0.5 medium, else low.
        """
        if self.discussing < 2:
            return None
        share = Fraction(max(self.praise, self.mixed, self.criticism), self.discussing)
        if share >= Fraction(4, 5):
            return Agreement.HIGH
        return Agreement.MEDIUM if share > Fraction(1, 2) else Agreement.LOW

    @property
    def split(self) -> int:
        """Width of the split: the smaller of praise and criticism."""
        return min(self.praise, self.criticism)


@dataclass(frozen=True, slots=True)
class Trend:
    """Result of a trend test: whether a series of values rises or falls."""

    tau: float
    """Kendall's tau-b, -1 to 1."""
    p: float
    """Two-sided p-value: exact for fewer than `NORMAL` values, else in the normal approximation."""

    @property
    def significant(self) -> bool:
        """Whether a trend may be claimed."""
        return self.p < SIGNIFICANCE


NORMAL: Final = 10
"""Fewest values for which the normal approximation is used."""


def kendall(values: Sequence[Fraction]) -> Trend | None:
    """Kendall's tau-b of values against their order.

    With n(n-1)/2 pairs, ties among the values in groups of t, and S concordant less
    discordant pairs: tau-b = S / sqrt(n0 (n0 - n1)), n0 = n(n-1)/2, n1 = sum of t(t-1)/2;
    var(S) = (n(n-1)(2n+5) - sum of t(t-1)(2t+5)) / 18
    (M. G. Kendall, Rank Correlation Methods, 1948; order itself has no ties).
    None where not even values in perfect order would be significant: for fewer than five, and
    for some more with many ties.
    """
    n = len(values)
    ties = sorted(Counter(values).values())
    orders = factorial(n) // prod(map(factorial, ties))
    if 2 / orders >= SIGNIFICANCE:
        return None
    score = 0
    before: list[Fraction] = []
    for value in values:
        score += bisect_left(before, value) + bisect_right(before, value) - len(before)
        insort(before, value)
    pairs = n * (n - 1) // 2
    untied = pairs - sum(t * (t - 1) for t in ties) // 2
    tau = score / sqrt(pairs * untied)
    if n < NORMAL:
        more = sum(
            count
            for inversions, count in enumerate(_orders_by_inversions(tuple(ties)))
            if abs(untied - 2 * inversions) >= abs(score)
        )
        return Trend(tau, more / orders)
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    return Trend(tau, erfc(abs(score / sqrt(variance)) / sqrt(2)))


def _orders_by_inversions(ties: tuple[int, ...]) -> list[int]:
    """Number of orders of values with each number of inversions: a Gaussian multinomial.

    `ties` are the sizes of the groups of equal values.
    """
    counts, placed = [1], 0
    for size in ties:
        placed += size
        factor = _gaussian_binomial(placed, size)
        product = [0] * (len(counts) + len(factor) - 1)
        for i, count in enumerate(counts):
            for j, more in enumerate(factor):
                product[i + j] += count * more
        counts = product
    return counts


@cache
def _gaussian_binomial(n: int, k: int) -> list[int]:
    """Coefficients of the Gaussian binomial: placings of k equal values by inversions."""
    if k in {0, n}:
        return [1]
    with_last = _gaussian_binomial(n - 1, k - 1)
    without = [0] * k + _gaussian_binomial(n - 1, k)
    return [a + b for a, b in zip_longest(with_last, without, fillvalue=0)]

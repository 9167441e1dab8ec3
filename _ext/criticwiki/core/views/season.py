"""What critics print for the season and its episodes, summed up as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from criticwiki.core.consensus import PROVISIONAL_BELOW, Trend, kendall
from criticwiki.core.memo import remembered
from criticwiki.core.scopes import Scope
from criticwiki.core.scores import COMMON_BEST, mean, median, plain, rounded
from criticwiki.core.views.base import (
    Critic,
    Printed,
    Ref,
    common_mean,
    covers_all,
    critic_of,
    episode_ref,
    printed,
)
from criticwiki.core.views.episodes import EpisodeScores, episode_scores, score_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from criticwiki.core.corpus import Corpus, ReviewEntry
    from criticwiki.core.scores import Score


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean, median and range of some scores, on one scale."""

    count: int
    mean: Decimal
    median: Decimal
    low: Decimal
    high: Decimal
    best: str
    """The best value of the scale."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The printed season scores, summed up."""

    figures: Figures | None
    """On 0 to 100; None while no critic prints a season score."""
    reviews: int
    provisional: bool
    scored: tuple[tuple[Critic, Printed], ...]
    unscored: tuple[Critic, ...]
    """Reviews that print no score for the season: listed, never turned into numbers."""


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """One episode of the season."""

    number: int
    episode: Ref
    summary: str | None
    covering: int
    """How many reviews cover it."""
    scores: EpisodeScores


@dataclass(frozen=True, slots=True)
class CriticFigures:
    """One critic's episode scores, summed up."""

    critic: Critic
    figures: Figures
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class Season:
    """The season, episode by episode."""

    rows: tuple[SeasonRow, ...]
    critics: tuple[CriticFigures, ...]
    """Those who score two episodes or more."""
    mean: Decimal | None
    """Over all printed episode scores on 0 to 100, where two critics or more score some."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One critic's scores for what the early reviews saw, and for the rest."""

    critic: Critic
    early: Figures
    rest: Figures


@dataclass(frozen=True, slots=True)
class Compared:
    """The stretch that the early reviews saw, against the rest."""

    early: str
    """Episodes that reviews of less than the season cover."""
    rest: str
    partial: tuple[Critic, ...]
    rows: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Fragility:
    """The headline without each critic in turn."""

    figures: Figures | None
    without: tuple[tuple[Critic, Decimal | None], ...]


def figures(scores: list[Score]) -> Figures | None:
    """Mean, median and range: on their own scale where they share one, else on 0 to 100."""
    if not scores:
        return None
    return _on_scale(scores, _shared_best(scores))


def _shared_best(scores: list[Score]) -> Fraction | None:
    """The best value of the scale that all scores share; None where they share none."""
    return scores[0].best if len({score.best for score in scores}) == 1 else None


def _on_scale(scores: list[Score], best: Fraction | None) -> Figures:
    if best is None:
        return _figures([score.common for score in scores], Fraction(COMMON_BEST))
    return _figures([score.value for score in scores], best)


def _figures(values: list[Fraction], best: Fraction) -> Figures:
    return Figures(
        len(values),
        rounded(mean(values), best),
        rounded(median(values), best),
        rounded(min(values), best),
        rounded(max(values), best),
        plain(best),
    )


def _season_scores(corpus: Corpus) -> list[tuple[ReviewEntry, Score]]:
    """Printed scores of reviews that cover every episode."""
    return [
        (review, review.facts.score)
        for review in corpus.reviews
        if review.facts.score and covers_all(corpus, review)
    ]


@remembered
def headline(corpus: Corpus) -> Headline:
    """Mean and range of the printed season scores, and who prints none."""
    found = _season_scores(corpus)
    values = [score.common for _, score in found]
    counted = {review.docname for review, _ in found}
    return Headline(
        figures=_figures(values, Fraction(COMMON_BEST)) if values else None,
        reviews=len(corpus.reviews),
        provisional=len(values) < PROVISIONAL_BELOW,
        scored=tuple((critic_of(corpus, review), printed(score)) for review, score in found),
        unscored=tuple(critic_of(corpus, r) for r in corpus.reviews if r.docname not in counted),
    )


@remembered
def season(corpus: Corpus) -> Season:
    """Every episode with its scores, and every critic who scores episodes."""
    rows = [
        SeasonRow(
            entry.facts.number,
            episode_ref(entry),
            entry.facts.summary,
            len(corpus.covering.get(entry.facts.number, ())),
            episode_scores(corpus, entry.facts.number),
        )
        for entry in corpus.episodes
    ]
    critics = []
    every: list[Fraction] = []
    scorers = 0
    for review in corpus.reviews:
        scores = _scores_in(review, review.facts.covers)
        every += [score.common for score in scores]
        scorers += bool(scores)
        found = figures(scores)
        if found and found.count > 1:
            trend = kendall([score.common for score in scores])
            critics.append(CriticFigures(critic_of(corpus, review), found, trend))
    overall = common_mean(every) if scorers > 1 else None
    return Season(tuple(rows), tuple(critics), overall)


@remembered
def figures_by_critic(corpus: Corpus) -> dict[str, CriticFigures]:
    """The figures of critics who score two episodes or more, by their review."""
    return {row.critic.docname: row for row in season(corpus).critics}


def _scores_in(review: ReviewEntry, numbers: Iterable[int]) -> list[Score]:
    found = [score_of(review, number) for number in numbers]
    return [score for score in found if score]


@remembered
def compared(corpus: Corpus) -> Compared | None:
    """What those who score episodes gave the stretch that early reviews saw, and the rest.

    None where no review stops early, or all together cover the season.
    """
    partial = [review for review in corpus.reviews if not covers_all(corpus, review)]
    early = sorted({number for review in partial for number in review.facts.covers})
    rest = sorted(set(range(1, corpus.season + 1)) - set(early))
    if not early or not rest:
        return None
    rows = []
    for review in corpus.reviews:
        first, second = _scores_in(review, early), _scores_in(review, rest)
        if first and second:
            best = _shared_best([*first, *second])
            stretches = (_on_scale(first, best), _on_scale(second, best))
            rows.append(Comparison(critic_of(corpus, review), *stretches))
    return Compared(
        str(Scope(tuple(early))),
        str(Scope(tuple(rest))),
        tuple(critic_of(corpus, review) for review in partial),
        tuple(rows),
    )


@remembered
def fragility(corpus: Corpus) -> Fragility:
    """The headline without each critic in turn."""
    found = _season_scores(corpus)
    without = []
    for left_out, _ in found:
        others = [score.common for review, score in found if review.docname != left_out.docname]
        left = rounded(mean(others)) if others else None
        without.append((critic_of(corpus, left_out), left))
    return Fragility(headline(corpus).figures, tuple(without))

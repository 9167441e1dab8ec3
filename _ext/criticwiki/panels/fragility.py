"""How far the headline rests on single critics, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.model.scores import at_most, mean, rounded

from .common import MANY, Critic, critic_of
from .season import Figures, headline, season_scores

if TYPE_CHECKING:
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Rest:
    """Critics who are not told apart, since others weigh more."""

    count: int
    most: Decimal
    """By how much the mean moves at most without any one of them."""


@dataclass(frozen=True, slots=True)
class Fragility:
    """The headline without each critic in turn."""

    figures: Figures | None
    without: tuple[tuple[Critic, Decimal | None], ...]
    """In the order of reviews, or of many those without whom the mean moves most."""
    rest: Rest | None = None


@remembered
def without_each(corpus: Corpus) -> tuple[tuple[Critic, Decimal | None], ...]:
    """Every critic who prints a season score, and the mean of all the others."""
    return tuple(
        (critic, None if left is None else rounded(left)) for critic, left, _ in _left(corpus)
    )


@remembered
def fragility(corpus: Corpus) -> Fragility:
    """The headline without each critic in turn, or without those of most weight."""
    figures = headline(corpus).figures
    every = without_each(corpus)
    if len(every) <= MANY:
        return Fragility(figures, every)
    found = _left(corpus)
    order = sorted(range(len(found)), key=lambda index: -found[index][2])
    rest = Rest(len(order) - MANY, at_most(found[order[MANY]][2]))
    return Fragility(figures, tuple(every[index] for index in order[:MANY]), rest)


@remembered
def _left(corpus: Corpus) -> list[tuple[Critic, Fraction | None, Fraction]]:
    """Each critic, the exact mean without them, and how far that is from the mean of all."""
    scores = season_scores(corpus)
    worth = [score.common for _, score in scores]
    if len(worth) < 2:
        return [(critic_of(corpus, review), None, Fraction(0)) for review, _ in scores]
    whole = mean(worth)
    total = whole * len(worth)
    left = [(total - each) / (len(worth) - 1) for each in worth]
    return [
        (critic_of(corpus, review), without, abs(without - whole))
        for (review, _), without in zip(scores, left, strict=True)
    ]

"""Figures of critics: statistics of their scores, and how far they stand from the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.critics import all_critics, critic_by_review
from criticwiki.corpus.generated_docnames import slug
from criticwiki.model.scores import mean, rounded

from .episode import episode_voices
from .pointers import below, pointer_field
from .season_score import Figures, statistics

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal
    from fractions import Fraction

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.critics import CriticEntry
    from criticwiki.model.numbering import Number


@cached_view
def critic_keys(corpus: Corpus) -> Mapping[str, str]:
    """Keys of critics in the data, by docname of the critic: names in plain letters, or review ids.

    Names of another script may have the same letters, so that a number tells them apart.
    """
    keys: dict[str, str] = {}
    for critic in all_critics(corpus):
        first = critic.reviews[0]
        base = key = slug(critic.name, first.id) if critic.name else first.id
        number = 1
        while key in keys:
            number += 1
            key = f'{base}-{number}'
        keys[key] = critic.docname
    return {docname: key for key, docname in keys.items()}


MIN_COMMON: Final = 5
"""Fewest scores that show a distribution, and fewest common episodes that show a distance."""


@dataclass(frozen=True, slots=True)
class ScoreSet:
    """Some scores of a critic with their statistics, on 0 to 100."""

    figures: Figures
    values: tuple[Decimal, ...]
    """In ascending order."""

    @property
    def alike(self) -> bool:
        """Whether all are the same."""
        return self.figures.low == self.figures.high


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a critic stands from the others, on the episodes that both score."""

    episodes: int
    mean: Decimal
    """Mean of the differences to the mean of the other critics; negative for a harsher one."""
    at: str = pointer_field()
    """Pointer to it in `wiki.json`."""


@cached_view
def distances(corpus: Corpus) -> Mapping[str, Distance]:
    """Distances of critics from the others, by docname of the critic.

    Episode by episode the score on 0 to 100 less the mean of all other critics who score it,
    then the mean of these differences; only from `MIN_COMMON` such episodes up.
    """
    by_review = critic_by_review(corpus)
    differences: dict[str, list[Fraction]] = defaultdict(list)
    for number in _pages_of(corpus, corpus.reviews_by_episode):
        voices = episode_voices(corpus, number)
        if len(voices) < 2:
            continue
        total = sum(voice.common for voice in voices)
        for voice in voices:
            others = (total - voice.common) / (len(voices) - 1)
            critic = by_review[voice.review.docname].docname
            differences[critic].append(voice.common - others)
    keys = critic_keys(corpus)
    return {
        critic: Distance(
            len(values), rounded(mean(values)), below('/critics', keys[critic], 'distance')
        )
        for critic, values in differences.items()
        if len(values) >= MIN_COMMON
    }


def _pages_of(corpus: Corpus, numbers: Iterable[Number]) -> Iterable[Number]:
    """Episodes without those that share the page of another one: its scores are the same."""
    return dict.fromkeys(corpus.numbers_beside(number)[0] for number in numbers)


def review_scores(critics: Iterable[CriticEntry], at: str = '') -> ScoreSet | None:
    """The scores that the reviews of some critics print; None without one.

    `at` is the pointer to them in `wiki.json`.
    """
    scores = (entry.facts.score for critic in critics for entry in critic.reviews)
    return _score_set([score.common for score in scores if score], at)


def episode_score_set(corpus: Corpus, critics: Iterable[CriticEntry], at: str) -> ScoreSet | None:
    """The scores of some critics for episodes; None where none is beside those of reviews."""
    entries = {entry.docname: entry for critic in critics for entry in critic.reviews}
    if not any(entry.facts.episode_scores for entry in entries.values()):
        return None
    numbers = {number for entry in entries.values() for number in entry.facts.covers}
    return _score_set(
        [
            voice.common
            for number in _pages_of(corpus, sorted(numbers))
            for voice in episode_voices(corpus, number)
            if voice.review.docname in entries
        ],
        at,
    )


def _score_set(values: list[Fraction], at: str) -> ScoreSet | None:
    if not values:
        return None
    return ScoreSet(statistics(values, None, at), tuple(sorted(map(rounded, values))))

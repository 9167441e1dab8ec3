"""The split that matters most, told by one critic of each side, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.model.vocabulary import Stance

from .common import Critic, critic_of, said
from .consensus import agreements, brief
from .review import in_scope

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.kinds import Judgement

    from .common import Said
    from .consensus import AspectTally


@dataclass(frozen=True, slots=True)
class Voice:
    """One critic who speaks for a side."""

    critic: Critic
    said: Said

    @property
    def quote(self) -> str | None:
        """The critic's own words that are shown: the first that the editors chose."""
        return self.said.quotes[0] if self.said.quotes else None


@dataclass(frozen=True, slots=True)
class Split:
    """An aspect that some praise and others criticise, with a voice of each side."""

    row: AspectTally
    praise: Voice
    criticism: Voice


@dataclass(frozen=True, slots=True)
class Divide:
    """What divides critics most, or what is known where nothing does."""

    reviews: int
    comparable: int
    """How many aspects two critics or more discuss."""
    split: Split | None


@remembered
def divide(corpus: Corpus) -> Divide:
    """The widest split, by the order of splits."""
    known = brief(corpus)
    return Divide(known.headline.reviews, known.comparable, _widest(corpus))


def _widest(corpus: Corpus) -> Split | None:
    rows = agreements(corpus).splits
    if not rows:
        return None
    praise, criticism = (
        _voice(corpus, rows[0].aspect, s) for s in (Stance.PRAISE, Stance.CRITICISM)
    )
    return Split(rows[0], praise, criticism)


def _voice(corpus: Corpus, name: str, stance: Stance) -> Voice:
    """Who speaks for a side.

    Those whose words give nothing away go first, then those who are quoted, then the first
    in the order of reviews, which begins with those that saw most.
    """
    assert corpus.series
    aspect = corpus.series.aspects[name]

    def rank(pair: tuple[ReviewEntry, Judgement]) -> tuple[bool, bool]:
        held = pair[1]
        return bool(held.spoils), not held.quotes

    side = [
        (review, review.facts.aspects[name])
        for review in corpus.reviews
        if name in review.facts.aspects
        and review.facts.aspects[name].stance is stance
        and in_scope(aspect, review)
    ]
    review, held = min(side, key=rank)
    return Voice(critic_of(corpus, review), said(held))

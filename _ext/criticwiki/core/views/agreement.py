"""Where critics agree and where they split, aspect by aspect, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from criticwiki.core.consensus import Tally
from criticwiki.core.memo import remembered
from criticwiki.core.views.base import Critic, aspect_anchor, critic_of
from criticwiki.core.views.reviews import Silence, in_scope
from criticwiki.core.views.season import Headline, headline
from criticwiki.core.vocabulary import Stance

if TYPE_CHECKING:
    from criticwiki.core.corpus import Corpus, ReviewEntry
    from criticwiki.core.models import Aspect

Cell: TypeAlias = Stance | Silence
"""What a critic holds of an aspect, or why nothing."""


@dataclass(frozen=True, slots=True)
class AspectTally:
    """What critics hold of one aspect."""

    aspect: str
    means: str
    tally: Tally
    in_scope: int
    """How many critics had seen what it needs."""


@dataclass(frozen=True, slots=True)
class Agreements:
    """Aspects, by how far critics agree on them."""

    splits: tuple[AspectTally, ...]
    """Both praised and criticised: the widest split first."""
    shared: tuple[AspectTally, ...]
    """Two critics or more, and agreement is high."""
    others: tuple[AspectTally, ...]
    """Discussed, but neither."""
    undiscussed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every aspect by every critic."""

    aspects: tuple[tuple[str, str], ...]
    """Each with the anchor that it has on the page of a review."""
    rows: tuple[tuple[Critic, tuple[Cell, ...]], ...]
    """A cell for each aspect."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The consensus in two lines."""

    headline: Headline
    praised: tuple[str, ...]
    """Aspects that all who discuss them, two or more, praise."""
    criticised: tuple[str, ...]
    split: str | None
    """The aspect on which critics are split the widest."""


@remembered
def tallies(corpus: Corpus) -> tuple[AspectTally, ...]:
    """What critics hold of each aspect, as listed."""
    found = []
    for name, aspect in (corpus.series.aspects if corpus.series else {}).items():
        scope = [review for review in corpus.reviews if in_scope(aspect, review)]
        stances = [r.facts.aspects[name].stance for r in scope if name in r.facts.aspects]
        found.append(AspectTally(name, aspect.means, Tally.of(stances), len(scope)))
    return tuple(found)


@remembered
def agreements(corpus: Corpus) -> Agreements:
    """Where critics split, where they agree."""
    known = tallies(corpus)
    splits = [row for row in known if row.tally.split]
    shared = [row for row in known if not row.tally.split and row.tally.agreement == 'high']
    kept = {row.aspect for row in (*splits, *shared)}
    others = [row for row in known if row.aspect not in kept and row.tally.discussing]
    return Agreements(
        # sorted() keeps the order of the list where splits are equally wide
        splits=tuple(sorted(splits, key=lambda row: (-row.tally.split, -row.tally.discussing))),
        shared=tuple(sorted(shared, key=lambda row: -row.tally.discussing)),
        others=tuple(sorted(others, key=lambda row: -row.tally.discussing)),
        undiscussed=tuple(row.aspect for row in known if not row.tally.discussing),
    )


@remembered
def matrix(corpus: Corpus) -> Matrix:
    """Every aspect by every critic."""
    aspects = corpus.series.aspects if corpus.series else {}
    return Matrix(
        tuple((name, aspect_anchor(name)) for name in aspects),
        tuple(
            (critic_of(corpus, r), tuple(_cell(name, a, r) for name, a in aspects.items()))
            for r in corpus.reviews
        ),
    )


def _cell(name: str, aspect: Aspect, review: ReviewEntry) -> Cell:
    if not in_scope(aspect, review):
        return Silence.OUT_OF_SCOPE
    judgement = review.facts.aspects.get(name)
    return judgement.stance if judgement else Silence.NOT_DISCUSSED


def brief(corpus: Corpus) -> Brief:
    """The consensus in two lines."""
    groups = agreements(corpus)

    def unanimous(praise: bool) -> tuple[str, ...]:
        return tuple(
            row.aspect
            for row in groups.shared
            if (row.tally.praise if praise else row.tally.criticism) == row.tally.discussing
        )

    widest = groups.splits[0].aspect if groups.splits else None
    return Brief(headline(corpus), unanimous(True), unanimous(False), widest)

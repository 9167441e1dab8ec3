"""Where critics agree and where they split, aspect by aspect, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from criticwiki.cached_view import remembered
from criticwiki.model.vocabulary import Stance

from .common import Critic, Group, aspect_anchor, critic_of, group
from .consensus_view import Tally
from .review import Silence, in_scope
from .season import Headline, headline

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.kinds import Aspect

Cell: TypeAlias = Stance | Silence
"""What a critic holds of an aspect, or why nothing."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Who stands behind the tally of an aspect, and who does not."""

    praise: Group
    mixed: Group
    criticism: Group
    silent: Group
    """They had seen what it needs, and say nothing of it."""
    out_of_scope: Group


@dataclass(frozen=True, slots=True)
class AspectTally:
    """What critics hold of one aspect."""

    aspect: str
    means: str
    anchor: str
    """The id of its row on the page of a review."""
    tally: Tally
    in_scope: int
    """How many critics had seen what it needs."""
    holders: Holders


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
    praised: tuple[AspectTally, ...]
    """Aspects that most of those who discuss them, two or more, praise, and nobody criticises."""
    criticised: tuple[AspectTally, ...]
    split: AspectTally | None
    """The aspect on which critics are split the widest."""
    comparable: int
    """How many aspects two critics or more discuss."""


@remembered
def tallies(corpus: Corpus) -> tuple[AspectTally, ...]:
    """What critics hold of each aspect, as listed."""
    found = []
    for name, aspect in (corpus.series.aspects if corpus.series else {}).items():
        by_cell: dict[Cell, list[ReviewEntry]] = {cell: [] for cell in (*Stance, *Silence)}
        for review in corpus.reviews:
            by_cell[_cell(name, aspect, review)].append(review)
        holders = Holders(*(group(corpus, rows, len(rows)) for rows in by_cell.values()))
        counts = {cell: len(rows) for cell, rows in by_cell.items()}
        tally = Tally(*(counts[stance] for stance in Stance))
        seen = len(corpus.reviews) - counts[Silence.OUT_OF_SCOPE]
        found.append(AspectTally(name, aspect.means, aspect_anchor(name), tally, seen, holders))
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


@remembered
def brief(corpus: Corpus) -> Brief:
    """The consensus in two lines."""
    groups = agreements(corpus)
    return Brief(
        headline(corpus),
        praised=tuple(row for row in groups.shared if _is_for(Stance.PRAISE, row.tally)),
        criticised=tuple(row for row in groups.shared if _is_for(Stance.CRITICISM, row.tally)),
        split=groups.splits[0] if groups.splits else None,
        comparable=sum(row.tally.discussing > 1 for row in tallies(corpus)),
    )


def _is_for(stance: Stance, tally: Tally) -> bool:
    """Whether the stance is the commonest of an aspect on which agreement is high."""
    held = tally.praise if stance is Stance.PRAISE else tally.criticism
    return held > tally.mixed

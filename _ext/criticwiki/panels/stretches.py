"""Episodes in stretches, where there are more than a chart has room for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from criticwiki.model.scores import mean, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .season import SeasonRow

MOST: Final = 60
"""Stretches in one chart; a season of no more episodes has a stretch for each."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Episodes in a row, and what is printed for them on 0 to 100."""

    first: int
    last: int
    episodes: int
    fewest: int
    most: int
    """Reviews that cover one of them."""
    scores: int
    mean: Decimal | None
    """The mean of the episodes' means; None while nobody scores one."""
    low: Decimal | None
    high: Decimal | None


def stretches(rows: Sequence[SeasonRow]) -> tuple[Stretch, ...]:
    """The season in at most so many stretches, each as long as the others but the last."""
    length = max(1, -(-len(rows) // MOST))
    return tuple(_stretch(rows[at : at + length]) for at in range(0, len(rows), length))


def _stretch(rows: Sequence[SeasonRow]) -> Stretch:
    covering = [row.covering for row in rows]
    known = [row.spread for row in rows if row.spread]
    means = [Fraction(spread.mean) for spread in known]
    return Stretch(
        rows[0].number,
        rows[-1].number,
        len(rows),
        min(covering),
        max(covering),
        sum(spread.count for spread in known),
        rounded(mean(means)) if means else None,
        min((spread.low for spread in known), default=None),
        max((spread.high for spread in known), default=None),
    )

"""Many scores, counted in columns of ten points on 0 to 100."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from .axis import Band

POINTS: Final = 10
"""On the axis, in each column; the best value belongs to the last."""
_TOP: Final = 40
_HEIGHT: Final = 110
_FOOT: Final = 22


@dataclass(frozen=True, slots=True)
class Column:
    """The scores that lie in one part of the axis."""

    first: int
    last: int
    """The least and the greatest whole score of its own."""
    count: int
    at: float
    width: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Columns:
    """A plot of columns; a part of the axis without a score has none."""

    columns: tuple[Column, ...]
    band: Band
    top: float
    foot: float
    height: float


def columns(worths: Iterable[Decimal], band: Band) -> Columns:
    """Count scores on 0 to 100."""
    last = 100 // POINTS - 1
    counts = Counter(min(int(worth) // POINTS, last) for worth in worths)
    most = max(counts.values(), default=1)
    foot = _TOP + _HEIGHT
    made = []
    for index, count in sorted(counts.items()):
        tall = max(2.0, count * _HEIGHT / most)
        first = index * POINTS
        end = 100 if index == last else first + POINTS - 1
        made.append(Column(first, end, count, float(first), float(POINTS), foot - tall, tall))
    return Columns(tuple(made), band, _TOP - 16, foot, foot + _FOOT)

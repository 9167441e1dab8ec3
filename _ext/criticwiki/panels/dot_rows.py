"""A row for each score: its name, the score as printed, and a dot on the axis they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .axis import NARROWEST, Band, across
from .labels import GAP, shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

TEXT: Final = 13
"""Size of the font of a row, in pixels."""
_HEAD: Final = 24
"""Pixels for the words above a band."""
_ROW: Final = 42
_BASELINE: Final = 16
_TRACK: Final = 29
_FOOT: Final = 22
"""Pixels for the figures of the axis."""
_UNSCORED: Final = 24


@dataclass(frozen=True, slots=True)
class DotRow:
    """Where one row stands."""

    name: str
    """Cut where it would touch the score."""
    printed: str
    baseline: float
    track: float
    at: float
    """Per cent across."""


@dataclass(frozen=True, slots=True)
class DotRows:
    """A plot of rows."""

    rows: tuple[DotRow, ...]
    unscored: tuple[tuple[str, float], ...]
    """Names without a score, and their baselines: below the axis, where nothing is measured."""
    band: Band | None
    top: float
    foot: float
    """Where the rows end, and the figures of the axis begin."""
    height: float


def dot_rows(
    rows: Sequence[tuple[str, str, Decimal]],
    band: Band | None = None,
    unscored: Sequence[str] = (),
    beside: str = '',
) -> DotRows:
    """Place rows of a name, what is printed, and its worth on 0 to 100.

    The words `beside` the names without a score are the same for all.
    """
    top = _HEAD if band else 0
    placed = []
    for index, (name, printed, worth) in enumerate(rows):
        begin = top + index * _ROW
        shown = _beside(name, printed)
        placed.append(DotRow(shown, printed, begin + _BASELINE, begin + _TRACK, across(worth)))
    foot = top + len(placed) * _ROW
    below = foot + _FOOT
    silent = tuple(
        (_beside(name, beside), below + index * _UNSCORED + _BASELINE)
        for index, name in enumerate(unscored)
    )
    return DotRows(tuple(placed), silent, band, top, foot, below + len(silent) * _UNSCORED)


def _beside(name: str, other: str) -> str:
    return shortened(name, TEXT, NARROWEST - width_of(other, TEXT) - GAP)

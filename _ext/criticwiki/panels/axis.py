"""The axis of 0 to 100 on which printed scores are compared, and the room that marks need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.model.scores import COMMON_BEST

if TYPE_CHECKING:
    from decimal import Decimal

TICKS: Final = (0, 25, 50, 75, 100)
"""Where lines lead across or down a plot."""
NARROWEST: Final = 240
"""Pixels of a plot on the narrowest phone: what fits there fits everywhere."""
RADIUS: Final = 6
"""Of a mark, in pixels."""
EDGE: Final = 15
"""Per cent at either end of an axis where a label cannot be centred on its mark."""


@dataclass(frozen=True, slots=True)
class Band:
    """From the lowest to the highest of some scores, and their mean, on 0 to 100."""

    low: float
    high: float
    mean: float


def across(value: Decimal | int) -> float:
    """Per cent of the width at which a value on 0 to 100 stands."""
    return float(value) * 100 / COMMON_BEST


def down(value: Decimal | int, top: float, height: float) -> float:
    """The pixel at which a value on 0 to 100 stands in a plot: the best is at the top."""
    return top + (1 - float(value) / COMMON_BEST) * height


def anchor(at: float) -> str:
    """Which end of a label stands at a place across, so that the label stays inside."""
    if at < EDGE:
        return 'start'
    return 'end' if at > 100 - EDGE else 'middle'

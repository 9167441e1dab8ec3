"""How much room words take, and which of them are shown where there is not enough.

Only a browser knows the width of words; these are widths that few words exceed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE: Final = 1.0
NARROW: Final = 0.56
"""Width of a letter in parts of the size of the font."""
GAP: Final = 5
"""Pixels between two labels."""
_STEPS: Final = (1, 2, 5)


def width_of(text: str, size: float) -> float:
    """Pixels that words take at a size of font."""
    return sum(WIDE if east_asian_width(one) in 'WF' else NARROW for one in text) * size


def shortened(text: str, size: float, room: float) -> str:
    """The words, or as many of their letters as fit, with an ellipsis."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept, size) + size > room:
        kept = kept[:-1]
    return f'{kept.rstrip()}…'


def label_step(labels: Sequence[str], size: float, room: float) -> int:
    """Every how many of evenly spaced labels are shown, so that none touches another.

    Steps are those of people: 1, 2, 5, 10, 20, 50 and so on.
    """
    if not labels:
        return 1
    needed = max(width_of(label, size) for label in labels) + GAP
    slot = room / len(labels)
    power = 1
    while True:
        for step in _STEPS:
            if step * power * slot >= needed or step * power >= len(labels):
                return step * power
        power *= 10

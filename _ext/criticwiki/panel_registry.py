"""The names of panels, and where each stands; what they show is in `panels`.

Kept apart because every build needs the names, and one that writes nothing no panel.
"""

from __future__ import annotations

from typing import Final

NAMES: Final = (
    'aspects', 'appearances', 'backlinks', 'cast', 'coverage', 'episode-scores', 'facts',
    'mentions', 'neighbours', 'notations', 'pages', 'problem-codes', 'related', 'remarks', 'scores',
    'season',
)  # fmt: skip
"""Panels with a directive of their own name."""

PARTS: Final = (
    'brief', 'split', 'headline', 'agreement', 'matrix', 'episodes', 'compared', 'fragility',
    'method',
)  # fmt: skip
"""The parts of the consensus, in the order in which it is told."""

PARTED: Final[dict[str, tuple[str, ...]]] = {
    'consensus': PARTS,
    'front-matter': ('series', 'episode', 'character', 'review', 'page', 'beside'),
}
"""Panels of several parts: a directive names one of them, or stands for all in order."""

INJECTED: Final[dict[str, tuple[str, ...]]] = {
    'series': ('season', 'backlinks'),
    'episode': ('scores', 'coverage', 'cast', 'neighbours', 'related', 'backlinks'),
    'character': ('mentions', 'appearances', 'related', 'backlinks'),
    'review': ('scores', 'aspects', 'remarks', 'related', 'backlinks'),
    'page': ('backlinks',),
}
"""What stands after the body of a page, by its kind, unless a directive put it elsewhere."""

_ONLY: Final[dict[str, frozenset[str]]] = {
    'facts': frozenset({'episode', 'character', 'review'}),
    'scores': frozenset({'episode', 'review'}),
    'related': frozenset({'episode', 'character', 'review'}),
    'coverage': frozenset({'episode'}),
    'cast': frozenset({'episode'}),
    'neighbours': frozenset({'episode'}),
    'mentions': frozenset({'character'}),
    'appearances': frozenset({'character'}),
    'aspects': frozenset({'review'}),
    'remarks': frozenset({'review'}),
}


def has_place(name: str, part: str, kind: str) -> bool:
    """Whether a panel has something to show on a page of a kind."""
    if name in PARTED:
        return part in PARTED[name]
    return name in NAMES and kind in _ONLY.get(name, {kind})

"""The names of panels, and where each stands; what they show is in `panels`.

Kept apart because every build needs the names, and one that writes nothing no panel.
"""

from __future__ import annotations

from typing import Final

NAMES: Final = (
    'aspects', 'appearances', 'backlinks', 'cast', 'coverage', 'episode-scores', 'facts',
    'mentions', 'neighbours', 'notations', 'pages', 'related', 'remarks', 'scores', 'season',
)  # fmt: skip
"""Panels with a directive of their own name."""

PARTS: Final = (
    'brief', 'split', 'headline', 'agreement', 'matrix', 'episodes', 'compared', 'fragility',
    'method',
)  # fmt: skip
"""The parts of the consensus, in the order in which it is told."""

INJECTED: Final[dict[str, tuple[str, ...]]] = {
    'series': ('season', 'backlinks'),
    'episode': ('scores', 'coverage', 'cast', 'neighbours', 'related', 'backlinks'),
    'character': ('mentions', 'appearances', 'related', 'backlinks'),
    'review': ('scores', 'aspects', 'remarks', 'related', 'backlinks'),
    'page': ('backlinks',),
}
"""What stands after the body of a page, by its kind, unless a directive put it elsewhere."""

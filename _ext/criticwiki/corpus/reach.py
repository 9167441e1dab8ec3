"""How far an edit reaches: which pages may show something else after it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an edit reaches."""

    near: tuple[str, ...]
    """The edited pages, then those that may show them, those that sum up many pages last."""
    everywhere: bool
    """Whether any other page may show them too: names, titles, who counts as a critic."""


NOWHERE = Reach((), everywhere=False)
EVERYWHERE = Reach((), everywhere=True)

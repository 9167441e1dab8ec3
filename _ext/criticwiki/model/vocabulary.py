"""The words with a fixed meaning that front matter is written in."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

OTHER: Final = 'other'
"""The kind of a page that is of none, where pages are told apart by kind."""


class Stance(StrEnum):
    """What a critic holds of something."""

    PRAISE = 'praise'
    MIXED = 'mixed'
    CRITICISM = 'criticism'


class Confidence(StrEnum):
    """How well a fact is known."""

    CONFIRMED = 'confirmed'
    ONE_SOURCE = 'one source'
    SOURCE_REVIEW_ONLY = 'source review only'


class Basis(StrEnum):
    """Whether the critic says which episodes they had seen."""

    STATED = 'stated'
    INFERRED = 'inferred'

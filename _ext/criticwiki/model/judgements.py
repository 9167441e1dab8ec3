"""Fixed values of judgements: stance, confidence of a fact, basis of the scope of a review."""

from __future__ import annotations

from enum import StrEnum


class Stance(StrEnum):
    """Stance of a critic on an aspect, an episode or a character."""

    PRAISE = 'praise'
    MIXED = 'mixed'
    CRITICISM = 'criticism'


class NoStance(StrEnum):
    """Stance of a remark in which a critic names a character or an episode without a judgement."""

    NONE = 'none'


class Confidence(StrEnum):
    """How well a fact is supported by sources."""

    CONFIRMED = 'confirmed'
    ONE_SOURCE = 'one source'
    SOURCE_REVIEW_ONLY = 'source review only'


class Basis(StrEnum):
    """Whether the scope of a review is stated by the critic or inferred."""

    STATED = 'stated'
    INFERRED = 'inferred'

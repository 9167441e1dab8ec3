"""Statistics of agreement: tallies of stances, grades of evidence, and Kendall's trend test."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import erfc, sqrt
from typing import TYPE_CHECKING, Final

from criticwiki.model.page import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIGNIFICANCE: Final = 0.05
"""Significance level: a trend is claimed only below this probability of chance."""
PROVISIONAL_BELOW: Final = 4
"""Sample size below which a headline is called provisional."""


class Evidence(StrEnum):
    """Grade of evidence: how many critics discuss an aspect."""

    NONE = 'none'
    SINGLE = 'single'
    LIMITED = 'limited'
    MEDIUM = 'medium'
    ROBUST = 'robust'

    @classmethod
    def of(cls, critics: int) -> Evidence:
        """Grade of a count: 1 is single, 2 limited, 3 and 4 medium, 5 and more robust."""
        grades = (cls.NONE, cls.SINGLE, cls.LIMITED, cls.MEDIUM, cls.MEDIUM)
        return grades[critics] if critics < len(grades) else cls.ROBUST


class Agreement(StrEnum):
    """Grade of agreement: how large the majority is among critics who discuss an aspect."""

    HIGH = 'high'
    MEDIUM = 'medium'
    LOW = 'low'


@dataclass(frozen=True, slots=True)
class Tally:
    """Count of critics by their stance on an aspect."""

    praise: int
    mixed: int
    criticism: int

    @classmethod
    def of(cls, stances: Iterable[Stance]) -> Tally:
        """Tally of single stances."""
        counts = Counter(stances)
        return cls(*(counts[stance] for stance in Stance))

    @property
    def discussing(self) -> int:
        """Number of critics who discuss the aspect."""
        return self.praise + self.mixed + self.criticism

    @property
    def evidence(self) -> Evidence:
        """Grade of the number of critics."""
        return Evidence.of(self.discussing)

    @property
    def agreement(self) -> Agreement | None:
        """Grade of the share of the commonest stance; None below two critics.

        A share of at least 0.8 is high, of more than 0.5 medium, else low.
        """
        if self.discussing < 2:
            return None
        share = Fraction(max(self.praise, self.mixed, self.criticism), self.discussing)
        if share >= Fraction(4, 5):
            return Agreement.HIGH
        return Agreement.MEDIUM if share > Fraction(1, 2) else Agreement.LOW

    @property
    def split(self) -> int:
        """Width of the split: the smaller of praise and criticism."""
        return min(self.praise, self.criticism)


@dataclass(frozen=True, slots=True)
class Trend:
    """Result of a trend test: whether a series of values rises or falls."""

    tau: float
    """Kendall's tau-b, -1 to 1."""
    p: float
    """Two-sided p-value, in the normal approximation."""

    @property
    def significant(self) -> bool:
        """Whether a trend may be claimed."""
        return self.p < SIGNIFICANCE


def kendall(values: Sequence[Fraction]) -> Trend | None:
    """Kendall's tau-b of values against their order.

    With n(n-1)/2 pairs, ties among the values in groups of t, and S concordant less
    discordant pairs: tau-b = S / sqrt(n0 (n0 - n1)), n0 = n(n-1)/2, n1 = sum of t(t-1)/2;
    var(S) = (n(n-1)(2n+5) - sum of t(t-1)(2t+5)) / 18
    (M. G. Kendall, Rank Correlation Methods, 1948; order itself has no ties).
    None for fewer than three values, or where all are alike: the statistic is undefined.
    """
    n = len(values)
    if n < 3 or len(set(values)) == 1:
        return None
    score = 0
    before: list[Fraction] = []
    for value in values:
        score += bisect_left(before, value) + bisect_right(before, value) - len(before)
        insort(before, value)
    ties = Counter(values).values()
    pairs = n * (n - 1) / 2
    tied = sum(t * (t - 1) for t in ties) / 2
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    z = score / sqrt(variance)
    return Trend(score / sqrt(pairs * (pairs - tied)), erfc(abs(z) / sqrt(2)))

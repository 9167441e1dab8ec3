"""Scores: the value on a scale of its own and on 0 to 100; mean, median and rounding.

A score keeps its printed text. Values are exact fractions, so that means and comparisons do
not depend on the order of summation; they are rounded in one place only, :func:`rounded`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMON_BEST: Final = 100
"""Maximum of the common scale, 0 to 100, on which scores are compared."""


@dataclass(frozen=True, slots=True)
class Score:
    """One score of a review: its printed text, and its value on its own scale."""

    printed: str
    """Text of the score as the review prints it, without white space around it."""
    value: Fraction
    """Value on its own scale, from 0 to `best`."""
    best: Fraction
    """Maximum of its own scale, more than 0."""
    worst: Fraction | None = None
    """Minimum of its own scale, only where the critic states it."""
    _common: Fraction | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def common(self) -> Fraction:
        """Value on the common scale, 0 to 100: `100 × value / best`."""
        if self._common is None:  # computed once: exact fractions are slow, even to look up
            object.__setattr__(self, '_common', COMMON_BEST * self.value / self.best)
        assert self._common is not None
        return self._common

    def __str__(self) -> str:
        return self.printed

    def __reduce__(self) -> tuple[object, ...]:
        """Unpickle to shared instances: thousands of scores have the same few values."""
        return _cached_score, (
            self.printed,
            *self.value.as_integer_ratio(),
            *self.best.as_integer_ratio(),
            *(() if self.worst is None else self.worst.as_integer_ratio()),
        )


@lru_cache(1024)
def _cached_score(
    printed: str, part: int, of: int, best_part: int, best_of: int, *worst: int
) -> Score:
    return Score(
        printed,
        Fraction(part, of),
        Fraction(best_part, best_of),
        Fraction(*worst) if worst else None,
    )


def mean(values: Iterable[Fraction]) -> Fraction:
    """Arithmetic mean, exact: sum / count.

    :raises ValueError: if there are no values.
    """
    numbers = list(values)
    if not numbers:
        raise ValueError('no values have no mean')
    return sum(numbers, Fraction(0)) / len(numbers)


def median(values: Iterable[Fraction]) -> Fraction:
    """Median, exact: the middle value, or the mean of the two middle values.

    :raises ValueError: if there are no values.
    """
    numbers = sorted(values)
    if not numbers:
        raise ValueError('no values have no median')
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2


def decimals(best: Fraction | int) -> int:
    """Decimal places of a mean on a scale with maximum `best`: 0 from 100, 2 from 10, else 3."""
    if best >= COMMON_BEST:
        return 0
    return 2 if best >= 10 else 3


@lru_cache(1024)
def rounded(value: Fraction, best: Fraction | int = COMMON_BEST) -> Decimal:
    """Computed figure, rounded half away from zero to `decimals(best)` places.

    >>> rounded(Fraction(79, 26), 5)
    Decimal('3.038')
    """
    places = decimals(best)
    steps = floor(abs(value) * 10**places + Fraction(1, 2))
    figure = Decimal(steps if value >= 0 else -steps).scaleb(-places)
    whole = figure.to_integral_value()
    return whole if figure == whole else figure.normalize()


def upper_bound(value: Fraction) -> Decimal:
    """Upper bound of a figure on 0 to 100, rounded up to two decimals."""
    return Decimal(ceil(value * 100)).scaleb(-2)


@lru_cache(1024)
def exact_decimal(value: Fraction) -> str:
    """Exact value as decimal text without trailing zeros: `5`, `7.5`; a third to six places."""
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).normalize()
    if Fraction(exact) != value:
        exact = round(exact, 6)
    return f'{exact:f}'

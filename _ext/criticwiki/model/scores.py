"""Scores: parsing of printed notations, normalisation to 0 to 100, mean, median and rounding.

A score keeps its printed text. Values are exact fractions, so that means and comparisons do
not depend on the order of summation; they are rounded in one place only, :func:`rounded`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COMMON_BEST: Final = 100
"""Maximum of the common scale, 0 to 100, on which scores are compared."""

LETTERS: Final[Mapping[str, int]] = {
    'A+': 100, 'A': 100, 'A-': 91,
    'B+': 83, 'B': 75, 'B-': 67,
    'C+': 58, 'C': 50, 'C-': 42,
    'D+': 33, 'D': 25, 'D-': 16,
    'F': 0,
}  # fmt: skip
"""Values of letter grades on 0 to 100: the default of `criticwiki_letters`.

Thirteen steps, which fall by 8 or 9 points, except that A+ and A are both 100.
"""

STARS_BEST: Final = 5
_NUMBER: Final = r'[0-9]{1,6}(?:\.[0-9]{1,6})?'
_OUT_OF: Final = re.compile(rf'({_NUMBER})\s*/\s*({_NUMBER})')
_NEAR_MISS: Final = re.compile(
    r'([0-9]{1,4}(?:[.,][0-9]{1,3})?)\s*(?:/|out of|of)\s*([0-9]{1,4}(?:[.,][0-9]{1,3})?)'
)
_PERCENT: Final = re.compile(rf'({_NUMBER})\s*%')
_STARS: Final = re.compile(r'(\u2605*)(\u00bd?)(\u2606*)')
_DRAWN_STARS: Final = r'\u2605+\u00bd?\u2606*|\u00bd\u2606*|\u2606+'
_STAR_WORDS: Final = re.compile(rf'({_NUMBER}|[0-9]?\u00bd)\s+stars?')
_MINUS: Final = str.maketrans({'\u2212': '-', '\u2013': '-'})


@dataclass(frozen=True, slots=True)
class Scale:
    """Notation of scores that conf.py declares: named steps, or numbers with a unit."""

    name: str
    steps: Mapping[str, Fraction] = field(default_factory=dict)
    """Value of each word on 0 to 100."""
    unit: str = ''
    """Unit after the number, such as `points` in `17 points`; empty for named steps."""
    best: Fraction = Fraction(0)
    """Maximum in that unit; unused for named steps."""


@dataclass(frozen=True, slots=True)
class Score:
    """One score of a review: its printed text, and its value on its own scale."""

    printed: str
    """Text of the score as the review prints it, without white space around it."""
    value: Fraction
    """Value on its own scale, from 0 to `best`."""
    best: Fraction
    """Maximum of its own scale, more than 0."""

    @property
    def common(self) -> Fraction:
        """Value on the common scale, 0 to 100: `100 × value / best`."""
        return _cached_common(self.value, self.best)

    def __str__(self) -> str:
        return self.printed

    def __reduce__(self) -> tuple[object, ...]:
        """Unpickle to shared instances: thousands of scores have the same few values."""
        return _cached_score, (
            self.printed,
            *self.value.as_integer_ratio(),
            *self.best.as_integer_ratio(),
        )


@lru_cache(1024)
def _cached_score(printed: str, part: int, of: int, best_part: int, best_of: int) -> Score:
    return Score(printed, Fraction(part, of), Fraction(best_part, best_of))


@lru_cache(1024)
def _cached_common(value: Fraction, best: Fraction) -> Fraction:
    """Common value, cached because thousands of scores have the same few values."""
    return COMMON_BEST * value / best


@dataclass(frozen=True)
class Notations:
    """Notations of scores that a wiki accepts: built-in ones, letter grades, declared scales."""

    letters: Mapping[str, int | float] = field(default_factory=lambda: dict(LETTERS))
    scales: tuple[Scale, ...] = ()

    def parse(self, printed: str) -> Score:
        """Parse a printed score.

        :raises ValueError: with a message for the editor, if no notation matches or the
            value is outside its scale.
        """
        text = printed.strip()
        result = self._declared(text) or self._letter(text) or _numeric(text)
        if result is None:
            if match := _NEAR_MISS.fullmatch(text):
                whole, best = (number.replace(',', '.') for number in match.groups())
                raise ValueError(
                    f'{printed!r} is in no known notation; did you mean {whole}/{best}?'
                )
            raise ValueError(
                f'{printed!r} is in no known notation; print it like 7.2/10, 80%, B+,'
                ' \u2605\u2605\u2605\u00bd or 3.5 stars, or declare its scale in conf.py'
            )
        value, best = result
        if best <= 0:
            raise ValueError(f'{printed!r} is a score out of nothing')
        if value > best:
            raise ValueError(
                f'{printed!r} is more than its scale has; {exact_decimal(best)} is the best'
            )
        return Score(text, value, best)

    def _letter(self, text: str) -> tuple[Fraction, Fraction] | None:
        value = self.letters.get(text.translate(_MINUS))
        return None if value is None else (Fraction(str(value)), Fraction(COMMON_BEST))

    def _declared(self, text: str) -> tuple[Fraction, Fraction] | None:
        for scale in self.scales:
            if text in scale.steps:
                return scale.steps[text], Fraction(COMMON_BEST)
            number = text.removesuffix(scale.unit).strip() if scale.unit else ''
            if scale.unit and text.endswith(scale.unit) and re.fullmatch(_NUMBER, number):
                return Fraction(number), scale.best
        return None


def pattern_of(notations: Notations) -> str:
    """Regular expression, in the dialect of JSON Schema, that matches printed scores."""
    letters = [
        re.sub('-', '[-\u2212\u2013]', _escape_regex(letter)) for letter in notations.letters
    ]
    words = [_escape_regex(word) for scale in notations.scales for word in scale.steps]
    units = [
        rf'{_NUMBER}\s*{_escape_regex(scale.unit)}' for scale in notations.scales if scale.unit
    ]
    numbers = [_OUT_OF.pattern, _PERCENT.pattern, _DRAWN_STARS, _STAR_WORDS.pattern]
    return '|'.join([*numbers, *letters, *words, *units])


def _escape_regex(text: str) -> str:
    """Escape a text for regular expressions of Python and of JavaScript."""
    return re.sub(r'[$()*+.?\[\\\]^{|}/]', r'\\\g<0>', text)


@lru_cache(maxsize=1024)  # critics print the same few scores again and again
def _numeric(text: str) -> tuple[Fraction, Fraction] | None:
    if match := _OUT_OF.fullmatch(text):
        return Fraction(match[1]), Fraction(match[2])
    if match := _PERCENT.fullmatch(text):
        return Fraction(match[1]), Fraction(COMMON_BEST)
    if text and (match := _STARS.fullmatch(text)):
        length = len(match[1]) + len(match[2]) + len(match[3])
        best = max(length, STARS_BEST) if match[3] else STARS_BEST
        return len(match[1]) + Fraction(len(match[2]), 2), Fraction(best)
    if match := _STAR_WORDS.fullmatch(text):
        whole, half, _ = match[1].partition('\u00bd')
        return Fraction(whole or 0) + Fraction(len(half), 2), Fraction(STARS_BEST)
    return None


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
    """Exact value as decimal text without trailing zeros: `5`, `7.5`."""
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).normalize()
    return f'{exact:f}'

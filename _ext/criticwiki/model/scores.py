"""Printed scores: what notation they are in, what they are worth on 0 to 100.

A score is kept as it is printed. Its worth is an exact fraction, so that means and
comparisons do not depend on the order of sums; it is rounded in one place only,
:func:`rounded`.
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
"""The best value of the scale on which scores are compared."""

LETTERS: Final[Mapping[str, int]] = {
    'A+': 100, 'A': 100, 'A-': 91,
    'B+': 83, 'B': 75, 'B-': 67,
    'C+': 58, 'C': 50, 'C-': 42,
    'D+': 33, 'D': 25, 'D-': 16,
    'F': 0,
}  # fmt: skip
"""Letter grades on 0 to 100, in thirteen named steps, unless conf.py says otherwise."""

STARS_BEST: Final = 5
_NUMBER: Final = r'[0-9]{1,6}(?:\.[0-9]{1,6})?'
_OUT_OF: Final = re.compile(rf'({_NUMBER})\s*/\s*({_NUMBER})')
_MEANT: Final = re.compile(
    r'([0-9]{1,4}(?:[.,][0-9]{1,3})?)\s*(?:/|out of|of)\s*([0-9]{1,4}(?:[.,][0-9]{1,3})?)'
)
_PERCENT: Final = re.compile(rf'({_NUMBER})\s*%')
_STARS: Final = re.compile(r'(\u2605*)(\u00bd?)(\u2606*)')
_DRAWN_STARS: Final = r'\u2605+\u00bd?\u2606*|\u00bd\u2606*|\u2606+'
_STAR_WORDS: Final = re.compile(rf'({_NUMBER}|[0-9]?\u00bd)\s+stars?')
_MINUS: Final = str.maketrans({'\u2212': '-', '\u2013': '-'})


@dataclass(frozen=True, slots=True)
class Scale:
    """A notation that conf.py declares.

    Either `steps`, words and what each is worth on 0 to 100, or `unit` and `best`,
    numbers with a unit behind them ("17 points" of 20).
    """

    name: str
    steps: Mapping[str, Fraction] = field(default_factory=dict)
    unit: str = ''
    best: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Score:
    """A score as a critic prints it."""

    printed: str
    """The characters on the page, in one piece."""
    value: Fraction
    """Its worth on its own scale, 0 to `best`."""
    best: Fraction
    """The best value of its own scale."""

    @property
    def common(self) -> Fraction:
        """The worth on 0 to 100: `100 × value / best`."""
        return _common(self.value, self.best)

    def __str__(self) -> str:
        return self.printed

    def __reduce__(self) -> tuple[object, ...]:
        """Unpack to one of few: thousands of scores are the same few."""
        return _score, (self.printed, *self.value.as_integer_ratio(), *self.best.as_integer_ratio())


@lru_cache(1024)
def _score(printed: str, part: int, of: int, best_part: int, best_of: int) -> Score:
    return Score(printed, Fraction(part, of), Fraction(best_part, best_of))


@lru_cache(1024)
def _common(value: Fraction, best: Fraction) -> Fraction:
    """Kept, since thousands of scores have the same few values."""
    return COMMON_BEST * value / best


@dataclass(frozen=True)
class Notations:
    """All notations that a wiki reads."""

    letters: Mapping[str, int | float] = field(default_factory=lambda: dict(LETTERS))
    scales: tuple[Scale, ...] = ()

    def parse(self, printed: str) -> Score:
        """Read a printed score.

        :raises ValueError: with a message for the editor, when no notation reads it or
            it lies outside its scale.
        """
        text = printed.strip()
        found = self._declared(text) or self._letter(text) or _numeric(text)
        if found is None:
            if meant := _MEANT.fullmatch(text):
                whole, best = (number.replace(',', '.') for number in meant.groups())
                raise ValueError(
                    f'{printed!r} is in no known notation; did you mean {whole}/{best}?'
                )
            raise ValueError(
                f'{printed!r} is in no known notation; print it like 7.2/10, 80%, B+,'
                ' \u2605\u2605\u2605\u00bd or 3.5 stars, or declare its scale in conf.py'
            )
        value, best = found
        if best <= 0:
            raise ValueError(f'{printed!r} is a score out of nothing')
        if value > best:
            raise ValueError(f'{printed!r} is more than its scale has; {plain(best)} is the best')
        return Score(text, value, best)

    def _letter(self, text: str) -> tuple[Fraction, Fraction] | None:
        worth = self.letters.get(text.translate(_MINUS))
        return None if worth is None else (Fraction(str(worth)), Fraction(COMMON_BEST))

    def _declared(self, text: str) -> tuple[Fraction, Fraction] | None:
        for scale in self.scales:
            if text in scale.steps:
                return scale.steps[text], Fraction(COMMON_BEST)
            number = text.removesuffix(scale.unit).strip() if scale.unit else ''
            if scale.unit and text.endswith(scale.unit) and re.fullmatch(_NUMBER, number):
                return Fraction(number), scale.best
        return None


def pattern_of(notations: Notations) -> str:
    """A regular expression of JSON Schema for printed scores, on any scale."""
    letters = [re.sub('-', '[-\u2212\u2013]', _quoted(letter)) for letter in notations.letters]
    words = [_quoted(word) for scale in notations.scales for word in scale.steps]
    units = [rf'{_NUMBER}\s*{_quoted(scale.unit)}' for scale in notations.scales if scale.unit]
    numbers = [_OUT_OF.pattern, _PERCENT.pattern, _DRAWN_STARS, _STAR_WORDS.pattern]
    return '|'.join([*numbers, *letters, *words, *units])


def _quoted(word: str) -> str:
    """Words that stand for themselves in regular expressions of any kind."""
    return re.sub(r'[$()*+.?\[\\\]^{|}/]', r'\\\g<0>', word)


@lru_cache(maxsize=1024)  # critics print the same few scores again and again
def _numeric(text: str) -> tuple[Fraction, Fraction] | None:
    if found := _OUT_OF.fullmatch(text):
        return Fraction(found[1]), Fraction(found[2])
    if found := _PERCENT.fullmatch(text):
        return Fraction(found[1]), Fraction(COMMON_BEST)
    if text and (found := _STARS.fullmatch(text)):
        drawn = len(found[1]) + len(found[2]) + len(found[3])
        best = max(drawn, STARS_BEST) if found[3] else STARS_BEST
        return len(found[1]) + Fraction(len(found[2]), 2), Fraction(best)
    if found := _STAR_WORDS.fullmatch(text):
        whole, half, _ = found[1].partition('\u00bd')
        return Fraction(whole or 0) + Fraction(len(half), 2), Fraction(STARS_BEST)
    return None


def mean(values: Iterable[Fraction]) -> Fraction:
    """The arithmetic mean.

    :raises ValueError: of no values.
    """
    known = list(values)
    if not known:
        raise ValueError('no values have no mean')
    return sum(known, Fraction(0)) / len(known)


def median(values: Iterable[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle.

    :raises ValueError: of no values.
    """
    known = sorted(values)
    if not known:
        raise ValueError('no values have no median')
    half = len(known) // 2
    return known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2


def decimals(best: Fraction | int) -> int:
    """How many decimals a mean on a scale bears: none on 0 to 100, two on 0 to 10, else three."""
    if best >= COMMON_BEST:
        return 0
    return 2 if best >= 10 else 3


@lru_cache(1024)
def rounded(value: Fraction, best: Fraction | int = COMMON_BEST) -> Decimal:
    """A computed figure with the decimals of its scale, halves away from zero.

    >>> rounded(Fraction(79, 26), 5)
    Decimal('3.038')
    """
    places = decimals(best)
    steps = floor(abs(value) * 10**places + Fraction(1, 2))
    figure = Decimal(steps if value >= 0 else -steps).scaleb(-places)
    whole = figure.to_integral_value()
    return whole if figure == whole else figure.normalize()


def at_most(value: Fraction) -> Decimal:
    """A bound on a figure on 0 to 100: it has two decimals and is never too small."""
    return Decimal(ceil(value * 100)).scaleb(-2)


@lru_cache(1024)
def plain(value: Fraction) -> str:
    """An exact figure of a scale, as people write it: `5`, `7.5`."""
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).normalize()
    return f'{exact:f}'

"""Notations of scores: what a printed score says, and the scales that give it a meaning.

Reading has two steps. The grammar takes a text apart, whoever printed it: a number, how many it
is out of, a unit. :class:`Notations` then gives it a scale: the one that is printed with it, else
the one that the review or its outlet states, else one that the wiki declares for everybody. A score
that none of them makes certain is refused, with the readings that it might have.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .scores import COMMON_BEST, Score, exact_decimal, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

OUTLET_SCALES: Final = 'criticwiki_outlet_scales'
"""Setting of conf.py: the scale of an outlet or a critic, by its name."""


class ScoreError(ValueError):
    """Error: a printed score, or the scale of one, cannot be read; with a message for editors."""

    def __init__(self, message: str, *, wanted: tuple[str, int] | None = None) -> None:
        """Take the message, and the unit and size of the stated scale that would mend it."""
        super().__init__(message)
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class Scale:
    """Scale of scores that conf.py or a review states: numbers up to a best, or named steps."""

    name: str
    """Name in conf.py, or the scale as a review states it: `4 stars`."""
    steps: Mapping[str, Fraction] = field(default_factory=dict)
    """Value of each word on 0 to 100."""
    unit: str = ''
    """What is counted, such as `points` in `17 points`; empty for bare numbers and steps."""
    best: Fraction = Fraction(0)
    """Maximum in that unit; unused for named steps."""
    worst: Fraction | None = None
    """Minimum, where it is stated: 1 of `1-10`."""
    stated_in: str = ''
    """Setting of conf.py that states it for an outlet; empty for one of the review itself."""

    def __str__(self) -> str:
        return f"'{self.name}'" + (f' (in conf.py: {self.stated_in})' if self.stated_in else '')


# -- the grammar of printed scores -------------------------------------------------------

FRACTIONS: Final = {
    '\u00bd': '1/2', '\u2153': '1/3', '\u2154': '2/3', '\u00bc': '1/4', '\u00be': '3/4',
    '\u215b': '1/8', '\u215c': '3/8', '\u215d': '5/8', '\u215e': '7/8',
}  # fmt: skip
NUMBER_WORDS: Final = {
    'zero': 0, 'one': 1, 'two': 2, 'three': 3, 'four': 4, 'five': 5, 'six': 6, 'seven': 7,
    'eight': 8, 'nine': 9, 'ten': 10, 'eleven': 11, 'twelve': 12,
}  # fmt: skip
PART_WORDS: Final = {
    'a half': '1/2', 'one half': '1/2', 'half': '1/2', 'a quarter': '1/4', 'one quarter': '1/4',
    'three quarters': '3/4',
}  # fmt: skip
STAR_NAMES: Final = (
    'star', 'stars', 'stern', 'sterne', 'étoile', 'étoiles', 'estrella', 'estrellas', 'estrela',
    'estrelas', 'stella', 'stelle', 'ster', 'sterren',
)  # fmt: skip
PERCENT_NAMES: Final = (
    '%', 'percent', 'per cent', 'pct', 'prozent', 'pour cent', 'por ciento', 'procent',
)  # fmt: skip
OUT_OF: Final = ('out of a possible', 'out of', 'of', 'von', 'sur', 'su', 'de', 'av', 'af', 'van')
STAR: Final = '\u2605'
HOLLOW: Final = '\u2606'
FULL_STARS: Final = '\u2605\u2b50\u2b51\U0001f31f*'
HOLLOW_STARS: Final = '\u2606\u2729\u2b52'
HALF_STARS: Final = '\u2bea\u2be8'
_SPACES: Final = '\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000'
_MINUS: Final = '\u2010\u2011\u2012\u2013\u2212'
_PLAIN: Final = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(FULL_STARS, STAR)
    | dict.fromkeys(HOLLOW_STARS, HOLLOW)
    | dict.fromkeys(HALF_STARS, '\u00bd')
    | dict.fromkeys(_SPACES, ' ')
    | dict.fromkeys(_MINUS, '-')
    | {'\u2044': '/', '\u2215': '/', '\u2019': "'"}
)
"""Characters that a critic's type may have in place of plain ones; none changes a value."""
_NO_UNITS: Final = frozenset({
    'a', 'about', 'above', 'almost', 'an', 'and', 'around', 'at', 'barely', 'below', 'but', 'by',
    'down', 'for', 'from', 'half', 'if', 'in', 'just', 'less', 'maybe', 'minus', 'more', 'nearly',
    'no', 'not', 'now', 'of', 'off', 'on', 'or', 'out', 'over', 'per', 'plus', 'quarter',
    'rounded', 'than', 'then', 'to', 'under', 'up', 'was', 'with', 'without'
})  # fmt: skip
"""Words that may change what a number says, and so are no unit of it."""
LABELS: Final = ('score', 'rating', 'grade', 'verdict')
"""Words that may stand before a printed score, with a colon."""
_THOUSANDS: Final = '(?<![0-9.,])[1-9][0-9]{0,2},[0-9]{3}(?![0-9])'
_SIZES: Final = (4, 5, 6, 10)
_MOST_STARS: Final = 5


class _Printed(NamedTuple):
    """What a printed score says by itself."""

    value: Fraction
    best: Fraction | None = None
    unit: str = ''


def _any_of(words: Iterable[str]) -> str:
    """Alternatives of a regular expression, the longest first."""
    return '|'.join(map(re.escape, sorted(words, key=len, reverse=True)))


_FIGURE: Final = r'(?:[0-9]{1,6}(?:[.,][0-9]{1,6})?|\.[0-9]{1,6})'
_PART: Final = '[\u00bc-\u00be\u2153\u2154\u215b-\u215e]'
_MIXED: Final = rf'[0-9]{{1,6}}(?: ?{_PART}|[ -](?:1/2|[12]/3|[13]/4|[1357]/8))'
_LETTER: Final = r'[^\W\d_\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u218f]'
_SYMBOL: Final = '[\u2600-\u2793\u2b50\U0001f300-\U0001faff]'
_LONGEST: Final = 80


@cache
def _grammar() -> Mapping[str, re.Pattern[str]]:
    """Regular expressions of the notations, compiled when the first score is read."""
    words = _any_of(NUMBER_WORDS)
    parts = _any_of(PART_WORDS)
    number = (
        rf'(?:{_MIXED}|{_PART}|{_FIGURE} and (?:{parts})'
        rf'|(?:{words})(?: and (?:{parts}))?|{_FIGURE})'
    )
    word = rf"(?:{_LETTER}+(?:['.]{_LETTER}+)*[.]?|{_SYMBOL}+)"
    unit = f'{word}(?: {word})?'
    out_of = rf'(?: ?/ ?| (?:{_any_of(OUT_OF)}) )'
    drawn = (
        rf'(?=[^/]*[{STAR}{HOLLOW}])(?:{STAR}|{HOLLOW}|\u00bd)(?: ?(?:{STAR}|{HOLLOW}|\u00bd|1/2))*'
    )
    sources = {
        'number': number,
        'drawn': drawn,
        'drawn ratio': rf'(?P<drawn>{drawn}){out_of}(?P<best>{number}|{STAR}+)'
        rf'(?: ?(?P<unit>{unit}))?',
        'ratio': rf'(?P<value>{number})(?:[ -]?(?P<of>{word}(?: {word})??))??{out_of}'
        rf'(?P<best>{number})(?:[ -]?(?P<unit>{unit}))?',
        'percent': rf'(?P<value>{number}) ?(?:{_any_of(PERCENT_NAMES)})',
        'unit': rf'(?P<value>{number})[ -]?(?P<unit>{unit})',
        'counted': rf'(?P<value>{number})[ -]?(?P<unit>[^\d].*)',
        'half': rf'(?:a |one )?(?:half|1/2)(?: of)?(?: an?)?[ -](?P<unit>{unit})',
        'scale': rf'(?:out of |of |/ ?)?(?:(?P<worst>{number}) ?(?:-|to) ?)?(?P<best>{number})'
        rf'(?:[ -]?(?P<unit>{unit}(?: {word})?))?',
    }
    return {name: re.compile(source) for name, source in sources.items()}


_VARIANT: Final = re.compile(f'(?<=[{FULL_STARS}{HOLLOW_STARS}])\ufe0f')
"""The character behind a star that asks for its picture."""


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    """A text in plain characters and single spaces, without brackets round the whole of it."""
    composed = _VARIANT.sub('', unicodedata.normalize('NFC', text))
    plain = ' '.join(composed.translate(_PLAIN).split())
    if match := re.fullmatch(r'\{([^{}]*)\}|\(([^()]*)\)|\[([^\[\]]*)\]', plain):
        plain = next(part for part in match.groups() if part is not None).strip()
    plain = re.sub(f'^(?:(?:final|overall|my) )?(?:{"|".join(LABELS)}) ?: ?', '', plain, flags=re.I)
    # `8 (out of 10)`
    plain = re.sub(r'^([^()]+?) ?\(((?:out )?of [^()]+|/ ?[0-9.,]+)\)$', r'\1 \2', plain)
    return re.sub(r'(?<=[0-9%])\.$', '', plain)


def _folded(text: str) -> str:
    """The plain text in small letters, with spaces for the hyphens between words."""
    return re.sub(r'(?<=[^\W\d_])-(?=[^\W\d_])', ' ', _plain(text).casefold())


def _number(text: str) -> Fraction:
    """Value of a number in any of its notations.

    >>> _number('3 1/2') == _number('three and a half') == _number('3,5')
    True
    """
    whole, _, part = text.partition(' and ')
    if part:
        return _number(whole) + Fraction(PART_WORDS[part])
    if text in NUMBER_WORDS:
        return Fraction(NUMBER_WORDS[text])
    if match := re.fullmatch('([0-9]+)[ -]([0-9])/([0-9])', text):
        return int(match[1]) + Fraction(int(match[2]), int(match[3]))
    if text[-1] in FRACTIONS:
        return Fraction(text[:-1].strip() or 0) + Fraction(FRACTIONS[text[-1]])
    return Fraction(text.replace(',', '.'))


def _drawn(text: str) -> _Printed | None:
    """Drawn stars; hollow ones state how many there are."""
    stars = text.replace(' ', '').replace('1/2', '\u00bd')
    match = re.fullmatch(f'({STAR}*)(\u00bd?)({HOLLOW}*)', stars)
    if not match or stars == '\u00bd':
        return None
    full, half, hollow = map(len, match.groups())
    if hollow == len(stars):
        raise ScoreError(f'may be {hollow} stars in outline, or none of {hollow}')
    best = Fraction(len(stars)) if hollow else None
    return _Printed(full + Fraction(half, 2), best, 'stars')


@lru_cache(maxsize=1024)  # critics print the same few scores again and again
def _read(text: str) -> _Printed | None:
    """What a printed score says by itself, or None if it is in no notation of numbers.

    :raises ScoreError: with the end of a message, if it says two things.
    """
    folded = _folded(text)
    if len(folded) > _LONGEST:
        return None
    if match := re.search(_THOUSANDS, folded):
        decimal, thousands = match[0].replace(',', '.'), match[0].replace(',', '')
        raise ScoreError(f'has a comma that may be read as {decimal} or as {thousands}')
    if re.fullmatch('[1-9][0-9]{0,2}[.][0-9]{3} ?(/|(out )?of) ?[0-9]{4,}', folded):
        raise ScoreError('has a point that may divide thousands')
    if re.fullmatch(f'1/2( ?({_any_of(STAR_NAMES)}|{STAR}))?', folded) and folded != '1/2 star':
        raise ScoreError('may be 1 of 2, or a half')
    if match := re.fullmatch(r'([^()]+) \(([^()]+)\)', folded):
        return _agreeing(match[1], match[2])
    grammar = _grammar()
    if grammar['drawn'].fullmatch(folded):
        return _drawn(folded)
    if match := grammar['drawn ratio'].fullmatch(folded):
        return _drawn_ratio(match)
    if match := grammar['percent'].fullmatch(folded):
        return _Printed(_number(match['value']), Fraction(COMMON_BEST), '%')
    if match := grammar['half'].fullmatch(folded):
        return _with_unit(_Printed(Fraction(1, 2)), match['unit'])
    if match := grammar['ratio'].fullmatch(folded):
        return _ratio(match)
    if grammar['number'].fullmatch(folded):
        return _Printed(_number(folded))
    if match := grammar['unit'].fullmatch(folded):
        return _with_unit(_Printed(_number(match['value'])), match['unit'])
    return None


def _agreeing(text: str, other: str) -> _Printed | None:
    """A score that is printed in two notations: `4/5 (80%)`."""
    one, two = _read(text), _read(other)
    if one is None or two is None or not (one.best and two.best):
        return None
    if one.value * two.best != two.value * one.best:
        raise ScoreError('is two scores that differ')
    return one


def _drawn_ratio(match: re.Match[str]) -> _Printed | None:
    drawn = _drawn(match['drawn'])
    text = match['best']
    best = Fraction(len(text)) if text[0] == STAR else _number(text)
    if drawn is None or (match['unit'] and not same_unit(match['unit'], STAR)):
        return None
    if drawn.best not in {None, best}:
        raise ScoreError(f'draws {drawn.best} stars and says that there are {exact_decimal(best)}')
    return drawn._replace(best=best)


def _ratio(match: re.Match[str]) -> _Printed | None:
    counted, unit = match['of'], match['unit']
    if unit == 'star' and re.search('(^|[^0-9])(1/[234]|[23]/[34]) star$', match[0]):
        raise ScoreError(f'may be {match["value"]} of {match["best"]} stars, or a part of one star')
    if counted and unit and not same_unit(counted, unit):
        raise ScoreError(f'counts {counted} out of {unit}')
    printed = _Printed(_number(match['value']), _number(match['best']))
    for name in (counted, unit):
        if name:
            with_unit = _with_unit(printed, name)
            if with_unit is None:
                return None
            printed = with_unit
    return printed


def _with_unit(printed: _Printed, unit: str) -> _Printed | None:
    """The score in a unit, unless the words are no unit: `less`, `or so`."""
    return None if _NO_UNITS.intersection(unit.split()) else printed._replace(unit=unit)


def singular(unit: str) -> str:
    """A unit without the ending of a plural; all words and signs for stars are one."""
    folded = _folded(unit)
    if folded in {*STAR_NAMES, STAR, HOLLOW}:
        return 'star'
    if folded.endswith('ies'):
        return f'{folded[:-3]}y'
    plural = len(folded) > 2 and folded.endswith('s') and not folded.endswith('ss')
    return folded[:-1] if plural else folded


def same_unit(one: str, other: str) -> bool:
    """Whether two words name one unit, in the singular or the plural."""
    return singular(one) == singular(other)


def _in_unit(text: str, unit: str) -> _Printed | None:
    """A score in a unit that is stated elsewhere: `two thumbs up`, or `pip pip pip pip` for 4."""
    folded = _folded(text)
    match = _grammar()['counted'].fullmatch(folded)
    if match and same_unit(match['unit'], unit):
        return _Printed(_number(match['value']), None, unit)
    half = Fraction(1, 2) if folded[-1:] == '\u00bd' else Fraction(0)
    one, signs = singular(unit), folded.removesuffix('\u00bd').strip()
    if one and re.fullmatch(rf'(?:{re.escape(one)} ?)+', signs):
        return _Printed(signs.count(one) + half, None, unit)
    return None


# -- scales ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Notations:
    """Notations of scores that a wiki accepts, and the scales that it declares."""

    letters: Mapping[str, int | float] = field(default_factory=lambda: dict(LETTERS))
    scales: tuple[Scale, ...] = ()
    stars: Fraction | None = None
    """How many stars there are where nothing states it; None if nobody says."""
    outlets: Mapping[str, Scale] = field(default_factory=dict)
    """Scale of an outlet or a critic, by name."""

    def parse(self, printed: str, stated: Scale | None = None) -> Score:
        """Parse a printed score; `stated` is the scale of its review, or of its outlet.

        :raises ScoreError: with a message for the editor, if no notation matches, if nothing
            says the scale, or if the value is outside it.
        """
        text = printed.strip()
        score = self._step(text, stated) or self._numeric(text, stated)
        if score.best <= 0:
            raise ScoreError(f'{printed!r} is a score out of nothing')
        if score.value > score.best:
            best = exact_decimal(score.best)
            cure = f'if it is printed so, write {as_mapping(text, best, best)}'
            if stated and (printed_best := _read(text)) and printed_best.best is None:
                cure = f'correct it, or the scale {stated}'
            raise ScoreError(f'{text!r} is more than its scale has; {best} is the best; {cure}')
        if score.worst is not None and score.value < score.worst:
            worst = exact_decimal(score.worst)
            raise ScoreError(f'{printed!r} is less than its scale has; {worst} is the worst')
        return score

    def _step(self, text: str, stated: Scale | None) -> Score | None:
        """A letter, or another word that has a value of its own."""
        if stated and not stated.steps and _is_number(text):
            return None
        tables = [stated.steps] if stated else []
        tables += [scale.steps for scale in self.scales]
        tables.append(self._letters)
        for steps in tables:
            worth = _look_up(steps, text)
            if worth is not None:
                return Score(text, worth, Fraction(COMMON_BEST))
        return None

    @cached_property
    def _letters(self) -> Mapping[str, Fraction]:
        return {letter: Fraction(str(worth)) for letter, worth in self.letters.items()}

    def _numeric(self, text: str, stated: Scale | None) -> Score:
        units = [scale.unit for scale in ((stated,) if stated else self.scales) if scale.unit]
        printed = next(filter(None, (_in_unit(text, unit) for unit in units)), None)
        try:
            printed = printed or _read(text)
        except ScoreError as error:
            message = f'{text!r} {error}; write which it is, like {as_mapping(text)}'
            raise ScoreError(message) from None
        if printed is None:
            raise ScoreError(self._unknown(text))
        if stated:
            return _on_stated(text, printed, stated)
        scale = self._scale_for(printed)
        if scale is None:
            raise _without_scale(text, printed)
        return Score(text, printed.value, scale.best, scale.worst)

    def _scale_for(self, printed: _Printed) -> Scale | None:
        """Scale of a score without a stated one: as printed, or as the wiki declares it."""
        if printed.best is not None:
            return Scale('', best=printed.best)
        for scale in self.scales:
            if not scale.steps and same_unit(scale.unit, printed.unit):
                return scale
        if self.stars is not None and same_unit(printed.unit, STAR):
            return Scale('', unit='stars', best=self.stars)
        return None

    def _unknown(self, text: str) -> str:
        """Message for a text in no known notation."""
        if _plain(text).casefold() in _NO_SCORE:
            return f'{text!r} is no score; leave it out where the critic gives none'
        plain = re.sub('[- ](?=[+-])', '', _plain(text)).upper()
        if re.fullmatch(r'[A-Z][+-]{0,2} ?(/|OR|TO|-) ?[A-Z][+-]{0,2}', plain):
            return f'{text!r} is two grades; write the value that you read, like {as_mapping(text)}'
        if re.fullmatch('[A-Z][+-]{0,2}', plain):
            return (
                f'{text!r} is no letter grade of this wiki ({", ".join(self.letters)}); a'
                f' maintainer adds it to criticwiki_letters in conf.py, or write {as_mapping(text)}'
            )
        return (
            f'{text!r} is in no known notation, such as 7.2/10, 80%, B+, 3 of 4 stars or'
            f' \u2605\u2605\u2605\u2606; for any other write {as_mapping(text)}'
        )

    def scale(self, text: str) -> Scale:
        """Scale as a review states it: `4 stars`, `10`, `letters`, or the name of a declared one.

        :raises ScoreError: with a message for the editor, if it is none.
        """
        name, folded = text.strip(), _folded(text)
        for scale in self.scales:
            if _folded(scale.name) == folded:
                return scale
        if folded in {'letters', 'letter grades', 'grades'}:
            return Scale(name, steps=self._letters)
        if folded in PERCENT_NAMES or folded == '100%':
            return Scale(name, unit='%', best=Fraction(COMMON_BEST))
        if re.fullmatch(f'[{STAR}{HOLLOW}]+', folded):
            return Scale(name, unit='stars', best=Fraction(len(folded)))
        match = _grammar()['scale'].fullmatch(folded)
        if match is None:
            names = ''.join(f', {scale.name}' for scale in self.scales)
            raise ScoreError(
                f'{text!r} is no scale; write how many it has and of what: 4 stars, 10,'
                f' 12 points, 1-5, letters{names}'
            )
        best = _number(match['best'])
        worst = _number(match['worst']) if match['worst'] else None
        if best <= (worst or 0):
            raise ScoreError(f'{text!r} is a scale of nothing; its best is more than its worst')
        return Scale(name, unit=match['unit'] or '', best=best, worst=worst)

    def scale_of(self, names: Iterable[str]) -> Scale | None:
        """Scale that conf.py states for the first of these critics and outlets that has one."""
        if self.outlets:
            by_key = {_name_key(name): scale for name, scale in self.outlets.items()}
            for name in names:
                if scale := by_key.get(_name_key(name)):
                    return scale
        return None

    def with_outlets(self, outlets: Mapping[str, object]) -> Notations:
        """The notations with the scales that conf.py states for outlets and critics.

        :raises ScoreError: if one is no scale.
        """
        scales = {
            str(name): replace(self.scale(str(text)), stated_in=f'{OUTLET_SCALES}[{name!r}]')
            for name, text in outlets.items()
        }
        return replace(self, outlets=scales)

    def name_of_step(self, score: Score) -> tuple[str, str] | None:
        """Step of a table that a score is in, and the best step; None for a number."""
        for steps in (self.letters, *(scale.steps for scale in self.scales)):
            for step, worth in steps.items():
                same = _step_key(step) == _step_key(score.printed)
                if same and Fraction(str(worth)) == score.common:
                    return step, max(steps, key=steps.__getitem__)
        return None


_NO_SCORE: Final = frozenset(
    {'n/a', 'na', 'nr', 'none', 'no score', 'no rating', 'not rated', 'unrated', 'unscored', 'tbd',
     'tba', '-', '\u2014', '?', 'unknown', 'null', 'not stated', 'not known', 'nil'}
)  # fmt: skip


def _is_number(text: str) -> bool:
    """Whether a text says a number, which a stated scale is for."""
    try:
        return _read(text) is not None
    except ScoreError:
        return True


@lru_cache(maxsize=1024)
def _step_key(text: str) -> str:
    """Key under which two spellings of a step are one: `b +` and `B plus` are `B+`."""
    key = _plain(text).casefold()
    key = re.sub(r'(?<=^[a-z])[ -]?plus$', '+', key)
    key = re.sub(r'(?<=^[a-z])[ -]?minus$', '-', key)
    return re.sub(r'(?<=^[a-z]) (?=[+-]$)', '', key)


def _look_up(steps: Mapping[str, Fraction], text: str) -> Fraction | None:
    """Value of a step, as written or in another spelling that is of one step only."""
    if text in steps:
        return steps[text]
    key = _step_key(text)
    worths = {worth for step, worth in steps.items() if _step_key(step) == key}
    return worths.pop() if len(worths) == 1 else None


def _name_key(name: str) -> str:
    return ' '.join(unicodedata.normalize('NFC', name).split()).casefold()


def _on_stated(text: str, printed: _Printed, scale: Scale) -> Score:
    """The score on the scale that its review or outlet states.

    :raises ScoreError: if they contradict.
    """
    counted = printed.unit and not same_unit(printed.unit, scale.unit or printed.unit)
    if not scale.unit and same_unit(printed.unit, STAR):
        counted = scale.best > _MOST_STARS  # `4 stars` of a critic who else gives points of 10
    if scale.steps or printed.best not in {None, scale.best}:
        says = f'{text!r} is a number'
        if printed.best:
            says = f'{text!r} is out of {exact_decimal(printed.best)}'
    elif counted and printed.best is None:
        says = f'{text!r} counts {printed.unit}'
    else:
        return Score(text, printed.value, scale.best, scale.worst)
    best = exact_decimal(printed.best) if printed.best else '\u2026'
    shown = as_mapping(text, exact_decimal(printed.value), best)
    raise ScoreError(
        f'{says}, but the stated scale is {scale}; correct one of them, or write {shown}'
    )


def _without_scale(text: str, printed: _Printed) -> ScoreError:
    """Error of a score whose scale nothing states, with the readings that it may have."""
    stars = same_unit(printed.unit, STAR)
    sizes = _SIZES if printed.unit else (5, 10, COMMON_BEST)
    first = [best for best in (sizes[:2] if stars else sizes) if printed.value <= best]
    likely = first or [best for best in (*sizes, COMMON_BEST) if printed.value <= best][:2]
    readings = ''
    if stars or not printed.unit:
        commons = (
            f'of {best} it is {rounded(COMMON_BEST * printed.value / best)}' for best in likely
        )
        readings = ', '.join(commons) if printed.value else ''
    readings = f': {readings} on 0 to 100' if readings else ''
    unit = 'stars' if stars else printed.unit
    size = (likely or [COMMON_BEST])[0]
    example = f'{size} {unit}'.strip()
    setting = ' or criticwiki_stars' if stars else ''
    message = (
        f'{text!r} does not say out of how many{readings}; state the scale in the review, like'
        f" 'scale: {example}', or in conf.py ({OUTLET_SCALES}{setting})"
    )
    return ScoreError(message, wanted=(unit, size))


def as_mapping(text: str, value: str = '\u2026', best: str = '\u2026') -> str:
    """Front matter that says what a score is worth, for messages."""
    return f'{{printed: {json.dumps(text, ensure_ascii=False)}, value: {value}, best: {best}}}'

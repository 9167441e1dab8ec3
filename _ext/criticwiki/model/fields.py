"""Types of front-matter fields: parsing of choices, links, names, scores and episode ranges."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from criticwiki.i18n import N_
from criticwiki.problems import Code, did_you_mean
from criticwiki.text import has_line_break

from .front_matter import Plain
from .page import OTHER as OTHER
from .page import Basis as Basis
from .page import Confidence as Confidence
from .page import Stance as Stance
from .scores import Notations, Score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import StrEnum

MAX_EPISODE: Final = 10_000
EPISODE_PATTERN: Final = '0{0,2}[1-9][0-9]{0,3}|0?10000'
"""A number from 1 to `MAX_EPISODE`, as a regular expression of JSON Schema."""
_PART: Final = re.compile(r'([0-9]{1,6})(?:\s*[-\u2013]\s*([0-9]{1,6}))?')


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of episodes, in order.

    >>> str(Scope.parse(['1-4', '6']))
    '1–4, 6'
    """

    numbers: tuple[int, ...]
    """Episode numbers, ascending, each once, at least one."""

    @classmethod
    def parse(cls, written: str | Iterable[str]) -> Scope:
        """Read what front matter says.

        :raises ValueError: with a message for the editor, when it is no set of episodes.
        """
        parts = written.split(',') if isinstance(written, str) else list(written)
        numbers: set[int] = set()
        for part in parts:
            numbers.update(_numbers(part))
        if not numbers:
            raise ValueError('no episode is named; write 1, 1-4 or [1, 3]')
        return cls(tuple(sorted(numbers)))

    def __contains__(self, number: object) -> bool:
        return number in self.numbers

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """Runs of neighbouring episodes, as first and last."""
        breaks = [0]
        breaks += [i for i, (a, b) in enumerate(pairwise(self.numbers), 1) if b != a + 1]
        breaks.append(len(self.numbers))
        return tuple((self.numbers[a], self.numbers[b - 1]) for a, b in pairwise(breaks))

    def __str__(self) -> str:
        return ', '.join(str(a) if a == b else f'{a}\u2013{b}' for a, b in self.ranges)


def _numbers(part: str) -> range:
    found = _PART.fullmatch(part.strip())
    if not found:
        raise ValueError(f'{part.strip()!r} names no episodes; write 1, 1-4 or [1, 3]')
    first = int(found[1])
    last = int(found[2] or first)
    if first < 1:
        raise ValueError('episodes are counted from 1')
    if last < first:
        raise ValueError(f'{part.strip()!r} runs backwards; write {last}-{first}')
    if last > MAX_EPISODE:
        raise ValueError(f'episode {last} is beyond {MAX_EPISODE}')
    return range(first, last + 1)


MAX_QUOTE_WORDS: Final = 12
MAX_QUOTE_CHARACTERS: Final = 100
SCORE_FORMAT: Final = 'printed-score'
"""Stands in the schema of a score, for the notations that a wiki reads."""
_INTEGER: Final = re.compile(r'[0-9]{1,6}')
_DATE: Final = re.compile(r'[0-9]{4}-[0-9]{2}-[0-9]{2}')
_SHA256: Final = re.compile(r'[0-9a-f]{64}')


def refuse(code: Code, message: str) -> PydanticCustomError:
    """An error that validation reports under `code`, with the message as it stands."""
    return PydanticCustomError(code.value, '{message}', {'message': message})


def _integer(value: Any) -> int:
    if isinstance(value, Plain) and _INTEGER.fullmatch(value):
        return int(value)
    raise refuse(Code.WRONG_TYPE, f'must be a whole number, not {shown(value)}')


def _episode(value: Any) -> int:
    number = _integer(value)
    if number < 1:
        raise refuse(Code.SCOPE, 'episodes are counted from 1')
    return number


def _key_episode(value: Any) -> int:
    if len(value) > 1 and str(value).startswith('0'):
        raise refuse(Code.WRONG_TYPE, f'write the episode without a leading zero, not {value!r}')
    return _episode(Plain(value))


def _boolean(value: Any) -> bool:
    if isinstance(value, Plain) and value in {'true', 'false'}:
        return value == 'true'
    raise refuse(Code.WRONG_TYPE, f'must be true or false, not {shown(value)}')


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse(Code.WRONG_TYPE, f'must be text, not {shown(value)}')
    if not value.strip():
        raise refuse(Code.BAD_VALUE, 'must not be empty; leave the key out or write null')
    return str(value)


def _line(value: str) -> str:
    if has_line_break(value):
        raise refuse(Code.BAD_VALUE, f'must be one line, not {value!r}')
    return value


def _date(value: Any) -> dt.date:
    text = _text(value)
    try:
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise refuse(Code.BAD_VALUE, f'{text} is no date; write year-month-day, like 2024-01-31')


def _address(value: Any) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {'http', 'https'} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or re.search(r'[\s<>"]', text):
        raise refuse(Code.BAD_VALUE, f'{text!r} is no web address; it begins with https://')
    return text


def _scope(value: Any) -> Scope:
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            raise refuse(Code.WRONG_TYPE, 'must list episode numbers: 1, 1-4 or [1, 3]')
    elif not isinstance(value, str):
        raise refuse(Code.WRONG_TYPE, f'must name episodes, not {shown(value)}')
    try:
        return Scope.parse(value)
    except ValueError as error:
        raise refuse(Code.SCOPE, str(error)) from None


def _score(value: Any, info: ValidationInfo) -> Score:
    notations = info.context or Notations()
    text = _text(value)
    try:
        return notations.parse(text)
    except ValueError as error:
        raise refuse(Code.SCORE, str(error)) from None


def _quote(value: str) -> str:
    if len(value) > MAX_QUOTE_CHARACTERS or len(value.split()) > MAX_QUOTE_WORDS:
        raise refuse(
            Code.BAD_VALUE,
            f'a quotation has at most {MAX_QUOTE_WORDS} words and {MAX_QUOTE_CHARACTERS}'
            f' characters; this one has {len(value.split())} and {len(value)}',
        )
    return value


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _digest(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise refuse(Code.BAD_VALUE, 'must be a SHA-256 sum: 64 digits and letters a to f')
    return value


def _page_or_episode(value: Any) -> int | str:
    if isinstance(value, Plain) and _INTEGER.fullmatch(value):
        return _episode(value)
    return _line(_text(value))


def shown(value: Any) -> str:
    """A value as a message names it."""
    if value is None:
        return 'null'
    if isinstance(value, dict):
        return 'a mapping'
    return 'a list' if isinstance(value, list) else repr(str(value))


def _shape(title: str, **schema: Any) -> WithJsonSchema:
    """What a JSON Schema says of a type; its title is the type in plain words."""
    return WithJsonSchema({'title': title, **schema})


_WORDS: Final[dict[str, Any]] = {'type': ['string', 'number', 'boolean'], 'pattern': r'\S'}
"""A plain `7.50` or `no` is text for us, and a number or a flag for other readers of YAML."""
_ONE_LINE: Final = r'^\s*\S(.*\S)?\s*$'
_EPISODE_NUMBER: Final[dict[str, Any]] = {'type': 'integer', 'minimum': 1, 'maximum': 999_999}
_RANGE: Final = rf'({EPISODE_PATTERN})(\s*[-\u2013]\s*({EPISODE_PATTERN}))?'
_IN_SCOPE: Final[dict[str, Any]] = {'type': 'integer', 'minimum': 1, 'maximum': MAX_EPISODE}

Text = Annotated[
    str,
    BeforeValidator(_text),
    StringConstraints(strip_whitespace=True),
    _shape(N_('text'), **_WORDS),
]
"""Any words; a plain `7.50` arrives as written."""
Line = Annotated[
    Text,
    AfterValidator(_line),
    _shape(N_('text'), type=_WORDS['type'], pattern=_ONE_LINE),
]
"""A name or a title: it stands in lists that have a line for each."""
Flag = Annotated[bool, BeforeValidator(_boolean), _shape(N_('true or false'), type='boolean')]
"""`true` or `false`; `yes` and `no` are words, not flags."""
EpisodeNumber = Annotated[
    int, BeforeValidator(_episode), _shape(N_('a whole number'), **_EPISODE_NUMBER)
]
"""A whole number from 1."""
EpisodeKey = Annotated[
    int,
    BeforeValidator(_key_episode),
    _shape(N_('an episode number'), type='string', pattern='^[1-9][0-9]{0,5}$'),
]
"""The same, as the key of a mapping."""
Date = Annotated[
    dt.date,
    BeforeValidator(_date),
    _shape(
        N_('a date, year-month-day'),
        type='string',
        format='date',
        pattern='^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
    ),
]
"""A calendar date, `2024-01-31`."""
Address = Annotated[
    str,
    BeforeValidator(_address),
    _shape(
        N_('a web address'),
        type='string',
        format='iri',
        pattern=r'^[hH][tT][tT][pP][sS]?://([^\s<>"/?#\[\]]*@)?'
        r'(\[[0-9a-fA-F:.]+\]|[^\s<>"/?#:@\[\]])'
        r'[^\s<>"/?#\[\]]*([/?#][^\s<>"]*)?$',
    ),
]
"""A web address, http or https."""
Quote = Annotated[
    Text,
    AfterValidator(_quote),
    _shape(
        N_('a short phrase'),
        type=_WORDS['type'],
        maxLength=MAX_QUOTE_CHARACTERS,
        pattern=rf'^\s*\S+(\s+\S+){{0,{MAX_QUOTE_WORDS - 1}}}\s*$',
    ),
]
"""A short phrase of a source, exactly as it stands there."""
Digest = Annotated[
    Text,
    AfterValidator(_digest),
    _shape(N_('a SHA-256 sum'), type='string', pattern=r'^\s*[0-9a-f]{64}\s*$'),
]
"""A SHA-256 sum in hexadecimal."""
Names = Annotated[
    tuple[Line, ...],
    BeforeValidator(_one_or_more, json_schema_input_type=Line | tuple[Line, ...]),
    Field(strict=False),
]
"""One name, or a list of names."""
Subject = Annotated[
    int | str,
    PlainValidator(_page_or_episode),
    _shape(
        N_('an episode number, or the id of a page'),
        type=['integer', 'string'],
        minimum=1,
        pattern=r'\S',
    ),
]
"""An episode number or the id of a page."""
Episodes = Annotated[
    Scope,
    PlainValidator(_scope),
    _shape(
        N_('episodes, like `1`, `1-4` or `[1, 3]`'),
        anyOf=[
            _IN_SCOPE,
            {'type': 'string', 'pattern': rf'^\s*{_RANGE}(\s*,\s*{_RANGE})*\s*$'},
            {
                'type': 'array',
                'items': {
                    'anyOf': [_IN_SCOPE, {'type': 'string', 'pattern': rf'^\s*{_RANGE}\s*$'}]
                },
                'minItems': 1,
            },
        ],
    ),
]
"""Episodes: `1`, `1-4`, `[1, 3]`."""
PrintedScore = Annotated[
    Score,
    PlainValidator(_score),
    _shape(N_('a score as printed'), type=['string'], format=SCORE_FORMAT),
]
"""A score as printed, in a notation that the wiki reads."""


def _one_of(kind: type[StrEnum]) -> BeforeValidator:
    def read(value: Any) -> StrEnum:
        words = [member.value for member in kind]
        if isinstance(value, str) and value in words:
            return kind(value)
        known = ', '.join(words)
        hint = did_you_mean(str(value), words)
        raise refuse(Code.BAD_VALUE, f'must be one of {known}, not {shown(value)}{hint}')

    return BeforeValidator(read)


def _words(kind: type[StrEnum]) -> WithJsonSchema:
    return WithJsonSchema({'enum': [member.value for member in kind]})


StanceField = Annotated[Stance, _one_of(Stance), _words(Stance)]
ConfidenceField = Annotated[Confidence, _one_of(Confidence), _words(Confidence)]
BasisField = Annotated[Basis, _one_of(Basis), _words(Basis)]


def _field_names(*names: str) -> tuple[BeforeValidator, WithJsonSchema]:
    def read(value: Any) -> str:
        if value not in names:
            hint = did_you_mean(str(value), names)
            raise refuse(Code.UNKNOWN_KEY, f'no such field; known are {", ".join(names)}{hint}')
        return str(value)

    pattern = f'^({"|".join(names)})$'.replace('.', r'\.')
    return BeforeValidator(read), WithJsonSchema({'title': ', '.join(names), 'pattern': pattern})


EpisodeField = Annotated[
    str, *_field_names('number', 'title', 'title_ja', 'aired', 'director', 'storyboard', 'script')
]
CharacterField = Annotated[
    str,
    *_field_names('name', 'name_ja', 'aliases', 'kind', 'voices.ja', 'voices.en', 'appears_in'),
]

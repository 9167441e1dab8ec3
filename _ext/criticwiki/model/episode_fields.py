"""Field types that name episodes: numbers, ranges, seasons, specials, the subject of a remark."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from criticwiki.i18n import N_
from criticwiki.problems import Code
from criticwiki.text import composed

from .declared_numbering import seasons_from, specials_from
from .fields import (
    COUNT_SCHEMA,
    context_of,
    describe_value,
    field_error,
    json_schema,
    read_line,
    read_text,
)
from .front_matter import PlainScalar
from .numbering import MAX_EPISODE, MAX_ON_A_PAGE, EpisodeRanges, Number, NumberingError, Season

_DIGITS: Final = re.compile(r'[0-9.]+')
_COMMA: Final = re.compile(r'([0-9]+),(5)')
_SEVERAL: Final = re.compile(r'[-\u2013,]')


def _episode(value: Any, info: ValidationInfo) -> Number:
    """Number of an episode; a number in quotation marks is text, as everywhere."""
    quoted = not isinstance(value, PlainScalar)
    if not isinstance(value, str) or (quoted and _DIGITS.fullmatch(value)):
        what = (
            'a number without quotation marks' if quoted and value else 'the number of an episode'
        )
        raise field_error(Code.WRONG_TYPE, f'must be {what}, not {describe_value(value)}')
    try:
        return context_of(info).numbering.number(value)
    except ValueError as error:
        raise field_error(Code.SCOPE, str(error)) from None


def _spoiler(value: Any, info: ValidationInfo) -> Number:
    number = _episode(value, info)
    if number < 1:
        raise field_error(
            Code.SCOPE, 'what comes before episode 1 gives nothing away; leave this out'
        )
    return number


def _page_numbers(value: Any, info: ValidationInfo) -> tuple[Number, ...]:
    """Numbers of the episodes of one page: one, or two and more."""
    numbering = context_of(info).numbering
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(part, str) and numbering.names_season(part) for part in parts):
        raise field_error(Code.SCOPE, 'a page is about an episode, not a season; write S2E3')
    if len(parts) == 1 and not (isinstance(parts[0], str) and _SEVERAL.search(parts[0])):
        return (_episode(parts[0], info),)
    if len(parts) == 1 and numbering.find(parts[0]) is not None:
        return (_episode(parts[0], info),)
    if len(parts) == 1 and (special := _COMMA.fullmatch(parts[0].strip())):
        raise field_error(
            Code.SCOPE,
            f'{parts[0]!r} names two episodes; write {special[1]}.{special[2]} for one between two,'
            f' or [{special[1]}, {special[2]}]',
        )
    numbers = _episode_ranges(value, info).numbers
    if len(numbers) > MAX_ON_A_PAGE:
        raise field_error(Code.SCOPE, f'a page is about {MAX_ON_A_PAGE} episodes at most')
    return numbers


def _has_leading_zero(key: str) -> bool:
    return bool(re.match('0[0-9]', key))


def _key_episode(value: Any, info: ValidationInfo) -> Number:
    if _has_leading_zero(value):
        raise field_error(
            Code.WRONG_TYPE, f'write the episode without a leading zero, not {value!r}'
        )
    return _episode(PlainScalar(value), info)


def check_episode_keys(value: Any, info: ValidationInfo) -> Any:
    """Check that no two keys stand for one episode."""
    keys: dict[Number, str] = {}
    numbering = context_of(info).numbering
    for key in value if isinstance(value, dict) else ():
        number = None if _has_leading_zero(key) else numbering.find(key)
        if number is not None and number in keys:
            message = f'{keys[number]!r} and {key!r} are the same episode; keep one'
            raise field_error(Code.DUPLICATE_KEY, message)
        if number is not None:
            keys[number] = key
    return value


def _episode_ranges(value: Any, info: ValidationInfo) -> EpisodeRanges:
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            raise field_error(Code.WRONG_TYPE, 'must list episode numbers: 1, 1-4 or [1, 3]')
    elif not isinstance(value, str):
        raise field_error(Code.WRONG_TYPE, f'must name episodes, not {describe_value(value)}')
    try:
        return EpisodeRanges.parse(value, context_of(info).numbering)
    except ValueError as error:
        raise field_error(Code.SCOPE, str(error)) from None


def _page_or_episode(value: Any, info: ValidationInfo) -> Number | str:
    plain = isinstance(value, PlainScalar) or (
        isinstance(value, str) and not _DIGITS.fullmatch(value)
    )
    number = context_of(info).numbering.find_exact(value) if plain else None
    if number is not None:
        return number
    return composed(read_line(read_text(value)))


def _seasons(value: Any) -> tuple[Season, ...]:
    try:
        return seasons_from(value)
    except NumberingError as error:
        raise numbering_error(error) from None


def _specials(value: Any) -> tuple[tuple[str, Number], ...]:
    try:
        return specials_from(value)
    except NumberingError as error:
        raise numbering_error(error) from None


def numbering_error(error: NumberingError) -> PydanticCustomError:
    """Validation error at the place of a mistake in the numbering, below the mapping."""
    context = {'message': str(error), 'at': error.path}
    return PydanticCustomError(Code.SCOPE.value, '{message}', context)


EPISODE_NAME: Final = 'episode-name'
"""Placeholder format in the schema of an episode; replaced by the names of a wiki."""
_WHOLE: Final = '0{0,2}[0-9]{1,4}|0?10000'
_SEASON_EPISODE: Final = r'[sS][0-9]{1,3} ?[eExX][0-9]{1,5}|[0-9]{1,3}[xX][0-9]{1,5}'
_ONE: Final = rf'(({_WHOLE})([.][0-9]{{1,3}})?|{_SEASON_EPISODE})'
_SEASON_WORDS: Final = '[sS]|[sS][eE][aA][sS][oO][nN][sS]? |[pP][aA][rR][tT][sS]? '
_NAMED_SEASONS: Final = (
    rf'({_SEASON_WORDS})[0-9]{{1,3}}(\s*[-\u2013]\s*({_SEASON_WORDS})?[0-9]{{1,3}})?'
)
_RANGE: Final = rf'({_ONE}(\s*[-\u2013]\s*[eE]?{_ONE})?|{_NAMED_SEASONS}|[aA][lL][lL])'
_IN_SEASON: Final = rf'^\s*({_SEASON_EPISODE})\s*$'
_NAME: Final[dict[str, Any]] = {'type': 'string', 'format': EPISODE_NAME}
_EPISODE_NUMBER: Final[dict[str, Any]] = {'type': 'number', 'minimum': 0, 'maximum': 999_999}
_EPISODE: Final[list[dict[str, Any]]] = [
    _EPISODE_NUMBER, {'type': 'string', 'pattern': _IN_SEASON}, _NAME
]  # fmt: skip
_RANGE_NUMBER: Final[dict[str, Any]] = {'type': 'number', 'minimum': 0, 'maximum': MAX_EPISODE}
_RANGES: Final[list[dict[str, Any]]] = [
    _RANGE_NUMBER,
    {'type': 'string', 'pattern': rf'^\s*{_RANGE}(\s*,\s*{_RANGE})*\s*$'},
    _NAME,
    {
        'type': 'array',
        'items': {
            'anyOf': [_RANGE_NUMBER, {'type': 'string', 'pattern': rf'^\s*{_RANGE}\s*$'}, _NAME]
        },
        'minItems': 1,
    },
]

EpisodeNumber = Annotated[
    int | Decimal,
    PlainValidator(_episode),
    json_schema(N_('an episode, like `3`, `S2E3` or `13.5`'), anyOf=_EPISODE),
]
"""Number of an episode through the series: `3`, `S2E3`, `13.5`, the name of a special."""
SpoilerNumber = Annotated[
    int | Decimal,
    PlainValidator(_spoiler),
    json_schema(
        N_('an episode, like `3`, `S2E3` or `13.5`'),
        anyOf=[{**_EPISODE_NUMBER, 'minimum': 1}, *_EPISODE[1:]],
    ),
]
"""Number of the episode that something gives away: 1 or more."""
PageNumbers = Annotated[
    tuple[int | Decimal, ...],
    PlainValidator(_page_numbers),
    json_schema(
        N_('an episode, like `3`, `S2E3` or `13.5`; for a page about two, `[6, 7]`'),
        anyOf=[
            *_EPISODE,
            {'type': 'string', 'pattern': rf'^\s*{_ONE}\s*[-\u2013]\s*[eE]?{_ONE}\s*$'},
            {
                'type': 'array',
                'items': {'anyOf': _EPISODE},
                'minItems': 1,
                'maxItems': MAX_ON_A_PAGE,
            },
        ],
    ),
]
"""Numbers of the episodes that a page is about, ascending."""
EpisodeKey = Annotated[
    int | Decimal,
    BeforeValidator(_key_episode),
    json_schema(
        N_('an episode number'),
        anyOf=[
            {'type': 'string', 'pattern': '^(0|[1-9][0-9]{0,5}|(0|[1-9][0-9]{0,4})[.][0-9]{1,3})$'},
            *_EPISODE[1:],
        ],
    ),
]
"""Number of an episode as the key of a mapping, without leading zeros."""
Seasons = Annotated[
    tuple[Season, ...],
    PlainValidator(_seasons),
    json_schema(
        N_('seasons, like `[13, 12]`'),
        anyOf=[
            {
                'type': 'array',
                'minItems': 1,
                'items': {
                    'anyOf': [
                        COUNT_SCHEMA,
                        {
                            'type': 'object',
                            'properties': {
                                'title': {'type': ['string', 'null'], 'pattern': r'\S'},
                                'episodes': COUNT_SCHEMA,
                            },
                            'required': ['episodes'],
                            'additionalProperties': False,
                        },
                    ]
                },
            },
            {
                'type': 'object',
                'minProperties': 1,
                'propertyNames': {'pattern': '^[1-9][0-9]{0,2}$'},
                'additionalProperties': COUNT_SCHEMA,
            },
        ],
    ),
]
"""Seasons with their numbers of episodes, and titles."""
Specials = Annotated[
    tuple[tuple[str, int | Decimal], ...],
    PlainValidator(_specials),
    json_schema(
        N_('names with a place in the order, like `{OVA: 13.5}`'),
        type='object',
        minProperties=1,
        propertyNames={'pattern': r'\S'},
        additionalProperties={'type': 'number', 'minimum': 0, 'maximum': MAX_EPISODE},
    ),
]
"""Names of specials with their places in the order of episodes."""
Subject = Annotated[
    int | Decimal | str,
    PlainValidator(_page_or_episode),
    json_schema(
        N_('an episode, or the id of a page'), type=['number', 'string'], minimum=0, pattern=r'\S'
    ),
]
"""Episode number or page id."""
Episodes = Annotated[
    EpisodeRanges,
    PlainValidator(_episode_ranges),
    json_schema(N_('episodes, like `1`, `1-4`, `[1, 3]` or `season 2`'), anyOf=_RANGES),
]
"""Episode ranges: `1`, `1-4`, `[1, 3]`, `season 2`, `all`."""

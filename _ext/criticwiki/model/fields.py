"""Field types of front matter: annotated types with validators and JSON Schema."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from criticwiki.i18n import N_
from criticwiki.problems import Code, did_you_mean, login_message
from criticwiki.text import composed, has_line_break

from .dates import PartialDate
from .declared_fields import NONE_DECLARED, DeclaredFields
from .front_matter import PlainScalar
from .joined_names import flow_list, joined_names, without_conjunction
from .judgements import Basis, Confidence, NoStance, Stance
from .languages import LANGUAGE_PATTERN, parse_language
from .notations import Notations, Scale, ScoreError, as_mapping
from .numbering import (
    UNKNOWN,
    Numbering,
)
from .scores import Score
from .works import WorkKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from enum import StrEnum

    from .placement import Location

MAX_QUOTE_WORDS: Final = 12
MAX_QUOTE_CHARACTERS: Final = 100
MAX_VERDICT_CHARACTERS: Final = 300
SCORE_FORMAT: Final = 'printed-score'
"""Placeholder format in the schema of a score; replaced by the notations of a wiki."""
SELF_STATED_FORMAT: Final = 'printed-score-with-scale'
"""Placeholder format in the schema of a score of a review that states no scale; likewise."""
SCALE_FORMAT: Final = 'score-scale'
"""Placeholder format in the schema of a stated scale; likewise."""
_INTEGER: Final = re.compile(r'[0-9]{1,6}')
_VOTES: Final = re.compile(r'[1-9][0-9]{0,11}')
_FIGURE: Final = re.compile(r'[0-9]{1,6}(\.[0-9]{1,6})?')
_NUMBER: Final = re.compile(r'-?[0-9]{1,15}(\.[0-9]{1,9})?')
_SHA256: Final = re.compile(r'[0-9a-f]{64}')


@dataclass(frozen=True, slots=True)
class FieldContext:
    """Validation context: what the values of fields mean in one wiki, and on one page."""

    notations: Notations = field(default_factory=Notations)
    """Notations of scores."""
    scale: Scale | None = None
    """Scale that the review, or conf.py for its outlet or critic, states for its scores."""
    declared: DeclaredFields = NONE_DECLARED
    """Fields that the wiki declares."""
    numbering: Numbering = UNKNOWN
    """Seasons and specials of the series, by which episode numbers are resolved."""
    location: Location | None = None
    """Where the page lies, if it is one of a wiki."""
    states_scale: bool = True
    """Whether the page has a field for the scale of its scores, as reviews have."""


def context_of(info: ValidationInfo) -> FieldContext:
    """The context of a validation; that of an empty wiki without one."""
    return info.context or FieldContext()


def field_error(code: Code, message: str) -> PydanticCustomError:
    """Validation error with a problem code and a message for the editor."""
    return PydanticCustomError(code.value, '{message}', {'message': message})


def _count(value: Any) -> int:
    if isinstance(value, PlainScalar) and _INTEGER.fullmatch(value):
        return int(value)
    raise field_error(Code.WRONG_TYPE, f'must be a whole number, not {describe_value(value)}')


def _votes(value: Any) -> int:
    if isinstance(value, PlainScalar) and _VOTES.fullmatch(value):
        return int(value)
    raise field_error(
        Code.WRONG_TYPE,
        f'must be a whole number without separators, like 12000, not {describe_value(value)}',
    )


def _boolean(value: Any) -> bool:
    if isinstance(value, PlainScalar) and value in {'true', 'false'}:
        return value == 'true'
    raise field_error(Code.WRONG_TYPE, f'must be true or false, not {describe_value(value)}')


def read_text(value: Any) -> str:
    """Text as it is written, which is not empty."""
    if not isinstance(value, str):
        raise field_error(Code.WRONG_TYPE, f'must be text, not {describe_value(value)}')
    if not value.strip():
        raise field_error(Code.BAD_VALUE, 'must not be empty; leave the key out or write null')
    return str(value)


def read_line(value: str) -> str:
    """Text without a line break."""
    if has_line_break(value):
        raise field_error(Code.BAD_VALUE, f'must be one line, not {value!r}')
    return value


def _number(value: Any) -> Decimal:
    if isinstance(value, PlainScalar) and _NUMBER.fullmatch(value):
        return Decimal(value)
    raise field_error(Code.WRONG_TYPE, f'must be a number, not {describe_value(value)}')


_DAY_FIRST: Final = re.compile(r'([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})')


def _day_of(text: str) -> str:
    """A day in digits as year, month and day, if its order shows; else an example."""
    if match := _DAY_FIRST.fullmatch(text.strip()):
        first, second, year = int(match[1]), int(match[3]), match[4]
        day, month = (second, first) if second > 12 else (first, second)
        if day > 12 >= month or match[2] == '.':
            with suppress(ValueError):
                return str(PartialDate.parse(f'{year}-{month:02}-{day:02}'))
    return '2024-01-31'


def _date(value: Any) -> PartialDate:
    text = read_text(value)
    try:
        return PartialDate.parse(text)
    except ValueError:
        message = (
            f'{text} is no date; write year-month-day, like {_day_of(text)}, or what is known of'
            ' it, like 2024-01 or 2024'
        )
        raise field_error(Code.BAD_VALUE, message) from None


def _language(value: Any) -> str:
    try:
        return parse_language(read_text(value))
    except ValueError as error:
        raise field_error(Code.BAD_VALUE, str(error)) from None


def _address(value: Any) -> str:
    text = read_text(value)
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {'http', 'https'} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or re.search(r'[\s<>"]', text):
        raise field_error(Code.BAD_VALUE, f'{text!r} is no web address; it begins with https://')
    if '@' in parts.netloc:
        raise field_error(Code.BAD_VALUE, login_message(repr(text)))
    return text


WANTED_SCALE: Final = 'wanted_scale'
"""Key of the context of a validation error: unit and size of the scale that would mend it."""


def _score(value: Any, info: ValidationInfo) -> Score:
    context = context_of(info)
    text = read_text(value)
    try:
        return context.notations.parse(text, context.scale)
    except ScoreError as error:
        message = str(error)
        if error.wanted and not context.states_scale:
            message = f'{text!r} does not say out of how many; write {as_mapping(text)}'
        details = {'message': message, WANTED_SCALE: error.wanted}
        raise PydanticCustomError(Code.SCORE.value, '{message}', details) from None


def _scale(value: Any, info: ValidationInfo) -> str:
    text = read_text(value).strip()
    try:
        context_of(info).notations.scale(text)
    except ScoreError as error:
        raise field_error(Code.SCORE, str(error)) from None
    return text


def _figure(value: Any) -> Fraction:
    if isinstance(value, PlainScalar) and _FIGURE.fullmatch(value):
        return Fraction(value)
    raise field_error(Code.WRONG_TYPE, f'must be a number, like 3.5, not {describe_value(value)}')


def _quote(value: str) -> str:
    if message := quotation_too_long(value):
        raise field_error(Code.BAD_VALUE, message)
    return value


def _verdict(value: str) -> str:
    if len(value) > MAX_VERDICT_CHARACTERS:
        message = (
            f'a verdict has at most {MAX_VERDICT_CHARACTERS} characters; this one has {len(value)}:'
            ' say it in one or two sentences'
        )
        raise field_error(Code.BAD_VALUE, message)
    return value


def quotation_too_long(text: str) -> str:
    """Message if a quotation exceeds the limits, else an empty string."""
    words = len(text.split())
    if len(text) <= MAX_QUOTE_CHARACTERS and words <= MAX_QUOTE_WORDS:
        return ''
    return (
        f'a quotation has at most {MAX_QUOTE_WORDS} words and {MAX_QUOTE_CHARACTERS}'
        f' characters; this one has {words} and {len(text)}'
    )


def _several(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < max(len(values), 2):
        raise field_error(Code.BAD_VALUE, 'must list two ids or more, each once')
    return values


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_BY: Final = re.compile(r'(?:by|By|BY):?\s+([^\W\d_].*)')


def _apart(value: Any) -> Any:
    """Refuse several people in one text, which would be one; a list of one entry is meant so."""
    if isinstance(value, str) and (names := joined_names(value)):
        message = (
            f'{str(value)!r} would be the name of one critic; write {flow_list(names)}, or, if it'
            f' is one name, {flow_list([value.strip()])}'
        )
        raise field_error(Code.BAD_VALUE, message)
    if isinstance(value, str) and (name := _BY.fullmatch(value.strip())):
        raise field_error(Code.BAD_VALUE, f'write the name alone: {name[1]}')
    for entry in value if isinstance(value, list) and len(value) > 1 else ():
        if isinstance(entry, str) and (begun := without_conjunction(entry)):
            message = f'the comma parts the names; write {begun[1]!r} without {begun[0]!r}'
            raise field_error(Code.BAD_VALUE, message)
    return value


_OLD_ADDRESS: Final = (
    r'(?!.*\.(?:md|html?)$)[^\s./\\:?#][^/\\:?#]*(?:/[^\s./\\:?#][^/\\:?#]*)*(?<!\s)'
)
"""Regular expression of a path below the source folder, without a way out of it."""
_ADDRESS_PARTS: Final = re.compile(r'[?#].*|\.(?:md|html?)(?=$|[?#])|\\')


def _old_address(value: str) -> str:
    if re.fullmatch(_OLD_ADDRESS, value):
        return composed(value)
    plain = _ADDRESS_PARTS.sub(lambda part: '/' if part[0] == '\\' else '', value).strip('/ ')
    hint = f'; write {plain!r}' if re.fullmatch(_OLD_ADDRESS, plain) else ', like episodes/old-name'
    message = f'{value!r} is no path of a page from the folder of the wiki, without .md{hint}'
    raise field_error(Code.BAD_VALUE, message)


def _digest(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise field_error(Code.BAD_VALUE, 'must be a SHA-256 sum: 64 digits and letters a to f')
    return value


def describe_value(value: Any) -> str:
    """Representation of an invalid value in messages."""
    if value is None:
        return 'null'
    if isinstance(value, dict):
        return 'a mapping'
    return 'a list' if isinstance(value, list) else repr(str(value))


def json_schema(title: str, **schema: Any) -> WithJsonSchema:
    """JSON Schema of a field type; its title names the type in plain words."""
    return WithJsonSchema({'title': title, **schema})


_TEXT_SCHEMA: Final[dict[str, Any]] = {'type': ['string', 'number', 'boolean'], 'pattern': r'\S'}
"""JSON Schema of text: other YAML parsers read a plain `7.50` or `no` as number or boolean."""
_ONE_LINE: Final = r'^\s*\S(.*\S)?\s*$'
COUNT_SCHEMA: Final[dict[str, Any]] = {'type': 'integer', 'minimum': 1, 'maximum': 999_999}
"""JSON Schema of a positive integer."""

Text = Annotated[
    str,
    BeforeValidator(read_text),
    StringConstraints(strip_whitespace=True),
    json_schema(N_('text'), **_TEXT_SCHEMA),
]
"""Text that is not empty; a plain scalar such as `7.50` keeps its spelling."""
Line = Annotated[
    Text,
    AfterValidator(read_line),
    json_schema(N_('text'), type=_TEXT_SCHEMA['type'], pattern=_ONE_LINE),
]
"""Text on one line."""
Name = Annotated[Line, AfterValidator(composed)]
"""Name or title, composed (NFC) and with single spaces: names are compared between pages."""
Flag = Annotated[bool, BeforeValidator(_boolean), json_schema(N_('true or false'), type='boolean')]
"""Boolean: `true` or `false`, as in YAML 1.2; `yes` and `no` are text."""
Count = Annotated[int, BeforeValidator(_count), json_schema(N_('a whole number'), **COUNT_SCHEMA)]
"""Positive integer."""
Votes = Annotated[
    int,
    BeforeValidator(_votes),
    json_schema(N_('a whole number'), type='integer', minimum=1, maximum=999_999_999_999),
]
"""Positive integer: how many people voted."""
EpisodeCount = Annotated[
    int,
    BeforeValidator(_count),
    json_schema(N_('a whole number'), **{**COUNT_SCHEMA, 'minimum': 0}),
]
"""Number of episodes; 0 for a work without any."""
Date = Annotated[
    PartialDate,
    PlainValidator(_date),
    json_schema(
        N_('a date, as far as it is known: `2024-01-31`, `2024-01` or `2024`'),
        anyOf=[
            {
                'type': 'string',
                'format': 'date',
                'pattern': '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
            },
            {'type': 'string', 'pattern': '^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?$'},
            {'type': 'integer', 'minimum': 1000, 'maximum': 9999},
        ],
    ),
]
"""Date in ISO 8601 format, known to the day, the month or the year."""
Number = Annotated[Decimal, PlainValidator(_number), json_schema(N_('a number'), type='number')]
"""Decimal number; it keeps its trailing zeros."""
LanguageCode = Annotated[
    str,
    PlainValidator(_language),
    json_schema(
        N_('a language code, like `en` or `pt-BR`'), type='string', pattern=f'^{LANGUAGE_PATTERN}$'
    ),
]
"""Language code (BCP 47) of a language that Babel knows."""
Address = Annotated[
    str,
    BeforeValidator(_address),
    json_schema(
        N_('a web address'),
        type='string',
        format='iri',
        pattern=r'^[hH][tT][tT][pP][sS]?://'
        r'(\[[0-9a-fA-F:.]+\]|[^\s<>"/?#:@\[\]])'
        r'[^\s<>"/?#@\[\]]*([/?#][^\s<>"]*)?$',
    ),
]
"""Absolute URL with the scheme http or https."""
Quote = Annotated[
    Text,
    AfterValidator(_quote),
    json_schema(
        N_('a short phrase'),
        type=_TEXT_SCHEMA['type'],
        maxLength=MAX_QUOTE_CHARACTERS,
        pattern=rf'^\s*\S+(\s+\S+){{0,{MAX_QUOTE_WORDS - 1}}}\s*$',
    ),
]
"""Short verbatim quotation: at most `MAX_QUOTE_WORDS` words, `MAX_QUOTE_CHARACTERS` characters."""
Verdict = Annotated[
    Line,
    AfterValidator(_verdict),
    json_schema(
        N_('one or two sentences'),
        type=_TEXT_SCHEMA['type'],
        pattern=_ONE_LINE,
        maxLength=MAX_VERDICT_CHARACTERS,
    ),
]
"""What critics hold in short: at most `MAX_VERDICT_CHARACTERS` characters on one line."""
Digest = Annotated[
    Text,
    AfterValidator(_digest),
    json_schema(N_('a SHA-256 sum'), type='string', pattern=r'^\s*[0-9a-f]{64}\s*$'),
]
"""SHA-256 digest in hexadecimal."""
Names = Annotated[
    tuple[Name, ...],
    BeforeValidator(_as_list, json_schema_input_type=Name | tuple[Name, ...]),
    Field(strict=False),
]
"""One name, or a list of names; always a tuple after validation."""
Authors = Annotated[Names, BeforeValidator(_apart)]
"""Names of critics: a text that joins full names of several is none."""
OldAddress = Annotated[
    Line,
    AfterValidator(_old_address),
    json_schema(N_('a path without `.md`'), type=_TEXT_SCHEMA['type'], pattern=f'^{_OLD_ADDRESS}$'),
]
"""Earlier docname of a page."""
OldAddresses = Annotated[
    tuple[OldAddress, ...],
    BeforeValidator(_as_list, json_schema_input_type=OldAddress | tuple[OldAddress, ...]),
    Field(strict=False),
]
"""One earlier docname of a page, or a list of them; always a tuple after validation."""
Ids = Annotated[
    tuple[Line, ...],
    AfterValidator(_several),
    Field(strict=False),
    json_schema(
        N_('a list of two ids or more'),
        type='array',
        items={'type': _TEXT_SCHEMA['type'], 'pattern': _ONE_LINE},
        minItems=2,
        uniqueItems=True,
    ),
]
"""Two or more ids of pages."""
ScaleText = Annotated[
    str,
    PlainValidator(_scale),
    json_schema(N_('a scale, like `4 stars` or `10`'), type=['string'], format=SCALE_FORMAT),
]
"""Scale of scores as a review states it."""
Figure = Annotated[
    Fraction,
    PlainValidator(_figure),
    json_schema(N_('a number'), type='number', minimum=0, maximum=999_999.999999),
]
"""Number that is not negative, exact: `3.5`."""


class StatedScore(BaseModel):
    """A printed score with the value that the editors read: for what no notation covers."""

    model_config = ConfigDict(strict=True, frozen=True, extra='forbid')

    printed: Line = Field(
        description=N_('The score, as printed.'),
        examples=['3\u00bd stars'],
    )
    value: Figure = Field(
        description=N_('How many of its scale it is.'),
        examples=[3.5],
    )
    best: Figure = Field(
        description=N_('How many its scale has.'),
        examples=[4],
    )
    worst: Figure | None = Field(
        default=None,
        description=N_('The least of its scale, only where the critic states it.'),
        examples=[1],
    )

    @field_validator('best')
    @classmethod
    def _not_exceeded(cls, best: Fraction, info: ValidationInfo) -> Fraction:
        if best <= 0:
            raise field_error(Code.SCORE, 'must be more than 0')
        if best < info.data.get('value', 0):
            raise field_error(Code.SCORE, 'must not be less than the value')
        return best

    @field_validator('worst')
    @classmethod
    def _not_undercut(cls, worst: Fraction | None, info: ValidationInfo) -> Fraction | None:
        if worst is not None and worst >= info.data.get('best', worst + 1):
            raise field_error(Code.SCORE, 'must be less than the best')
        if worst is not None and worst > info.data.get('value', worst):
            raise field_error(Code.SCORE, 'must not be more than the value')
        return worst

    def score(self) -> Score:
        """The score that this states."""
        return Score(self.printed, self.value, self.best, self.worst)


MAPPING_TAG: Final = '[mapping]'
TEXT_TAG: Final = '[text]'
"""Marks of the two forms of a score in the locations of validation errors."""


class _EitherForm:
    """Schema of a score: printed text, or a mapping that states its value."""

    __args__ = (StatedScore,)
    """Its model, under the name at which generic types have theirs."""

    def __get_pydantic_core_schema__(
        self, _source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        stated = handler.generate_schema(StatedScore)
        return core_schema.tagged_union_schema(
            {
                MAPPING_TAG: core_schema.no_info_after_validator_function(
                    StatedScore.score, stated
                ),
                TEXT_TAG: core_schema.with_info_plain_validator_function(_score),
            },
            discriminator=lambda value: MAPPING_TAG if isinstance(value, dict) else TEXT_TAG,
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        assert schema['type'] == 'tagged-union'
        printed = {'title': N_('a score as printed'), 'type': ['string'], 'format': SCORE_FORMAT}
        return {'anyOf': [printed, handler(schema['choices'][MAPPING_TAG])]}


PrintedScore = Annotated[Score, _EitherForm()]
"""Score of a review: as printed, or with its value; validation context: `FieldContext`."""


def _choice_validator(*kinds: type[StrEnum]) -> BeforeValidator:
    members = {member.value: member for kind in kinds for member in kind}

    def read(value: Any) -> StrEnum:
        if isinstance(value, str) and value in members:
            return members[value]
        choices = ', '.join(members)
        hint = did_you_mean(str(value), members)
        raise field_error(
            Code.BAD_VALUE, f'must be one of {choices}, not {describe_value(value)}{hint}'
        )

    return BeforeValidator(read)


def _choice_schema(*kinds: type[StrEnum]) -> WithJsonSchema:
    return WithJsonSchema({'enum': [member.value for kind in kinds for member in kind]})


def _judging(value: Any) -> Any:
    if value == NoStance.NONE:
        raise field_error(
            Code.BAD_VALUE,
            f"must be praise, mixed or criticism; '{NoStance.NONE}' is for remarks only: leave out"
            ' an aspect that the review does not judge',
        )
    return value


StanceField = Annotated[
    Stance, _choice_validator(Stance), BeforeValidator(_judging), _choice_schema(Stance)
]
"""Stance on an aspect, which a critic has who discusses it."""
RemarkStanceField = Annotated[
    Stance | NoStance, _choice_validator(Stance, NoStance), _choice_schema(Stance, NoStance)
]
"""Stance of a remark; `none` for a critic who only names the subject."""
ConfidenceField = Annotated[Confidence, _choice_validator(Confidence), _choice_schema(Confidence)]
WorkField = Annotated[WorkKind, _choice_validator(WorkKind), _choice_schema(WorkKind)]
BasisField = Annotated[Basis, _choice_validator(Basis), _choice_schema(Basis)]


FIELD_FORMAT: Final = 'field-of-'
"""Placeholder format in the schema of a field name; replaced by those that a wiki declares."""


def _field_names(
    kind: str, names: Sequence[str], by_language: Mapping[str, str]
) -> tuple[BeforeValidator, WithJsonSchema]:
    """Type of the name of a field, with beginnings of names that end in a language code."""
    shown = [*names, *(f'{beginning}ja' for beginning in dict.fromkeys(by_language.values()))]

    def read(value: Any, info: ValidationInfo) -> str:
        declared = context_of(info).declared.of(kind)
        if value in names or value in declared:
            return str(value)
        for beginning, canonical in by_language.items():
            if str(value).startswith(beginning):
                try:
                    return canonical + parse_language(str(value).removeprefix(beginning))
                except ValueError:
                    break
        known = [*shown, *declared]
        hint = did_you_mean(str(value), known)
        raise field_error(Code.UNKNOWN_KEY, f'no such field; known are {", ".join(known)}{hint}')

    beginnings = '|'.join(by_language).replace('.', '[.]')
    schema = {
        'title': ', '.join(shown),
        'pattern': f'^({"|".join(names)}|({beginnings}){LANGUAGE_PATTERN})$',
        'format': f'{FIELD_FORMAT}{kind}',
    }
    return BeforeValidator(read), WithJsonSchema(schema)


EpisodeField = Annotated[
    str,
    *_field_names(
        'episode',
        ('number', 'title', 'aired', 'director', 'storyboard', 'script'),
        {'title_': 'title_', 'titles.': 'title_'},
    ),
]
CharacterField = Annotated[
    str,
    *_field_names(
        'character',
        ('name', 'aliases', 'kind', 'appears_in'),
        {'name_': 'name_', 'names.': 'name_', 'voices.': 'voices.'},
    ),
]

DECLARED_TYPES: Final[Mapping[str, Any]] = {
    'text': Line | None,
    'names': Names | None,
    'number': Number | None,
    'date': Date | None,
    'address': Address | None,
    'flag': Flag | None,
}
"""Types of values of declared fields, by the names that conf.py has for them."""

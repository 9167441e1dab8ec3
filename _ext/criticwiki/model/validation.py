"""Validation of front matter: a model or located problems; the JSON Schema of the models."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from criticwiki.problems import Code, Problem, did_you_mean

from .declared_fields import KINDS_WITH_FIELDS
from .episode_fields import EPISODE_NAME
from .fields import (
    FIELD_FORMAT,
    MAPPING_TAG,
    NEEDS_SCALE,
    SCALE_FORMAT,
    SCORE_FORMAT,
    SELF_STATED_FORMAT,
    TEXT_TAG,
    FieldContext,
    describe_value,
)
from .front_matter import PlainScalar
from .keys import (
    OWN_FIELDS,
    SHORT_FORMS,
    declared_schema,
    hint_elsewhere,
    parts_of,
    validate_declared,
)
from .kinds import KINDS, NEEDED_BY_SERIALS, THEME_KEYS, PageFacts, schema_name
from .languages import LANGUAGE_PATTERN
from .notations import (
    FRACTIONS,
    FULL_STARS,
    HALF_STARS,
    HOLLOW_STARS,
    LABELS,
    NUMBER_WORDS,
    OUT_OF,
    PART_WORDS,
    PERCENT_NAMES,
    STAR,
    STAR_NAMES,
    Notations,
    ScoreError,
    same_unit,
    singular,
)
from .numbering import MAX_EPISODE, Numbering
from .works import INDEX, Work, work_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails, core_schema

    from .declared_fields import DeclaredField, DeclaredFields
    from .front_matter import FrontMatter, KeyPath, Value

_CODES = frozenset(Code)
_MARKS = frozenset({'[key]', MAPPING_TAG, TEXT_TAG})
"""Parts of the location of an error that name no key."""
_NULL_WORDS = frozenset({'n/a', 'none', 'unknown', 'not stated', 'not known', 'nil', '-', '?'})
_EXPECTED = {
    'dict_type': "a mapping of 'key: value' lines",
    'model_type': "a mapping of 'key: value' lines",
    'model_attributes_type': "a mapping of 'key: value' lines",
    'tuple_type': 'a list',
    'list_type': 'a list',
    'string_type': 'text',
}


_SEASON_HINTS: Final[dict[KeyPath, str]] = {
    ('episode', 'season'): '; the season is part of the number: S2E3',
    ('review', 'season'): '; the season stands under covers: season 2',
    ('series', 'season'): '; write how many episodes each season has: seasons: [13, 12]',
}
"""Hints on a key that editors expect, by its path."""


def is_passed_on(key: str, declared: DeclaredFields) -> bool:
    """Whether a top-level key is metadata of Sphinx, of a theme, or of another extension."""
    return key in THEME_KEYS or key.startswith('og:') or declared.is_foreign(key)


def validate(
    matter: FrontMatter, kind: str, context: FieldContext
) -> tuple[PageFacts | None, list[Problem]]:
    """Validate front matter against the model of a kind of page, in a wiki about a work.

    Returns the model, or None and at least one problem; problems have an empty path.
    """
    problems = list(matter.problems)
    problems += _check_top_level_keys(matter, kind, context.declared)
    if kind not in matter.values:
        if kind == 'page':
            return (None if problems else KINDS[kind]()), problems
        if not matter.problems:
            message = f"front matter needs the mapping '{kind}:'"
            problems.append(Problem('', 1, 1, Code.MISSING_KEY, message))
        return None, problems
    parts = parts_of(matter.values[kind], kind, context.declared)
    declared, errors = validate_declared(parts.declared, kind, context)
    for key, whole in parts.clashes:
        message = f'{key!r} and {whole!r} say the same; keep one'
        problems.append(Problem('', *matter.place((kind, key)), Code.DUPLICATE_KEY, message))
    model: PageFacts | None = None
    try:
        values = parts.own
        model = KINDS[kind].model_validate(values, context=_of_page(context, kind, values))
    except ValidationError as error:
        details = error.errors()
        if any(detail['loc'] == ('scale',) for detail in details):
            details = [one for one in details if not one.get('ctx', {}).get(NEEDS_SCALE)]
        for detail in details:
            path: KeyPath = (kind, *(part for part in detail['loc'] if part not in _MARKS))
            errors.append((detail, parts.as_written(path)))
    problems += [_to_problem(*error, matter, context.declared) for error in errors]
    problems += _check_needed_by_serials(matter, kind, context.numbering.work)
    null_words = list(_check_null_words(matter, kind, context.declared))
    places = {(problem.line, problem.column) for problem in null_words}
    problems = [one for one in problems if (one.line, one.column) not in places]
    problems += null_words
    problems += _check_episodes(matter, kind)
    if problems or model is None:
        return None, problems
    return (model.with_declared(declared) if declared else model), problems


def _of_page(context: FieldContext, kind: str, values: Value) -> FieldContext:
    """The context with the scale that a review states, or conf.py for its critic or outlet."""
    if kind != 'review':
        return replace(context, states_scale=False)
    if not isinstance(values, dict):
        return context
    stated = values.get('scale')
    if isinstance(stated, str) and stated.strip():
        try:
            return replace(context, scale=context.notations.scale(stated))
        except ScoreError:
            return context
    author = values.get('author')
    names = [*(author if isinstance(author, list) else [author]), values.get('outlet')]
    written = (name for name in names if isinstance(name, str))
    return replace(context, scale=context.notations.scale_of(written))


def _check_needed_by_serials(matter: FrontMatter, kind: str, work: Work) -> list[Problem]:
    """A key that is missing from a page in a wiki about a work with episodes."""
    values = matter.values[kind]
    name = NEEDED_BY_SERIALS.get(kind)
    if not name or not work.has_episodes or not isinstance(values, dict) or name in values:
        return []
    message = f'{kind} needs the key {name!r}'
    return [Problem('', *matter.place((kind,)), Code.MISSING_KEY, message)]


def _check_episodes(matter: FrontMatter, kind: str) -> Iterator[Problem]:
    """Problem of a series or podcast that says nowhere how many episodes it has."""
    values = matter.values[kind]
    if (
        kind == INDEX
        and isinstance(values, dict)
        and work_of(values).kind.is_serial
        and not values.keys() & {'episodes', 'seasons'}
    ):
        message = f"{kind} needs the key 'episodes', or 'seasons'"
        yield Problem('', *matter.place((kind,)), Code.MISSING_KEY, message)


def _check_null_words(matter: FrontMatter, kind: str, declared: DeclaredFields) -> list[Problem]:
    """Values such as `n/a` or `unknown` that should be null."""
    values = matter.values[kind]
    problems = []
    for key, value in values.items() if isinstance(values, dict) else ():
        if (
            isinstance(value, str)
            and value.strip().casefold() in _NULL_WORDS
            and (_may_be_null((kind, key)) or _has_text(declared.of(kind).get(key)))
        ):
            message = f'{key}: write null where the source does not say, not {str(value)!r}'
            problems.append(Problem('', *matter.place((kind, key)), Code.BAD_VALUE, message))
    return problems


def _has_text(field: DeclaredField | None) -> bool:
    """Whether a declared field takes any words, so that only they can be wrong."""
    return field is not None and field.type in {'text', 'names'}


def _check_top_level_keys(
    matter: FrontMatter, kind: str, declared: DeclaredFields
) -> list[Problem]:
    problems = []
    for key in matter.values:
        if key == kind or is_passed_on(key, declared):
            continue
        if key in KINDS:
            message = f"this page is of kind '{kind}', so its mapping is '{kind}:', not '{key}:'"
        else:
            fields = {*KINDS[kind].model_fields, *declared.of(kind)}
            hint = hint_elsewhere(key, fields)
            if not hint or 'goes under' in hint:
                below = f'; facts stand below {kind!r}'
                hint = f'{below}{hint or did_you_mean(key, {kind, *THEME_KEYS})}'
            message = f'unknown key {key!r}{hint}'
        problems.append(Problem('', *matter.place((key,)), Code.UNKNOWN_KEY, message))
    return problems


def _to_problem(
    detail: ErrorDetails, path: KeyPath, matter: FrontMatter, declared: DeclaredFields
) -> Problem:
    code, message = _explain(detail, path, declared)
    if at := detail.get('ctx', {}).get('at'):
        return Problem('', *matter.place((path[0], *at)), code, detail['ctx']['message'])
    if code is Code.MISSING_KEY and detail['type'] == 'missing':
        path = path[:-1]
    return Problem('', *matter.place(path), code, message)


def _explain(detail: ErrorDetails, path: KeyPath, declared: DeclaredFields) -> tuple[Code, str]:
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), '')
    if detail['type'] == 'missing':
        hint = f"; write '{key}: null' if the source does not say" if _may_be_null(path) else ''
        return Code.MISSING_KEY, f'{".".join(map(str, path[:-1]))} needs the key {key!r}{hint}'
    if detail['type'] == 'extra_forbidden':
        fields = {
            field.alias or name
            for model in _models_at(path)
            for name, field in model.model_fields.items()
        }
        if len(path) == 2:
            fields |= declared.of(str(path[0])).keys()
        hint = _SEASON_HINTS.get(path) or hint_elsewhere(key, fields) or did_you_mean(key, fields)
        if not hint and len(path) == 2 and path[0] in KINDS_WITH_FIELDS and key[:1].isalpha():
            hint = OWN_FIELDS
        if (
            'aspects' in fields
            and isinstance(detail['input'], dict)
            and 'stance' in detail['input']
        ):
            hint = "; an aspect goes below 'aspects', and stands further to the right"
        return Code.UNKNOWN_KEY, f'unknown key {key!r}{hint}'
    if detail['type'] in _CODES:
        return Code(detail['type']), f'{key}: {detail["ctx"]["message"]}'
    expected = _EXPECTED.get(detail['type'])
    if expected and detail['input'] is None:
        return Code.WRONG_TYPE, f'{key}: must be {expected}; nothing stands below it'
    if expected:
        return Code.WRONG_TYPE, f'{key}: must be {expected}, not {describe_value(detail["input"])}'
    return Code.BAD_VALUE, f'{key}: {detail["msg"]}'


def _may_be_null(path: KeyPath) -> bool:
    """Whether the field at `path` is nullable."""
    fields = (model.model_fields.get(str(path[-1])) for model in _models_at(path))
    return any(type(None) in get_args(field.annotation) for field in fields if field)


def _models_at(path: KeyPath) -> list[Any]:
    """Models that the last part of `path` may be a field of."""
    models: list[Any] = [KINDS[str(path[0])]]
    for part in path[1:-1]:
        if models and isinstance(part, str):
            annotations = [
                model.model_fields[part].annotation
                for model in models
                if part in model.model_fields
            ]
            if annotations:
                models = list(_models_in(annotations))
    return models


def _models_in(annotations: Iterable[Any]) -> Iterable[type[BaseModel]]:
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield annotation
        else:
            yield from _models_in(getattr(annotation, '__args__', ()))
            yield from _models_in(getattr(annotation, '__metadata__', ()))


_DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    'episode': {'number': PlainScalar('1'), 'title': '-'},
    'character': {'name': '-'},
    'review': {
        'headline': '-',
        'outlet': None,
        'author': None,
        'url': None,
        'published': None,
        # all episodes, so that no check fails because of invalid ranges
        'covers': PlainScalar(f'1-{MAX_EPISODE}'),
    },
}
_MAX_ATTEMPTS: Final = 50


def validate_partially(matter: FrontMatter, kind: str, context: FieldContext) -> PageFacts | None:
    """Validate only the valid fields: drop invalid ones, and fill required ones with defaults.

    Returns None if that is impossible.
    """
    values = deepcopy(parts_of(matter.values.get(kind), kind, context.declared).own)
    if kind not in _DEFAULTS or not isinstance(values, dict):
        return None
    for _ in range(_MAX_ATTEMPTS):
        try:
            candidate = {**_DEFAULTS[kind], **values}
            of_page = _of_page(context, kind, candidate)
            return KINDS[kind].model_validate(candidate, context=of_page)
        except ValidationError as error:
            for detail in error.errors():
                path = tuple(part for part in detail['loc'] if part not in _MARKS)
                _drop(values, path[:-1] if detail['type'] == 'missing' else path)
    return None


def _drop(values: Value, path: tuple[str | int, ...]) -> None:
    """Remove the value at a path; the empty path, of a model-wide error, means `covers_basis`."""
    if not path:
        path = ('covers_basis',)
    for part in path[:-1]:
        values = _child(values, part)
    last = path[-1]
    if isinstance(values, dict):
        values.pop(str(last), None)
    elif isinstance(values, list) and isinstance(last, int) and last < len(values):
        # keep the index of later items
        values[last] = None


def _child(values: Value, part: str | int) -> Value:
    if isinstance(values, dict):
        return values.get(str(part))
    if isinstance(values, list) and isinstance(part, int) and part < len(values):
        return values[part]
    return None


_PLACEHOLDER_FIELDS: Final = frozenset({'summary', 'says', 'quotes', 'fact', 'sha256'})
"""Fields whose examples cannot be true of any real page."""


def check_placeholders(matter: FrontMatter, kind: str) -> Iterator[Problem]:
    """Problems for placeholders: example values of a new page that were not replaced.

    Problems have an empty path.
    """
    for path, value in _leaves(matter.values.get(kind), (kind,)):
        if value in _examples():
            key = next(part for part in reversed(path) if isinstance(part, str))
            message = f'{key}: still the example of make new; write what is true, or nothing'
            yield Problem('', *matter.place(path), Code.BAD_VALUE, message)


@cache
def _examples() -> frozenset[str]:
    """Example values that `make new` writes into `_PLACEHOLDER_FIELDS`."""
    return frozenset(
        value
        for model in KINDS.values()
        for name, field in model.model_fields.items()
        for example in (field.examples or ())[:1]
        for path, value in _leaves(example, (name,))
        if _PLACEHOLDER_FIELDS.intersection(path)
    )


def _leaves(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, str(value)
    elif isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in parts:
            yield from _leaves(inner, (*path, key))


DIALECT: Final = 'https://json-schema.org/draft/2020-12/schema'
_REFERENCE: Final = '#/$defs/{model}'


class _SchemaGenerator(GenerateJsonSchema):
    """Schema generator without field titles, in the order of the fields."""

    schema_dialect = DIALECT

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: the title of a field type would be replaced by the name of the field."""
        del schema
        return False

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Do not sort: fields and examples have an intended order."""
        del parent_key
        return value

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Add the schema of keys, which editors write here."""
        return {
            'type': 'object',
            'propertyNames': self.generate_inner(schema['keys_schema']),
            'additionalProperties': self.generate_inner(schema['values_schema']),
        }

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Add `null` to `type` where possible, instead of `anyOf`."""
        inner = self.generate_inner(schema['schema'])
        if 'type' not in inner:
            return super().nullable_schema(schema)
        types = inner['type'] if isinstance(inner['type'], list) else [inner['type']]
        return {**inner, 'type': [*types, 'null']}


def front_matter_schema(
    kind: str | None = None, context: FieldContext | None = None
) -> dict[str, Any]:
    """JSON Schema, draft 2020-12, of the front matter of one kind of page, by default of all.

    A page about a work without episodes needs fewer fields.
    """
    context = context or FieldContext()
    kinds = list(KINDS) if kind is None else [kind]
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    for name in kinds:
        model = KINDS[name].model_json_schema(
            ref_template=_REFERENCE, schema_generator=_SchemaGenerator
        )
        model = deepcopy(model)  # what a model adds of its own is shared by all schemas
        definitions |= model.pop('$defs', {})
        model['properties'] |= {
            field.name: declared_schema(field, _SchemaGenerator)
            for field in context.declared.of(name).values()
        }
        if name in SHORT_FORMS:
            short, whole = SHORT_FORMS[name]
            value = model['properties'][whole]['additionalProperties']
            model['patternProperties'] = {f'^{short}_{LANGUAGE_PATTERN}$': value}
        definitions[schema_name(name)] = model
        if context.numbering.work.has_episodes and name in NEEDED_BY_SERIALS:
            needed = {*model['required'], NEEDED_BY_SERIALS[name]}
            model['required'] = [field for field in model['properties'] if field in needed]
        properties[name] = {'$ref': _REFERENCE.format(model=schema_name(name))}
    schema: dict[str, Any] = {
        '$schema': DIALECT,
        'title': f'Front matter of a page: {kind or "of any kind"}',
        'type': 'object',
        'properties': {
            **properties,
            **{key: {'description': words} for key, words in THEME_KEYS.items()},
        },
        'patternProperties': {
            '^og:': {'description': 'What a link preview elsewhere shows.'},
            **{_pattern(key): {'description': _FOREIGN} for key in context.declared.foreign},
        },
        'additionalProperties': False,
    }
    if kind is None:
        schema['dependentSchemas'] = {
            name: {'properties': {other: False for other in kinds if other != name}}
            for name in kinds
        }
    elif kind != 'page':
        schema['required'] = [kind]
    schema['$defs'] = dict(sorted(definitions.items()))
    notations = context.notations
    with_scale = _score_schema(notations, needs_scale=False)
    needs_scale = not notations.outlets
    formats = {
        SCORE_FORMAT: with_scale,
        SELF_STATED_FORMAT: _score_schema(notations, needs_scale=needs_scale),
        SCALE_FORMAT: _scale_schema(notations),
    }
    _insert_schemas(schema, formats)
    _insert_field_names(schema, context.declared)
    _insert_episode_names(schema, context.numbering)
    return schema


_FOREIGN: Final = 'A key of another extension, by criticwiki_foreign_keys.'


def _pattern(key: str) -> str:
    """Regular expression of a foreign key, which may end in a star."""
    return f'^{re.escape(key.removesuffix("*"))}' + ('' if key.endswith('*') else '$')


def _insert_field_names(schema: Any, declared: DeclaredFields) -> None:
    """Replace placeholders that begin with `FIELD_FORMAT` by the names of fields, in place."""
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict) and str(part.get('format')).startswith(FIELD_FORMAT):
            names = declared.of(part.pop('format').removeprefix(FIELD_FORMAT))
            part['title'] = ', '.join([part['title'], *names])
            part['pattern'] = part['pattern'].replace('^(', f'^({"|".join([*names, ""])}')
        elif isinstance(part, dict | list):
            _insert_field_names(part, declared)


def _insert_episode_names(schema: Any, numbering: Numbering) -> None:
    """Replace the placeholder `EPISODE_NAME` by the names of specials and seasons, in place."""
    specials = [name for name, _place in numbering.specials]
    seasons = [season.title for season in numbering.seasons if season.title]
    if isinstance(schema, list) and (place := _index_of_names(schema)) is not None:
        schema[place : place + 1] = [{'enum': [*specials, *seasons]}] if specials or seasons else []
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict | list):
            _insert_episode_names(part, numbering)


def _index_of_names(schemas: list[Any]) -> int | None:
    formats = [one.get('format') if isinstance(one, dict) else None for one in schemas]
    return formats.index(EPISODE_NAME) if EPISODE_NAME in formats else None


def _insert_schemas(schema: Any, formats: Mapping[str, dict[str, Any]]) -> None:
    """Replace the placeholders of formats by the schemas of a wiki, in place."""
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict) and part.get('format') in formats:
            inserted = formats[part.pop('format')]
            null = [{'type': 'null'}] if 'null' in part.pop('type') else []
            part.update({'anyOf': [inserted, *null]} if null else inserted)
        elif isinstance(part, dict | list):
            _insert_schemas(part, formats)


# -- patterns of scores, in the dialect of JSON Schema, which has no flags -------------------


def _any_case(*texts: str) -> str:
    """Regular expression for texts in capitals and small letters, with spaces or hyphens."""
    return '|'.join(
        ''.join(
            r'[\s-]+'
            if character == ' '
            else f'[{character.upper()}{character.lower()}]'
            if len(character.upper() + character.lower()) == 2 and character.isalpha()
            else _escape_regex(character)
            for character in text
        )
        for text in sorted(texts, key=lambda text: (-len(text), text))
    )


def _escape_regex(text: str) -> str:
    """Escape a text for regular expressions of Python and of JavaScript."""
    return re.sub(r'[$()*+.?\[\\\]^{|}/]', r'\\\g<0>', text)


_DIGITS: Final = '[0-9\uff10-\uff19]{1,6}'
_PLUS: Final = '[+\uff0b]'
_DASH: Final = '[\u2010-\u2013\u2212-]'
_HALF: Final = f'[\u00bd{HALF_STARS}]|1/2'
_ONE_PART: Final = f'[{"".join(FRACTIONS)}]'
_NUMBER: Final = (
    rf'({_DIGITS}[\s-]*([12357]/[2348]|{_ONE_PART})|{_ONE_PART}|{_DIGITS}([.,\uff0c\uff0e]'
    rf'{_DIGITS})?|[.\uff0e]{_DIGITS}|{_any_case(*NUMBER_WORDS)})'
    rf'([\s-]+{_any_case("and")}[\s-]+({_any_case(*PART_WORDS)}))?'
)
_FULL: Final = f'([{FULL_STARS}]\ufe0f?\\s?)'
_EMPTY: Final = f'([{HOLLOW_STARS}]\ufe0f?\\s?)'
_OUT_OF: Final = rf'(\s*[\/\uff0f\u2044\u2215]\s*|\s({_any_case(*OUT_OF)})\s)'


def _self_stated(notations: Notations) -> Iterator[str]:
    """Patterns of scores whose scale is printed with them, or declared for the whole wiki."""
    best = rf'[(\[]?({_NUMBER}|{_FULL}+)'
    yield rf'({_NUMBER}|{_FULL}+({_HALF})?)[^0-9]*{_OUT_OF}{best}[^0-9]*'
    yield rf'{_NUMBER}\s*({_any_case(*PERCENT_NAMES)}|\uff05)'
    yield rf'({_FULL}+({_HALF})?|\u00bd)\s?{_EMPTY}+'
    for letter in notations.letters:
        sign = {
            '+': rf'\s?({_PLUS}|{_any_case("plus")})',
            '-': rf'\s?({_DASH}|{_any_case("minus")})',
        }
        rest = sign.get(letter[1:], _any_case(letter[1:]))
        wide = chr(ord(letter[:1] or 'A') + 0xFEE0)
        yield f'({_any_case(letter[:1], wide)}){rest}'
    yield from (_any_case(step) for scale in notations.scales for step in scale.steps)
    units = [scale.unit for scale in notations.scales if not scale.steps]
    if notations.stars is not None or any(same_unit(unit, STAR) for unit in units):
        yield rf'{_FULL}+({_HALF})?'
        yield rf'({_NUMBER}|1/2)[\s-]*({_any_case(*STAR_NAMES)}|[{FULL_STARS}]\ufe0f?)'
        yield rf'(({_any_case("a", "one")})\s)?{_any_case("half")}[^0-9]+'
    for unit in units:
        names = _any_case(*{unit, singular(unit), f'{unit}s'} - {'', 's'})
        yield rf'{_NUMBER}([\s-]*({names}))' if unit else _NUMBER
        yield rf'(({names})\s?)+\u00bd?' if unit else _NUMBER


def _score_schema(notations: Notations, *, needs_scale: bool) -> dict[str, Any]:
    """Schema of a printed score; steps that look like numbers are numbers to YAML parsers."""
    patterns = list(_self_stated(notations))
    words = [word for scale in notations.scales for word in scale.steps]
    numbers = [float(word) for word in words if re.fullmatch(r'[0-9]+(\.[0-9]+)?', word)]
    figures: list[dict[str, Any]] = [{'enum': numbers}] if numbers else []
    if not needs_scale:  # the scale may count anything: `pip pip pip pip`
        patterns += [rf'({_NUMBER}|{_FULL}*1/2)[\s-]*[^0-9]*', '[^0-9]*[^0-9\\s][^0-9]*']
    if not needs_scale or any(not (one.unit or one.steps) for one in notations.scales):
        figures = [{'type': 'number', 'minimum': 0}]
    label = rf'(({_any_case("final", "overall", "my")})\s)?({_any_case(*LABELS)})\s*[:\uff1a]'
    twice = r'\([^()]+\)|\uff08[^\uff08\uff09]+\uff09'
    opening, closing = r'[(\[{\uff08]?', r'[)\]}\uff09]?'
    pattern = (
        rf'^\s*{opening}\s*({label})?\s*({"|".join(patterns)})\s*{closing}\s*({twice})?\.?\s*$'
    )
    printed = {'type': 'string', 'pattern': pattern}
    return {'anyOf': [printed, *figures]} if figures else printed


def _scale_schema(notations: Notations) -> dict[str, Any]:
    """Schema of a stated scale: a number with a unit, or the name of a scale."""
    names = _any_case(
        'letters',
        'letter grades',
        'grades',
        *PERCENT_NAMES,
        *(one.name for one in notations.scales),
    )
    stars = f'[{FULL_STARS}{HOLLOW_STARS}\ufe0f]+'
    out_of = rf'({_any_case("out of", "of")}|/)?\s*'
    range_ = rf'({_NUMBER}\s*({_DASH}|{_any_case("to")})\s*)?{_NUMBER}([\s-]*[^0-9\s][^0-9]*)?'
    pattern = rf'^\s*({names}|{stars}|{out_of}{range_})\s*$'
    return {
        'anyOf': [{'type': 'string', 'pattern': pattern}, {'type': 'number', 'exclusiveMinimum': 0}]
    }

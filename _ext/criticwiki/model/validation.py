"""Validation of front matter: a model or located problems; the JSON Schema of the models."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from criticwiki.problems import Code, Problem, did_you_mean

from .fields import MAX_EPISODE, SCORE_FORMAT, describe_value
from .front_matter import PlainScalar
from .kinds import KINDS, THEME_KEYS, PageFacts, schema_name
from .scores import Notations, pattern_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails, core_schema

    from .front_matter import FrontMatter, KeyPath, Value

_CODES = frozenset(Code)
_NULL_WORDS = frozenset({'n/a', 'none', 'unknown', 'not stated', 'not known', 'nil', '-', '?'})
_EXPECTED = {
    'dict_type': "a mapping of 'key: value' lines",
    'model_type': "a mapping of 'key: value' lines",
    'model_attributes_type': "a mapping of 'key: value' lines",
    'tuple_type': 'a list',
    'list_type': 'a list',
    'string_type': 'text',
}


def is_theme_key(key: str) -> bool:
    """Whether a top-level key is metadata of Sphinx or a theme."""
    return key in THEME_KEYS or key.startswith('og:')


def validate(
    matter: FrontMatter, kind: str, notations: Notations
) -> tuple[PageFacts | None, list[Problem]]:
    """Validate front matter against the model of a kind of page.

    Returns the model, or None and at least one problem; problems have an empty path.
    """
    problems = list(matter.problems)
    problems += _check_top_level_keys(matter, kind)
    if kind not in matter.values:
        if kind == 'page':
            return (None if problems else KINDS[kind]()), problems
        if not matter.problems:
            message = f"front matter needs the mapping '{kind}:'"
            problems.append(Problem('', 1, 1, Code.MISSING_KEY, message))
        return None, problems
    model: PageFacts | None = None
    try:
        model = KINDS[kind].model_validate(matter.values[kind], context=notations)
    except ValidationError as error:
        problems += [_to_problem(detail, matter, kind) for detail in error.errors()]
    problems += _check_null_words(matter, kind)
    return (None if problems else model), problems


def _check_null_words(matter: FrontMatter, kind: str) -> list[Problem]:
    """Values such as `n/a` or `unknown` that should be null."""
    values = matter.values[kind]
    problems = []
    for key, value in values.items() if isinstance(values, dict) else ():
        if (
            isinstance(value, str)
            and value.strip().casefold() in _NULL_WORDS
            and _may_be_null((kind, key))
        ):
            message = f'{key}: write null where the source does not say, not {str(value)!r}'
            problems.append(Problem('', *matter.place((kind, key)), Code.BAD_VALUE, message))
    return problems


def _check_top_level_keys(matter: FrontMatter, kind: str) -> list[Problem]:
    problems = []
    for key in matter.values:
        if key == kind or is_theme_key(key):
            continue
        if key in KINDS:
            message = f"this page is of kind '{kind}', so its mapping is '{kind}:', not '{key}:'"
        else:
            hint = did_you_mean(key, {kind, *THEME_KEYS})
            message = f'unknown key {key!r}; facts stand below {kind!r}{hint}'
        problems.append(Problem('', *matter.place((key,)), Code.UNKNOWN_KEY, message))
    return problems


def _to_problem(detail: ErrorDetails, matter: FrontMatter, kind: str) -> Problem:
    path: KeyPath = (kind, *(part for part in detail['loc'] if part != '[key]'))
    code, message = _explain(detail, path)
    if code is Code.MISSING_KEY and detail['type'] == 'missing':
        path = path[:-1]
    return Problem('', *matter.place(path), code, message)


def _explain(detail: ErrorDetails, path: KeyPath) -> tuple[Code, str]:
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), '')
    if detail['type'] == 'missing':
        hint = f"; write '{key}: null' if the source does not say" if _may_be_null(path) else ''
        return Code.MISSING_KEY, f'{".".join(map(str, path[:-1]))} needs the key {key!r}{hint}'
    if detail['type'] == 'extra_forbidden':
        fields = {name for model in _models_at(path) for name in model.model_fields}
        hint = did_you_mean(key, fields)
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


def validate_partially(matter: FrontMatter, kind: str, notations: Notations) -> PageFacts | None:
    """Validate only the valid fields: drop invalid ones, and fill required ones with defaults.

    Returns None if that is impossible.
    """
    values = deepcopy(matter.values.get(kind))
    if kind not in _DEFAULTS or not isinstance(values, dict):
        return None
    for _ in range(_MAX_ATTEMPTS):
        try:
            candidate = {**_DEFAULTS[kind], **values}
            return KINDS[kind].model_validate(candidate, context=notations)
        except ValidationError as error:
            for detail in error.errors():
                path = tuple(part for part in detail['loc'] if part != '[key]')
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
    kind: str | None = None, notations: Notations | None = None
) -> dict[str, Any]:
    """JSON Schema, draft 2020-12, of the front matter of one kind of page, by default of all."""
    kinds = list(KINDS) if kind is None else [kind]
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    for name in kinds:
        model = KINDS[name].model_json_schema(
            ref_template=_REFERENCE, schema_generator=_SchemaGenerator
        )
        definitions |= model.pop('$defs', {})
        definitions[schema_name(name)] = model
        properties[name] = {'$ref': _REFERENCE.format(model=schema_name(name))}
    schema: dict[str, Any] = {
        '$schema': DIALECT,
        'title': f'Front matter of a page: {kind or "of any kind"}',
        'type': 'object',
        'properties': {
            **properties,
            **{key: {'description': words} for key, words in THEME_KEYS.items()},
        },
        'patternProperties': {'^og:': {'description': 'What a link preview elsewhere shows.'}},
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
    _insert_score_schema(schema, _score_schema(notations or Notations()))
    return schema


def _score_schema(notations: Notations) -> dict[str, Any]:
    """Schema of a printed score; steps that look like numbers are numbers to YAML parsers."""
    score_schema = {'type': 'string', 'pattern': rf'^\s*({pattern_of(notations)})\s*$'}
    words = [word for scale in notations.scales for word in scale.steps]
    numbers = [float(word) for word in words if re.fullmatch(r'[0-9]+(\.[0-9]+)?', word)]
    return {'anyOf': [score_schema, {'enum': numbers}]} if numbers else score_schema


def _insert_score_schema(schema: Any, score_schema: dict[str, Any]) -> None:
    """Replace the placeholder `SCORE_FORMAT` by the schema of a score, in place."""
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict) and part.get('format') == SCORE_FORMAT:
            del part['format']
            null = [{'type': 'null'}] if 'null' in part.pop('type') else []
            part.update({'anyOf': [score_schema, *null]} if null else score_schema)
        elif isinstance(part, dict | list):
            _insert_score_schema(part, score_schema)

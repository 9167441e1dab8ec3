"""JSON Schema of front matter, from the models of the kinds, with patterns of printed scores."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from .episode_fields import EPISODE_NAME
from .fields import (
    FIELD_FORMAT,
    SCALE_FORMAT,
    SCORE_FORMAT,
    SELF_STATED_FORMAT,
    FieldContext,
)
from .keys import (
    SHORT_FORMS,
    declared_schema,
)
from .kinds import KINDS, NEEDED_BY_SERIALS, THEME_KEYS, schema_name
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
    same_unit,
    singular,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import core_schema

    from .declared_fields import DeclaredFields
    from .numbering import Numbering

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


@cache
def _schema_of(kind: str) -> dict[str, Any]:
    """JSON Schema of the model of a kind, before a wiki adds to it; to be copied."""
    return KINDS[kind].model_json_schema(ref_template=_REFERENCE, schema_generator=_SchemaGenerator)


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
        model = deepcopy(_schema_of(name))  # it is shared by all schemas
        definitions |= model.pop('$defs', {})
        model['properties'] |= {
            field.name: declared_schema(field, _SchemaGenerator)
            for field in context.declared.of(name).values()
        }
        if name in SHORT_FORMS:
            short, whole = SHORT_FORMS[name]
            value = model['properties'][whole]['additionalProperties']
            model['patternProperties'] = {f'^{short}_{LANGUAGE_PATTERN}$': value}
        if name == 'page':  # no field of it is needed
            model['type'] = ['object', 'null']
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
_UNIT: Final = r'[^0-9\s!-\/:-@\[-`{-~][^0-9]*'
"""What a scale counts: words, or signs that are no punctuation."""
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
    range_ = rf'({_NUMBER}\s*({_DASH}|{_any_case("to")})\s*)?{_NUMBER}([\s-]*{_UNIT})?'
    pattern = rf'^\s*({names}|{stars}|{out_of}{range_})\s*$'
    return {
        'anyOf': [{'type': 'string', 'pattern': pattern}, {'type': 'number', 'exclusiveMinimum': 0}]
    }

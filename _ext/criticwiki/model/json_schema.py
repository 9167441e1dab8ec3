"""JSON Schema of front matter, for text editors and for the reference page.

It describes front matter as a YAML 1.2 parser loads it. It cannot express, and only the
check reports: how a value is written (`1.0` for `1`, `True` for `true`, a number of more than a
hundred digits), which of two numbers in one value is larger (`5-3`, `8/5`), keys that stand
twice, and whatever concerns other pages. In one thing it is stricter: the id of a page that
reads as a number or a flag, like `1.5`, needs quotation marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from .fields import SCORE_FORMAT
from .kinds import KINDS, THEME_KEYS, schema_name
from .scores import Notations, pattern_of

if TYPE_CHECKING:
    from pydantic_core import core_schema

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

"""The JSON Schema of front matter, for editors' programs and for the reference page.

It describes what a reader of YAML 1.2 makes of front matter. What it cannot say, and only the
check finds: how a value is written (`1.0` for `1`, `True` for `true`, a number of more than a
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


class _Generate(GenerateJsonSchema):
    """Pydantic's schema of a model, without titles made of names, in the order of the fields."""

    schema_dialect = DIALECT

    def field_title_should_be_set(self, schema: Any) -> bool:
        """A title tells the type of a field in plain words; a name again would hide it."""
        del schema
        return False

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Leave the order: it is that in which fields and examples are written."""
        del parent_key
        return value

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Say what keys are, too: here they are what editors write."""
        return {
            'type': 'object',
            'propertyNames': self.generate_inner(schema['keys_schema']),
            'additionalProperties': self.generate_inner(schema['values_schema']),
        }

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Say `null` among the types where that is all there is to it."""
        inner = self.generate_inner(schema['schema'])
        if 'type' not in inner:
            return super().nullable_schema(schema)
        types = inner['type'] if isinstance(inner['type'], list) else [inner['type']]
        return {**inner, 'type': [*types, 'null']}


def front_matter_schema(
    kind: str | None = None, notations: Notations | None = None
) -> dict[str, Any]:
    """The schema of the front matter of pages of one kind, or of any, as draft 2020-12."""
    kinds = list(KINDS) if kind is None else [kind]
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    for name in kinds:
        model = KINDS[name].model_json_schema(ref_template=_REFERENCE, schema_generator=_Generate)
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
    _fill_scores(schema, _score_shape(notations or Notations()))
    return schema


def _score_shape(notations: Notations) -> dict[str, Any]:
    """What a printed score looks like; one that reads as a number is one for other readers."""
    shape = {'type': 'string', 'pattern': rf'^\s*({pattern_of(notations)})\s*$'}
    words = [word for scale in notations.scales for word in scale.steps]
    numbers = [float(word) for word in words if re.fullmatch(r'[0-9]+(\.[0-9]+)?', word)]
    return {'anyOf': [shape, {'enum': numbers}]} if numbers else shape


def _fill_scores(schema: Any, shape: dict[str, Any]) -> None:
    """Say wherever a score stands how scores are written in this wiki."""
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict) and part.get('format') == SCORE_FORMAT:
            del part['format']
            null = [{'type': 'null'}] if 'null' in part.pop('type') else []
            part.update({'anyOf': [shape, *null]} if null else shape)
        elif isinstance(part, dict | list):
            _fill_scores(part, shape)

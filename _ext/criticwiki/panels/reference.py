"""What the reference of the front matter says of each field, from the JSON Schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from criticwiki.corpus.drafts import fields_inside
from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.kinds import KINDS, THEME_KEYS
from criticwiki.model.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    _Schema: TypeAlias = Mapping[str, Any]

_OF_ALL: Final = ('summary', 'draft')
"""Fields of every kind, which are told last."""
_ANY_NUMBER: Final = 999_999


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field takes: `one` of something, some of `choices`, or a sort of collection."""

    form: str
    """`one`, `choice`, `list`, `lines`, `mapping`, or `either` of what is inside."""
    words: str = ''
    """The type in plain words, of `one`; of `lines`, what stands before the colon."""
    choices: tuple[str, ...] = ()
    inside: tuple[FieldType, ...] = ()
    least: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field."""

    name: str
    means: str
    required: bool
    nullable: bool
    type: FieldType
    example: str
    """Lines of YAML."""
    fields: tuple[FieldRow, ...] = ()
    """What stands inside, where that is a mapping with keys of its own."""


@lru_cache
def field_rows(kind: str) -> tuple[FieldRow, ...]:
    """The fields of a kind of page: those that must be there first."""
    definitions = front_matter_schema(kind)['$defs']
    model = definitions[KINDS[kind].__name__]
    rows = _rows(model['properties'], model.get('required', ()), definitions)
    return tuple(sorted(rows, key=lambda row: (not row.required, row.name in _OF_ALL)))


def theme_rows() -> tuple[tuple[str, str], ...]:
    """What may stand beside the mapping of a page, and what it does."""
    return tuple(THEME_KEYS.items())


def _rows(fields: _Schema, required: Any, definitions: _Schema) -> tuple[FieldRow, ...]:
    return tuple(_row(name, field, name in required, definitions) for name, field in fields.items())


def _row(name: str, field: _Schema, required: bool, definitions: _Schema) -> FieldRow:
    inside = fields_inside(field, definitions)
    needed = {key for key, inner in inside.items() if _needed(inner, definitions, inside)}
    return FieldRow(
        name=name,
        means=field['description'],
        required=required,
        nullable=_nullable(field),
        type=_type(field),
        example=yaml_text({name: field['examples'][0]}),
        fields=_rows(inside, needed, definitions),
    )


def _needed(field: _Schema, definitions: _Schema, fields: _Schema) -> bool:
    """Whether the model that has these fields requires this one."""
    model = next(one for one in definitions.values() if one['properties'] is fields)
    return any(fields[name] is field for name in model.get('required', ()))


def _nullable(field: _Schema) -> bool:
    kinds = field.get('type', ())
    return 'null' in kinds or {'type': 'null'} in field.get('anyOf', ())


def _type(field: _Schema) -> FieldType:
    if 'enum' in field:
        return FieldType('choice', choices=tuple(field['enum']))
    if '$ref' in field:
        return FieldType('mapping')
    if 'title' in field:
        return FieldType('one', field['title'], least=_least(field), longest=field.get('maxLength'))
    if 'anyOf' in field:
        parts = [one for one in field['anyOf'] if one != {'type': 'null'}]
        if len(parts) == 1:
            return _type(parts[0])
        return FieldType('either', inside=tuple(map(_type, parts)))
    if field['type'] == 'array':
        return FieldType('list', inside=(_type(field['items']),))
    keys = field['propertyNames']
    return FieldType('lines', keys['title'], inside=(_type(field['additionalProperties']),))


def _least(field: _Schema) -> int | None:
    return field['minimum'] if field.get('maximum') == _ANY_NUMBER else None

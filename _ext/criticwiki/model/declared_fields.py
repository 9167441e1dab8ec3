"""Front matter that a wiki declares itself: its own fields, and keys of other extensions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from criticwiki.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TYPES: Final = ('text', 'names', 'number', 'date', 'address', 'flag')
"""Types that a declared field may have."""
KINDS_WITH_FIELDS: Final = ('series', 'episode', 'character', 'review')
"""Kinds of pages that a field may be declared for: those with a fact box."""
PLACES: Final = ('facts', 'nowhere')
"""Where a declared field may be shown: in the fact box, or in the data only."""
_NAME: Final = re.compile('[a-z][a-z0-9_]*')
_KEYS: Final = ('label', 'type', 'language', 'shown', 'means')


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """One field: its kind of page, its key in front matter, and how it is read and shown."""

    kind: str
    name: str
    label: str
    """Name of its row in the fact box."""
    type: str = 'text'
    """One of `TYPES`."""
    language: str = ''
    """Language of its values, where it is not that of the pages."""
    shown: bool = True
    """Whether it has a row in the fact box."""
    means: str = ''
    """Description for editors, in the reference and the schema."""


@dataclass(frozen=True, slots=True)
class DeclaredFields:
    """All declared fields of a wiki, in the order of the setting."""

    all: tuple[DeclaredField, ...] = ()
    foreign: tuple[str, ...] = ()
    """Top-level keys that other extensions read; a star at the end stands for any characters."""

    def of(self, kind: str) -> dict[str, DeclaredField]:
        """Fields of a kind of page, by name."""
        return {field.name: field for field in self.all if field.kind == kind}

    def is_foreign(self, key: str) -> bool:
        """Whether a top-level key belongs to another extension."""
        return any(
            key.startswith(one[:-1]) if one.endswith('*') else key == one for one in self.foreign
        )


NONE_DECLARED: Final = DeclaredFields()


def declared_fields_of(setting: Any, foreign: Any = ()) -> DeclaredFields:
    """Declared fields from `criticwiki_fields`, and keys from `criticwiki_foreign_keys`.

    :raises ValueError: if a value is invalid; the message names its place in the setting.
    """
    if not isinstance(setting, dict):
        raise ValueError(f'criticwiki_fields {_SHAPE}')
    return DeclaredFields(tuple(_fields(setting)), tuple(_foreign(foreign)))


_FOREIGN: Final = 'criticwiki_foreign_keys'
_FOREIGN_KEY: Final = re.compile(r'[A-Za-z][\w.:-]*\*?')
_OF_PARSER: Final = ('html_meta', 'myst', 'substitutions')
"""Keys by which a page would change how it is parsed itself."""


def _foreign(keys: Any) -> Iterator[str]:
    if isinstance(keys, str):
        raise ValueError(f"{_FOREIGN} must be a list: ['blogpost', 'tags']")
    for key in sorted(set(map(str, keys))):
        if not _FOREIGN_KEY.fullmatch(key):
            raise ValueError(f"{_FOREIGN}: {key!r} is no key; a star may stand at its end: 'x.*'")
        one = DeclaredFields(foreign=(key,))
        if taken := next(filter(one.is_foreign, (*KINDS_WITH_FIELDS, 'page', *_OF_PARSER)), ''):
            raise ValueError(f'{_FOREIGN}: {key!r}: {taken!r} has a meaning of its own')
        yield key


_SHAPE: Final = (
    "must be a mapping of kinds of pages to fields: {'episode': {'writer': {'label': 'Writer',"
    " 'type': 'names'}}}"
)


def _fields(setting: Mapping[Any, Any]) -> Iterator[DeclaredField]:
    for kind, fields in setting.items():
        _require(str(kind), KINDS_WITH_FIELDS, 'criticwiki_fields', 'kind of page')
        if not isinstance(fields, dict):
            raise ValueError(f'criticwiki_fields[{kind!r}] {_SHAPE}')
        for name, spec in fields.items():
            yield _field(str(kind), name, spec)


def _field(kind: str, name: Any, spec: Any) -> DeclaredField:
    place = f'criticwiki_fields[{kind!r}][{name!r}]'
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(f'{place}: the name of a field has lower-case letters, digits and _')
    if not isinstance(spec, dict):
        raise ValueError(f"{place} must be like {{'label': 'Writer', 'type': 'names'}}")
    for key, value in spec.items():
        _require(str(key), _KEYS, place, 'key')
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f'{place}[{key!r}] must be a text, not {value!r}')
    form = spec.get('type', 'text')
    _require(form, TYPES, f"{place}['type']", 'type')
    shown = spec.get('shown', 'facts')
    _require(shown, PLACES, f"{place}['shown']", 'place')
    label = spec.get('label', name.replace('_', ' ').capitalize())
    language = _language(spec['language'], place) if 'language' in spec else ''
    means = spec.get('means', '')
    return DeclaredField(kind, name, label, form, language, shown == 'facts', means)


def _require(word: str, choices: tuple[str, ...], place: str, what: str) -> None:
    if word not in choices:
        hint = did_you_mean(word, choices) or f'; one of {", ".join(choices)}'
        raise ValueError(f'{place}: there is no {what} {word!r}{hint}')


def _language(text: str, place: str) -> str:
    if not re.fullmatch('[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*', text):
        raise ValueError(f"{place}['language']: {text!r} is no language code, like ja or pt-BR")
    return text

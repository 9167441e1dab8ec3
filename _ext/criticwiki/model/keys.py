"""Keys of front matter: `title_ja` into `titles`, declared fields, hints for foreign keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter, ValidationError

from criticwiki.problems import did_you_mean, nearest

from .fields import DECLARED_TYPES
from .kinds import KINDS, THEME_KEYS
from .languages import parse_language
from .works import INDEX

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping

    from pydantic.json_schema import GenerateJsonSchema
    from pydantic_core import ErrorDetails

    from .declared_fields import DeclaredField, DeclaredFields
    from .fields import FieldContext
    from .front_matter import FrontMatter, KeyPath

SHORT_FORMS: Final = {'episode': ('title', 'titles'), 'character': ('name', 'names')}
"""Beginning of keys such as `title_fr`, by kind, and the mapping by language it is short for."""
_SHORT_KEY: Final = re.compile('([a-z]+)_([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)')


def is_passed_on(key: str, declared: DeclaredFields) -> bool:
    """Whether a top-level key is metadata of Sphinx, of a theme, or of another extension."""
    return key in THEME_KEYS or key.startswith('og:') or declared.is_foreign(key)


def whole_form(key: str, kind: str) -> tuple[str, str] | None:
    """Mapping by language and language code that a key is short for, as written; else None."""
    match = _SHORT_KEY.fullmatch(key)
    short, whole = SHORT_FORMS.get(kind, ('', ''))
    return (whole, match[2]) if match and match[1] == short else None


@dataclass(frozen=True, slots=True)
class KeyParts:
    """The mapping of a page, taken apart: values of the model, and of declared fields."""

    own: Any
    declared: Mapping[str, Any]
    short: Mapping[KeyPath, KeyPath]
    """Key paths as written, by the paths of the model."""
    clashes: tuple[tuple[str, str], ...] = ()
    """Short forms of what stands in whole form too, each with the path of that."""

    def as_written(self, path: KeyPath) -> KeyPath:
        """Key path in the front matter of a key path in the model."""
        written = self.short.get(path[:3])
        return (*written, *path[3:]) if written else path


def parts_of(values: Any, kind: str, fields: DeclaredFields) -> KeyParts:
    """Take the mapping of a page apart; what is no mapping stays whole."""
    if not isinstance(values, dict):
        return KeyParts(values, {}, {})
    model = KINDS[kind].model_fields
    declared = {
        name: values[name] for name in fields.of(kind) if name in values and name not in model
    }
    own = {key: value for key, value in values.items() if key not in declared}
    short: dict[KeyPath, KeyPath] = {}
    clashes: list[tuple[str, str]] = []
    for key in [key for key in own if key not in model]:
        if form := whole_form(key, kind):
            whole, code = form
            mapping = own.get(whole, {})
            if not isinstance(mapping, dict):
                continue  # which is a problem by itself
            value = own.pop(key)
            if any(_same_language(code, other) for other in mapping):
                clashes.append((key, f'{whole}.{code}'))
                continue
            own[whole] = {**mapping, code: value}
            short[kind, whole, code] = (kind, key)
    return KeyParts(own, declared, short, tuple(clashes))


def _same_language(code: str, other: str) -> bool:
    return code.replace('_', '-').casefold() == other.replace('_', '-').casefold()


def require_free_names(fields: DeclaredFields) -> None:
    """Check that a wiki declares no field that a page has anyway.

    :raises ValueError: if it does, or if the language of a field is none.
    """
    for field in fields.all:
        place = f'criticwiki_fields[{field.kind!r}][{field.name!r}]'
        if field.name in KINDS[field.kind].model_fields or whole_form(field.name, field.kind):
            raise ValueError(f'{place}: every page of this kind may have that field anyway')
        try:
            parse_language(field.language or 'en')
        except ValueError as error:
            raise ValueError(f"{place}['language']: {error}") from None


@cache
def _adapter(form: str) -> TypeAdapter[Any]:
    return TypeAdapter(DECLARED_TYPES[form])


def validate_declared(
    values: Mapping[str, Any], kind: str, context: FieldContext
) -> tuple[dict[str, Any], list[tuple[ErrorDetails, KeyPath]]]:
    """Valid values of declared fields, and the errors of the others with their key paths."""
    fields = context.declared.of(kind)
    valid: dict[str, Any] = {}
    errors: list[tuple[ErrorDetails, KeyPath]] = []
    for name, value in values.items():
        try:
            valid[name] = _adapter(fields[name].type).validate_python(value, context=context)
        except ValidationError as error:
            errors += [(detail, (kind, name, *detail['loc'])) for detail in error.errors()]
    return valid, errors


_EXAMPLES: Final = {
    'text': 'Words',
    'names': ['Ann Hale', 'Bo Kay'],
    'number': 24,
    'date': '2024-01-31',
    'address': 'https://example.org/',
    'flag': True,
}
"""Example of each type of declared fields."""


def declared_schema(field: DeclaredField, generator: type[GenerateJsonSchema]) -> dict[str, Any]:
    """JSON Schema of a declared field."""
    schema = _adapter(field.type).json_schema(schema_generator=generator)
    schema.pop('$schema', None)
    description = field.means or f'{field.label}. A field of this wiki.'
    return {**schema, 'description': description, 'examples': [_EXAMPLES[field.type]]}


_NO_TAGS: Final = 'pages have none here; the folder of a page says what it is'
_FILE_NAME: Final = 'the file name is the id of a page'
_ELSEWHERE: Final = {
    'rating': 'a score as printed goes under {score}',
    'stars': 'a score as printed goes under {score}',
    'grade': 'a score as printed goes under {score}',
    'date': 'the day goes under {published}{aired}',
    'lang': 'the language of a review goes under {language}',
    'description': 'one sentence on the page goes under {summary}',
    'title': 'the title of a page is its first heading',
    'episodes': 'these go under {covers}{appears_in}',
    'tags': _NO_TAGS,
    'tag': _NO_TAGS,
    'categories': _NO_TAGS,
    'category': _NO_TAGS,
    'type': _NO_TAGS,
    'layout': _NO_TAGS,
    'slug': _FILE_NAME,
    'permalink': _FILE_NAME,
    'image': 'a picture stands in the text, as ![what it shows](/_static/pictures/name.webp)',
    'cover': 'a picture stands in the text, as ![what it shows](/_static/pictures/name.webp)',
    'quotes': 'it stands below one of the {aspects} or {remarks}',
    'stance': 'it stands below one of the {aspects} or {remarks}',
    'says': 'it stands below one of the {aspects} or {remarks}',
    'spoils': 'it stands below one of the {aspects} or {remarks}',
    'spoilers': 'facts that give something away go under {revealed}',
    'publish': 'a page with {draft}: true counts nowhere, and any other does',
    'updated': 'say in the text what has changed, and when',
    'lastmod': 'say in the text what has changed, and when',
}
"""Where keys that other programs take have their place here, with fields in braces."""
_FIELD_NAME: Final = re.compile('{([a-z_]+)}')
OWN_FIELDS: Final = '; take it out, or have such a field declared in conf.py, in criticwiki_fields'


def _words_on(key: str, fields: Container[str]) -> str:
    if key.lower() == 'title' and 'headline' in fields:
        return 'the title as printed goes under {headline}'
    return _ELSEWHERE.get(key.lower(), '')


def meant_by(key: str, fields: Container[str]) -> set[str]:
    """The fields that what stands under a key of another program goes under."""
    return {name for name in _FIELD_NAME.findall(_words_on(key, fields)) if name in fields}


def hint_elsewhere(key: str, fields: Container[str]) -> str:
    """Suffix of a message: where to put what another program takes under a key, or ''."""
    words = _words_on(key, fields)
    if not words or key in fields:
        return ''
    names = _FIELD_NAME.findall(words)
    if names and not any(name in fields for name in names):
        return ''
    shown = _FIELD_NAME.sub(lambda name: repr(name[1]) if name[1] in fields else '', words)
    return f'; {shown}'


def hint_at_the_top(key: str, kind: str, fields: Collection[str], hint: str) -> str:
    """Suffix of a message on a key beside the mapping of a page: below it, or not at all."""
    near = hint or did_you_mean(key, {kind, *THEME_KEYS})
    if near or get_close_matches(key, fields, cutoff=0.75):
        return f'; facts stand below {kind!r}{near}'
    return '; no page has it, so take it out'


def _misspells(kind: str, keys: Collection[str]) -> bool:
    """Whether one of the keys at the top is a misspelt kind, of which its own message tells."""
    return any(nearest(key, {kind, *THEME_KEYS}) == kind for key in keys)


def message_on_no_facts(kind: str, matter: FrontMatter) -> str:
    """Message on a page without the facts of its kind; empty if it has those of another."""
    if KINDS.keys() & matter.values.keys() or _misspells(kind, matter.values):
        return ''
    if matter.end:
        return f"the block at the top of the page needs '{kind}:', and below it the facts"
    written = f'; `make new KIND={kind}` writes such a page' if kind != INDEX else ''
    return f"the page must begin with '---', '{kind}:', its facts, and '---'{written}"


def without_colonless(details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Errors without those of missing keys that are there, misspelt or without their colon."""
    begun = {
        (*detail['loc'][:-1], str(detail['loc'][-1]).split()[0])
        for detail in details
        if detail['type'] == 'extra_forbidden' and str(detail['loc'][-1]).strip()
    }
    missing = {detail['loc'] for detail in details if detail['type'] == 'missing'}
    for detail in details:
        if detail['type'] == 'extra_forbidden':
            beside = [str(loc[-1]) for loc in missing if loc[:-1] == detail['loc'][:-1]]
            near = get_close_matches(str(detail['loc'][-1]), beside, n=1, cutoff=0.8)
            begun |= {(*detail['loc'][:-1], key) for key in near}
    for detail in details:
        if detail['type'] != 'missing' or detail['loc'] not in begun:
            yield detail

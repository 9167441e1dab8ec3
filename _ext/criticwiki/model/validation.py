"""Validation of front matter: a model, or every problem at the key that has it."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, ValidationError

from criticwiki.problems import Code, Problem, did_you_mean

from .fields import MAX_EPISODE, shown
from .front_matter import Plain
from .kinds import KINDS, THEME_KEYS, PageFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

    from .front_matter import FrontMatter, KeyPath, Value
    from .scores import Notations

_CODES = frozenset(Code)
_NONE = frozenset({'n/a', 'none', 'unknown', 'not stated', 'not known', 'nil', '-', '?'})
_EXPECTED = {
    'dict_type': "a mapping of 'key: value' lines",
    'model_type': "a mapping of 'key: value' lines",
    'model_attributes_type': "a mapping of 'key: value' lines",
    'tuple_type': 'a list',
    'list_type': 'a list',
    'string_type': 'text',
}


def is_theme_key(key: str) -> bool:
    """Whether a top-level key belongs to Sphinx or the theme, not to us."""
    return key in THEME_KEYS or key.startswith('og:')


def validate(
    matter: FrontMatter, kind: str, notations: Notations
) -> tuple[PageFacts | None, list[Problem]]:
    """The model of a page of `kind` ('page' where the page is of none).

    Returns the model, or None with at least one problem; problems have an empty path.
    """
    problems = list(matter.problems)
    problems += _foreign_keys(matter, kind)
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
        problems += [_located(detail, matter, kind) for detail in error.errors()]
    problems += _words_for_null(matter, kind)
    return (None if problems else model), problems


def _words_for_null(matter: FrontMatter, kind: str) -> list[Problem]:
    """Values that say in words that there is none."""
    values = matter.values[kind]
    problems = []
    for key, value in values.items() if isinstance(values, dict) else ():
        if (
            isinstance(value, str)
            and value.strip().casefold() in _NONE
            and _may_be_null((kind, key))
        ):
            message = f'{key}: write null where the source does not say, not {str(value)!r}'
            problems.append(Problem('', *matter.place((kind, key)), Code.BAD_VALUE, message))
    return problems


def _foreign_keys(matter: FrontMatter, kind: str) -> list[Problem]:
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


def _located(detail: ErrorDetails, matter: FrontMatter, kind: str) -> Problem:
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
        known = {name for model in _models_at(path) for name in model.model_fields}
        hint = did_you_mean(key, known)
        if 'aspects' in known and isinstance(detail['input'], dict) and 'stance' in detail['input']:
            hint = "; an aspect goes below 'aspects', and stands further to the right"
        return Code.UNKNOWN_KEY, f'unknown key {key!r}{hint}'
    if detail['type'] in _CODES:
        return Code(detail['type']), f'{key}: {detail["ctx"]["message"]}'
    expected = _EXPECTED.get(detail['type'])
    if expected and detail['input'] is None:
        return Code.WRONG_TYPE, f'{key}: must be {expected}; nothing stands below it'
    if expected:
        return Code.WRONG_TYPE, f'{key}: must be {expected}, not {shown(detail["input"])}'
    return Code.BAD_VALUE, f'{key}: {detail["msg"]}'


def _may_be_null(path: KeyPath) -> bool:
    """Whether the last part of `path` is a key that must be there, if only as `null`."""
    fields = (model.model_fields.get(str(path[-1])) for model in _models_at(path))
    return any(type(None) in get_args(field.annotation) for field in fields if field)


def _models_at(path: KeyPath) -> list[Any]:
    """The models of which the last part of `path` may be a key."""
    models: list[Any] = [KINDS[str(path[0])]]
    for part in path[1:-1]:
        if models and isinstance(part, str):
            found = [
                model.model_fields[part].annotation
                for model in models
                if part in model.model_fields
            ]
            if found:
                models = list(_models_in(found))
    return models


def _models_in(annotations: Iterable[Any]) -> Iterable[type[BaseModel]]:
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield annotation
        else:
            yield from _models_in(getattr(annotation, '__args__', ()))
            yield from _models_in(getattr(annotation, '__metadata__', ()))


_STAND_INS: Final[dict[str, dict[str, Any]]] = {
    'episode': {'number': Plain('1'), 'title': '-'},
    'character': {'name': '-'},
    'review': {
        'headline': '-',
        'outlet': None,
        'author': None,
        'url': None,
        'published': None,
        # every episode, so that nothing is held against a scope that cannot be read
        'covers': Plain(f'1-{MAX_EPISODE}'),
    },
}
_TRIES: Final = 50


def salvage(matter: FrontMatter, kind: str, notations: Notations) -> PageFacts | None:
    """A model of all that is right in the front matter of a page, or None."""
    values = deepcopy(matter.values.get(kind))
    if kind not in _STAND_INS or not isinstance(values, dict):
        return None
    for _ in range(_TRIES):
        try:
            whole = {**_STAND_INS[kind], **values}
            return KINDS[kind].model_validate(whole, context=notations)
        except ValidationError as error:
            for detail in error.errors():
                path = tuple(part for part in detail['loc'] if part != '[key]')
                _drop(values, path[:-1] if detail['type'] == 'missing' else path)
    return None


def _drop(values: Value, path: tuple[str | int, ...]) -> None:
    """Remove what stands at a path; without one, what the whole was refused for."""
    if not path:
        path = ('covers_basis',)
    for part in path[:-1]:
        values = _child(values, part)
    last = path[-1]
    if isinstance(values, dict):
        values.pop(str(last), None)
    elif isinstance(values, list) and isinstance(last, int) and last < len(values):
        # the place stays taken, so that later items keep theirs
        values[last] = None


def _child(values: Value, part: str | int) -> Value:
    if isinstance(values, dict):
        return values.get(str(part))
    if isinstance(values, list) and isinstance(part, int) and part < len(values):
        return values[part]
    return None


_TELLING: Final = frozenset({'summary', 'says', 'quotes', 'fact', 'sha256'})
"""Fields whose examples nobody would write for a work of their own."""


def examples_left(matter: FrontMatter, kind: str) -> Iterator[Problem]:
    """Every example that still stands in the facts of a page, with an empty path."""
    for path, value in _leaves(matter.values.get(kind), (kind,)):
        if value in _examples():
            key = next(part for part in reversed(path) if isinstance(part, str))
            message = f'{key}: still the example of make new; write what is true, or nothing'
            yield Problem('', *matter.place(path), Code.BAD_VALUE, message)


@cache
def _examples() -> frozenset[str]:
    """What the fields of all pages have for examples, as `make new` writes them."""
    return frozenset(
        value
        for model in KINDS.values()
        for name, field in model.model_fields.items()
        for example in (field.examples or ())[:1]
        for path, value in _leaves(example, (name,))
        if _TELLING.intersection(path)
    )


def _leaves(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, str(value)
    elif isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in parts:
            yield from _leaves(inner, (*path, key))

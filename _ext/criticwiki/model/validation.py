"""Validation of front matter by models: located problems, placeholders, the part that is valid."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import deepcopy
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, ValidationError

from criticwiki.problems import Code, Problem, did_you_mean, listed

from .declared_fields import KINDS_WITH_FIELDS
from .fields import (
    MAPPING_TAG,
    TEXT_TAG,
    WANTED_SCALE,
    FieldContext,
    describe_value,
)
from .front_matter import PlainScalar
from .joined_names import flow_list
from .keys import (
    OWN_FIELDS,
    hint_at_the_top,
    hint_elsewhere,
    is_passed_on,
    meant_by,
    message_on_no_facts,
    parts_of,
    validate_declared,
    without_colonless,
)
from .kinds import KINDS, NEEDED_BY_SERIALS
from .notations import (
    ScoreError,
)
from .numbering import MAX_EPISODE
from .placement import message_on_kind
from .works import INDEX, Work, work_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

    from .declared_fields import DeclaredField, DeclaredFields
    from .front_matter import FrontMatter, KeyPath, Value
    from .page_facts import PageFacts

_CODES = frozenset(Code)
_MARKS = frozenset({'[key]', MAPPING_TAG, TEXT_TAG})
"""Parts of the location of an error that name no key."""
_NULL_WORDS = frozenset({'n/a', 'none', 'unknown', 'not stated', 'not known', 'nil', '-', '?'})
_NEAR_KEY: Final = 0.65
"""How similar an unknown key is to the field that is meant."""
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
_BY_LANGUAGE: Final = '; the code of the language stands before it, as in {ja: Ann Hale}'
_HINTS_ON_TEXT: Final[dict[KeyPath, str]] = {
    ('source',): "; where the review stands goes under 'outlet'",
    ('voices',): _BY_LANGUAGE,
    ('names',): _BY_LANGUAGE,
    ('titles',): _BY_LANGUAGE,
}
"""Hints on a text where a mapping is to be, by the path below the kind."""


def validate(
    matter: FrontMatter, kind: str, context: FieldContext
) -> tuple[PageFacts | None, list[Problem]]:
    """Validate front matter against the model of a kind of page, in a wiki about a work.

    Returns the model, or None and at least one problem; problems have an empty path.
    """
    problems = list(matter.problems)
    problems += _check_top_level_keys(matter, kind, context)
    if kind not in matter.values:
        if kind == 'page':
            return (None if problems else KINDS[kind]()), problems
        if not matter.problems and (message := message_on_no_facts(kind, matter)):
            problems.append(Problem('', 1, 1, Code.MISSING_KEY, message))
        return None, problems
    facts = matter.values[kind]
    if facts is None and kind == 'page':  # it needs none
        facts = {}
    parts = parts_of(facts, kind, context.declared)
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
            details = [one for one in details if not _wanted_scale(one)]
        details = list(_once_a_scale(details, kind, matter))
        for detail in without_colonless(details):
            errors.append((detail, parts.as_written(_path_of(kind, detail))))
    problems += _missing(errors, matter, _needed_by_serial(matter, kind, context.numbering.work))
    problems += [
        _to_problem(*error, matter, context.declared)
        for error in errors
        if error[0]['type'] != 'missing'
    ]
    problems += _check_folded_names(matter, kind, context.declared)
    null_words = list(_check_null_words(matter, kind, context.declared))
    places = {(problem.line, problem.column) for problem in null_words}
    problems = [one for one in problems if (one.line, one.column) not in places]
    problems += null_words
    problems += _check_episodes(matter, kind)
    if problems or model is None:
        return None, problems
    return (model.with_declared(declared) if declared else model), problems


def _wanted_scale(detail: ErrorDetails) -> tuple[str, int] | None:
    """Unit and size of the scale that a score needs, if that is what an error tells."""
    wanted: tuple[str, int] | None = detail.get('ctx', {}).get(WANTED_SCALE)
    return wanted


def _once_a_scale(
    details: list[ErrorDetails], kind: str, matter: FrontMatter
) -> Iterator[ErrorDetails]:
    """Errors with one for all scores of a review that want a scale of one unit."""
    by_unit: dict[str, list[tuple[int, ErrorDetails]]] = defaultdict(list)
    for detail in details if kind == 'review' else ():
        if wanted := _wanted_scale(detail):
            by_unit[wanted[0]].append((wanted[1], detail))
    largest = {unit: max(same, key=itemgetter(0))[1] for unit, same in by_unit.items()}
    for detail in details:
        wanted = _wanted_scale(detail)
        if not wanted or wanted[0] not in largest:
            yield detail
        elif detail is largest[wanted[0]]:
            same = (matter.place(_path_of(kind, one))[0] for _size, one in by_unit[wanted[0]])
            here = matter.place(_path_of(kind, detail))[0]
            detail['ctx']['message'] += _other_lines(list(same), here)
            yield detail


def _path_of(kind: str, detail: ErrorDetails) -> KeyPath:
    """Key path of an error in a mapping of the model."""
    return (kind, *(part for part in detail['loc'] if part not in _MARKS))


def _other_lines(lines: list[int], here: int) -> str:
    """Suffix of a message: the lines that the same cure mends, apart from one."""
    others = sorted(set(lines) - {here})
    spans: list[list[int]] = []
    for line in others:
        if spans and spans[-1][-1] == line - 1:
            spans[-1][1:] = [line]
        else:
            spans.append([line])
    where = ['in this line'] if lines.count(here) > 1 else []
    if spans:
        shown = ', '.join('-'.join(map(str, span)) for span in spans)
        where.append(f'in {"lines" if len(others) > 1 else "line"} {shown}')
    return f'; that mends the others {" and ".join(where)} too' if where else ''


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


_NAMES: Final = frozenset(
    {'author', 'director', 'storyboard', 'script', 'aliases', 'misspellings', 'voices'}
)
"""Fields with names, of which each is short enough for one line."""


def _check_folded_names(
    matter: FrontMatter, kind: str, declared: DeclaredFields
) -> Iterator[Problem]:
    """Names below one another without hyphens, which make one name."""
    of_wiki = {name for name, field in declared.of(kind).items() if field.type == 'names'}
    for path in sorted(matter.folded, key=matter.place):
        value: Value = matter.values
        for part in path:
            value = _child(value, part)
        is_text = path[1:2] in {('aliases',), ('misspellings',)} and len(path) == 2
        if path[0] == kind and path[1:2] and path[1] in {*_NAMES, *of_wiki} and not is_text:
            place = matter.lower.get(path, matter.place(path))
            message = (
                f"{path[1]}: {str(value)!r} is one name; begin the line of each name with '- '"
            )
            yield Problem('', *place, Code.BAD_VALUE, message)


def _needed_by_serial(matter: FrontMatter, kind: str, work: Work) -> list[KeyPath]:
    """Path of the key that is missing from a page in a wiki about a work with episodes."""
    values = matter.values[kind]
    name = NEEDED_BY_SERIALS.get(kind)
    if not name or not work.has_episodes or not isinstance(values, dict) or name in values:
        return []
    return [(kind, name)]


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


def _check_top_level_keys(matter: FrontMatter, kind: str, context: FieldContext) -> list[Problem]:
    problems = []
    for key in matter.values:
        if key == kind or is_passed_on(key, context.declared):
            continue
        if key in KINDS:
            code, message = message_on_kind(key, kind, matter.values[key], context.location)
        else:
            fields = {*KINDS[kind].model_fields, *context.declared.of(kind)}
            hint = hint_elsewhere(key, fields)
            if not hint or 'goes under' in hint:
                hint = hint_at_the_top(key, kind, fields, hint)
            code, message = Code.UNKNOWN_KEY, f'unknown key {key!r}{hint}'
        problems.append(Problem('', *matter.place((key,)), code, message))
    return problems


def _missing(
    errors: Iterable[tuple[ErrorDetails, KeyPath]], matter: FrontMatter, more: Iterable[KeyPath]
) -> Iterator[Problem]:
    """One problem for all keys that a mapping lacks, those of `errors` and `more`."""
    lacking: dict[KeyPath, list[KeyPath]] = {}
    meant = {
        (path[0], name)
        for detail, path in errors
        if detail['type'] == 'extra_forbidden' and len(path) == 2
        for name in meant_by(str(path[1]), KINDS[str(path[0])].model_fields)
    }
    if any(path == ('review', 'source') for _, path in errors):  # which says where it stands
        meant.add(('review', 'outlet'))
    for path in (*(path for detail, path in errors if detail['type'] == 'missing'), *more):
        if path not in meant:
            lacking.setdefault(path[:-1], []).append(path)
    for above, paths in lacking.items():
        keys = [repr(str(path[-1])) for path in paths]
        message = f'{".".join(map(str, above))} needs the key{"s" * (len(keys) > 1)} {listed(keys)}'
        if unsaid := [str(path[-1]) for path in paths if _may_be_null(path)]:
            shown = listed([f"'{key}: null'" for key in unsaid])
            message += f'; write {shown} if the source does not say'
        yield Problem('', *matter.place(above), Code.MISSING_KEY, message)


def _to_problem(
    detail: ErrorDetails, path: KeyPath, matter: FrontMatter, declared: DeclaredFields
) -> Problem:
    code, message = _explain(detail, path, declared)
    first = matter.places.get((*path, 0))
    if detail['type'] == 'string_type' and first and first[0] == matter.place(path)[0]:
        message += '; put quotation marks round a text that begins with ['
    if detail['type'] == 'tuple_type' and path in matter.folded:
        message = f"{message.partition(';')[0]}; begin the line of each entry with '- '"
    if at := detail.get('ctx', {}).get('at'):
        return Problem('', *matter.place((path[0], *at)), code, detail['ctx']['message'])
    if path in matter.lower and detail['type'] in _EXPECTED:
        return Problem('', *matter.lower[path], code, message)
    return Problem('', *matter.place(path), code, message)


def _explain(detail: ErrorDetails, path: KeyPath, declared: DeclaredFields) -> tuple[Code, str]:
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), '')
    if detail['type'] == 'extra_forbidden':
        fields = {
            field.alias or name
            for model in _models_at(path)
            for name, field in model.model_fields.items()
        }
        if len(path) == 2:
            fields |= declared.of(str(path[0])).keys()
        hint = _SEASON_HINTS.get(path) or hint_elsewhere(key, fields)
        if not hint and get_close_matches(key, fields, n=1, cutoff=_NEAR_KEY):
            hint = did_you_mean(key, fields)
        first, _, rest = key.partition(' ')
        if rest and first in fields:
            hint = f'; write a colon behind {first!r}'
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
        message = f'{key}: {detail["ctx"]["message"]}'
        if detail['input'] is None and len(path) == 2 and _is_required(path):
            message += f'; every {path[0]} has one'
        return Code(detail['type']), message
    expected = _EXPECTED.get(detail['type'])
    if expected and detail['input'] is None:
        return Code.WRONG_TYPE, f'{key}: must be {expected}; nothing stands below it'
    if expected:
        message = f'{key}: must be {expected}, not {describe_value(detail["input"])}'
        return Code.WRONG_TYPE, f'{message}{_hint_on_type(detail, path)}'
    return Code.BAD_VALUE, f'{key}: {detail["msg"]}'


def _hint_on_type(detail: ErrorDetails, path: KeyPath) -> str:
    """Suffix of a message on a value of the wrong type: what has probably been forgotten."""
    value = detail['input']
    if detail['type'] == 'dict_type' and isinstance(value, list) and _are_pairs(value):
        return '; take the hyphens out'
    if isinstance(value, str) and detail['type'] == 'tuple_type':
        return _hint_on_list(value, path)
    if isinstance(value, str) and detail['type'].endswith(
        ('model_type', 'dict_type', 'attributes_type')
    ):
        key, _, rest = re.sub(r'\W+', ' ', value, count=1).partition(' ')
        fields = {name for model in _models_at((*path, '')) for name in model.model_fields}
        if len(path) == 3 and path[1] == 'aspects':
            return '; its stance and what the critic says stand below it: {stance: praise, says: …}'
        if rest and key in fields:
            return f"; write a colon behind {key!r}: '{key}: {rest.strip()[:40]}'"
        return _HINTS_ON_TEXT.get(path[1:], '')
    return ''


def _are_pairs(value: list[Any]) -> bool:
    """Whether each entry of a list is one key with its value."""
    return bool(value) and all(isinstance(entry, dict) and len(entry) == 1 for entry in value)


def _hint_on_list(value: str, path: KeyPath) -> str:
    """Suffix of a message on a text where a list of texts is to be."""
    field = next(
        (
            model.model_fields[str(path[-1])]
            for model in _models_at(path)
            if path[-1] in model.model_fields
        ),
        None,
    )
    if field is None or any(_models_in([field.annotation])):
        return ''
    parts = re.split(r',\s+', value) if path[-1] in _NAMES else [value]
    return f'; write {flow_list([part.strip() for part in parts])}'


def _may_be_null(path: KeyPath) -> bool:
    """Whether the field at `path` is nullable."""
    fields = (model.model_fields.get(str(path[-1])) for model in _models_at(path))
    return any(type(None) in get_args(field.annotation) for field in fields if field)


def _is_required(path: KeyPath) -> bool:
    fields = (model.model_fields.get(str(path[-1])) for model in _models_at(path))
    return any(field.is_required() for field in fields if field)


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

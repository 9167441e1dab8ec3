"""Front matter with lines at the wrong indent, read as it is meant: one problem for each slip."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from criticwiki.problems import Code, Problem

from .declared_fields import NONE_DECLARED
from .keys import is_passed_on, whole_form
from .kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .declared_fields import DeclaredFields
    from .front_matter import FrontMatter, KeyPath, Place, Value

_FEWEST: Final = 2
"""Fields of another kind that make a page of that kind."""
_WITH_FACTS: Final = tuple(kind for kind in KINDS if kind != 'page')
_NEAR: Final = 0.75
"""How similar a key is to a field whose name it misspells."""


class _Shape(NamedTuple):
    """What stands below a field."""

    is_list: bool
    fields: frozenset[str]
    """Keys of the mapping, or of each entry of the list; empty where any may stand."""


def as_meant(
    matter: FrontMatter, kind: str, declared: DeclaredFields = NONE_DECLARED
) -> FrontMatter:
    """Front matter of a page of a kind with its keys where they belong, and what was amiss."""
    if kind == 'page':
        return matter
    passed = {key for key in matter.values if is_passed_on(key, declared)}
    strays = [key for key in matter.values if key != kind and key not in passed]
    if matter.values.get(kind) is None and not KINDS.keys() & set(strays):
        counts = {one: len(_fields(one, declared).intersection(strays)) for one in _WITH_FACTS}
        likely = max(counts, key=lambda one: (counts[one], one == kind))
        if not counts[likely] or (counts[likely] < _FEWEST and likely != kind):
            return matter
        matter = _below_kind(matter, likely, strays)
        kind, strays = likely, []
    return _below_fields(matter, kind, _fields(kind, declared), strays)


def _fields(kind: str, declared: DeclaredFields) -> set[str]:
    """Keys of the fields of a kind of page."""
    model = {field.alias or name for name, field in KINDS[kind].model_fields.items()}
    return model | {*declared.of(kind)}


def _below_kind(matter: FrontMatter, kind: str, keys: Sequence[str]) -> FrontMatter:
    """The same with all facts below the kind of the page."""
    facts = {key: matter.values[key] for key in keys}
    values = {key: value for key, value in matter.values.items() if key not in facts}
    values[kind] = facts
    first = matter.places[(keys[0],)]
    place = matter.places.get((kind,), first)
    message = f'the facts stand below {f"{kind}:"!r}: begin their lines with two more spaces'
    if kind not in matter.values:
        message = (
            f'write {f"{kind}:"!r} in a line of its own above the facts, and begin their lines with'
            ' two more spaces'
        )
    moved: dict[KeyPath, KeyPath] = {(key,): (kind, key) for key in keys}
    problem = Problem('', *place, Code.MISSING_KEY, message)
    matter = _moved(matter, values, moved, problem)
    return replace(matter, places={(kind,): place, **matter.places})


def _below_fields(
    matter: FrontMatter, kind: str, model: set[str], strays: Sequence[str]
) -> FrontMatter:
    """The same with the keys that follow an empty field, and are none themselves, below it."""
    facts = matter.values.get(kind)
    if not isinstance(facts, dict):
        return matter
    keys = list(facts)
    for number, key in enumerate(keys):
        shape = _shapes(kind).get(key)
        if facts[key] is not None or shape is None:
            continue
        following = list(_following(keys[number + 1 :], kind, model, shape))
        if following:
            matter = _below_field(matter, (kind, key), [(kind, one) for one in following], shape)
        elif number == len(keys) - 1 and matter.places[(kind, key)] < _first(matter, strays):
            outside = [(one,) for one in _following(strays, kind, {*model, *KINDS}, shape)]
            if outside:
                matter = _below_field(matter, (kind, key), outside, shape)
    return matter


def _first(matter: FrontMatter, keys: Sequence[str]) -> Place:
    return min((matter.places[(key,)] for key in keys), default=(0, 0))


def _following(keys: Iterable[str], kind: str, model: set[str], shape: _Shape) -> Iterator[str]:
    """The keys up to the first that is a field of the page, or seems to be one."""
    for key in keys:
        if shape.fields and key not in shape.fields:
            return
        if (
            key in model
            or whole_form(key, kind)
            or (not shape.fields and get_close_matches(key, model, cutoff=_NEAR))
        ):
            return
        yield key


def _below_field(
    matter: FrontMatter, path: KeyPath, strays: Sequence[KeyPath], shape: _Shape
) -> FrontMatter:
    values = _copied(matter.values)
    kind, key = path
    facts: Any = values[str(kind)]
    inner: dict[str, Value] = {}
    for stray in strays:
        holder: Any = facts if len(stray) > 1 else values
        inner[str(stray[-1])] = holder.pop(str(stray[-1]))
    facts[key] = [inner] if shape.is_list else inner
    target: KeyPath = (*path, 0) if shape.is_list else path
    moved: dict[KeyPath, KeyPath] = {stray: (*target, stray[-1]) for stray in strays}
    first = matter.places[strays[0]]
    last = max(
        line
        for below, (line, _) in matter.places.items()
        if any(below[: len(stray)] == stray for stray in strays)
    )
    lines = f'line {first[0]}' if first[0] == last else f'lines {first[0]} to {last}'
    spaces = max(matter.places[path][1] + 2 - first[1], 2)
    message = f'{key}: what belongs to it stands further to the right; begin {lines}'
    message += f' with {spaces} more spaces'
    if shape.is_list:
        message = f"{key}: it is a list; begin its entry in line {first[0]} with '- '"
        message += ', and its other lines with two more spaces' if last > first[0] else ''
    problem = Problem('', *matter.places[path], Code.WRONG_TYPE, message)
    matter = _moved(matter, values, moved, problem)
    return replace(
        matter, places={**matter.places, target: first} if shape.is_list else matter.places
    )


def _moved(
    matter: FrontMatter,
    values: dict[str, Value],
    moved: dict[KeyPath, KeyPath],
    problem: Problem,
) -> FrontMatter:
    """The same with other values, and places by paths of which the beginnings have changed."""

    def path_of(path: KeyPath) -> KeyPath:
        for size in (1, 2):
            if new := moved.get(path[:size]):
                return (*new, *path[size:])
        return path

    return replace(
        matter,
        values=values,
        places={path_of(path): place for path, place in matter.places.items()},
        lower={path_of(path): place for path, place in matter.lower.items()},
        folded=frozenset(map(path_of, matter.folded)),
        problems=(*matter.problems, problem),
    )


def _copied(values: dict[str, Value]) -> dict[str, Value]:
    return {key: dict(value) if isinstance(value, dict) else value for key, value in values.items()}


@cache
def _shapes(kind: str) -> dict[str, _Shape]:
    """Fields of a kind with a mapping, or a list of mappings, and what stands below each."""
    shapes = {}
    for name, field in KINDS[kind].model_fields.items():
        for annotation in (field.annotation, *get_args(field.annotation)):
            if shape := _shape_of(annotation):
                shapes[field.alias or name] = shape
                break
    return shapes


def _shape_of(annotation: Any) -> _Shape | None:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is dict:
        return _Shape(False, frozenset())
    model = parts[0] if origin is tuple and parts else annotation
    if isinstance(model, type) and issubclass(model, BaseModel):
        return _Shape(origin is tuple, frozenset(model.model_fields))
    return None

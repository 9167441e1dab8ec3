"""Reads what can be read of faulty front matter, so that one run tells every problem.

A value of the wrong type must not hide that an aspect further down is unknown. What is
salvaged serves checks only: no page shows it, and nothing counts it.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from .front_matter import Plain
from .kinds import KINDS, PageFacts
from .scopes import MAX_EPISODE

if TYPE_CHECKING:
    from .front_matter import FrontMatter, Value
    from .scores import Notations

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

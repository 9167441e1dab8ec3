"""Examples of `make new` that an editor left on a page which counts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from criticwiki.problems import Code, Problem

from .kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .front_matter import FrontMatter, KeyPath

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

"""Messages on a page whose kind does not match its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from criticwiki.problems import Code

from .kinds import KINDS
from .page import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Mapping


class Location(NamedTuple):
    """Where a page lies, in a wiki with these folders."""

    docname: str
    root: str
    """Docname of the page about the series."""
    folders: Mapping[str, str]
    """Kind of page by folder."""


def message_on_kind(key: str, kind: str, value: Any, location: Location | None) -> tuple[Code, str]:
    """Code and message on the mapping of another kind: `key`, on a page of a `kind`.

    The page lies in the wrong folder, unless its fields are those of the folder's kind.
    """
    message = f"this page is of kind '{kind}', so its mapping is '{kind}:', not '{key}:'"
    if location is None or _fields_of(kind, value) > _fields_of(key, value):
        return Code.UNKNOWN_KEY, message
    folder, _, name = location.docname.rpartition('/')
    here = f'in {folder}/' if folder else 'in the top folder'
    if key == 'series':
        message = f'only {location.root}{SUFFIX} is about the whole work: {message}'
        return Code.UNKNOWN_KEY, message
    if key == 'page':
        message = f'{message}; a page about something else lies in another folder, such as guide/'
        return Code.MISPLACED, message
    targets = [path for path, of in location.folders.items() if of == key]
    article = 'an' if key[0] in 'aeiou' else 'a'
    if folder in targets and name == 'index':
        return Code.MISPLACED, (
            f'this is {article} {key}, but {name}{SUFFIX} is the page that lists those of'
            f' {folder}/; name it otherwise'
        )
    if not targets:
        return Code.UNKNOWN_KEY, message
    return (
        Code.MISPLACED,
        f'this is {article} {key}, but it lies {here}; move it to {" or ".join(targets)}/',
    )


def _fields_of(kind: str, value: Any) -> int:
    """How many fields of a kind a mapping has."""
    return len(KINDS[kind].model_fields.keys() & value.keys()) if isinstance(value, dict) else 0

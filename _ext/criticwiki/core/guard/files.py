"""Files that cannot be pages: symbolic links, and names that no address should have.

They are told before anything opens them: a link can lead out of the wiki, or to a device
that never ends.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from criticwiki.core.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAX_NAME: Final = 120
_WILD: Final = re.compile(r'[*?\[]')
_NAME: Final = re.compile(r"[\w][\w .,+()'-]*")


def refused_files(
    source: Path, is_excluded: Callable[[str], bool], suffix: str
) -> Iterator[Problem]:
    """Every link below the source folder, and every page with a name that cannot be."""
    return _below(str(source), '', is_excluded, suffix)


def _below(
    folder: str, base: str, is_excluded: Callable[[str], bool], suffix: str, *, odd: bool = False
) -> Iterator[Problem]:
    """The same of one folder; an entry knows what it is, which asking each file would not."""
    folders: list[tuple[str, str, bool]] = []
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:  # whoever reads the pages in it says so
        return
    for entry in found:
        path = f'{base}{entry.name}'
        if is_excluded(path):
            continue
        if entry.is_symlink():
            yield _link(path)
        elif entry.is_dir():
            folders.append((entry.path, f'{path}/', odd or _odd(entry.name)))
        elif entry.name.endswith(suffix) and (odd or _odd(entry.name)):
            message = (
                f'{entry.name!r} cannot be the name of a page: it begins with a letter or digit,'
                f' goes on with these and - _ . , + ( ), and has at most {MAX_NAME} characters'
            )
            yield Problem(path, 1, 1, Code.FORBIDDEN, message)
    for place, name, odd_name in folders:
        yield from _below(place, name, is_excluded, suffix, odd=odd_name)


def glob_of(path: str) -> str:
    """A pattern, as in `exclude_patterns`, that only this path matches."""
    return _WILD.sub(lambda wild: f'[{wild[0]}]', path)


def _odd(name: str) -> bool:
    return len(name) > MAX_NAME or not _NAME.fullmatch(name)


def _link(path: str) -> Problem:
    message = 'it is a symbolic link; pages and pictures are files of their own'
    return Problem(path, 1, 1, Code.FORBIDDEN, message)

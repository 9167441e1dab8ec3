"""Files that cannot be pages: symbolic links, and names that no address should have.

They are told before anything opens them: a link can lead out of the wiki, or to a device
that never ends.
"""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from criticwiki.problems import Code, Problem

from .names import harm_of_page_name, same_elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LINK: Final = 'it is a symbolic link; pages and pictures are files of their own'
MAX_FOLDERS: Final = 16
"""How deep folders stand in each other: Python follows them by calls of itself."""
DEEP: Final = f'it stands more than {MAX_FOLDERS} folders deep; move it up'
_WILD: Final = re.compile(r'[*?\[]')


def refused_files(
    source: Path, is_excluded: Callable[[str], bool], suffix: str
) -> Iterator[Problem]:
    """Every link below the source folder, and every page with a name that cannot be."""
    return _below(str(source), '', is_excluded, suffix)


def _below(
    folder: str, base: str, is_excluded: Callable[[str], bool], suffix: str, harm: str = ''
) -> Iterator[Problem]:
    """The same of one folder, whose own name may have a `harm` that its pages share.

    An entry knows what it is, which asking each file would not.
    """
    if base.count('/') > MAX_FOLDERS:
        yield Problem(base.rstrip('/'), 1, 1, Code.FORBIDDEN, DEEP)
        return
    folders: list[tuple[str, str, str]] = []
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:  # whoever reads the pages in it says so
        return
    kept = [entry for entry in listed if not is_excluded(f'{base}{entry.name}')]
    twins = dict(_twins(kept, suffix))
    for entry in kept:
        path = f'{base}{entry.name}'
        if entry.is_symlink():
            yield Problem(path, 1, 1, Code.FORBIDDEN, LINK)
        elif entry.is_dir():
            odd = (
                harm or twins.get(entry.name) or harm_of_page_name(entry.name, 'a folder of pages')
            )
            folders.append((entry.path, f'{path}/', odd or ''))
        elif entry.name.endswith(suffix):
            message = harm or twins.get(entry.name) or _harm_of_page(entry, suffix, top=not base)
            if message:
                yield Problem(path, 1, 1, Code.FORBIDDEN, message)
    for place, name, odd in folders:
        yield from _below(place, name, is_excluded, suffix, odd)


def _harm_of_page(entry: os.DirEntry[str], suffix: str, *, top: bool) -> str | None:
    if not entry.is_file():
        return 'it is a device or a pipe; a page is a file'
    return harm_of_page_name(entry.name, 'a page', suffix, top=top)


def _twins(entries: list[os.DirEntry[str]], suffix: str) -> Iterator[tuple[str, str]]:
    """Pages and folders that have the name of another on some systems, with what to say."""
    names = [entry.name for entry in entries if entry.name.endswith(suffix) or entry.is_dir()]
    for name, owner in same_elsewhere(names):
        yield name, f'{name!r} and {owner!r} are one name on Windows and macOS; rename this one'


def glob_of(path: str, *, composed: bool = True) -> str:
    """A pattern, as in `exclude_patterns`, that only this path matches.

    Sphinx compares `composed` names of pages, and those of static files as they are stored. A
    bracket alone in a set would be a warning of Python.
    """
    name = unicodedata.normalize('NFC', path) if composed else path
    return _WILD.sub(lambda wild: r'[\[]' if wild[0] == '[' else f'[{wild[0]}]', name)

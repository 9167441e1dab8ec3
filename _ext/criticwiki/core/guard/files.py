"""Files that cannot be pages: symbolic links, and names that no address should have.

They are told before anything opens them: a link can lead out of the wiki, or to a device
that never ends.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.core.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_NAME: Final = 120
_WILD: Final = re.compile(r'[*?\[]')
_NAME: Final = re.compile(r"[\w][\w .,+()'-]*")


def refused_files(
    source: Path, is_excluded: Callable[[str], bool], suffix: str
) -> Iterator[Problem]:
    """Every link below the source folder, and every page with a name that cannot be."""
    for root, folders, files in os.walk(source):
        base = Path(root).relative_to(source).as_posix().removeprefix('.')
        kept = []
        for name in sorted(folders):
            path = f'{base}/{name}' if base else name
            if is_excluded(path):
                continue
            if Path(root, name).is_symlink():
                yield _link(path)
            else:
                kept.append(name)
        folders[:] = kept
        for name in sorted(files):
            path = f'{base}/{name}' if base else name
            if is_excluded(path):
                continue
            if Path(root, name).is_symlink():
                yield _link(path)
            elif name.endswith(suffix) and any(map(_odd, path.split('/'))):
                message = (
                    f'{name!r} cannot be the name of a page: it begins with a letter or digit,'
                    f' goes on with these and - _ . , + ( ), and has at most {MAX_NAME} characters'
                )
                yield Problem(path, 1, 1, Code.FORBIDDEN, message)


def glob_of(path: str) -> str:
    """A pattern, as in `exclude_patterns`, that only this path matches."""
    return _WILD.sub(lambda wild: f'[{wild[0]}]', path)


def _odd(name: str) -> bool:
    return len(name) > MAX_NAME or not _NAME.fullmatch(name)


def _link(path: str) -> Problem:
    message = 'it is a symbolic link; pages and pictures are files of their own'
    return Problem(path, 1, 1, Code.FORBIDDEN, message)

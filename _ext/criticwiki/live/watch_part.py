"""Tells which files change, within hundredths of a second."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Final

from watchfiles import DefaultFilter, watch

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from watchfiles import Change

_STEP: Final = 10
"""Milliseconds without a change after which a group of them is told."""
_LONGEST: Final = 100
"""Milliseconds after which a group is told at the latest."""
_TEMPORARY: Final = (r'^4913$', r'^#.*#$', r'\.tmp$', r'\.part$', r'^\.goutputstream-', r'\.bak$')
"""Names that editors give to files of their own, beside those that watchfiles knows."""


class Wanted(DefaultFilter):
    """Leaves out what is built, what tools keep for themselves, and what the owner ignores."""

    ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, *_TEMPORARY)

    def __init__(
        self, built: Iterable[Path], globs: Iterable[str] = (), patterns: Iterable[str] = ()
    ) -> None:
        """Take folders of output, and globs and regular expressions for whole paths."""
        super().__init__()
        self._built = tuple(f'{os.path.realpath(folder)}{os.sep}' for folder in built)
        self._globs = tuple(globs)
        self._patterns = tuple(re.compile(pattern) for pattern in patterns)

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a change is to be told."""
        if f'{path}{os.sep}'.startswith(self._built) or not super().__call__(change, path):
            return False
        if any(fnmatch(path, glob) or path.startswith(f'{glob}{os.sep}') for glob in self._globs):
            return False
        return not any(pattern.search(path) for pattern in self._patterns)


def watch_files(
    folders: Iterable[Path],
    wanted: Wanted,
    stop: threading.Event,
    tell: Callable[[frozenset[str]], None],
) -> None:
    """Tell of files that change below `folders`, until `stop` is set."""
    groups = watch(
        *folders,
        watch_filter=wanted,
        debounce=_LONGEST,
        step=_STEP,
        stop_event=stop,
        rust_timeout=500,
        raise_interrupt=False,
    )
    for changes in groups:
        tell(frozenset(path for _change, path in changes))

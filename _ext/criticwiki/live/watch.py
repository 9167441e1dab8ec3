"""File watcher: changed source files, sorted by what a change of each requires."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.project import EXCLUDE_PATHS
from sphinx.util.matching import Matcher
from watchfiles import DefaultFilter, watch

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx
    from watchfiles import Change

    from .messages import Wiki


@dataclass
class Changes:
    """What an edit asks for."""

    pages: set[str] = field(default_factory=set)
    """Pages that are known and still there: to be shown at once."""
    shape: bool = False
    """Whether pages came or went: a whole build finds out."""
    loaded: bool = False
    """Whether settings, code, templates or static files changed: all is loaded anew."""

    def __bool__(self) -> bool:
        return bool(self.pages or self.shape or self.loaded)

    def __ior__(self, other: Changes) -> Changes:
        self.pages |= other.pages
        self.shape |= other.shape
        self.loaded |= other.loaded
        return self


class Sorter:
    """Knows which files an application is made from."""

    def __init__(self, app: Sphinx, wiki: Wiki) -> None:
        """Ask the application where its files are."""
        self._env = app.env
        self._source = Path(app.srcdir)
        config = app.config
        self._suffixes = tuple(config.source_suffix)
        excluded = [*config.exclude_patterns, *config.templates_path, *EXCLUDE_PATHS]
        self._excluded = Matcher(excluded)
        names = [*config.html_static_path, *config.html_extra_path, *config.templates_path]
        names += [*config.html_theme_path, *config.locale_dirs]
        names += [name for name in (config.html_logo, config.html_favicon) if name]
        places = [Path(app.confdir, name) for name in ('conf.py', 'docutils.conf', *names)]
        self._loaded = {os.path.realpath(place) for place in (*places, *wiki.watched)}

    def sort(self, paths: Iterable[str]) -> Changes:
        """What changes of some files ask for; nothing where they are none of the wiki's."""
        found = Changes()
        for name in sorted(paths):
            path = Path(name)
            docname = self._env.path2doc(path)
            if docname in self._env.all_docs and path == Path(self._env.doc2path(docname)):
                if path.is_file():
                    found.pages.add(docname)
                else:
                    found.shape = True
            elif users := set(self._users(name)):
                found.pages |= users
            elif self._is_loaded(path):
                found.loaded = True
            elif self._may_hold_pages(path):
                found.shape = True
        return found

    def _users(self, name: str) -> Iterator[str]:
        """The pages that include a file."""
        for docname, files in self._env.dependencies.items():
            if any(os.path.normpath(self._source / file) == name for file in files):
                yield docname

    def _is_loaded(self, path: Path) -> bool:
        # the data file of a module has its name
        if path.suffix in {'.py', '.txt'} and str(path.with_suffix('.py')) in _code():
            return True
        return any(str(place) in self._loaded for place in (path, *path.parents))

    def _may_hold_pages(self, path: Path) -> bool:
        """Whether a file is a page, or a folder has or had some."""
        if not path.is_relative_to(self._source):
            return False
        place = path.relative_to(self._source)
        here = place.as_posix()
        if any(self._excluded(part.as_posix()) for part in (place, *place.parents[:-1])):
            return False
        if path.name.endswith(self._suffixes):
            return path.is_file()
        return path.is_dir() or any(name.startswith(f'{here}/') for name in self._env.all_docs)


def _code() -> set[str]:
    """The files of all modules that are loaded."""
    files = (getattr(module, '__file__', None) for module in list(sys.modules.values()))
    return {os.path.realpath(file) for file in files if file}


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

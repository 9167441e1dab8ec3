"""File watcher: debounced changes of source files, classified by what they require."""

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

    from .session import BuildOptions

_DEBOUNCE: Final = 10
"""Milliseconds without a change after which a batch of changes is passed on."""
_MAX_DEBOUNCE: Final = 100
"""Milliseconds after which a batch is passed on at the latest."""
_TEMPORARY: Final = (r'^4913$', r'^#.*#$', r'\.tmp$', r'\.part$', r'^\.goutputstream-', r'\.bak$')
"""Names of temporary files of editors, beside those that watchfiles knows."""


def watch_files(
    folders: Iterable[Path],
    watch_filter: WatchFilter,
    stop: threading.Event,
    on_change: Callable[[frozenset[str]], None],
) -> None:
    """Call `on_change` with the paths of changed files below `folders`, until `stop` is set."""
    batches = watch(
        *folders,
        watch_filter=watch_filter,
        debounce=_MAX_DEBOUNCE,
        step=_DEBOUNCE,
        stop_event=stop,
        rust_timeout=500,
        raise_interrupt=False,
    )
    for changes in batches:
        on_change(frozenset(path for _change, path in changes))


class WatchFilter(DefaultFilter):
    """Filter of watchfiles that ignores output, temporary files, and what options exclude."""

    ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, *_TEMPORARY)

    def __init__(
        self, output: Iterable[Path], globs: Iterable[str] = (), patterns: Iterable[str] = ()
    ) -> None:
        """Take output folders, and globs and regular expressions for absolute paths."""
        super().__init__()
        self._output = tuple(f'{os.path.realpath(folder)}{os.sep}' for folder in output)
        self._globs = tuple(globs)
        self._patterns = tuple(re.compile(pattern) for pattern in patterns)

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a change is passed on."""
        if f'{path}{os.sep}'.startswith(self._output) or not super().__call__(change, path):
            return False
        if any(fnmatch(path, glob) or path.startswith(f'{glob}{os.sep}') for glob in self._globs):
            return False
        return not any(pattern.search(path) for pattern in self._patterns)


@dataclass
class SourceChanges:
    """Changes of source files, by what they require."""

    pages: set[str] = field(default_factory=set)
    """Docnames of edited pages, which can be refreshed at once."""
    full_build: bool = False
    """Whether pages may be added or removed, which only a full build finds out."""
    reload: bool = False
    """Whether settings, code, templates or static files changed: a new process is needed."""

    def __bool__(self) -> bool:
        return bool(self.pages or self.full_build or self.reload)

    def __ior__(self, other: SourceChanges) -> SourceChanges:
        self.pages |= other.pages
        self.full_build |= other.full_build
        self.reload |= other.reload
        return self


class ChangeClassifier:
    """Classifier of changed paths, by the files that an application is loaded from."""

    def __init__(self, app: Sphinx, options: BuildOptions) -> None:
        """Read paths and patterns from the configuration of the application."""
        self._env = app.env
        self._source = Path(app.srcdir)
        config = app.config
        self._suffixes = tuple(config.source_suffix)
        excluded = [*config.exclude_patterns, *config.templates_path, *EXCLUDE_PATHS]
        self._excluded = Matcher(excluded)
        names = [*config.html_static_path, *config.html_extra_path, *config.templates_path]
        names += [*config.html_theme_path, *config.locale_dirs]
        names += [name for name in (config.html_logo, config.html_favicon) if name]
        paths = [Path(app.confdir, name) for name in ('conf.py', 'docutils.conf', *names)]
        self._reloading = {os.path.realpath(path) for path in (*paths, *options.watched)}

    def classify(self, paths: Iterable[str]) -> SourceChanges:
        """What changed files require; nothing for files that do not belong to the wiki."""
        changes = SourceChanges()
        for name in sorted(paths):
            path = Path(name)
            docname = self._env.path2doc(path)
            if docname in self._env.all_docs and path == Path(self._env.doc2path(docname)):
                if path.is_file():
                    changes.pages.add(docname)
                else:
                    changes.full_build = True
            elif docnames := set(self._including(name)):
                changes.pages |= docnames
            elif self._requires_reload(path):
                changes.reload = True
            elif self._may_hold_pages(path):
                changes.full_build = True
        return changes

    def _including(self, name: str) -> Iterator[str]:
        """Docnames of the pages that depend on a file."""
        for docname, files in self._env.dependencies.items():
            if any(os.path.normpath(self._source / file) == name for file in files):
                yield docname

    def _requires_reload(self, path: Path) -> bool:
        # the data file of a module has its name
        if path.suffix in {'.py', '.txt'} and str(path.with_suffix('.py')) in _module_files():
            return True
        return any(str(folder) in self._reloading for folder in (path, *path.parents))

    def _may_hold_pages(self, path: Path) -> bool:
        """Whether a file is a page, or a folder that has or had pages."""
        if not path.is_relative_to(self._source):
            return False
        relative = path.relative_to(self._source)
        name = relative.as_posix()
        if any(self._excluded(part.as_posix()) for part in (relative, *relative.parents[:-1])):
            return False
        if path.name.endswith(self._suffixes):
            return path.is_file()
        return path.is_dir() or any(
            docname.startswith(f'{name}/') for docname in self._env.all_docs
        )


def _module_files() -> set[str]:
    """The files of all imported modules."""
    files = (getattr(module, '__file__', None) for module in list(sys.modules.values()))
    return {os.path.realpath(file) for file in files if file}

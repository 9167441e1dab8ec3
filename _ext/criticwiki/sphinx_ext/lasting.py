"""Keeps Sphinx's own warnings from going missing in the next build.

Sphinx warns while it reads or writes a page, and a page that has not changed is neither read
nor written again: https://github.com/sphinx-doc/sphinx/issues/4937. So a page that warned is
read again until it no longer does. So is one that was being read when a build was cut off:
whether it warned is not known, and its doctree may be newer than what Sphinx knows of it.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.util.logging import NAMESPACE, is_suppressed_warning
from sphinx.util.nodes import get_node_source

from criticwiki.sphinx_ext.leftovers import remove_doctree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FILE: Final = 'criticwiki-warned.json'
_OURS: Final = 'wiki'


class Listener(logging.Handler):
    """Notes the pages that warnings are about; problems of our own are repeated anyway."""

    def __init__(self, app: Sphinx) -> None:
        """Listen for `app`."""
        super().__init__(logging.WARNING)
        self._app = app
        self.pages: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Note the page of a warning."""
        kind, subtype = getattr(record, 'type', None), getattr(record, 'subtype', None)
        if kind == _OURS:
            return
        if is_suppressed_warning(kind or '', subtype or '', self._app.config.suppress_warnings):
            return
        if docname := self._page(getattr(record, 'location', None)):
            self.pages.add(docname)

    def _page(self, location: Any) -> str | None:
        """The page of a location in any of the forms that Sphinx takes."""
        if isinstance(location, tuple):
            return str(location[0]) if location[0] in self._app.env.found_docs else None
        if isinstance(location, nodes.Element):
            location = get_node_source(location)
        if not isinstance(location, str):
            return None
        if location in self._app.env.found_docs:
            return location
        path = location.partition(':docstring of ')[0]
        while path:
            docname = self._app.env.path2doc(path)
            if docname in self._app.env.found_docs:
                return docname
            path, colon, _line = path.rpartition(':')
            if not colon:
                return None
        return None


class Lasting:
    """Listens through a build, and asks the next one to read the pages that warned."""

    def __init__(self) -> None:
        """Start without a listener."""
        self._listener: Listener | None = None

    def listen(self, app: Sphinx) -> None:
        """Begin to listen."""
        self.stop()
        self._listener = Listener(app)
        logging.getLogger(NAMESPACE).addHandler(self._listener)

    def stop(self) -> None:
        """Listen no more."""
        if self._listener:
            logging.getLogger(NAMESPACE).removeHandler(self._listener)

    def read_again(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        _added: set[str],
        _changed: set[str],
        _removed: set[str],
    ) -> Iterable[str]:
        """The pages that warned in the last build, or were read in one without an end."""
        if self._listener:
            self._listener.pages.clear()
        known = _load(_file(app))
        for docname in sorted(known - env.found_docs):
            remove_doctree(app, docname)
        return sorted(known & env.found_docs)

    def note_reading(self, app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
        """Until the build has ended, hold every page that is read for one that may warn."""
        known = _load(_file(app))
        if not known.issuperset(docnames):
            _save(_file(app), known.union(docnames))

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """Remember the pages that warned; after a build that failed, those of before too."""
        if self._listener is None:
            return
        warned = set(self._listener.pages)
        if exception is not None:
            warned |= _load(_file(app))
        _save(_file(app), warned)
        self.stop()


def _load(file: Path) -> set[str]:
    try:
        return set(json.loads(file.read_text('utf-8')))
    except (OSError, ValueError):
        return set()


def _save(file: Path, pages: set[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(sorted(pages)), 'utf-8')


def _file(app: Sphinx) -> Path:
    return Path(app.doctreedir, _FILE)


def setup_lasting(app: Sphinx) -> None:
    """Connect to the events of a build."""
    state = Lasting()
    app.connect('builder-inited', state.listen)
    app.connect('env-get-outdated', state.read_again)
    app.connect('env-before-read-docs', state.note_reading)
    app.connect('build-finished', state.keep)

"""Warnings: problems logged, duplicates suppressed, pages that warned read and written again."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.locale import __
from sphinx.util.build_phase import BuildPhase
from sphinx.util.logging import NAMESPACE, getLogger, is_suppressed_warning
from sphinx.util.nodes import get_node_source

from criticwiki.markdown.directives import forms_of
from criticwiki.text import escaped

from .config import inventories
from .output import remove_doctree, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from criticwiki.problems import Problem

_FILE: Final = 'criticwiki-warned.json'
_OURS: Final = 'wiki'
_CONTENTS: Final = 'toc'
"""Type of the warnings of toctrees: one that lacks a page is read again until it has it."""


class Listener(logging.Handler):
    """Log handler that collects the pages of warnings; problems of ours are repeated anyway."""

    def __init__(self, app: Sphinx) -> None:
        """Create it for an application."""
        super().__init__(logging.WARNING)
        self._app = app
        self.read: set[str] = set()
        self.written: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Add the page of a warning."""
        kind, subtype = getattr(record, 'type', None), getattr(record, 'subtype', None)
        if kind == _OURS:
            return
        suppressed = self._app.config.suppress_warnings
        if kind != _CONTENTS and is_suppressed_warning(kind or '', subtype or '', suppressed):
            return
        if docname := self._page(getattr(record, 'location', None)):
            writing = self._app.phase in {BuildPhase.RESOLVING, BuildPhase.WRITING}
            (self.written if writing else self.read).add(docname)

    def _page(self, location: Any) -> str | None:
        """Docname of a location in any of the forms that Sphinx takes."""
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


@dataclass(slots=True)
class _WarnedPages:
    """State file: the pages that have warned."""

    read: set[str]
    """Those that warned while they were read, or were read in an interrupted build."""
    written: dict[str, set[str]]
    """Those that warned while they were written, by name of builder."""

    @classmethod
    def load(cls, file: Path) -> _WarnedPages:
        try:
            data = json.loads(file.read_text('utf-8'))
            written = {builder: set(pages) for builder, pages in data['written'].items()}
            return cls(set(data['read']), written)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(set(), {})

    def save(self, file: Path) -> None:
        written = {builder: sorted(pages) for builder, pages in self.written.items()}
        data = {'read': sorted(self.read), 'written': written}
        write_whole(file, json.dumps(data, sort_keys=True))


class PersistentWarnings:
    """Persistent warnings: has the next build read and write again the pages that warned."""

    def __init__(self) -> None:
        """Start without a listener."""
        self._listener: Listener | None = None
        self._silent: set[str] = set()

    def listen(self, app: Sphinx) -> None:
        """Attach the listener to the logger of Sphinx."""
        self.stop()
        self._listener = Listener(app)
        logging.getLogger(NAMESPACE).addHandler(self._listener)

    def stop(self) -> None:
        """Detach the listener."""
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
        """Handler of `env-get-outdated`: pages that warned, or that an interrupted build read."""
        self.listen(app)  # here each build of an application begins
        pages = _WarnedPages.load(_file(app))
        for docname in sorted(pages.read - env.found_docs):
            remove_doctree(app, docname)
        self._silent = pages.written.get(app.builder.name, set()) & env.found_docs
        return sorted((pages.read & env.found_docs) | self._silent)

    def note_reading(self, app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
        """Handler of `env-before-read-docs`: until the build ends, treat these pages as warning."""
        pages = _WarnedPages.load(_file(app))
        if not pages.read.issuperset(docnames):
            pages.read.update(docnames)
            pages.save(_file(app))

    def note_written(self, _app: Sphinx, _doctree: nodes.document, docname: str) -> None:
        """Handler of `doctree-resolved`: a page that is written may warn again."""
        self._silent.discard(docname)

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """Handler of `build-finished`: save the pages that warned; a failed build adds to them."""
        if self._listener is None:
            return
        pages = _WarnedPages.load(_file(app))
        if exception is None:
            pages.read.clear()
        pages.read |= self._listener.read
        pages.written[app.builder.name] = self._listener.written | self._silent
        pages.save(_file(app))
        self.stop()


def _file(app: Sphinx) -> Path:
    return Path(app.doctreedir, _FILE)


TOLD: Final = (
    'download.not_readable',
    'image.not_readable',
    'myst.directive_unknown',
    'myst.header',
    'myst.role_unknown',
    'myst.xref_missing',
    'ref.footnote',
    'toc.not_readable',
)
"""Types of warnings that repeat our problems."""

_ELSEWHERE: Final = frozenset({'myst.xref_missing'})
"""Those that only a build can tell where a target may be in another project."""
_LABEL: Final = 'Duplicate explicit target name: '
"""Start of the message of docutils about a label that a page has twice."""
_LOGGERS: Final = (
    'sphinx.myst_parser.sphinx_ext.myst_refs',
    'sphinx.sphinx.domains.std',
    'sphinx.sphinx.util.docutils',
)


_TOCTREES: Final = 'sphinx.sphinx.directives.other'


def is_duplicate_label(record: logging.LogRecord) -> bool:
    """Whether a message is about a duplicate label, which is one of our problems."""
    message = str(record.msg)
    return (
        message == __('duplicate label %s, other instance in %s')
        or _LABEL in message
        or (':std:ref:' in message and getattr(record, 'subtype', '') == 'xref_ambiguous')
    )


def _is_news(record: logging.LogRecord) -> bool:
    return not is_duplicate_label(record)


def _is_not_empty_folder(record: logging.LogRecord) -> bool:
    """Log filter that removes the warning about a pattern without a page, as in a new folder.

    A page that a mistyped pattern leaves out is told as one that no table of contents lists.
    """
    return getattr(record, 'subtype', '') != 'empty_glob'


def _in_one_line(record: logging.LogRecord) -> bool:
    """Log filter that removes the source which docutils adds: its lines may look like messages."""
    record.msg = escaped(str(record.msg).split('\n', 1)[0])
    return True


def suppress_duplicates(_app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: suppress warnings that repeat our problems, or are none."""
    closed = forms_of(tuple(config.extensions)).closed
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        (logger.addFilter if closed else logger.removeFilter)(_is_news)
    logging.getLogger(_LOGGERS[-1]).addFilter(_in_one_line)
    logging.getLogger(_TOCTREES).addFilter(_is_not_empty_folder)
    if closed:
        told = set(TOLD) - (_ELSEWHERE if inventories(config) else set())
        config.suppress_warnings = [*config.suppress_warnings, *sorted(told)]
    if closed or config.criticwiki_guard:  # else there may be pages that are none of ours
        config.suppress_warnings = [*config.suppress_warnings, 'toc.not_included']


_logger = getLogger(__name__)


def report(found: list[Problem]) -> None:
    """Log problems as warnings, so that `-W` fails on them and settings can silence them."""
    for problem in found:
        _logger.warning(
            '%s',
            problem.message,
            location=problem.place,
            type='wiki',
            subtype=problem.code.value,
        )

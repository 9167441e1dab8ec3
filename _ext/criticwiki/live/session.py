"""Session: a Sphinx application kept alive between edits, with its warnings as data."""

from __future__ import annotations

import gc
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.util.logging import NAMESPACE, is_suppressed_warning
from sphinx.util.nodes import get_node_line, get_node_source

from criticwiki.panels.reference import place_of
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.incremental import InterruptedBuildError
from criticwiki.sphinx_ext.output import site_of
from criticwiki.sphinx_ext.patches import assets_of, drop_master_doctree, restore_assets

from .messages import Notice
from .preview import Quick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from criticwiki.problems import Problem
    from criticwiki.sphinx_ext.incremental import Comparison

    from .messages import Wiki

_OURS = 'wiki'


class Warnings(logging.Handler):
    """Listens for as long as an application lives; problems of ours are data already."""

    def __init__(self, app: Sphinx) -> None:
        """Listen for `app`."""
        super().__init__(logging.WARNING)
        self._app = app
        self._heard: list[Notice] = []
        logging.getLogger(NAMESPACE).addHandler(self)

    def close(self) -> None:
        """Listen no more."""
        logging.getLogger(NAMESPACE).removeHandler(self)
        super().close()

    def take(self) -> list[Notice]:
        """What was heard since this was last asked."""
        heard, self._heard = self._heard, []
        return heard

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        kind, subtype = getattr(record, 'type', None), getattr(record, 'subtype', None)
        if kind == _OURS:
            return
        if is_suppressed_warning(kind or '', subtype or '', self._app.config.suppress_warnings):
            return
        path, line = self._place(getattr(record, 'location', None))
        self._heard.append(Notice(path, line, 0, record.getMessage()))

    def _place(self, location: Any) -> tuple[str, int]:
        """Path and line of a location in any of the forms that Sphinx takes."""
        line: Any = None
        if isinstance(location, nodes.Element):
            location, line = get_node_source(location), get_node_line(location)
        elif isinstance(location, tuple):
            location, line = location
        if not location:
            return '', 0
        path = str(location).partition(':docstring of ')[0]
        if line is None and ':' in path:
            before, _, last = path.rpartition(':')
            path, line = (before, last) if last.isdecimal() else (path, None)
        if path in self._app.env.found_docs:
            path = str(self._app.env.doc2path(path))
        place = Path(path)
        if place.is_relative_to(self._app.srcdir):
            path = place.relative_to(self._app.srcdir).as_posix()
        return path, int(line or 0)


_CODES: Final = 'problem-codes'
"""The panel that explains them."""


class _Status:
    """Where Sphinx tells what it does: only in the first build."""

    def __init__(self, *, silent: bool) -> None:
        self.silent = silent

    def write(self, text: str) -> int:
        return len(text) if self.silent else sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


class Session:
    """A wiki whose environment, theme and templates stay loaded."""

    def __init__(self, wiki: Wiki, waiting: Callable[[], bool]) -> None:
        """Load the application; `waiting` tells whether an edit waits to be shown.

        :raises Exception: whatever conf.py or an extension raises.
        """
        self._force = wiki.force
        self._waiting = waiting
        self._gives_way = False
        self._compared: Comparison | None = None
        self._touched: set[str] = set()
        self._warned: list[Notice] = []
        self._problems: list[Notice] = []
        self._found: Sequence[Problem] = ()
        self._status = _Status(silent=wiki.quiet)
        self.app = Sphinx(
            wiki.source,
            wiki.settings,
            wiki.out,
            wiki.doctrees,
            wiki.builder,
            dict(wiki.overrides),
            status=self._status,  # type: ignore[arg-type]
            warning=sys.stderr,
            freshenv=wiki.fresh,
            tags=list(wiki.tags),
            verbosity=wiki.verbosity,
            parallel=wiki.jobs,
        )
        builder = self.app.builder
        if not isinstance(builder, StandaloneHTMLBuilder) or builder.name == 'singlehtml':
            raise SphinxError(f'the builder {builder.name!r} writes no web page for each page')
        if wiki_builder := site_of(self.app.env).wiki_builder:
            wiki_builder.is_last = False
        self._builder = builder
        # a build cut off within a page leaves the files of that page to all others
        self._assets = assets_of(builder)
        self._quick = Quick(self.app, builder)
        self._warnings = Warnings(self.app)
        self.app.connect('wiki-comparing', self._on_step)
        self.app.connect('wiki-compared', self._on_compared)
        self.app.connect('env-purge-doc', self._on_purge, priority=1)
        self.app.connect('doctree-resolved', self._on_resolved)
        self.app.connect('html-page-context', self._on_step, priority=1)
        self.app.connect('build-finished', self._on_finished, priority=1)

    def close(self) -> None:
        """Listen to no more warnings."""
        self._warnings.close()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Everything that is to be mended, as far as it is known."""
        return tuple(sorted({*self._problems, *self._warned}))

    def file_of(self, docname: str) -> str:
        """The file of a page, below the output folder."""
        path = Path(self._builder.get_output_path(docname))
        return path.relative_to(self._builder.outdir).as_posix()

    def page_of(self, file: str) -> str | None:
        """The page that a file, below the output folder, belongs to."""
        base = file.removesuffix(self._builder.out_suffix)
        names = (base, base.removesuffix('/index'))
        known = (name for name in names if name in self.app.env.all_docs)
        return next((name for name in known if self.file_of(name) == file), None)

    # -- an edit, ahead of the build

    def refresh(self, docnames: Iterable[str], viewed: Iterable[str] = ()) -> Iterator[str]:
        """Read known pages, and write what they change: the pages `viewed` come first.

        Names each page after it is written. Who stops asking leaves the others to the
        next call, or to the build.
        """
        edited = sorted(docnames)
        self._warnings.take()
        self._quick.read(edited, viewed)
        written = list(edited)
        try:
            for docname in self._quick.show():
                written.append(docname)
                yield docname
        finally:
            self._note_warnings(written)

    def examine(self) -> None:
        """Look for problems in all pages."""
        self._note_problems(self._quick.problems(self._found))

    def _note_problems(self, found: Sequence[Problem]) -> None:
        self._found = found
        page = self._explained() if found else ''
        self._problems = [
            Notice(
                p.path, p.line, p.column, p.message, p.code, page and f'{page}#{place_of(p.code)}'
            )
            for p in found
        ]

    def _explained(self) -> str:
        """The address of the page that explains every code; empty where there is none."""
        pages = wiki_of(self.app.env).corpus.pages.values()
        found = (page.docname for page in pages if (_CODES, '') in page.panels)
        return next(map(self._builder.get_target_uri, found), '')

    def _note_warnings(self, docnames: Iterable[str]) -> None:
        """Put what was heard of some pages in place of what was known of them."""
        paths = {self.app.env.doc2path(name, base=False).as_posix() for name in docnames}
        kept = [notice for notice in self._warned if notice.path not in paths]
        self._warned = [*kept, *self._warnings.take()]

    # -- the whole build

    def start(self) -> None:
        """Build for the first time, as the options say."""
        self._build(force=self._force)
        self._status.silent = True
        self.app.parallel = 1  # forks are not worth their while for a few pages

    def settle(self) -> tuple[bool, set[str]]:
        """Build as Sphinx does, after which the output is that of a clean build.

        Returns whether that came to its end or gave way to an edit, and the pages that
        show something else than before.
        """
        before = dict(self._quick.shown)
        self._gives_way = True
        try:
            done = self._build()
        finally:
            self._gives_way = False
        if self._compared is None:
            return done, set()
        now = self._compared.digests
        changed = {name for name in self._touched if now.get(name) != before.get(name)}
        return done, changed | (before.keys() - now.keys())

    def prepare(self) -> Iterator[None]:
        """Be ready for the next edit, step by step, while there is none.

        What is loaded is left out of garbage collection: in a large wiki that would look
        through a million objects in the middle of an edit.
        """
        yield from self._quick.prepare()
        gc.collect()
        gc.freeze()
        yield

    def _build(self, *, force: bool = False) -> bool:
        self._touched, self._compared = set(), None
        self._warnings.take()
        restore_assets(self._builder, self._assets)
        try:
            self.app.build(force)
        except InterruptedBuildError:
            self._quick.interrupted()
            return False
        finally:
            # what was being written is not known until all has been
            self._quick.doubt(self._touched)
            drop_master_doctree(self.app.env)
        assert self._compared is not None
        self._quick.settled(self._compared)
        self._note_problems(self._compared.problems)
        self._warned = self._warnings.take()
        return True

    def _on_step(self, *_: object) -> None:
        """Between two pages is the place to give way to an edit."""
        if self._gives_way and self._waiting():
            raise InterruptedBuildError('an edit waits to be shown')

    def _on_compared(self, _app: Sphinx, compared: Comparison) -> None:
        self._compared = compared

    def _on_purge(self, _app: Sphinx, env: BuildEnvironment, _docname: str) -> None:
        self._on_step()  # before the page is purged, not after
        drop_master_doctree(env)

    def _on_resolved(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        self._on_step()
        self._touched.add(docname)

    def _on_finished(self, _app: Sphinx, exception: Exception | None) -> None:
        if exception is None:
            self._on_step()

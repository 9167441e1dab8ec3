"""Session: a Sphinx application kept alive between edits, which refreshes stale pages."""

from __future__ import annotations

import gc
import logging
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.logging import NAMESPACE, is_suppressed_warning
from sphinx.util.nodes import get_node_line, get_node_source

from criticwiki.corpus.invalidation import after, aggregates
from criticwiki.corpus.names import backlinks
from criticwiki.panels.reference import code_anchor
from criticwiki.panels.standing import pages_placed_anew
from criticwiki.sphinx_ext.changes import problems, problems_after
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.fingerprint import PageFingerprints, contents_digest
from criticwiki.sphinx_ext.generated_pages import write_continuations
from criticwiki.sphinx_ext.incremental import InterruptedBuildError, append_to_journal
from criticwiki.sphinx_ext.lock import folders_of, lock_folders
from criticwiki.sphinx_ext.output import site_of
from criticwiki.sphinx_ext.patches import (
    assets_of,
    drop_master_doctree,
    enter_phase,
    resolved_doctree,
    restore_assets,
)
from criticwiki.sphinx_ext.transforms import cut_toctrees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from criticwiki.problems import Problem
    from criticwiki.sphinx_ext.fingerprint import ViewFingerprints
    from criticwiki.sphinx_ext.incremental import Comparison


class IncrementalPreview:
    """Incremental preview: fingerprints of the output, and the queue of stale pages."""

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
        """Take an application that has built or will."""
        self._app = app
        self._env = app.env
        self._builder = builder
        self._shared = ('', '')
        self._relations: dict[str, list[str | None]] | None = None
        self._edited: set[str] | None = set()
        """Pages that were read since problems were looked for; None where all may have some."""
        self._stale: dict[str, None] = {}
        """Queue of pages that may be stale, the most urgent first."""
        self._views: ViewFingerprints = {}
        self._reviewed: list[str] = []
        """Pages that were read since the pages of critics were written."""
        self.shown: dict[str, str] = {}
        """Fingerprint of the file of each page; a page without one is written again."""

    def settled(self, compared: Comparison) -> None:
        """Note that a full build has ended: take over its fingerprints."""
        self.shown = dict(compared.digests)
        self._shared = compared.shared
        self._stale = {}
        self._edited = set()
        self._relations = None

    def prepare(self) -> Iterator[None]:
        """Fill caches for the next edit, in steps between which an edit can come."""
        domain = wiki_of(self._env)
        backlinks(domain.corpus)
        yield
        self._relations = self._env.collect_relations()
        yield
        digests = self._digests()
        for docname in aggregates(domain.corpus):
            digests.of(docname)
            yield

    def interrupted(self) -> None:
        """Note that a full build was interrupted: any page may have been read again."""
        self._edited = None

    def doubt(self, docnames: Iterable[str]) -> None:
        """Invalidate the files of some pages."""
        for docname in docnames:
            self.shown.pop(docname, None)

    def read(self, docnames: Iterable[str], viewed: Iterable[str]) -> None:
        """Read pages again, and queue the pages that they invalidate; those `viewed` come first."""
        edited = list(docnames)
        domain = wiki_of(self._env)
        before = domain.corpus
        for docname in edited:
            # cached while the prose of the old version is still there
            before.mentions(docname)
            before.outgoing(docname)
        contents, tree = self._contents(edited), domain.tree
        enter_phase(self._builder, BuildPhase.READING)
        self._app.emit('env-before-read-docs', self._env, edited)
        for docname in edited:
            self._app.emit('env-purge-doc', self._env, docname)
            self._env.clear_doc(docname)
            self._builder.read_doc(docname)
        stale = after(before, domain.corpus, edited, pages_placed_anew)
        # names, numbers and groups order the tables of contents
        same = not stale.all_pages and self._contents(edited) == contents
        if same:
            domain.tree = tree
        else:
            cut_toctrees(self._env)
        # collectors number sections and figures here
        numbered = self._env.check_dependents(self._app, set(edited))
        order = list(stale.docnames)
        self._edited = None if stale.all_pages or self._edited is None else {*self._edited, *edited}
        if not same:
            self._relations = None
            self._shared = (self._shared[0], contents_digest(self._env))
            order += [name for name, page in domain.pages.items() if page.lists_pages]
        self._reviewed += edited
        order = [*edited, *viewed, *self._stale, *order, *numbered]
        self._stale = {name: None for name in order if name in self._env.all_docs}

    def problems(self, before: Iterable[Problem]) -> list[Problem]:
        """All problems of the wiki, from those that were there when this was last asked."""
        domain, edited = wiki_of(self._env), self._edited
        self._edited = set()
        return problems(domain) if edited is None else problems_after(domain, before, edited)

    def _contents(self, docnames: Iterable[str]) -> list[tuple[str, str]]:
        """What tables of contents on other pages may show of some pages."""
        titles, contents = self._env.titles, self._env.tocs
        return [(str(titles.get(name)), str(contents.get(name))) for name in docnames]

    def show(self) -> Iterator[str]:
        """Write the stale pages whose fingerprint differs; yields each docname once written."""
        if self._relations is None:
            self._relations = self._env.collect_relations()
        self._builder.relations = self._relations
        digests = self._digests()
        for docname in list(self._stale):
            now = digests.of(docname)
            if self.shown.get(docname) != now:
                append_to_journal(self._app, docname)
                self.doubt([docname])
                self._write(docname)
                self.shown[docname] = now
                del self._stale[docname]
                yield docname
            else:
                del self._stale[docname]
        if critics := site_of(self._env).critics:
            edited, self._reviewed = self._reviewed, []
            yield from critics.write_affected_by(edited)
            for pages in (site_of(self._env).shared_names, site_of(self._env).seasons):
                if pages:
                    yield from pages.write_affected_by(edited)

    def _digests(self) -> PageFingerprints:
        return PageFingerprints(wiki_of(self._env), self._shared, self._relations, self._views)

    def _write(self, docname: str) -> None:
        """Write the files of one page, as a build would without its search index."""
        builder = self._builder
        enter_phase(builder, BuildPhase.RESOLVING)
        doctree = resolved_doctree(builder, docname, self._app.tags)
        enter_phase(builder, BuildPhase.WRITING)
        images, builder.images = builder.images, {}
        builder.post_process_images(doctree)
        builder.write_doc(docname, doctree)
        write_continuations(self._app, docname)
        if builder.images:
            builder.copy_image_files()
        builder.images = images | builder.images


_PATIENCE: Final = 5.0
"""Seconds to wait for another build in the same folders: another preview would not end."""
_PROBLEM_TYPE: Final = 'wiki'
"""Type of the warnings by which problems of the wiki are logged."""
_CODES_PANEL: Final = 'problem-codes'
"""The panel that explains problem codes."""


@dataclass(frozen=True)
class BuildOptions:
    """Options of `sphinx-build` for all builds of a wiki; they are sent to another process."""

    source: Path
    out: Path
    doctrees: Path
    confdir: Path | None
    """The folder of conf.py, or None for a build without one."""
    builder: str = 'html'
    overrides: dict[str, Any] = field(default_factory=dict)
    """Settings that override those of conf.py."""
    tags: tuple[str, ...] = ()
    fresh: bool = False
    """Whether the first build discards the saved environment."""
    force: bool = False
    """Whether the first build writes every page."""
    jobs: int = 1
    """Processes of the first build."""
    verbosity: int = 0
    quiet: bool = False
    watched: tuple[Path, ...] = ()
    """Further folders; a change in them requires a new process."""


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """A problem or warning, with its place in the source where there is one."""

    path: str
    line: int
    column: int
    message: str
    code: str = ''
    """Code of a problem; empty for warnings of Sphinx and other extensions."""
    about: str = ''
    """URL of the explanation of the code, relative to the site's root; empty without one."""

    @property
    def place(self) -> str:
        """`path:line:column`, without what is unknown."""
        numbers = (str(number) for number in (self.line, self.column) if number)
        return ':'.join((self.path, *numbers)) if self.path else ''


class Session:
    """Sphinx application whose environment, theme and templates stay loaded."""

    def __init__(self, options: BuildOptions, edit_waits: Callable[[], bool]) -> None:
        """Load the application; `edit_waits` says whether a build should be interrupted.

        :raises Exception: whatever conf.py or an extension raises.
        """
        self._force = options.force
        self._edit_waits = edit_waits
        self._interruptible = False
        self._compared: Comparison | None = None
        self._touched: set[str] = set()
        self._warning_notices: list[Notice] = []
        self._problem_notices: list[Notice] = []
        self._problems: Sequence[Problem] = ()
        self._status = _StatusStream(silent=options.quiet)
        # between its builds too, no other may write there
        self._locks = lock_folders(folders_of(options.out, options.doctrees), _PATIENCE)
        self.app = Sphinx(
            options.source,
            options.confdir,
            options.out,
            options.doctrees,
            options.builder,
            dict(options.overrides),
            status=self._status,  # type: ignore[arg-type]
            warning=sys.stderr,
            freshenv=options.fresh,
            tags=list(options.tags),
            verbosity=options.verbosity,
            parallel=options.jobs,
        )
        builder = self.app.builder
        if not isinstance(builder, StandaloneHTMLBuilder) or builder.name == 'singlehtml':
            raise SphinxError(f'the builder {builder.name!r} writes no web page for each page')
        if wiki_builder := site_of(self.app.env).wiki_builder:
            wiki_builder.is_last = False
        self._builder = builder
        # a build cut off within a page leaves the files of that page to all others
        self._assets = assets_of(builder)
        self._quick = IncrementalPreview(self.app, builder)
        self._warnings = WarningCollector(self.app)
        self.app.connect('wiki-comparing', self._on_step)
        self.app.connect('wiki-compared', self._on_compared)
        self.app.connect('env-purge-doc', self._on_purge, priority=1)
        self.app.connect('doctree-resolved', self._on_resolved)
        self.app.connect('html-page-context', self._on_step, priority=1)
        self.app.connect('build-finished', self._on_finished, priority=1)

    def close(self) -> None:
        """Stop collecting warnings, and leave the folders to other builds."""
        self._warnings.close()
        for lock in self._locks:
            lock.free()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All current problems and warnings, sorted by place."""
        return tuple(sorted({*self._problem_notices, *self._warning_notices}))

    def file_of(self, docname: str) -> str:
        """The file of a page, relative to the output folder."""
        path = Path(self._builder.get_output_path(docname))
        return path.relative_to(self._builder.outdir).as_posix()

    def page_of(self, file: str) -> str | None:
        """The docname of a file, relative to the output folder; None where it is no page."""
        base = file.removesuffix(self._builder.out_suffix)
        names = (base, base.removesuffix('/index'))
        docnames = (name for name in names if name in self.app.env.all_docs)
        return next((name for name in docnames if self.file_of(name) == file), None)

    # -- incremental preview

    def refresh(self, docnames: Iterable[str], viewed: Iterable[str] = ()) -> Iterator[str]:
        """Read edited pages and write all that they change, those `viewed` first.

        Yields each docname after its page is written. Pages left when the iteration stops
        are written by the next call, or by the full build.
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
            self._update_warnings(written)

    def check(self) -> None:
        """Update the problems of all pages."""
        self._set_problems(self._quick.problems(self._problems))

    def _set_problems(self, problems: Sequence[Problem]) -> None:
        self._problems = problems
        page = self._codes_page() if problems else ''
        self._problem_notices = [
            Notice(
                p.path,
                p.line,
                p.column,
                p.message,
                p.code,
                page and f'{page}#{code_anchor(p.code)}',
            )
            for p in problems
        ]

    def _codes_page(self) -> str:
        """The URL of the page that explains problem codes; empty where there is none."""
        pages = wiki_of(self.app.env).corpus.pages.values()
        docnames = (page.docname for page in pages if (_CODES_PANEL, '') in page.panels)
        return next(map(self._builder.get_target_uri, docnames), '')

    def _update_warnings(self, docnames: Iterable[str]) -> None:
        """Replace the warnings of some pages by those collected since."""
        paths = {self.app.env.doc2path(name, base=False).as_posix() for name in docnames}
        others = [notice for notice in self._warning_notices if notice.path not in paths]
        self._warning_notices = [*others, *self._warnings.take()]

    # -- full build

    def first_build(self) -> None:
        """Build for the first time, with the options for that."""
        self._build(force=self._force)
        self._status.silent = True
        self.app.parallel = 1  # forking costs more than reading a few pages

    def full_build(self) -> tuple[bool, set[str]]:
        """Build as Sphinx does, after which the output is that of a clean build.

        :returns: whether the build was completed, not interrupted by an edit, and the
            docnames of pages that show something else than before.
        """
        before = dict(self._quick.shown)
        self._interruptible = True
        try:
            completed = self._build()
        finally:
            self._interruptible = False
        if self._compared is None:
            return completed, set()
        now = self._compared.digests
        changed = {name for name in self._touched if now.get(name) != before.get(name)}
        return completed, changed | (before.keys() - now.keys())

    def prepare(self) -> Iterator[None]:
        """Warm the caches for the next edit, in steps between which an edit may come.

        What is loaded is frozen out of garbage collection, which in a large wiki would
        traverse a million objects in the middle of an edit.
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
            # files being written are unknown until the build is complete
            self._quick.doubt(self._touched)
            drop_master_doctree(self.app.env)
        assert self._compared is not None
        self._quick.settled(self._compared)
        self._set_problems(self._compared.problems)
        self._warning_notices = self._warnings.take()
        return True

    def _on_step(self, *_: object) -> None:
        """Interrupt the build for an edit: between two pages its state is consistent."""
        if self._interruptible and self._edit_waits():
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


class WarningCollector(logging.Handler):
    """Logging handler that keeps warnings of Sphinx; problems of the wiki are data already."""

    def __init__(self, app: Sphinx) -> None:
        """Collect the warnings of `app` until it is closed."""
        super().__init__(logging.WARNING)
        self._app = app
        self._notices: list[Notice] = []
        logging.getLogger(NAMESPACE).addHandler(self)

    def close(self) -> None:
        """Stop collecting."""
        logging.getLogger(NAMESPACE).removeHandler(self)
        super().close()

    def take(self) -> list[Notice]:
        """The warnings since the last call, which are removed."""
        notices, self._notices = self._notices, []
        return notices

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, unless it is a problem or suppressed."""
        kind, subtype = getattr(record, 'type', None), getattr(record, 'subtype', None)
        if kind == _PROBLEM_TYPE:
            return
        if is_suppressed_warning(kind or '', subtype or '', self._app.config.suppress_warnings):
            return
        path, line = self._source_place(getattr(record, 'location', None))
        self._notices.append(Notice(path, line, 0, record.getMessage()))

    def _source_place(self, location: Any) -> tuple[str, int]:
        """Path and line of a location in any of the forms that Sphinx logs."""
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
        if Path(path).is_relative_to(self._app.srcdir):
            path = Path(path).relative_to(self._app.srcdir).as_posix()
        return path, int(line or 0)


class _StatusStream:
    """Status stream of Sphinx, silent after the first build."""

    def __init__(self, *, silent: bool) -> None:
        self.silent = silent

    def write(self, text: str) -> int:
        return len(text) if self.silent else sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()

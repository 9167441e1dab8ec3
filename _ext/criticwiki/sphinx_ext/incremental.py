"""Decides which pages must be written again, and removes what deleted pages left behind.

The digest of what a page shows is kept for every page that was written, per builder, and
only after a build that came to its end. Sphinx by itself leaves pages stale that show facts
of other pages, titles among them: https://github.com/sphinx-doc/sphinx/issues/5506
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

from criticwiki.corpus.reach import EVERYWHERE
from criticwiki.gc_pause import uncollected

from .builders import LeavesUnchanged
from .config import notations
from .data_state import DataFiles
from .domain import wiki_of
from .early import early_pages, forget_early
from .fingerprint import PageDigests, contents_digest, shared_digest
from .output import files_of_pages, name_images, output_of, remove, remove_doctree
from .record import Record
from .report import report
from .search import KeepsWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from criticwiki.corpus.reach import Reach
    from criticwiki.problems import Problem


class InterruptedBuildError(SphinxError):
    """Raised between two pages by a listener who wants the build to stop there.

    The next build in the same process writes what this one would have written.
    """


@dataclass(frozen=True, slots=True)
class Comparison:
    """What pages show now; given to listeners of `wiki-compared`."""

    digests: dict[str, str]
    """The digest of every page."""
    shared: tuple[str, str]
    """What all pages share: files, and tables of contents."""
    problems: tuple[Problem, ...]


class Freshness:
    """Compares what pages would show with what was last written of them."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._record = Record()
        self._now: dict[str, str] = {}
        self._written: set[str] = set()
        self._settled = False  # whether all has been written that would be written now

    def decide(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Report every problem, and name the pages that must be written again."""
        with uncollected():
            return self._decide(app, env)

    def _decide(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        domain = wiki_of(env)
        record = self._record = Record.load(app)
        early = early_pages(app)
        for docname in early:
            record.written.pop(docname, None)
        if isinstance(app.builder, KeepsWords) and not app.builder.has_words():
            record.state, record.written = '', {}  # only a page that is written gives its words
        shared = shared_digest(env) if app.builder.format == 'html' else ''
        name_images(env)
        known = bool(record.state) and record.state == domain.state and record.shared == shared
        self._settled = known and not domain.changed and not early
        if isinstance(app.builder, LeavesUnchanged):
            app.builder.settled = self._settled
        read_by = repr(notations(env.config))
        same = known and record.notations == read_by and domain.same_facts()
        data = domain.data_files = DataFiles(same, None, record.data)
        record.notations = read_by
        if self._settled:
            found = record.known_problems()
            self._now = dict(record.written)
        else:
            from .checks import problems, problems_after

            reach = domain.reach() if known else EVERYWHERE
            if reach.everywhere:
                found = problems(domain)
            else:
                found = problems_after(domain, record.known_problems(), domain.edited)
                data.stale = reach.near
            record.note_problems(found)
            contents = contents_digest(env) if app.builder.format == 'html' else ''
            known = known and record.contents == contents
            record.contents = contents
            digests = PageDigests(domain, (shared, contents))
            self._now = _compare(app, digests, record.written, reach if known else EVERYWHERE)
        report(found)
        compared = Comparison(self._now, (shared, record.contents), tuple(found))
        app.emit('wiki-compared', compared)
        record.shared = shared
        edited = domain.edited
        record.state = domain.settle()
        self._written = set()
        record.begin(app)
        new = self._now.keys() - record.outputs.keys()
        files = files_of_pages(app) - set(record.files)
        if new or files:
            record.outputs |= {docname: output_of(app.builder, docname) for docname in new}
            record.files = sorted({*record.files, *files})
            record.save(app)
        again = {name for name, now in self._now.items() if record.written.get(name) != now}
        if isinstance(app.builder, LeavesUnchanged):
            app.builder.stays = self._now.keys() - again - edited
        return sorted(again)

    def note_written(self, _app: Sphinx, _doctree: nodes.document, docname: str) -> None:
        """A page is being written; this runs in the main process even with `-j`."""
        self._written.add(docname)

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """After a build that came to its end, remember what was written."""
        now, self._now = self._now, {}
        if now and exception is None:
            self._finish(app, now)
        elif now and isinstance(exception, InterruptedBuildError):
            self._break_off(app)

    def _finish(self, app: Sphinx, now: dict[str, str]) -> None:
        record = self._record
        if data := wiki_of(app.env).data_files:
            record.data = data.digest
        if self._written or not self._settled:
            self._remove_leftovers(app, now)
            written = {name: old for name, old in record.written.items() if name in now}
            again = self._written & now.keys()
            record.written = written | {name: now[name] for name in again}
            if record.written != now:
                record.state = ''  # a build of single files leaves others as they were
            record.save(app)
        record.end(app)
        forget_early(app)

    def _break_off(self, app: Sphinx) -> None:
        """Forget what was being written: the next build compares all pages."""
        record = self._record
        known = record.written.items()
        record.written = {name: old for name, old in known if name not in self._written}
        record.state = ''
        record.save(app)
        record.end(app)
        forget_early(app)

    def _remove_leftovers(self, app: Sphinx, now: dict[str, str]) -> None:
        record = self._record
        domain = wiki_of(app.env)
        others = [one for one in (domain.further, domain.critics) if one]
        for docname in sorted(record.outputs.keys() - now.keys()):
            remove_doctree(app, docname)
            output = record.outputs.pop(docname)
            if output and not any(one.claims(Path(app.outdir, output)) for one in others):
                remove(app.outdir, output)
        files = files_of_pages(app)
        for name in sorted(set(record.files) - files):
            remove(app.outdir, name)
        record.files = sorted(files)


def _compare(
    app: Sphinx, digests: PageDigests, written: dict[str, str], reach: Reach
) -> dict[str, str]:
    """The digest of every page; where an edit reaches few, only theirs are worked out."""
    pages = app.env.found_docs
    kept: dict[str, str] = {}
    names: Iterable[str] = pages
    if not reach.everywhere:
        kept = {docname: old for docname, old in written.items() if docname in pages}
        names = {*reach.near, *(pages - kept.keys())}
    for docname in names:
        app.emit('wiki-comparing', docname)
        kept[docname] = digests.of(docname)
    return kept


def setup_freshness(app: Sphinx) -> None:
    """Connect to the events of a build."""
    app.add_event('wiki-comparing')  # (app, docname), before a page is looked at
    app.add_event('wiki-compared')  # (app, Comparison)
    state = Freshness()
    app.connect('env-updated', state.decide)
    app.connect('doctree-resolved', state.note_written)
    app.connect('build-finished', state.keep)

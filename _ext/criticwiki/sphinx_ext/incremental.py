"""Incremental build: which pages to write, by fingerprints of the last build."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import SphinxError

from criticwiki.cached_view import uncollected
from criticwiki.problems import Code, Problem

from . import lazy
from .config import notations
from .domain import wiki_of
from .fingerprint import PageDigests, contents_digest, shared_digest
from .output import (
    DataFiles,
    files_of_pages,
    name_images,
    output_of,
    remove,
    remove_doctree,
    site_of,
    write_whole,
)
from .warnings import report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from criticwiki.corpus.invalidation import Invalidation


_RECORD: Final = 'criticwiki-{builder}.json'
_UNFINISHED: Final = 'criticwiki-{builder}.unfinished'


@dataclass(slots=True)
class Record:
    """What a builder wrote, and from what."""

    state: str = ''
    """Which state of the pages it was made from; each has a name of its own."""
    shared: str = ''
    """The files that all pages share."""
    contents: str = ''
    """The tables of contents that any page may show."""
    written: dict[str, str] = field(default_factory=dict)
    """Digest of every page that was written."""
    outputs: dict[str, str] = field(default_factory=dict)
    """File, below the output folder, of every page that may have been written."""
    files: list[str] = field(default_factory=list)
    """Images and downloads, likewise."""
    data: str = ''
    """Digest of `wiki.json`."""
    notations: str = ''
    """How scores are read, which the schema of the front matter tells."""
    problems: list[tuple[str, int, int, str, str]] = field(default_factory=list)
    """What was reported."""

    @classmethod
    def load(cls, app: Sphinx) -> Record:
        """The record of the application's builder; of a build without an end, only files."""
        try:
            known: dict[str, Any] = json.loads(_record_file(app, _RECORD).read_text('utf-8'))
            found = cls(**{entry.name: known[entry.name] for entry in fields(cls)})
        except (OSError, ValueError, KeyError, TypeError):
            return cls()
        if _record_file(app, _UNFINISHED).exists():
            return cls(outputs=found.outputs, files=found.files)
        return found

    def begin(self, app: Sphinx) -> None:
        """Note that a build is about to write: whatever stops it, the next writes everything."""
        mark = _record_file(app, _UNFINISHED)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()

    def save(self, app: Sphinx) -> None:
        """Write the record."""
        known = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        write_whole(_record_file(app, _RECORD), json.dumps(known, sort_keys=True))

    def end(self, app: Sphinx) -> None:
        """Note that the build has come to its end."""
        _record_file(app, _UNFINISHED).unlink(missing_ok=True)

    def note_problems(self, found: list[Problem]) -> None:
        """Keep what was reported, for builds in which nothing changes."""
        self.problems = [(p.path, p.line, p.column, p.code.value, p.message) for p in found]

    def known_problems(self) -> list[Problem]:
        """What was reported."""
        return [
            Problem(path, line, column, Code(code), message)
            for path, line, column, code, message in self.problems
        ]


def _record_file(app: Sphinx, name: str) -> Path:
    return Path(app.doctreedir, name.format(builder=app.builder.name))


_EARLY: Final = 'criticwiki-{builder}.early'


def note_early(app: Sphinx, docname: str) -> None:
    """Note that a page is about to be written outside a build."""
    with _early_file(app).open('a', encoding='utf-8') as file:
        file.write(f'{docname}\n')


def early_pages(app: Sphinx) -> set[str]:
    """The pages that were written since the last build."""
    try:
        return set(_early_file(app).read_text('utf-8').splitlines())
    except OSError:
        return set()


def forget_early(app: Sphinx) -> None:
    """A build has taken note of them."""
    _early_file(app).unlink(missing_ok=True)


def _early_file(app: Sphinx) -> Path:
    return Path(app.doctreedir, _EARLY.format(builder=app.builder.name))


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
        builder = site_of(env).wiki_builder
        if builder and not builder.has_words():
            record.state, record.written = '', {}  # only a page that is written gives its words
        shared = shared_digest(env) if site_of(env).is_html else ''
        name_images(env)
        known = bool(record.state) and record.state == domain.state and record.shared == shared
        self._settled = known and not domain.changed and not early
        if builder:
            builder.settled = self._settled
        read_by = repr(notations(env.config))
        same = known and record.notations == read_by and domain.same_facts()
        data = site_of(env).data_files = DataFiles(same, None, record.data)
        record.notations = read_by
        if self._settled:
            found = record.known_problems()
            self._now = dict(record.written)
        else:
            stale = domain.invalidation() if known else lazy.invalidation.EVERYTHING
            if stale.all_pages:
                found = lazy.checks.problems(domain)
            else:
                found = lazy.checks.problems_after(domain, record.known_problems(), domain.edited)
                data.stale = stale.docnames
            record.note_problems(found)
            contents = contents_digest(env) if site_of(env).is_html else ''
            known = known and record.contents == contents
            record.contents = contents
            digests = PageDigests(domain, (shared, contents))
            if not known:
                stale = lazy.invalidation.EVERYTHING
            self._now = _compare(app, digests, record.written, stale)
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
        if builder:
            builder.stays = self._now.keys() - again - edited
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
        record.data = site_of(app.env).data_files.digest
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
        site = site_of(app.env)
        others = [one for one in (site.further, site.critics) if one]
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
    app: Sphinx, digests: PageDigests, written: dict[str, str], stale: Invalidation
) -> dict[str, str]:
    """Fingerprint of every page; those that are not stale keep the one of the last build."""
    pages = app.env.found_docs
    kept: dict[str, str] = {}
    names: Iterable[str] = pages
    if not stale.all_pages:
        kept = {docname: old for docname, old in written.items() if docname in pages}
        names = {*stale.docnames, *(pages - kept.keys())}
    for docname in names:
        app.emit('wiki-comparing', docname)
        kept[docname] = digests.of(docname)
    return kept

"""Incremental build: manifest and journal of the last one, and by them the pages to write."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import SphinxError

from criticwiki.cached_view import garbage_collection_paused
from criticwiki.checks.stray_files import apart_from_unread
from criticwiki.problems import Code, Problem

from . import lazy
from .config import declared_fields, notations
from .domain import wiki_of
from .fingerprint import PageFingerprints, contents_digest, shared_digest
from .output import (
    DataFilesState,
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


_MANIFEST: Final = 'criticwiki-{builder}.json'
_JOURNAL: Final = 'criticwiki-{builder}.journal'
_BUILD: Final = ''
"""Entry of the journal for a whole build: no docname is empty."""


@dataclass(slots=True)
class Manifest:
    """Manifest of a builder: its output files, and fingerprints of what each was made from.

    Written whole at the end of a build. Until then the journal beside it names the pages whose
    files may differ from their fingerprints, so that a build that is cut off leaves none stale.
    """

    state: str = ''
    """Version of the pages."""
    shared: str = ''
    """Fingerprint of the files that all pages depend on."""
    contents: str = ''
    """Fingerprint of the tables of contents that any page may show."""
    written: dict[str, str] = field(default_factory=dict)
    """Fingerprint of every page that was written."""
    outputs: dict[str, str] = field(default_factory=dict)
    """File, below the output folder, of every page that may have been written."""
    files: list[str] = field(default_factory=list)
    """Images and downloads, likewise."""
    data: str = ''
    """Fingerprint of `wiki.json`."""
    notations: str = ''
    """Notations of scores, declared fields, the work and the words: data files depend on them."""
    problems: list[tuple[str, int, int, str, str]] = field(default_factory=list)
    """Problems that were reported."""

    @classmethod
    def load(cls, app: Sphinx) -> Manifest:
        """The manifest of the application's builder, without pages that the journal names."""
        try:
            entries: dict[str, Any] = json.loads(_state_file(app, _MANIFEST).read_text('utf-8'))
            manifest = cls(**{entry.name: entries[entry.name] for entry in fields(cls)})
        except (OSError, ValueError, KeyError, TypeError):
            return cls()
        journal = read_journal(app)
        if _BUILD in journal:
            return cls(outputs=manifest.outputs, files=manifest.files)
        for docname in journal:
            manifest.written.pop(docname, None)
        return manifest

    def save(self, app: Sphinx) -> None:
        """Replace the file of the manifest, atomically."""
        entries = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        write_whole(_state_file(app, _MANIFEST), json.dumps(entries, sort_keys=True))

    def set_problems(self, problems: list[Problem]) -> None:
        """Store the reported problems, which a build without a change reports again."""
        self.problems = [(p.path, p.line, p.column, p.code.value, p.message) for p in problems]

    def reported(self) -> list[Problem]:
        """The problems that the last build reported."""
        return [
            Problem(path, line, column, Code(code), message)
            for path, line, column, code, message in self.problems
        ]


def drop_manifest(app: Sphinx) -> None:
    """Have all pages be written again, as by a first build; what was written is still known."""
    manifest = Manifest.load(app)
    if manifest.state or manifest.written:
        Manifest(outputs=manifest.outputs, files=manifest.files).save(app)


def append_to_journal(app: Sphinx, name: str = _BUILD) -> None:
    """Log that a page, or all of a build, is about to be written."""
    journal = _state_file(app, _JOURNAL)
    journal.parent.mkdir(parents=True, exist_ok=True)
    with journal.open('a', encoding='utf-8') as file:
        file.write(f'{name}\n')


def read_journal(app: Sphinx) -> set[str]:
    """Pages that were written since the last save of the manifest."""
    try:
        return set(_state_file(app, _JOURNAL).read_text('utf-8').splitlines())
    except OSError:
        return set()


def clear_journal(app: Sphinx) -> None:
    """Delete the journal: the manifest is up to date."""
    _state_file(app, _JOURNAL).unlink(missing_ok=True)


def _state_file(app: Sphinx, name: str) -> Path:
    return Path(app.doctreedir, name.format(builder=app.builder.name))


class InterruptedBuildError(SphinxError):
    """Raised between two pages by a listener who wants the build to stop there.

    The next build in the same process writes what this one would have written.
    """


@dataclass(frozen=True, slots=True)
class Comparison:
    """Fingerprints of all pages; argument of the event `wiki-compared`."""

    digests: dict[str, str]
    """Fingerprint of every page."""
    shared: tuple[str, str]
    """Fingerprints of the files and the tables of contents that all pages depend on."""
    problems: tuple[Problem, ...]


class IncrementalBuild:
    """Finds the stale pages of a build: those whose fingerprint is not that of the manifest."""

    def __init__(self) -> None:
        """Start with an empty manifest."""
        self._manifest = Manifest()
        self._now: dict[str, str] = {}
        self._written: set[str] = set()
        self._settled = False  # whether no page can be stale

    def decide(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Handler of `env-updated`: report every problem, and return the stale pages."""
        with garbage_collection_paused():
            return self._decide(app, env)

    def _decide(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        domain = wiki_of(env)
        manifest = self._manifest = Manifest.load(app)
        builder = site_of(env).wiki_builder
        if builder and not builder.has_all_passages():
            manifest.state, manifest.written = '', {}  # only a page that is written gives its words
        shared = shared_digest(env) if site_of(env).is_html else ''
        name_images(env)
        valid = bool(manifest.state) and manifest.state == domain.state
        valid = valid and manifest.shared == shared
        self._settled = valid and not domain.changed and not read_journal(app)
        if builder:
            builder.settled = self._settled
        words = sorted(env.config.criticwiki_words.items())
        read_by = repr(
            (notations(env.config), declared_fields(env.config), domain.numbering, words)
        )
        same = valid and manifest.notations == read_by and domain.same_facts()
        data = site_of(env).data_files = DataFilesState(same, None, manifest.data)
        manifest.notations = read_by
        if self._settled:
            problems = manifest.reported()
            self._now = dict(manifest.written)
        else:
            stale = domain.invalidation() if valid else lazy.invalidation.EVERYTHING
            if stale.all_pages:
                problems = lazy.changes.problems(domain)
            else:
                reported = manifest.reported()
                problems = lazy.changes.problems_after(domain, reported, domain.edited)
                data.stale = stale.docnames
            manifest.set_problems(problems)
            contents = contents_digest(env) if site_of(env).is_html else ''
            valid = valid and manifest.contents == contents
            manifest.contents = contents
            digests = PageFingerprints(domain, (shared, contents))
            if not valid:
                stale = lazy.invalidation.EVERYTHING
            self._now = _compare(app, digests, manifest.written, stale)
        folders = env.config.criticwiki_folders
        problems = apart_from_unread(problems, site_of(env).unread, folders)
        report(problems)
        compared = Comparison(self._now, (shared, manifest.contents), tuple(problems))
        app.emit('wiki-compared', compared)
        manifest.shared = shared
        edited = domain.edited
        manifest.state = domain.settle()
        self._written = set()
        append_to_journal(app)
        new = self._now.keys() - manifest.outputs.keys()
        files = files_of_pages(app) - set(manifest.files)
        if new or files:
            manifest.outputs |= {docname: output_of(app.builder, docname) for docname in new}
            manifest.files = sorted({*manifest.files, *files})
            manifest.save(app)
        again = {name for name, now in self._now.items() if manifest.written.get(name) != now}
        if builder:
            builder.stays = self._now.keys() - again - edited
        return sorted(again)

    def note_written(self, _app: Sphinx, _doctree: nodes.document, docname: str) -> None:
        """Handler of `doctree-resolved`, in the main process even with `-j`: log a written page."""
        self._written.add(docname)

    def clear_book(self, app: Sphinx) -> Iterable[Any]:
        """Handler of `html-collect-pages`: remove what an EPUB, which packs all, would still hold.

        Sites keep their leftovers until the build has succeeded.
        """
        if self._now and not site_of(app.env).is_web:
            self._remove_leftovers(app, self._now)
        return ()

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """Handler of `build-finished`: save the manifest of a build that came to its end."""
        now, self._now = self._now, {}
        if now and exception is None:
            self._finish(app, now)
        elif now and isinstance(exception, InterruptedBuildError):
            self._break_off(app)

    def _finish(self, app: Sphinx, now: dict[str, str]) -> None:
        manifest = self._manifest
        manifest.data = site_of(app.env).data_files.digest
        if self._written or not self._settled:
            self._remove_leftovers(app, now)
            written = {name: old for name, old in manifest.written.items() if name in now}
            again = self._written & now.keys()
            manifest.written = written | {name: now[name] for name in again}
            if manifest.written != now:
                manifest.state = ''  # a build of single files leaves others as they were
            manifest.save(app)
        clear_journal(app)

    def _break_off(self, app: Sphinx) -> None:
        """Drop the fingerprints of written pages: the next build compares all pages."""
        manifest = self._manifest
        fingerprints = manifest.written.items()
        manifest.written = {name: old for name, old in fingerprints if name not in self._written}
        manifest.state = ''
        manifest.save(app)
        clear_journal(app)

    def _remove_leftovers(self, app: Sphinx, now: dict[str, str]) -> None:
        manifest = self._manifest
        site = site_of(app.env)
        generated = (site.continuations, site.critics, site.shared_names, site.seasons, site.moved)
        others = [one for one in generated if one]
        for docname in sorted(manifest.outputs.keys() - now.keys()):
            remove_doctree(app, docname)
            output = manifest.outputs.pop(docname)
            if output and not any(one.claims(Path(app.outdir, output)) for one in others):
                remove(app.outdir, output)
        files = files_of_pages(app)
        for name in sorted(set(manifest.files) - files):
            remove(app.outdir, name)
        manifest.files = sorted(files)


def _compare(
    app: Sphinx, digests: PageFingerprints, written: dict[str, str], stale: Invalidation
) -> dict[str, str]:
    """Fingerprint of every page; those that are not stale keep the one of the last build."""
    pages = app.env.found_docs
    fingerprints: dict[str, str] = {}
    names: Iterable[str] = pages
    if not stale.all_pages:
        fingerprints = {docname: old for docname, old in written.items() if docname in pages}
        names = {*stale.docnames, *(pages - fingerprints.keys())}
    for docname in names:
        app.emit('wiki-comparing', docname)
        fingerprints[docname] = digests.of(docname)
    return fingerprints

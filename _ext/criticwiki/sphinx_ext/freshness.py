"""Decides which pages must be written again, and removes what deleted pages left behind.

The digest of what a page shows is kept for every page that was written, per builder, and
only after a build that came to its end. Sphinx by itself leaves pages stale that show facts
of other pages, titles among them: https://github.com/sphinx-doc/sphinx/issues/5506
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from criticwiki.sphinx_ext.digests import PageDigests, shared_digest
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.files import (
    files_of_pages,
    name_images,
    output_of,
    remove,
    remove_doctree,
)
from criticwiki.sphinx_ext.report import problems, report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FILE: Final = 'criticwiki-{builder}.json'


@dataclass(slots=True)
class _Record:
    """What is known of the last build of a builder, kept beside its doctrees."""

    complete: bool = False
    """Whether that build came to its end; if not, what it wrote is not known."""
    written: dict[str, str] = field(default_factory=dict)
    """Digest of every page that was written."""
    outputs: dict[str, str] = field(default_factory=dict)
    """File, below the output folder, of every page that may have been written."""
    files: list[str] = field(default_factory=list)
    """Images and downloads, likewise."""

    @classmethod
    def load(cls, file: Path) -> _Record:
        try:
            known: dict[str, Any] = json.loads(file.read_text('utf-8'))
            return cls(known['complete'], known['written'], known['outputs'], known['files'])
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def save(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        known = {name: getattr(self, name) for name in self.__slots__}
        file.write_text(json.dumps(known, indent=0, sort_keys=True), 'utf-8')


class Freshness:
    """Compares what pages would show with what was last written of them."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._record = _Record()
        self._now: dict[str, str] = {}
        self._written: set[str] = set()

    def decide(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Report every problem, and name the pages that must be written again.

        Until the build has ended the record says that it has not: whatever stops it, the
        next build writes everything.
        """
        domain = wiki_of(env)
        report(problems(domain))
        shared = shared_digest(env) if app.builder.format == 'html' else ''
        name_images(env)
        self._now = PageDigests(domain, shared).all()
        self._written = set()
        record = self._record = _Record.load(_file(app))
        if not record.complete:
            record.written = {}
        for docname in self._now.keys() - record.outputs.keys():
            record.outputs[docname] = output_of(app.builder, docname)
        record.files = sorted({*record.files, *files_of_pages(app)})
        record.complete = False
        record.save(_file(app))
        return sorted(name for name, now in self._now.items() if record.written.get(name) != now)

    def note_written(self, _app: Sphinx, _doctree: nodes.document, docname: str) -> None:
        """A page is being written; this runs in the main process even with `-j`."""
        self._written.add(docname)

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """After a build that came to its end, remember what was written."""
        if exception is not None or not self._now:
            return
        record = self._record
        for docname in sorted(record.outputs.keys() - self._now.keys()):
            remove_doctree(app, docname)
            if output := record.outputs.pop(docname):
                remove(app.outdir, output)
        files = files_of_pages(app)
        for name in sorted(set(record.files) - files):
            remove(app.outdir, name)
        record.files = sorted(files)
        written = {name: old for name, old in record.written.items() if name in self._now}
        record.written = written | {
            name: self._now[name] for name in self._written & self._now.keys()
        }
        record.complete = True
        record.save(_file(app))
        self._now = {}


def _file(app: Sphinx) -> Path:
    return Path(app.doctreedir, _FILE.format(builder=app.builder.name))


def setup_freshness(app: Sphinx) -> None:
    """Connect to the events of a build."""
    state = Freshness()
    app.connect('env-updated', state.decide)
    app.connect('doctree-resolved', state.note_written)
    app.connect('build-finished', state.keep)

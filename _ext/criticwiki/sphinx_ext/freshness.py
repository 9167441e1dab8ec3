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

from criticwiki.sphinx_ext.digests import PageDigests, static_digest
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.report import problems, report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_FILE: Final = 'criticwiki-{builder}.json'


@dataclass(slots=True)
class _Record:
    """What is known of the last build of a builder, kept beside its doctrees."""

    complete: bool = False
    """Whether that build came to its end; if not, what it wrote is not known."""
    written: dict[str, str] = field(default_factory=dict)
    """Digest of every page that was written and had no problem."""
    outputs: dict[str, str] = field(default_factory=dict)
    """File, below the output folder, of every page that was ever written."""

    @classmethod
    def load(cls, file: Path) -> _Record:
        try:
            known: dict[str, Any] = json.loads(file.read_text('utf-8'))
            return cls(known['complete'], known['written'], known['outputs'])
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def save(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        known = {'complete': self.complete, 'written': self.written, 'outputs': self.outputs}
        file.write_text(json.dumps(known, indent=0, sort_keys=True), 'utf-8')


class Freshness:
    """Compares what pages would show with what was last written of them."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._record = _Record()
        self._now: dict[str, str] = {}
        self._faulty: set[str] = set()
        self._written: set[str] = set()

    def decide(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Report every problem, and name the pages that must be written again.

        Until the build has ended the record says that it has not: whatever stops it, the
        next build writes everything.
        """
        domain = wiki_of(env)
        found = problems(domain)
        report(found)
        paths = {page.path: page.docname for page in domain.pages.values()}
        self._faulty = {paths[problem.path] for problem in found if problem.path in paths}
        shared = static_digest(env) if app.builder.format == 'html' else ''
        self._now = PageDigests(domain, shared).all()
        self._written = set()
        self._record = _Record.load(_file(app))
        before = self._record.written if self._record.complete else {}
        self._record.complete = False
        self._record.save(_file(app))
        return sorted(name for name, now in self._now.items() if before.get(name) != now)

    def note_written(self, _app: Sphinx, _doctree: nodes.document, docname: str) -> None:
        """A page is being written; this runs in the main process even with `-j`."""
        self._written.add(docname)

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """After a build that came to its end, remember what was written.

        Pages with problems are not remembered, so that they are written again.
        """
        if exception is not None or not self._now:
            return
        record = self._record
        gone = record.outputs.keys() - self._now.keys()
        for docname in sorted(gone):
            _remove(app, docname, record.outputs.pop(docname))
        written = {name: old for name, old in record.written.items() if name in self._now}
        for name in self._written & self._now.keys():
            written[name] = self._now[name]
            if output := _output(app.builder, name):
                record.outputs[name] = output
        record.written = {name: now for name, now in written.items() if name not in self._faulty}
        record.complete = True
        record.save(_file(app))
        self._now = {}


def _file(app: Sphinx) -> Path:
    return Path(app.doctreedir, _FILE.format(builder=app.builder.name))


def _output(builder: Builder, docname: str) -> str | None:
    """The file that a builder writes for a page, where it writes one for each."""
    path_of = getattr(builder, 'get_output_path', None)
    if path_of is None:
        return None
    return Path(path_of(docname)).relative_to(builder.outdir).as_posix()


def _remove(app: Sphinx, docname: str, output: str) -> None:
    """Remove what a deleted page left: its output, its doctree, folders now empty."""
    further = wiki_of(app.env).further
    for file, root in (
        (Path(app.outdir, output), Path(app.outdir)),
        (Path(app.doctreedir, f'{docname}.doctree'), Path(app.doctreedir)),
    ):
        if further and further.claims(file):
            continue
        file.unlink(missing_ok=True)
        folder = file.parent
        while folder != root and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def setup_freshness(app: Sphinx) -> None:
    """Connect to the events of a build."""
    state = Freshness()
    app.connect('env-updated', state.decide)
    app.connect('doctree-resolved', state.note_written)
    app.connect('build-finished', state.keep)

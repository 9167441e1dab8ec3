"""Decides which pages must be written again: those that would say something else.

What a page says is a pure function of the corpus; its digest is kept for every page that
was written, per builder, and only after a build that succeeded. Sphinx by itself leaves
pages stale that show facts of other pages: https://github.com/sphinx-doc/sphinx/issues/5506
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.core.export import lookup
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.panels import find_panel
from criticwiki.sphinx_ext.report import problems, report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from criticwiki.core.pages import Page
    from criticwiki.sphinx_ext.domain import WikiDomain

_STATE: Final = 'criticwiki-{builder}.json'


class Freshness:
    """Compares what pages would say with what was last written of them."""

    def __init__(self) -> None:
        """Start a build with nothing known."""
        self.now: dict[str, str] = {}
        self.faulty: set[str] = set()
        self.written: set[str] = set()

    def decide(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Report every problem, and name the pages that must be written again."""
        domain = wiki_of(env)
        found = problems(domain)
        report(found)
        paths = {page.path: page.docname for page in domain.pages.values()}
        self.faulty = {paths[problem.path] for problem in found if problem.path in paths}
        self.now = digests(domain)
        self.written = set()
        before = _read(_file(app))
        return sorted(name for name, digest in self.now.items() if before.get(name) != digest)

    def note_written(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """A page is being written; this runs in the main process even with `-j`."""
        del app, doctree
        self.written.add(docname)

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """After a build without an error, remember what was written.

        Pages with problems are not remembered, so that they are written again.
        """
        if exception is not None or not self.now:
            return
        known = {name: digest for name, digest in _read(_file(app)).items() if name in self.now}
        for name in self.written & self.now.keys():
            if name in self.faulty:
                known.pop(name, None)
            else:
                known[name] = self.now[name]
        text = json.dumps(known, indent=0, sort_keys=True)
        file = _file(app)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, 'utf-8')


def _file(app: Sphinx) -> Path:
    return Path(app.doctreedir, _STATE.format(builder=app.builder.name))


def _read(file: Path) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads(file.read_text('utf-8'))
    except (OSError, ValueError):
        return {}
    return known


def digests(domain: WikiDomain) -> dict[str, str]:
    """For each page, a digest of all that it shows of other pages."""
    shared = _shared(domain)
    return {
        docname: hashlib.sha256(f'{shared}{_shows(domain, page)}'.encode()).hexdigest()
        for docname, page in domain.pages.items()
    }


def _shared(domain: WikiDomain) -> str:
    """What every page shows: the titles and the order of all pages, in the sidebar."""
    titles = [(docname, page.title) for docname, page in sorted(domain.pages.items())]
    return repr((titles, sorted(domain.env.toctree_includes.items())))


def _shows(domain: WikiDomain, page: Page) -> str:
    """What this page shows: its panels, its links, its figures."""
    corpus = domain.corpus
    parts: list[object] = [page.facts and page.facts.summary]
    for name, part in page.panels:
        panel = find_panel(name, part, page.kind)
        if panel and page.facts:
            parts.append(panel.view(corpus, page))
    parts += corpus.mentions(page.docname)
    parts += [corpus.resolve(link) for link in page.links]
    for path, _ in page.values:
        try:
            parts.append(lookup(domain.exported, path))
        except KeyError:
            parts.append(None)
    return repr(parts)


def setup_freshness(app: Sphinx) -> None:
    """Connect to the events of a build."""
    state = Freshness()
    app.connect('env-updated', state.decide)
    app.connect('doctree-resolved', state.note_written)
    app.connect('build-finished', state.keep)

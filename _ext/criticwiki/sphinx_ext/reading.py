"""Reading phase: outdated pages, worker processes, pages that are not UTF-8."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from . import lazy
from .domain import file_stamp, wiki_of
from .patches import forget_pages, read_leniently

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SUFFIX: Final = '.md'


def read_replaced(
    _app: Sphinx,
    env: BuildEnvironment,
    _added: set[str],
    _changed: set[str],
    _removed: set[str],
) -> list[str]:
    """Pages whose file is another than the one that was read.

    Sphinx asks only whether a file is newer, so an older one in its place goes unseen.
    """
    stamps = wiki_of(env).pages.stamps
    return [
        docname
        for docname in sorted(stamps.keys() & env.found_docs)
        if stamps[docname] != file_stamp(f'{env.srcdir}/{docname}{_SUFFIX}')
    ]


def parents_of_removed(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Pages whose tables of contents name a page that is gone; Sphinx leaves them as they are."""
    return sorted({parent for name in removed for parent in env.files_to_rebuild.get(name, ())})


class Worker:
    """A process that reads some of the pages, and sends back what is known of those alone."""

    def __init__(self) -> None:
        """Begin before there are any."""
        self._known = 0

    def before_all(self, _app: Sphinx, _env: BuildEnvironment, _docnames: list[str]) -> None:
        """Note the process of the build itself."""
        self._known = os.getpid()

    def begin(self, app: Sphinx, _docname: str, _content: list[str]) -> None:
        """A page is about to be read, in a worker or not."""
        if self._known not in {0, os.getpid()}:
            self._known = os.getpid()
            wiki_of(app.env).pages.clear()
            forget_pages(app.env)


def load_readers(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Load what reads pages before Sphinx starts workers, each of which would load it anew."""
    if docnames:
        _ = lazy.collectors  # imports it
        read_leniently(env)


def take_front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    """Read our part of the front matter before the parser has the page."""
    lazy.collectors.take_front_matter(app, docname, content)


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Record a page, whose document all transforms have changed by now."""
    lazy.collectors.note_page(app, doctree)

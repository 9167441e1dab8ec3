"""Handlers of the reading phase: outdated pages, worker processes, what is read of a page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import use_words
from criticwiki.model.declared_numbering import valid_numbering
from criticwiki.model.encodings import decoded

from . import lazy
from .config import settings
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
    """Outdated pages: those whose modification time or size differs from what was read.

    Sphinx only compares whether a file is newer, and misses an older one put in its place.
    """
    stamps = wiki_of(env).pages.stamps
    return [
        docname
        for docname in sorted(stamps.keys() & env.found_docs)
        if stamps[docname] != file_stamp(f'{env.srcdir}/{docname}{_SUFFIX}')
    ]


def renumbered(
    app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """Outdated pages: all, where the index page declares other seasons or another kind of work.

    The numbering is read before any page, in the main process; workers inherit it, and the words
    of the kind of work.
    """
    domain = wiki_of(env)
    file = Path(env.srcdir, f'{env.config.root_doc}{_SUFFIX}')
    stamp = file_stamp(str(file))
    if stamp != domain.numbered:
        text = decoded(file.read_bytes())[0] if file.is_file() else ''
        domain.renumber(valid_numbering(text), stamp)
    use_words(domain.numbering.words, settings(app.config).words)
    return sorted(domain.unread & env.found_docs)


def parents_of_removed(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Outdated pages: those whose toctree lists a removed page; Sphinx leaves them as they are."""
    return sorted({parent for name in removed for parent in env.files_to_rebuild.get(name, ())})


class Worker:
    """Worker process of a parallel read, which sends back only the pages that it has read."""

    def __init__(self) -> None:
        """Start before there is any process."""
        self._process = 0

    def before_all(self, _app: Sphinx, _env: BuildEnvironment, _docnames: list[str]) -> None:
        """Remember the process id of the build itself."""
        self._process = os.getpid()

    def begin(self, app: Sphinx, _docname: str, _content: list[str]) -> None:
        """Before the first page in a worker, drop the pages that the main process has read."""
        if self._process not in {0, os.getpid()}:
            self._process = os.getpid()
            wiki_of(app.env).pages.clear()
            forget_pages(app.env)


def load_readers(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Import the handlers of pages before Sphinx forks workers, which would each do it again."""
    if docnames:
        _ = lazy.read_handlers  # imports it
        read_leniently(env)


def take_front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    """Handler of `source-read`: read front matter before the parser does."""
    lazy.read_handlers.take_front_matter(app, docname, content)


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Handler of `doctree-read`: record a page, after all transforms."""
    lazy.read_handlers.note_page(app, doctree)

"""Reading phase: outdated pages, worker processes, pages that are not UTF-8."""

from __future__ import annotations

import codecs
import os
from typing import TYPE_CHECKING, Final

from .domain import file_stamp, wiki_of
from .toctrees import parents_of_removed

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SUFFIX: Final = '.md'
_TREES: Final = ('titles', 'longtitles', 'tocs')
"""What Sphinx keeps of each page as nodes, and asks for when all are read."""


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


class Worker:
    """A process that reads some of the pages, and sends back what is known of those alone.

    Sphinx has each send the whole environment, with all that other workers read before:
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/__init__.py#L612
    """

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
            for name in _TREES:
                getattr(app.env, name).clear()


def load_readers(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Load what reads pages before Sphinx starts workers, each of which would load it anew."""
    if docnames:
        read_leniently(env)


def _take_front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    from .collectors import take_front_matter

    take_front_matter(app, docname, content)


def _note_page(app: Sphinx, doctree: nodes.document) -> None:
    from .collectors import note_page

    note_page(app, doctree)


def setup_reading(app: Sphinx) -> None:
    """Read front matter before the parser does, and the document after all transforms.

    Collectors of Sphinx run at 500 and must not see what is withheld.
    """
    app.connect('env-get-outdated', read_replaced)
    app.connect('env-get-outdated', parents_of_removed)
    app.connect('env-before-read-docs', load_readers)
    worker = Worker()
    app.connect('env-before-read-docs', worker.before_all)
    app.connect('source-read', worker.begin, priority=1)
    app.connect('source-read', _take_front_matter, priority=900)
    app.connect('doctree-read', _note_page, priority=400)


_NAME: Final = 'criticwiki_utf8'
_UTF8: Final = codecs.lookup('utf-8-sig')
_Decoder = _UTF8.incrementaldecoder


def read_leniently(env: BuildEnvironment) -> None:
    """Have Sphinx read on past what it cannot decode."""
    env.settings['input_encoding'] = _NAME


def _lenient_decoder(_errors: str = 'strict') -> codecs.IncrementalDecoder:
    return _Decoder('replace')


def _find(name: str) -> codecs.CodecInfo | None:
    if name != _NAME:
        return None
    return codecs.CodecInfo(
        _UTF8.encode,
        lambda data, _errors='strict': _UTF8.decode(data, 'replace'),
        incrementalencoder=_UTF8.incrementalencoder,
        incrementaldecoder=_lenient_decoder,  # type: ignore[arg-type]  # it wants a class
        name=_NAME,
    )


codecs.register(_find)

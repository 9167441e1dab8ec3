"""Keeps the memory of a build small, and the garbage collector from looking through it all.

Sphinx holds every document from its reading to its writing, and its pickle after that; with
`-j` it does neither, and reads the pickle from its file:
https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/__init__.py#L697
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_KEPT: Final = ('_write_doc_doctree_cache', '_pickled_doctree_cache')
"""Caches of the environment; of one that has none of that name, nothing is asked."""


def forget_documents(app: Sphinx, *_event: object) -> None:
    """Drop the documents that are in memory; they are read again when they are asked for."""
    for name in _KEPT:
        getattr(app.env, name, {}).clear()


def set_aside(_app: Sphinx, *_event: object) -> None:
    """Let the collector pass over all that is loaded: a tenth of a build goes into that."""
    gc.freeze()


def take_back(_app: Sphinx, _exception: Exception | None) -> None:
    """Leave the collector as it was, to whatever the process does next."""
    gc.unfreeze()


def setup_lean(app: Sphinx) -> None:
    """Connect to the ends of a build, and to what happens between two pages."""
    app.connect('env-before-read-docs', set_aside)
    app.connect('build-finished', take_back, priority=100)
    app.connect('env-purge-doc', forget_documents)
    app.connect('env-updated', forget_documents, priority=100)
    app.connect('doctree-resolved', forget_documents)

"""Stems of words for the search index, each worked out once in a build.

Sphinx forgets them after each page, though pages of one wiki share most of their words:
a third of the time of a plain build goes into the same stems again.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from sphinx.search import SearchLanguage, languages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_KEPT: Final = 1 << 16
"""How many stems are kept: more than the words of a large wiki, some megabytes."""


def remember_stems(app: Sphinx, config: Config) -> None:
    """Register the search language of the wiki anew, with a memory."""
    name = config.html_search_language or config.language
    known = languages.get(name) or languages.get(name.partition('_')[0])
    if known is None:
        return
    if isinstance(known, str):
        module, _, attribute = known.rpartition('.')
        known = getattr(import_module(module), attribute)
    if not getattr(known, 'remembers', False):
        app.add_search_language(_with_memory(known))


def _with_memory(language: type[SearchLanguage]) -> type[SearchLanguage]:
    class Remembering(language):  # type: ignore[misc, valid-type]
        remembers = True

        def __init__(self, options: dict[str, Any]) -> None:
            super().__init__(options)
            self._stem = lru_cache(_KEPT)(super().stem)

        def stem(self, word: str) -> str:
            found: str = self._stem(word)
            return found

    return Remembering


def setup_stems(app: Sphinx) -> None:
    """Register before a builder looks for its language."""
    app.connect('config-inited', remember_stems)

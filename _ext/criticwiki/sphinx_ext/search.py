"""Makes the search index of a partial build that of a clean one.

Sphinx loads the old index and takes out the pages that it writes anew, but leaves their
words behind without a page, forgets the index entries of all other pages, and keeps
numbers of object types that no longer exist.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import IndexBuilder
from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from sphinx.environment import BuildEnvironment


class WordIndex(IndexBuilder):
    """The words of all pages, and which have them."""

    def __init__(self, env: BuildEnvironment, *settings: Any) -> None:
        """Begin without a page."""
        super().__init__(env, *settings)
        self._env = env

    def prune(self, docnames: Iterable[str]) -> None:
        """Take out all pages but these.

        Sphinx goes through the names of all pages for each word.
        """
        gone = self._titles.keys() - set(docnames)
        if not gone:
            return
        for known in (self._titles, self._filenames, self._all_titles):
            for docname in gone:
                known.pop(docname, None)
        for pages in chain(self._mapping.values(), self._title_mapping.values()):
            pages -= gone

    def freeze(self) -> dict[str, Any]:
        """What is written."""
        self._mapping = {word: pages for word, pages in self._mapping.items() if pages}
        self._title_mapping = {word: pages for word, pages in self._title_mapping.items() if pages}
        self._objtypes.clear()
        self._objnames.clear()
        self._index_entries = {
            docname: sorted(_entries(self._env, docname)) for docname in sorted(self._titles)
        }
        return super().freeze()


class KeepsWords(StandaloneHTMLBuilder):
    """A builder of web pages whose index of words is right after any edit."""

    def load_indexer(self, docnames: Set[str]) -> None:
        """Load the words of the pages that are not written anew."""
        config = self.config
        self.indexer = WordIndex(
            self.env,
            config.html_search_language or config.language,
            config.html_search_options,
            config.html_search_scorer,
        )
        super().load_indexer(docnames)

    def has_words(self) -> bool:
        """Whether the words of pages that are not written anew are known."""
        return Path(self.outdir, self.searchindex_filename).exists()


def _entries(env: BuildEnvironment, docname: str) -> set[tuple[str, str, str]]:
    """The index entries of a page, as `IndexBuilder.feed` finds them in its document."""
    found: set[tuple[str, str, str]] = set()
    for kind, text, target, main, _key in env.domains.index_domain.entries.get(docname, ()):
        try:
            parts = split_index_msg(kind, text)
        except ValueError:
            continue
        shown = parts if kind not in {'see', 'seealso'} else [parts[0], *parts]
        found |= {(part, target or '', main) for part in shown}
    return found

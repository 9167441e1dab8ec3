"""Search index: a partial build gives the index of a clean one; stems are cached."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import IndexBuilder, SearchLanguage, languages
from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

Terms = dict[str, 'list[int] | int']
"""The pages of each word, by number; one number alone stands for itself."""


class WordIndex(IndexBuilder):
    """The words of all pages, and which have them.

    Pages that are not written anew keep the numbers that their words were written with; Sphinx
    makes names of all of them, and numbers again.
    """

    def __init__(self, env: BuildEnvironment, *settings: Any) -> None:
        """Begin without a page."""
        super().__init__(env, *settings)
        self._env = env
        self._loaded: tuple[Terms, Terms] = ({}, {})
        self._names: tuple[str, ...] = ()
        """The pages that were loaded, by number."""
        self._gone: set[int] = set()
        """Those of them that were taken out."""

    def load(self, stream: Any, format: Any) -> None:  # noqa: A002  Sphinx names it so
        """Take over what was written.

        :raises ValueError: for what is no index of this version.
        """
        kept_back = _WithoutTerms(self.formats[format] if isinstance(format, str) else format)
        super().load(stream, kept_back)
        self._loaded, self._names = kept_back.terms, tuple(self._titles)

    def prune(self, docnames: Iterable[str]) -> None:
        """Take out all pages but these."""
        gone = self._titles.keys() - set(docnames)
        if not gone:
            return
        for known in (self._titles, self._filenames, self._all_titles):
            for docname in gone:
                known.pop(docname, None)
        self._gone |= {number for number, name in enumerate(self._names) if name in gone}
        for pages in chain(self._mapping.values(), self._title_mapping.values()):
            pages -= gone

    def get_terms(self, fn2index: dict[str, int]) -> tuple[Terms, Terms]:
        """The pages of each word, by number, in their text and in their titles."""
        numbers = {
            old: fn2index[name] for old, name in enumerate(self._names) if old not in self._gone
        }
        text, titles = super().get_terms(fn2index)
        for terms, loaded in zip((text, titles), self._loaded, strict=True):
            for word, pages in _renumbered(loaded, numbers, self._gone):
                known = sorted([*pages, *_several(terms.get(word, []))])
                terms[word] = known if len(known) > 1 else known[0]
        return text, titles

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


class _WithoutTerms:
    """A format of the index that keeps the words to itself."""

    def __init__(self, written_as: Any) -> None:
        self._written_as = written_as
        self.terms: tuple[Terms, Terms] = ({}, {})

    def load(self, stream: Any) -> Any:
        frozen = self._written_as.load(stream)
        if isinstance(frozen, dict):
            self.terms = frozen.get('terms', {}), frozen.get('titleterms', {})
            frozen |= {'terms': {}, 'titleterms': {}}
        return frozen


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


def _renumbered(
    loaded: Terms, numbers: Mapping[int, int], gone: Set[int]
) -> Iterator[tuple[str, list[int]]]:
    """The pages of each word that are not gone, by the numbers that they have now."""
    as_before = all(old == new for old, new in numbers.items())
    for word, found in loaded.items():
        pages = _several(found)
        if not as_before or not gone.isdisjoint(pages):
            pages = [numbers[page] for page in pages if page in numbers]
        if pages:
            yield word, pages


def _several(pages: list[int] | int) -> list[int]:
    return [pages] if isinstance(pages, int) else pages


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

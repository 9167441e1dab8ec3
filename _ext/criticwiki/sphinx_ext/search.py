"""Makes the search index of a partial build that of a clean one.

Sphinx loads the old index and takes out the pages that it writes anew, but leaves their
words behind without a page, forgets the index entries of all other pages, and keeps
numbers of object types that no longer exist. Of a long list it would know the first rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.index_entries import split_index_msg

from criticwiki.sphinx_ext.domain import wiki_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.search import IndexBuilder


def settle_search_index(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Mend the index just before it is written: the last event before that is this one.

    Sphinx writes it in every build, so it is mended even where no page was written.
    """
    index = getattr(app.builder, 'indexer', None)
    if index is not None:
        index.prune(sorted(app.env.all_docs))
        _add_further(app, index)
        index._mapping = {word: pages for word, pages in index._mapping.items() if pages}
        index._title_mapping = {
            word: pages for word, pages in index._title_mapping.items() if pages
        }
        index._objtypes.clear()
        index._objnames.clear()
        index._index_entries = {
            docname: sorted(_entries(app.env, docname)) for docname in sorted(index._titles)
        }
    return iter(())


def _add_further(app: Sphinx, index: IndexBuilder) -> None:
    """Add, to the words of pages written in this build, those of their further pages."""
    further = wiki_of(app.env).further
    found = further.take_words() if further else {}
    for docname, texts in found.items():
        for word in {word for text in texts for word in index.lang.split(text)}:
            stem = index.lang.stem(word).lower()
            kept = stem if index.lang.word_filter(stem) else word
            if index.lang.word_filter(kept) and docname not in index._title_mapping.get(kept, ()):
                index._mapping.setdefault(kept, set()).add(docname)


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


def setup_search(app: Sphinx) -> None:
    """Connect to the last event before the index is written."""
    app.connect('html-collect-pages', settle_search_index, priority=900)

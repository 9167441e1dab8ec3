"""HTML builders that skip unchanged pages, with their search index and search page."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from docutils import nodes
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder
from sphinx.search import IndexBuilder, SearchLanguage, languages
from sphinx.util.index_entries import split_index_msg

from criticwiki.i18n import _
from criticwiki.model.page import OTHER
from criticwiki.sphinx_ext import lazy
from criticwiki.sphinx_ext.html.assets import add_script

from .domain import wiki_of
from .output import site_of, write_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.sphinx_ext.html.pages import PageContext

Terms = dict[str, 'list[int] | int']
"""Page numbers by word; a single one is not in a list."""


class WordIndex(IndexBuilder):
    """Search index whose partial update equals a clean one.

    Pages that are not written anew keep the numbers that their words were written with; Sphinx
    makes names of all of them, and numbers again.
    """

    def __init__(self, env: BuildEnvironment, *settings: Any) -> None:
        """Start without a page."""
        super().__init__(env, *settings)
        self._env = env
        self._loaded: tuple[Terms, Terms] = ({}, {})
        self._names: tuple[str, ...] = ()
        """The pages that were loaded, by number."""
        self._gone: set[int] = set()
        """Those of them that were taken out."""

    def load(self, stream: Any, format: Any) -> None:  # noqa: A002  Sphinx names it so
        """Load a written index.

        :raises ValueError: for what is no index of this version.
        """
        kept_back = _WithoutTerms(self.formats[format] if isinstance(format, str) else format)
        super().load(stream, kept_back)
        self._loaded, self._names = kept_back.terms, tuple(self._titles)

    def prune(self, docnames: Iterable[str]) -> None:
        """Keep only the words of these pages."""
        gone = self._titles.keys() - set(docnames)
        if not gone:
            return
        for table in (self._titles, self._filenames, self._all_titles):
            for docname in gone:
                table.pop(docname, None)
        self._gone |= {number for number, name in enumerate(self._names) if name in gone}
        for pages in chain(self._mapping.values(), self._title_mapping.values()):
            pages -= gone

    def get_terms(self, fn2index: dict[str, int]) -> tuple[Terms, Terms]:
        """Page numbers of each word, in text and in titles."""
        numbers = {
            old: fn2index[name] for old, name in enumerate(self._names) if old not in self._gone
        }
        text, titles = super().get_terms(fn2index)
        for terms, loaded in zip((text, titles), self._loaded, strict=True):
            for word, pages in _renumbered(loaded, numbers, self._gone):
                page_numbers = sorted([*pages, *_several(terms.get(word, []))])
                terms[word] = page_numbers if len(page_numbers) > 1 else page_numbers[0]
        return text, titles

    def freeze(self) -> dict[str, Any]:
        """Data of the index, as it is written."""
        self._mapping = {word: pages for word, pages in self._mapping.items() if pages}
        self._title_mapping = {word: pages for word, pages in self._title_mapping.items() if pages}
        self._objtypes.clear()
        self._objnames.clear()
        self._index_entries = {
            docname: sorted(_entries(self._env, docname)) for docname in sorted(self._titles)
        }
        return super().freeze()


class _WithoutTerms:
    """Format of the index file, wrapped so that loading it skips the words."""

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
    """HTML builder mix-in that uses :class:`WordIndex`."""

    def load_indexer(self, docnames: Set[str]) -> None:
        """Load the words of the pages that are not written again."""
        config = self.config
        self.indexer = WordIndex(
            self.env,
            config.html_search_language or config.language,
            config.html_search_options,
            config.html_search_scorer,
        )
        super().load_indexer(docnames)

    def has_words(self) -> bool:
        """Whether the written index has the words of pages that are not written again."""
        return Path(self.outdir, self.searchindex_filename).exists()


def _entries(env: BuildEnvironment, docname: str) -> set[tuple[str, str, str]]:
    """Index entries of a page, as `IndexBuilder.feed` collects them from its doctree."""
    index_entries: set[tuple[str, str, str]] = set()
    for kind, text, target, main, _key in env.domains.index_domain.entries.get(docname, ()):
        try:
            parts = split_index_msg(kind, text)
        except ValueError:
            continue
        shown = parts if kind not in {'see', 'seealso'} else [parts[0], *parts]
        index_entries |= {(part, target or '', main) for part in shown}
    return index_entries


def _renumbered(
    loaded: Terms, numbers: Mapping[int, int], gone: Set[int]
) -> Iterator[tuple[str, list[int]]]:
    """Page numbers of each word, renumbered after pages have gone."""
    as_before = all(old == new for old, new in numbers.items())
    for word, loaded_pages in loaded.items():
        pages = _several(loaded_pages)
        if not as_before or not gone.isdisjoint(pages):
            pages = [numbers[page] for page in pages if page in numbers]
        if pages:
            yield word, pages


def _several(pages: list[int] | int) -> list[int]:
    return [pages] if isinstance(pages, int) else pages


_KEPT: Final = 1 << 16
"""Size of the cache of stems: more than the words of a large wiki, some megabytes."""


def remember_stems(app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: register the search language with a cache of stems."""
    name = config.html_search_language or config.language
    language = languages.get(name) or languages.get(name.partition('_')[0])
    if language is None:
        return
    if isinstance(language, str):
        module, _, attribute = language.rpartition('.')
        language = getattr(import_module(module), attribute)
    if not getattr(language, 'remembers', False):
        app.add_search_language(_with_memory(language))


def _with_memory(language: type[SearchLanguage]) -> type[SearchLanguage]:
    class Remembering(language):  # type: ignore[misc, valid-type]
        remembers = True

        def __init__(self, options: dict[str, Any]) -> None:
            super().__init__(options)
            self._stem = lru_cache(_KEPT)(super().stem)

        def stem(self, word: str) -> str:
            stem: str = self._stem(word)
            return stem

    return Remembering


PAGES_FILE: Final = 'searchpages.js'
"""File name, beside `searchindex.js` of Sphinx."""
_TEMPLATE: Final = 'search.html'


def draw_search_page(app: Sphinx, page: PageContext) -> None:
    """Page context: our body of the search page, in the template of ordinary pages."""
    if page.template != _TEMPLATE:
        return
    context = page.context
    builder = cast('StandaloneHTMLBuilder', app.builder)
    builder.add_css_file('search.css')  # of this page alone, as `add_script` does
    add_script(app, 'search.js')
    path_to = context['pathto']
    places = {
        'index': path_to('searchindex.js', 1),
        'pages': path_to(PAGES_FILE, 1),
        'language': path_to('_static/language_data.js', 1),
        'root': path_to('', 1),
        'suffix': '/' if page.site.in_folders else builder.link_suffix,
    }
    context['title'] = _('Search')
    has_episodes = wiki_of(app.env).numbering.work.has_episodes
    page.body = _body(places, path_to(app.config.root_doc), has_episodes=has_episodes)
    robots = '<meta name="robots" content="noindex">'
    if robots not in context.get('metatags', ''):
        page.add_to_head([robots])
    page.template = 'page.html'


def _body(places: dict[str, str], contents: str, *, has_episodes: bool) -> str:
    episodes = {'episode': (_('Episode'), _('Episodes'))} if has_episodes else {}
    kinds = {
        **episodes,
        'character': (_('Character'), _('Characters')),
        'review': (_('Review'), _('Reviews')),
        OTHER: (_('Page'), _('Other pages')),
    }
    said = {
        'title': _('%(words)s: search'),
        'one': _('One page found for “%(words)s”.'),
        'many': _('%(count)s pages found for “%(words)s”.'),
        'none': _('Nothing found for “%(words)s”.'),
        'of-kind': _('Nothing of this kind found for “%(words)s”. All kinds: %(count)s.'),
        'meant': _('Did you mean:'),
        'hint': _('Try fewer words, another spelling, or the number of an episode.'),
        'known': _('found as “%(words)s”'),
        'loading': _('Searching …'),
        'failed': _('The words of this wiki could not be loaded. Try again in a moment.'),
        'kinds': {kind: one for kind, (one, _many) in kinds.items()},
    }
    buttons = [('', _('All')), *((kind, many) for kind, (_one, many) in kinds.items())]
    data = escape(json.dumps({**places, 'says': said}, ensure_ascii=False, sort_keys=True))
    without = escape(_('Searching needs a script, and this browser runs none.'))
    instead = escape(_('All pages can be reached from the first one.'))
    # not inside the f-string, where the catalog of messages would miss them
    label = escape(_('Episode, character, critic or any word'))
    show, results, more = (escape(_('Show')), escape(_('Results')), escape(_('Show more')))
    filters = ''.join(
        f'<button type="button" value="{kind}" aria-pressed="{"false" if kind else "true"}">'
        f'{escape(name)} <span></span></button>\n'
        for kind, name in buttons
    )
    return f"""<section class="wiki-search" data-search="{data}">
<h1>{escape(_('Search'))}</h1>
<noscript><p>{without} <a href="{escape(contents)}">{instead}</a></p></noscript>
<search hidden aria-label="{escape(_('All pages'))}">
<form method="get">
<label for="wiki-search-words">{label}</label>
<div class="wiki-search-line">
<input type="search" name="q" id="wiki-search-words" autocomplete="off" autocapitalize="off"
 spellcheck="false" enterkeyhint="search">
<button type="submit">{escape(_('Search'))}</button>
</div>
<div class="wiki-search-kinds" role="group" aria-label="{show}">
{filters}</div>
</form>
</search>
<p class="wiki-search-status" role="status"></p>
<div id="search-results" tabindex="-1" role="region" aria-label="{results}">
<ol></ol>
<button type="button" class="wiki-search-more" hidden>{more}</button>
</div>
</section>
"""


def pages_file(corpus: Corpus) -> str:
    """JavaScript file with kinds, names and summaries; pages opened from disk cannot load JSON."""
    table = {
        page.docname: [page.kind, page.summary, page.names, page.terms][: 4 if page.terms else 3]
        for page in lazy.metadata.search_entries(corpus)
    }
    text = json.dumps(table, ensure_ascii=False, separators=(',', ':'))
    return f'window.wikiPages={text};\n'


def write_pages_file(app: Sphinx, exception: Exception | None) -> None:
    """Handler of `build-finished`: write that file if its content changed."""
    site = site_of(app.env)
    if exception is not None or site.addresses is None:
        return
    file = Path(app.outdir, PAGES_FILE)
    if site.data_files.settled and file.exists():
        return
    text = pages_file(wiki_of(app.env).corpus)
    write_changed(file, text)


_MORE: Final = ('html_additional_pages', 'html_split_index', 'html_use_opensearch')
"""Settings that produce further files; with one of them, all are written in every build."""


class SkipsUnchanged(StandaloneHTMLBuilder):
    """HTML builder that skips pages, indices and search files whose content is unchanged."""

    stays: Set[str] = frozenset()
    """Docnames that were not read again and show what they showed when last written."""

    settled = False
    """Whether no page has changed since the last build."""
    is_last = True
    """Whether no other build follows in this process; one that follows needs the theme loaded.

    The first page that is drawn also settles for the whole process what pages say of the files
    that they load, and furo writes one of these anew at the end of a build.
    """
    _idle = False

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Prepare the pages that are to be written."""
        needed = self._needed(docnames)
        self._idle = self.is_last and self.settled and not needed and self._has_all()
        super().prepare_writing(needed)

    def write_documents(self, docnames: Set[str]) -> None:
        """Write pages."""
        if needed := self._needed(docnames):
            super().write_documents(needed)

    def load_indexer(self, docnames: Set[str]) -> None:
        """Load the search index, unless nothing is written."""
        if not self._idle:
            super().load_indexer(docnames)

    def write_genindex(self) -> None:
        """Write the general index, unless nothing is written."""
        if not self._idle:
            super().write_genindex()

    def gen_additional_pages(self) -> None:
        """Write the search page, unless nothing is written."""
        if not self._idle:
            super().gen_additional_pages()

    def dump_search_index(self) -> None:
        """Write the search index, unless nothing is written."""
        if not self._idle:
            super().dump_search_index()

    def dump_inventory(self) -> None:
        """Write the inventory, unless nothing is written."""
        if not self._idle:
            super().dump_inventory()

    def _needed(self, docnames: Set[str]) -> Set[str]:
        """Those of the pages that may have changed; all of them, if all pages were asked for."""
        if docnames >= self.env.found_docs:
            return docnames
        parents = {one for name in docnames for one in self.env.files_to_rebuild.get(name, ())}
        return {
            name
            for name in docnames
            if name not in parents
            or name not in self.stays
            or not self.get_output_path(name).exists()
        }

    def _has_all(self) -> bool:
        """Whether all indices and search files exist: a deleted one is written again."""
        pages = ['search', *(['genindex'] if self.use_index else [])]
        files = [Path(self.get_outfilename(page)) for page in pages]
        files += [Path(self.outdir, self.searchindex_filename)]
        files += [Path(self.outdir, INVENTORY_FILENAME)]
        more = any(self.config[name] for name in _MORE)
        return not more and all(file.exists() for file in files)


class WikiBuilder(SkipsUnchanged, KeepsWords):
    """Base of our HTML builders."""

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Render parts of a node as HTML; of a title, a copy.

        Sphinx puts the node into a new document, which the titles of all pages would keep alive.
        """
        return super().render_partial(node.deepcopy() if isinstance(node, nodes.title) else node)


class WikiHTMLBuilder(WikiBuilder):
    """Builder `html`."""

    name = 'html'


class WikiDirectoryHTMLBuilder(WikiBuilder, DirectoryHTMLBuilder):
    """Builder `dirhtml`."""

    name = 'dirhtml'

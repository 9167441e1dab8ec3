"""Search: text passages collected when a page is written, the index of all, the search page."""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias, cast
from urllib.parse import quote
from zlib import crc32

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder

from criticwiki.cached_view import garbage_collection_paused
from criticwiki.export.search_passages import Passages, page_script
from criticwiki.i18n import _
from criticwiki.model.page import OTHER
from criticwiki.panels.components import episode_title
from criticwiki.sphinx_ext import lazy
from criticwiki.sphinx_ext.html.assets import STATIC, add_script

from .directives import panel
from .domain import file_stamp, wiki_of
from .output import remove, site_of, write_changed, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from sphinx.application import Sphinx

    from criticwiki.export.search_index import LastIndex, PageWords
    from criticwiki.export.search_passages import SearchPassage
    from criticwiki.model.numbering import Number
    from criticwiki.sphinx_ext.domain import WikiDomain
    from criticwiki.sphinx_ext.html.pages import PageContext

FOLDER: Final = 'search'
PAGES: Final = f'{FOLDER}/pages'
"""Folder with the passages of each page, a script for every docname."""
INDEX: Final = f'{FOLDER}/index.js'

# -- Passages of a document ----------------------------------------------------------------

_UNSEARCHED: Final = (
    addnodes.index, addnodes.toctree, nodes.citation, nodes.comment, nodes.footnote,
    nodes.footnote_reference, nodes.image, nodes.meta, nodes.raw, nodes.system_message,
    nodes.target, nodes.term, nodes.title,
)  # fmt: skip


def document_passages(document: nodes.document) -> Iterator[SearchPassage]:
    """Passages of a document that is about to be written; what a spoiler hides has its number."""
    passages = Passages()
    _walk(document, '', '', 0, passages)
    yield from passages


def _walk(
    node: nodes.Element, anchor: str, heading: str, number: Number, passages: Passages
) -> None:
    for child in node.children:
        if isinstance(child, nodes.Text):
            passages.add(anchor, heading, number, str(child))
        elif isinstance(child, panel):
            _add_panel(child, anchor, heading, number, passages)
        elif isinstance(child, _UNSEARCHED) or not isinstance(child, nodes.Element):
            continue
        elif isinstance(child, nodes.section):
            _walk_section(child, number, passages)
        elif isinstance(child, nodes.definition_list_item) and (ids := _ids_of_term(child)):
            _walk(child, ids[0], _text(child[0]), number, passages)
        else:
            _walk(child, anchor, heading, max(number, child.get('episode', 0)), passages)
            if not isinstance(child, (nodes.Inline, nodes.inline)):
                passages.add(anchor, heading, number, ' ')


def _walk_section(section: nodes.section, number: Number, passages: Passages) -> None:
    title = section.next_node(nodes.title)
    anchor, heading = '', ''
    if title is not None and not isinstance(section.parent, nodes.document):
        anchor, heading = str(section['ids'][0]), _text(title)
        passages.add(anchor, heading, number, '')
    _walk(section, anchor, heading, number, passages)


def _add_panel(
    holder: panel, anchor: str, heading: str, number: Number, passages: Passages
) -> None:
    inner: list[SearchPassage] = holder.get('passages', [])
    passages.begin_part()
    for one in inner:
        place = one.anchor or anchor, one.heading or heading
        passages.add(*place, max(one.number, number), one.text)
    passages.begin_part()


def _ids_of_term(item: nodes.definition_list_item) -> list[str]:
    term = item[0]
    return list(term['ids']) if isinstance(term, nodes.term) else []


def _text(node: nodes.Node) -> str:
    return ' '.join(node.astext().split())


# -- Files ---------------------------------------------------------------------------------


class PassageWriter(StandaloneHTMLBuilder):
    """HTML builder mix-in that writes the passages of each page in place of Sphinx's index."""

    def load_indexer(self, docnames: Set[str]) -> None:
        """Have no index of Sphinx."""
        del docnames
        self.indexer = None

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Write the passages of a page, in the process that writes the index."""
        del title
        wiki = wiki_of(self.env)
        passages = [*_summary(wiki, pagename), *document_passages(doctree)]
        text = page_script(pagename, _text(self.env.titles[pagename]), passages)
        write_changed(Path(self._passages_file(pagename)), text)

    def has_all_passages(self) -> bool:
        """Whether the passages of all pages are there: only a page that is written has them."""
        return all(any(file_stamp(self._passages_file(name))) for name in self.env.found_docs)

    def _passages_file(self, docname: str) -> str:
        return f'{self.outdir}/{PAGES}/{docname}.js'


def _summary(wiki: WikiDomain, docname: str) -> Iterator[SearchPassage]:
    """The summary of a page; that of the first episode says what the work is about."""
    if preview := lazy.metadata.preview_of(wiki.corpus, docname):
        passages = Passages()
        passages.add('', '', preview.later, preview.summary)
        yield from passages


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Handler of `build-finished`: write the index over the passages of all pages."""
    site = site_of(app.env)
    builder = site.wiki_builder
    if exception is not None or builder is None:
        return
    if builder.settled and Path(app.outdir, INDEX).exists():
        return
    env, wiki = app.env, wiki_of(app.env)
    root = Path(app.outdir)
    search_index = lazy.search_index
    cache = Path(app.doctreedir, _CACHE.format(builder=app.builder.name))
    version = app.extensions['criticwiki'].metadata['env_version']
    before = _IndexCache.load(cache, version)
    counted = _IndexCache.of_pages(f'{root}/{PAGES}', sorted(env.found_docs), before.pages)
    words = {docname: words for docname, (_stamp, words) in counted.pages.items()}
    corpus = wiki.corpus
    named = {docname: one.title for docname, one in words.items()}
    entries = [
        *search_index.page_entries(corpus, named, app.config.criticwiki_search_last),
        *search_index.critic_entries(corpus),
        *search_index.aspect_entries(corpus),
        *search_index.term_entries(corpus),
    ]
    about = {'suffix': '/' if site.in_folders else builder.link_suffix, 'says': _said(wiki)}
    last = counted.last_index(f'{root}/{FOLDER}', before)
    with garbage_collection_paused():
        files = search_index.index_scripts(entries, [*words.values()], about, last)
    for name, text in files.items():
        if text is not None:
            write_changed(root / FOLDER / name, text)
        counted.scripts[name] = file_stamp(f'{root}/{FOLDER}/{name}')
    expected = {*(f'{FOLDER}/{name}' for name in files), *(f'{PAGES}/{one}.js' for one in words)}
    for name in _scripts_below(root):
        if name not in expected:
            remove(root, name)
    if counted != before:
        write_whole(cache, pickle.dumps((version, counted.pages, counted.scripts), 5))


def _scripts_below(root: Path) -> list[str]:
    """All scripts of the search, as a list: with the last file of a folder its folder goes."""
    folders = os.walk(root / FOLDER)
    return [
        f'{Path(folder).relative_to(root).as_posix()}/{file}'
        for folder, _folders, files in folders
        for file in files
        if file.endswith('.js')
    ]


_CACHE: Final = 'criticwiki-search-{builder}.pickle'
_Stamp: TypeAlias = 'tuple[int, int]'


@dataclass(slots=True)
class _IndexCache:
    """Cache of the index: what it was made from, and its scripts, each with the stamp of its file.

    Saved after the scripts are written, so a build that is cut off makes them again.
    """

    pages: dict[str, tuple[_Stamp, PageWords]] = field(default_factory=dict)
    """Words of the script of each page."""
    scripts: dict[str, _Stamp] = field(default_factory=dict)

    @classmethod
    def load(cls, cache: Path, version: int) -> Self:
        """The cache of the last build; empty without one that this version of the code wrote."""
        with (
            suppress(
                OSError, ValueError, TypeError, EOFError, pickle.UnpicklingError, AttributeError
            ),
            garbage_collection_paused(),
        ):
            written_by, pages, scripts = pickle.loads(cache.read_bytes())
            if written_by == version:
                return cls(pages, scripts)
        return cls()

    @classmethod
    def of_pages(
        cls, folder: str, docnames: Iterable[str], before: Mapping[str, tuple[_Stamp, PageWords]]
    ) -> Self:
        """Count the words of pages, anew only where the script of a page is another."""
        pages = {}
        for docname in docnames:
            file = f'{folder}/{docname}.js'
            stamp = file_stamp(file)
            if docname in before and before[docname][0] == stamp:
                pages[docname] = before[docname]
            else:
                script = Path(file).read_text('utf-8')
                pages[docname] = stamp, lazy.search_index.page_words(script)
        return cls(pages)

    def last_index(self, folder: str, before: Self) -> LastIndex | None:
        """The last index, if it is of the same pages and its files are as it has left them."""
        if self.pages.keys() != before.pages.keys() or any(
            file_stamp(f'{folder}/{name}') != stamp for name, stamp in before.scripts.items()
        ):
            return None
        edits = (
            (before.pages[docname][1], words)
            for docname, (stamp, words) in self.pages.items()
            if before.pages[docname][0] != stamp
        )
        search_index = lazy.search_index
        return search_index.LastIndex(before.scripts.keys(), search_index.stale_shards(edits))


# -- The search page -----------------------------------------------------------------------

_LOADED: Final = ('search.js', 'search-list.js', 'search.css')
_TEMPLATE: Final = 'search.html'
_WITHOUT_SCRIPT: Final = (
    '<noscript><style>.wiki-search search, form:has(> [name=q]) { display: none }</style>'
    '</noscript>'
)


def add_search(app: Sphinx, page: PageContext) -> None:
    """Page context: the script of search boxes; on the search page, our body in any theme."""
    builder = cast('StandaloneHTMLBuilder', app.builder)
    place = 'search/' if page.site.in_folders else f'search{builder.link_suffix}'
    add_script(app, 'search-box.js', **{'data-page': place, 'data-v': _version()})
    page.add_to_head([_WITHOUT_SCRIPT])
    if page.template != _TEMPLATE:
        return
    context = page.context
    builder.add_css_file('search.css')  # of this page alone, as `add_script` does
    add_script(app, 'search.js')
    add_script(app, 'search-page.js')
    context['title'] = _('Search')
    page.body = _body(page.wiki, context['pathto'](app.config.root_doc))
    robots = '<meta name="robots" content="noindex">'
    if robots not in context.get('metatags', ''):
        page.add_to_head([robots])
    page.add_to_head([f'<meta name="description" content="{escape(_("Search this wiki"))}">'])
    page.template = 'page.html'


@cache
def _version() -> str:
    """Checksum of what search boxes load when they are used."""
    texts = [(STATIC / name).read_bytes() for name in _LOADED]
    return f'{crc32(b"".join(texts)):x}'


def _kinds(wiki: WikiDomain) -> dict[str, tuple[str, str]]:
    """Each kind of results, one and several, without those that this wiki has none of."""
    kinds = {
        'episode': (_('Episode'), _('Episodes')),
        'character': (_('Character'), _('Characters')),
        'review': (_('Review'), _('Reviews')),
        'critic': (_('Critic'), _('Critics')),
        'aspect': (_('Aspect'), _('Aspects')),
        OTHER: (_('Page'), _('Other pages')),
    }
    if not wiki.numbering.work.has_episodes:
        del kinds['episode']
    if not wiki.aspects:
        del kinds['aspect']
    return kinds


def _said(wiki: WikiDomain) -> dict[str, Any]:
    """Texts of the script, which stand in the index."""
    return {
        'title': _('%(words)s: search'),
        'one': _('One result for “%(words)s”.'),
        'many': _('%(count)s results for “%(words)s”.'),
        'some': _('No page answers to every word of “%(words)s”; these answer to some.'),
        'none': _('Nothing found for “%(words)s”.'),
        'of-kind': _('Nothing of this kind found for “%(words)s”. All kinds: %(count)s.'),
        'meant': _('Did you mean:'),
        'hint': _('Try fewer words, another spelling, or the number of an episode.'),
        'known': _('found as “%(words)s”'),
        'results': _('Results'),
        'all': _('All results for “%(words)s”'),
        'kinds': {kind: one for kind, (one, _many) in _kinds(wiki).items()},
    }


def _body(wiki: WikiDomain, contents: str) -> str:
    failed = _('The words of this wiki could not be loaded. Try again in a moment.')
    buttons = [('', _('All')), *((kind, many) for kind, (_one, many) in _kinds(wiki).items())]
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
    examples = ' '.join(
        f'<a href="?q={quote(words)}">{escape(words)}</a>' for words in _examples(wiki)
    )
    try_these = f'<p>{escape(_("For example:"))} {examples}</p>' if examples else ''
    return f"""<section class="wiki-search" data-loading="{escape(_('Searching …'))}"
 data-failed="{escape(failed)}">
<h1>{escape(_('Search'))}</h1>
<noscript><p>{without} <a href="{escape(contents)}">{instead}</a></p></noscript>
<search aria-label="{escape(_('All pages'))}">
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
<div class="wiki-search-examples" hidden>{try_these}</div>
<div id="search-results" tabindex="-1" role="region" aria-label="{results}">
<ol></ol>
<button type="button" class="wiki-search-more" hidden>{more}</button>
</div>
</section>
"""


def _examples(wiki: WikiDomain) -> Iterator[str]:
    """Something of each kind to search for."""
    corpus = wiki.corpus
    if wiki.numbering.work.has_episodes and corpus.episodes:
        place = corpus.place(corpus.episodes[-1].facts.number)
        yield episode_title(place).lower()
    leads = sorted(corpus.characters, key=lambda one: -len(one.facts.appears_in or ()))
    yield from (one.facts.name for one in leads[:1])
    yield from list(wiki.aspects)[:1]
    yield from list(lazy.generated_docnames.critic_pages(corpus))[:1]

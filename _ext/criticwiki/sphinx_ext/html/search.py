"""Search page, in any theme: the form, and the data its script shows."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from criticwiki.i18n import _
from criticwiki.model.page import OTHER
from criticwiki.sphinx_ext import lazy
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.output import site_of, write_changed

from .assets import add_script

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from criticwiki.corpus.corpus import Corpus

    from .pages import PageContext

PAGES_FILE: Final = 'searchpages.js'
"""Lies beside Sphinx's searchindex.js."""
_TEMPLATE: Final = 'search.html'


def draw_search_page(app: Sphinx, page: PageContext) -> None:
    """Give the search page our body, in the theme's template of ordinary pages."""
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
    page.body = _body(places, path_to(app.config.root_doc))
    robots = '<meta name="robots" content="noindex">'
    if robots not in context.get('metatags', ''):
        page.add_to_head([robots])
    page.template = 'page.html'


def _body(places: dict[str, str], contents: str) -> str:
    kinds = {
        'episode': (_('Episode'), _('Episodes')),
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
<label for="wiki-search-words">{escape(_('Episode, character, critic or any word'))}</label>
<div class="wiki-search-line">
<input type="search" name="q" id="wiki-search-words" autocomplete="off" autocapitalize="off"
 spellcheck="false" enterkeyhint="search">
<button type="submit">{escape(_('Search'))}</button>
</div>
<div class="wiki-search-kinds" role="group" aria-label="{escape(_('Show'))}">
{filters}</div>
</form>
</search>
<p class="wiki-search-status" role="status"></p>
<div id="search-results" tabindex="-1" role="region" aria-label="{escape(_('Results'))}">
<ol></ol>
<button type="button" class="wiki-search-more" hidden>{escape(_('Show more'))}</button>
</div>
</section>
"""


def pages_file(corpus: Corpus) -> str:
    """The file of kinds, names and summaries: a script, since pages on a disk load no data."""
    table = {
        page.docname: [page.kind, page.summary, page.names, page.terms][: 4 if page.terms else 3]
        for page in lazy.previews.findable(corpus)
    }
    text = json.dumps(table, ensure_ascii=False, separators=(',', ':'))
    return f'window.wikiPages={text};\n'


def write_pages_file(app: Sphinx, exception: Exception | None) -> None:
    """Write the file when it changed."""
    site = site_of(app.env)
    if exception is not None or site.addresses is None:
        return
    file = Path(app.outdir, PAGES_FILE)
    if site.data_files.settled and file.exists():
        return
    text = pages_file(wiki_of(app.env).corpus)
    write_changed(file, text)

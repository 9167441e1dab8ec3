"""Page context of web pages: breadcrumbs, meta tags, JSON-LD, progress, the 404 page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from sphinx.locale import _ as of_sphinx

from criticwiki.i18n import _
from criticwiki.sphinx_ext.config import notations
from criticwiki.sphinx_ext.data_files import FEED
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.generated_pages import PARENT
from criticwiki.sphinx_ext.output import writes_data

from .assets import add_script

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from criticwiki.sphinx_ext.domain import WikiDomain

_KEYS: Final = {'next': 'N', 'prev': 'P'}
"""By what Sphinx tells apart the pages that one leads to."""


def add_path(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Put the path to a page above its first heading; the root has none."""
    if wiki_of(app.env).addresses is None or pagename == app.config.root_doc:
        return
    if pagename not in app.env.found_docs and PARENT not in context:
        return
    root = context['pathto'](app.config.root_doc)
    steps = [(root, escape(app.config.html_short_title))]
    steps += [(one['link'], one['title']) for one in context.get('parents') or ()]
    items = ''.join(f'<li><a href="{escape(to)}">{title}</a></li>' for to, title in steps)
    label = escape(_('Path to this page'))
    path = f'<nav class="wiki-path" aria-label="{label}"><ol>{items}</ol></nav>\n'
    context['body'] = path + context.get('body', '')


def lead_through_episodes(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """On an episode, lead back and on to episodes by number, as its panel does.

    The table of contents may have them in another order.
    """
    domain = wiki_of(app.env)
    page = domain.pages.get(pagename)
    if domain.addresses is None or page is None or page.kind != 'episode':
        return
    from criticwiki.model.kinds import Episode
    from criticwiki.panels.episode import neighbours

    if not isinstance(page.facts, Episode):
        return
    near = neighbours(domain.corpus, page.facts.number)
    links = [one for one in context.get('rellinks') or () if one[2] not in _KEYS.values()]
    for name, found in (('next', near.following), ('prev', near.previous)):
        if found is None:
            if _leads_to_episode(domain, context, name):
                context[name] = None
            else:
                links += [one for one in context.get('rellinks') or () if one[2] == _KEYS[name]]
            continue
        number, episode = found
        words = _('%(number)d. %(title)s') % {'number': number, 'title': episode.text}
        address = domain.addresses.page(pagename, episode.docname)
        context[name] = {'link': address, 'title': escape(words)}
        label = of_sphinx('next') if name == 'next' else of_sphinx('previous')
        links.append((episode.docname, escape(words), _KEYS[name], label))
    context['rellinks'] = links


def _leads_to_episode(domain: WikiDomain, context: dict[str, Any], name: str) -> bool:
    """Whether the table of contents leads from an end of the season into its middle."""
    found = (one[0] for one in context.get('rellinks') or () if one[2] == _KEYS[name])
    return any(to in domain.pages and domain.pages[to].kind == 'episode' for to in found)


def setup_ways(app: Sphinx) -> None:
    """Connect to the events of HTML builders."""
    app.connect('html-page-context', lead_through_episodes)
    app.connect('html-page-context', add_path, priority=600)


SCRIPT: Final = 'missing.js'
_NAME: Final = 'notfound_pagename'


def suggest(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Fill the page with ways on; all addresses are absolute, since it stands anywhere.

    A page that an editor wrote for it stays as it is.
    """
    if _NAME not in app.config or pagename != app.config[_NAME]:
        return
    if pagename in app.env.found_docs or wiki_of(app.env).addresses is None:
        return
    add_script(app, SCRIPT)
    to = context['pathto']
    ways = ''.join(
        f'<li><a href="{escape(to(target))}">{title}</a></li>\n' for target, title in _ways(app)
    )
    context['title'] = escape(_('Page not found'))
    context['body'] = _BODY % {
        'title': context['title'],
        'told': escape(_('There is no page at this address. It may have moved or be mistyped.')),
        'near': escape(_('Did you mean')),
        'inventory': escape(to('objects.inv', True)),
        'search': escape(to('search')),
        'label': escape(_('Search this wiki')),
        'button': escape(_('Search')),
        'begin': escape(_('Or begin here')),
        'ways': ways,
    }


def _ways(app: Sphinx) -> list[tuple[str, str]]:
    """The first page, and those right below it."""
    root = app.config.root_doc
    tree = wiki_of(app.env).tree
    items = [item for item in tree.sidebar(root) if item.target in app.env.found_docs]
    return [
        (root, escape(app.env.titles[root].astext())),
        *((item.target, escape(item.title)) for item in items),
    ]


_BODY: Final = """\
<section class="wiki-missing">
<h1>%(title)s</h1>
<p>%(told)s</p>
<div data-inventory="%(inventory)s" aria-live="polite" hidden>
<h2>%(near)s</h2>
<ul></ul>
</div>
<form action="%(search)s" role="search" hidden>
<input type="search" name="q" aria-label="%(label)s"><button>%(button)s</button>
</form>
<h2>%(begin)s</h2>
<ul>
%(ways)s</ul>
</section>
"""


def setup_missing(app: Sphinx) -> None:
    """Connect after sphinx-notfound-page (400), which makes addresses absolute."""
    app.connect('html-page-context', suggest, priority=450)


LISTED: Final = 60
"""A longer series asks for a number: nobody finds an episode in a list of hundreds."""


def progress_control(season: tuple[str, int] | None) -> str:
    """The control, hidden until the script has found it; nothing without a series."""
    if season is None:
        return ''
    title, last = season
    if last <= LISTED:
        label, first = _('I have seen'), _('nothing yet')
        field = f'<select><option value="">{escape(first)}</option></select>'
        episode = f' data-episode="{escape(_("up to episode %d"))}"'
    else:
        label, episode = _('I have seen up to episode'), ''
        field = f'<input type="number" inputmode="numeric" min="0" max="{last}">'
    told = _('%o of %a spoilers on this page are open.')
    return (
        f'<div class="wiki-seen" hidden data-wiki="{escape(title)}" data-last="{last}"{episode}'
        f' data-told="{escape(told)}"><label>{escape(label)} {field}</label>'
        f' <button type="button">{escape(_("Reset"))}</button><output></output></div>\n'
    )


def add_files(app: Sphinx) -> None:
    """Give web pages the script."""
    if writes_data(app.builder):
        app.add_js_file('progress.js', loading_method='defer')


def add_control(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Put the control before the text; furo has it in the sidebar."""
    if writes_data(app.builder) and app.config.html_theme != 'furo' and context.get('body'):
        context['body'] = progress_control(wiki_of(app.env).season) + context['body']


def setup_progress(app: Sphinx) -> None:
    """Connect to the events of builders of web pages."""
    app.connect('builder-inited', add_files)
    app.connect('html-page-context', add_control)


def keep_hidden_words_in(_app: Sphinx, config: Config) -> None:
    """Switch off what would show, outside their blocks, words that spoiler blocks hide.

    Copies of the sources hold them, search excerpts are cut from whole pages, and without
    fences of colons a block would be a paragraph.
    """
    config.html_copy_source = False
    config.html_show_search_summary = False
    if 'myst_enable_extensions' in config:
        enabled = {*config.myst_enable_extensions, 'colon_fence'}
        config.myst_enable_extensions = sorted(enabled)


def add_meta(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Describe a page by its summary, and keep previews out of search engines."""
    del templatename, doctree
    if not writes_data(app.builder):
        return
    page = wiki_of(app.env).pages.get(pagename)
    tags = []
    described = 'name="description"' in context.get('metatags', '')
    if page and page.facts and page.facts.summary and not described:
        summary = escape(page.facts.summary)
        tags.append(f'<meta name="description" property="og:description" content="{summary}">')
    if page and page.title:
        tags.append(f'<meta property="og:title" content="{escape(page.title)}">')
    if app.config.criticwiki_noindex:
        tags.append('<meta name="robots" content="noindex">')
    context['metatags'] = context.get('metatags', '') + ''.join(f'\n    {tag}' for tag in tags)


def setup_html(app: Sphinx) -> None:
    """Connect to the events of HTML builders."""
    app.connect('config-inited', keep_hidden_words_in)
    app.connect('html-page-context', add_meta)


_FEED: Final = '<link rel="alternate" type="application/atom+xml" href="{}">'


def add_linked_data(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Put the data of a page into its head; each part of it is in the digest of the page."""
    del templatename, doctree
    domain = wiki_of(app.env)
    page = domain.pages.get(pagename)
    if domain.addresses is None or page is None:
        return
    from criticwiki.export.json_ld import linked_data, script_text

    tags = []
    if page.kind in {'series', 'review'}:
        tags.append(_FEED.format(domain.addresses.data(pagename, FEED)))
    if data := linked_data(page, domain.season, notations(app.config)):
        tags.append(f'<script type="application/ld+json">{script_text(data)}</script>')
    context['metatags'] = context.get('metatags', '') + ''.join(f'\n    {tag}' for tag in tags)


def setup_linked_data(app: Sphinx) -> None:
    """Connect to the event of HTML builders, after the description (500)."""
    app.connect('html-page-context', add_linked_data, priority=510)

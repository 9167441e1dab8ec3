"""Context of web pages: ordered steps before and after the theme, and tags of the head."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from html import escape
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sphinx.locale import _ as of_sphinx

from criticwiki.i18n import _
from criticwiki.panels.components import numbered_title
from criticwiki.sphinx_ext import lazy
from criticwiki.sphinx_ext.config import notations
from criticwiki.sphinx_ext.data_files import FEED, web_site
from criticwiki.sphinx_ext.directives import add_to_contents
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.generated_pages import PARENT, SUBJECT
from criticwiki.sphinx_ext.output import site_of
from criticwiki.sphinx_ext.search import add_search

from .assets import (
    add_previews,
    leave_out_unused,
    let_open,
    let_sort,
    mark_regions,
    share_tags,
)
from .furo import add_landmarks, add_sidebar, withhold_toctree
from .not_found import suggest
from .progress import add_control, add_head_script, put_control_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils import nodes
    from sphinx.application import Sphinx

    from criticwiki.export.metadata import PagePlace
    from criticwiki.model.page import Page
    from criticwiki.sphinx_ext.domain import WikiDomain
    from criticwiki.sphinx_ext.output import PageURLs, Site


@dataclass(slots=True)
class PageContext:
    """What Sphinx passes with `html-page-context`, and what we know of the page."""

    name: str
    """The docname of a page with a source; the name of any other page."""
    template: str
    context: dict[str, Any]
    doctree: nodes.document | None
    """Sphinx has none for a page without a source."""
    site: Site
    wiki: WikiDomain

    @property
    def source(self) -> Page | None:
        """The page of the wiki, if it is one."""
        return self.wiki.pages.get(self.name)

    @property
    def addresses(self) -> PageURLs:
        """URLs, for steps on sites with a file for each page."""
        assert self.site.addresses is not None
        return self.site.addresses

    @property
    def body(self) -> str:
        """The HTML of the page, empty where the template has it all."""
        body: str = self.context.get('body', '')
        return body

    @body.setter
    def body(self, html: str) -> None:
        self.context['body'] = html

    def add_to_head(self, tags: Iterable[str]) -> None:
        """Add tags to the head of the page."""
        lines = ''.join(f'\n    {tag}' for tag in tags)
        self.context['metatags'] = self.context.get('metatags', '') + lines


_KEYS: Final = {'next': 'N', 'prev': 'P'}
"""Access keys by which `rellinks` of Sphinx tells the next page from the previous one."""


def add_path(app: Sphinx, page: PageContext) -> None:
    """Put the path to a page above its first heading; the root has none."""
    context = page.context
    if page.name == app.config.root_doc:
        return
    if page.name not in app.env.found_docs and PARENT not in context:
        return
    root = context['pathto'](app.config.root_doc)
    steps = [(root, escape(app.config.html_short_title))]
    steps += [(one['link'], one['title']) for one in context.get('parents') or ()]
    items = ''.join(f'<li><a href="{escape(to)}">{title}</a></li>' for to, title in steps)
    label = escape(_('Path to this page'))
    path = f'<nav class="wiki-path" aria-label="{label}"><ol>{items}</ol></nav>\n'
    page.body = path + page.body


def lead_through_episodes(_app: Sphinx, page: PageContext) -> None:
    """On an episode, lead back and on to episodes by number, as its panel does.

    The table of contents may have them in another order.
    """
    domain, context, source = page.wiki, page.context, page.source
    if source is None or source.kind != 'episode':
        return
    if not isinstance(source.facts, lazy.kinds.Episode):
        return
    near = lazy.episode.neighbours(domain.corpus, source.facts.number)
    links = [one for one in context.get('rellinks') or () if one[2] not in _KEYS.values()]
    for name, found in (('next', near.following), ('prev', near.previous)):
        if found is None:
            if _leads_to_episode(domain, context, name):
                context[name] = None
            else:
                links += [one for one in context.get('rellinks') or () if one[2] == _KEYS[name]]
            continue
        place, episode = found
        words = numbered_title(place, episode.text)
        address = page.addresses.page(page.name, episode.docname)
        context[name] = {'link': address, 'title': escape(words)}
        label = of_sphinx('next') if name == 'next' else of_sphinx('previous')
        links.append((episode.docname, escape(words), _KEYS[name], label))
    context['rellinks'] = links


def _leads_to_episode(domain: WikiDomain, context: dict[str, Any], name: str) -> bool:
    """Whether the table of contents leads from an end of the season into its middle."""
    found = (one[0] for one in context.get('rellinks') or () if one[2] == _KEYS[name])
    return any(to in domain.pages and domain.pages[to].kind == 'episode' for to in found)


_OPENGRAPH: Final = 'sphinxext.opengraph'


def describe_to_opengraph(app: Sphinx, page: PageContext) -> None:
    """Describe a page to sphinxext-opengraph by its summary, in place of the first words it finds.

    It cuts them out of the document, closed blocks included, for tags, for the words on a card
    and for what stands in place of that; a description of no length leaves all of them out.
    """
    if _OPENGRAPH not in app.extensions or page.doctree is None:
        return
    source = page.source
    stated = page.context.get('meta') or {}
    words = lazy.metadata.description_of(page.wiki.corpus, source) if source else ''
    title = source.title if source else ''
    given = {'og:description': escape(words), 'og:image:alt': escape(words or title)}
    given = {name: text for name, text in given.items() if text}
    page.context['meta'] = {**given, **stated, 'ogp_description_length': '0'}


def add_meta(app: Sphinx, page: PageContext) -> None:
    """Describe a page by verdict and summary, and keep previews out of search engines."""
    source = page.source
    tags = []
    described = 'name="description"' in page.context.get('metatags', '')
    words = lazy.metadata.description_of(page.wiki.corpus, source) if source else ''
    shares = _OPENGRAPH not in app.extensions
    if words and not described:
        shared = ' property="og:description"' if shares else ''
        tags.append(f'<meta name="description"{shared} content="{escape(words)}">')
    if shares and source and source.title:
        tags.append(f'<meta property="og:title" content="{escape(source.title)}">')
    if shares and _is_ours(page):
        tags += _card(app, page)
    if app.config.criticwiki_noindex:
        tags.append('<meta name="robots" content="noindex">')
    page.add_to_head(tags)


def _is_ours(page: PageContext) -> bool:
    """Whether a page is one of the wiki, written or generated; not the search, nor that for 404."""
    return page.source is not None or PARENT in page.context


def _card(app: Sphinx, page: PageContext) -> list[str]:
    """What a link to a page is shown with, beside its title and description."""
    if page.site.addresses is None:
        return []
    site = web_site(app)
    is_root = page.name == app.config.root_doc
    named = {
        'og:type': 'website' if is_root else 'article',
        'og:site_name': site.title,
        'og:url': site.address(page.name) if site.base else '',
        'og:image': site.image,
        'og:image:alt': site.title if site.image else '',
    }
    tags = [
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in named.items()
        if value
    ]
    kind = 'summary_large_image' if site.image else 'summary'
    return [*tags, f'<meta name="twitter:card" content="{kind}">']


_FEED: Final = '<link rel="alternate" type="application/atom+xml" href="{}">'


def add_linked_data(app: Sphinx, page: PageContext) -> None:
    """Put the data of a page into its head; each part of it is in the digest of the page."""
    source, series = page.source, page.wiki.series
    tags = []
    data = None
    if source is None and SUBJECT in page.context:
        title, season, above = page.context[SUBJECT]
        place = _place(app, page, title, above)
        data = lazy.metadata.linked_data_of_generated(title, series, season, place)
    elif source is not None:
        if source.kind in {'series', 'review'}:
            tags.append(_FEED.format(page.addresses.data(page.name, FEED)))
        verdict = lazy.metadata.verdict_on(page.wiki.corpus, source)
        above = _above(app, page)
        place = _place(app, page, source.title, above)
        data = lazy.metadata.linked_data(source, series, notations(app.config), verdict, place)
    if data:
        text = lazy.metadata.script_text(data)
        tags.append(f'<script type="application/ld+json">{text}</script>')
    page.add_to_head(tags)


def _above(app: Sphinx, page: PageContext) -> tuple[tuple[str, str], ...]:
    """Docnames and titles of the pages above one, without the root."""
    above = page.wiki.tree.path(page.name)[:-1]
    return tuple((name, app.env.titles[name].astext()) for name in above)


def _place(
    app: Sphinx, page: PageContext, title: str, above: Iterable[tuple[str, str]]
) -> PagePlace:
    """Place of a page on the site, with the path that stands above its heading."""
    root = app.config.root_doc
    path = ((root, app.config.html_short_title), *above, (page.name, title))
    return lazy.metadata.PagePlace(web_site(app), page.name, path if page.name != root else ())


Where: TypeAlias = 'Callable[[Site], bool]'
Step: TypeAlias = 'tuple[Where, Callable[[Sphinx, PageContext], None]]'

WEB: Final[Where] = attrgetter('is_web')
PAGES: Final[Where] = attrgetter('addresses')
"""Each page has a file of its own: builders `html` and `dirhtml`."""
FRAMED: Final[Where] = attrgetter('has_frame')
"""A theme draws the pages, and loads files."""
FURO: Final[Where] = attrgetter('is_furo')


def OTHER_THEME(site: Site) -> bool:  # noqa: N802
    """A web site in another theme than furo."""
    return site.has_frame and not site.is_furo


BEFORE_THEME: Final[tuple[Step, ...]] = (
    (PAGES, share_tags),
    (FURO, withhold_toctree),
    (PAGES, suggest),
    (WEB, add_head_script),
    (WEB, describe_to_opengraph),
    (WEB, add_meta),
    (OTHER_THEME, add_control),
    (PAGES, lead_through_episodes),
    (FURO, add_landmarks),
)
"""Steps whose results the theme's handler of `html-page-context` may use."""
AFTER_THEME: Final[tuple[Step, ...]] = (
    (PAGES, add_linked_data),
    (PAGES, add_search),
    (PAGES, add_to_contents),  # furo hides contents of one entry
    (FURO, add_sidebar),  # in place of the one of furo
    (FURO, put_control_first),
    (PAGES, add_path),
)
"""Steps that change what the theme's handler has left, or need nothing of it."""
ON_BODY: Final[tuple[Step, ...]] = (
    (PAGES, add_previews),
    (WEB, let_open),
    (WEB, let_sort),
    (WEB, mark_regions),
    (FRAMED, leave_out_unused),
)
"""Steps on the whole body, after all that write into it."""


def prepare_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Take the steps before the theme's handler."""
    _take(BEFORE_THEME, app, _page(app, pagename, templatename, context, doctree))


def finish_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> str | None:
    """Take the steps after the theme's handler; returns another template to use, if any."""
    page = _page(app, pagename, templatename, context, doctree)
    _take(AFTER_THEME, app, page)
    if 'body' in context:
        _take(ON_BODY, app, page)
    return page.template if page.template != templatename else None


def _page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> PageContext:
    site, wiki = site_of(app.env), wiki_of(app.env)
    return PageContext(pagename, templatename, context, doctree, site, wiki)


def _take(steps: Iterable[Step], app: Sphinx, page: PageContext) -> None:
    for where, step in steps:
        if where(page.site):
            step(app, page)


def print_head_tags(app: Sphinx) -> None:
    """Handler of `builder-inited`: have all pages printed with the tags of their head.

    Layouts that are not derived from that of the theme basic may leave `metatags` out, as those
    of shibuya and sphinx_immaterial do: without them nothing opens what a reader has seen.
    """
    site = site_of(app.env)
    templates = getattr(app.builder, 'templates', None)
    if site.is_web and not site.is_furo and templates is not None:
        templates.render = partial(_render, templates.render)


def _render(render: Callable[..., str], template: str, context: dict[str, Any]) -> str:
    html = render(template, context)
    tags = str(context.get('metatags') or '').strip()
    if not tags or tags in html:
        return html
    head, end, rest = html.partition('</head>')
    return f'{head}{tags}\n{end}{rest}' if end else html

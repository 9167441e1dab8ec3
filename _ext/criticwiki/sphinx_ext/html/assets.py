"""Style sheet and scripts of web pages, only where used; marks of previews and table regions."""

from __future__ import annotations

import posixpath
import re
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

from criticwiki.i18n import _
from criticwiki.panels.components import episode_title
from criticwiki.panels.elements import SORTABLE
from criticwiki.sphinx_ext import lazy
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.output import site_of, write_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

    from criticwiki.export.metadata import Preview

    from .pages import PageContext

PARTS: Final = (
    'criticwiki',
    'consensus',
    'glance',
    'aspects',
    'charts',
    'progress',
    'inline_spoiler',
    'previews',
    'tables',
    'lists',
    'ways',
    'reference',
)
"""Parts of the style sheet, in their order."""
OF_FURO: Final = ('furo', 'furo-access')
"""Parts that follow for furo."""
OF_BOOKS: Final = ('book',)
"""Parts that follow in EPUB."""
OF_THEMES: Final = {
    'pydata_sphinx_theme': 'pydata',
    'sphinx_book_theme': 'pydata',
    'shibuya': 'shibuya',
    'sphinx_immaterial': 'immaterial',
    'sphinx_rtd_theme': 'rtd',
}
"""Part that comes first for another theme: what it would do to panels."""
SHEET: Final = 'criticwiki.css'
STATIC: Final = Path(__file__).parents[2] / 'static'
_STYLES: Final = Path(__file__).parents[2] / 'styles'
_JOINED: Final = 'criticwiki-static-{builder}'


def add_styles(app: Sphinx) -> None:
    """Handler of `builder-inited`: add the style sheet and the static folder."""
    site = site_of(app.env)
    if not site.is_html:
        return
    following = (OF_FURO if site.is_furo else ()) if site.is_web else OF_BOOKS
    text = ''.join(map(_part, (*PARTS, *following)))
    if site.is_web and not site.is_furo:
        of_theme = OF_THEMES.get(app.config.html_theme)
        text = (_part(of_theme) if of_theme else '') + _strengthened(text + _part('other'))
    sheet = Path(app.doctreedir, _JOINED.format(builder=app.builder.name), SHEET)
    write_changed(sheet, text)
    app.config.html_static_path += [str(STATIC), str(sheet.parent)]
    app.add_css_file(SHEET)


def _part(name: str) -> str:
    return _packed((_STYLES / f'{name}.css').read_text('utf-8'))


_PRELUDE: Final = re.compile(r'(?<=[{};\n])([^{};@]+)(?=\{)|^([^{};@]+)(?=\{)')
_SELECTOR: Final = re.compile(r'((?:\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)|[^,(])+)')
_STRONG: Final = ':not(#_)'
_PSEUDO_ELEMENT: Final = re.compile('::.*')
_NO_SELECTORS: Final = frozenset({'', ':root', 'from', 'to'})


def _strengthened(style: str) -> str:
    """A style sheet whose rules go before those of any theme, which name elements of the text."""
    return _PRELUDE.sub(lambda match: _SELECTOR.sub(_strong, match[0]), style)


def _strong(match: re.Match[str]) -> str:
    """A selector with the weight of an id, at the end, where a pseudo-element may stand."""
    selector = match[0].rstrip()
    element = _PSEUDO_ELEMENT.search(selector)
    at = element.start() if element else len(selector)
    if selector.strip() in _NO_SELECTORS:
        return match[0]
    return f'{selector[:at]}{_STRONG}{selector[at:]}{match[0][len(selector) :]}'


_COMMENT: Final = re.compile(r'/\*.*?\*/', re.DOTALL)
_BREAK: Final = re.compile(r'\s*\n\s*')


def _packed(style: str) -> str:
    """A style sheet without comments and indents, which are a quarter of its compressed size."""
    return _BREAK.sub('\n', _COMMENT.sub('', style)).lstrip()


def add_script(app: Sphinx, name: str, **attributes: str) -> None:
    """Add a script to the page that is being written.

    Not by the application's method: that remembers the script for all pages, which a live
    preview would then write with it.
    """
    builder = cast('StandaloneHTMLBuilder', app.builder)
    builder.add_js_file(name, defer='defer', **attributes)


_FOR_OTHERS: Final = 'furo-extensions.css'
"""Style sheet of furo for other extensions."""
_OF_SPHINX: Final = ('documentation_options.js', 'doctools.js', 'translations.js')
"""Scripts of Sphinx for its search, whose page is another here, for an index of a domain, keys."""
_NEEDED_BY: Final = (
    # what stands in the HTML of users, where Sphinx lists the files of a page, and the files
    (('class="highlight',), 'css_files', ('pygments.css',)),
    (('"sd-', ' sd-'), 'css_files', ('sphinx-design.min.css',)),
    (('"sd-tab-', ' sd-tab-'), 'script_files', ('design-tabs.js',)),
    (('"sd-', ' sd-', 'copybtn', 'sphinx-tabs', 'togglebutton'), 'css_files', (_FOR_OTHERS,)),
    (
        ('id="search-documentation"', 'class="toggler"'),
        'script_files',
        ('sphinx_highlight.js', *_OF_SPHINX),
    ),
)
_KNOWN: Final = frozenset(
    {*_OF_SPHINX, 'sphinx_highlight.js', 'design-tabs.js', 'furo.js'}
    | {file.name for file in STATIC.glob('*.js')}
)
"""Scripts that do without those of Sphinx; what another extension adds may need them."""
_OFF: Final = (None, '', False, 'false', 'False')


def leave_out_unused(_app: Sphinx, page: PageContext) -> None:
    """Page context: leave out assets that no part of the page uses."""
    kept = _needed_elsewhere(page)
    for marks, files, names in _NEEDED_BY:
        if not any(mark in page.body for mark in marks):
            # Sphinx fills the same list anew for each page
            listed = page.context[files]
            listed[:] = [file for file in listed if _file_name(file) not in {*names} - kept]


def _needed_elsewhere(page: PageContext) -> frozenset[str]:
    """Assets that the theme, another extension or the host may need on any page."""
    context = page.context
    scripts = map(_file_name, context['script_files'])
    if not page.site.is_furo or context.get('READTHEDOCS') or not _KNOWN.issuperset(scripts):
        return frozenset({_FOR_OTHERS, *_OF_SPHINX})
    has_keys = context.get('theme_navigation_with_keys') not in _OFF
    return frozenset(_OF_SPHINX if has_keys else ())


def _file_name(asset: Any) -> str:
    return str(asset.filename).rpartition('/')[2]


_MAKERS: Final = ('css_tag', 'js_tag')
_FOLDER: Final = '_static/'
"""Folder of the files; a page in it would have other URLs to them."""
_SPHINX: Final = 'sphinx.builders.html'
"""Where Sphinx makes tags; on the 404 page, notfound.extension does, with absolute URLs."""


def share_tags(_app: Sphinx, page: PageContext) -> None:
    """Page context: cache the tags of style sheets and scripts for pages of one depth."""
    if page.name.startswith(_FOLDER):
        return
    context = page.context
    for name in _MAKERS:
        make, place = context[name], (name, context['content_root'])
        if make.__module__ == _SPHINX:
            context[name] = partial(_tag, make, page.site.asset_tags, place)


def _tag(
    make: Callable[[Any], str], cache: dict[Hashable, str], place: tuple[str, str], asset: Any
) -> str:
    if isinstance(asset, str):  # of a template, and anywhere
        return make(asset)
    key = (*place, asset)
    if key not in cache:
        cache[key] = make(asset)
    return cache[key]


def forget_tags(app: Sphinx, _builder: Builder) -> None:
    """Handler of `write-started`: clear that cache, since files may have changed."""
    site_of(app.env).asset_tags.clear()


MOST: Final = 40
"""Most previews on one page; what links to more pages is an index."""
PREVIEWS_SCRIPT: Final = 'previews.js'
_MARK: Final = ' data-preview="'

# Passed over whole: tables, cards and lists that say of a page what a preview would, and
# lists of contents, of which a page's digest knows the titles alone.
_PLACES: Final = re.compile(
    r'<(?:(?P<opens>details\b[^>]*>)|(?P<closes>/details>)|(?P<inline>span class="spoiler-inline")'
    r'|nav class="wiki-path".*?</nav>|table\b.*?</table>'
    r'|ul class="(?:backlinks|wiki-cast|wiki-people|wiki-pages by-group)\b.*?</ul>'
    r'|li class="toctree-l[^>]*><a [^>]*>|a class="sd-[^>]*>'
    r'|a (?=(?:class="[^"]*" )?href="(?P<address>[^":#]+)"))',
    re.DOTALL,
)
_SPOILER: Final = re.compile(r'class="(?:[^"]* )?spoiler[ "]')
_SPANS: Final = re.compile(r'<(/?)span\b')


def mark_links(app: Sphinx, docname: str, body: str) -> str:
    """Add to the first link to each page a `data-preview` attribute.

    A link to a part of a page has none, since a summary says nothing of parts. Neither has one
    inside a spoiler: outside it a preview would tell what the spoiler speaks of.
    """
    here = posixpath.dirname(app.builder.get_target_uri(docname))
    parts: list[str] = []
    blocks: list[bool] = []
    seen: set[str] = set()
    cursor = shown = closed_to = 0
    for place in _PLACES.finditer(body):
        if place.start() < closed_to:
            continue
        if place['inline']:
            closed_to = _end_of_span(body, place.start())
        elif place['opens']:
            blocks.append(bool(_SPOILER.search(place['opens'])))
        elif place['closes']:
            del blocks[-1:]
        elif (address := place['address']) and address not in seen and not any(blocks):
            seen.add(address)
            preview = _preview(app, posixpath.normpath(posixpath.join(here, address)))
            if preview and shown < MOST:
                shown += 1
                words = escape('\n'.join((_kind(preview), preview.title, preview.summary)))
                parts += [body[cursor : place.start() + 2], _MARK, words, '"', _later(preview)]
                cursor = place.start() + 2
    return ''.join((*parts, body[cursor:]))


def _end_of_span(body: str, start: int) -> int:
    """Offset of the end of the span that begins at an offset of the HTML of a body."""
    depth = 0
    for tag in _SPANS.finditer(body, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(body)


def _preview(app: Sphinx, uri: str) -> Preview | None:
    """Preview of the page at a URL below the root of the site."""
    domain = wiki_of(app.env)
    path = '' if uri == '.' else unquote(uri)
    if site_of(app.env).in_folders:
        names = [path, posixpath.join(path, 'index')]
    else:
        suffix: str = getattr(app.builder, 'link_suffix', None) or '.html'
        names = [path.removesuffix(suffix)]
    docname = next((name for name in names if name in domain.pages), None)
    return lazy.metadata.preview_of(domain.corpus, docname) if docname else None


def _later(preview: Preview) -> str:
    """Attribute with the episode from which readers see the summary of its page.

    That of the first tells what the work is about, as its description does.
    """
    return f' data-later="{preview.later}"' if preview.later else ''


def _kind(preview: Preview) -> str:
    match preview.kind:
        case 'episode':
            return episode_title(preview.place) if preview.place else _('Page')
        case 'character':
            return _('Character')
        case 'review':
            return _('Review')
        case 'series':
            return _('The series')
        case _:
            return _('Page')


def add_previews(app: Sphinx, page: PageContext) -> None:
    """Page context: mark the links of a page, and add the script."""
    if page.doctree:
        page.body = mark_links(app, page.name, page.body)
    if _MARK in page.body:
        add_script(app, PREVIEWS_SCRIPT)


_PARTS: Final = re.compile(
    r'<(?:'
    r'h(?P<level>[1-6])[ >].*?</h(?P=level)>'
    r'|p class="rubric".*?</p>'
    r'|(?P<box>div class="table-wrapper\b[^"]*")'
    r'|(?P<caption>p class="caption" role="heading")'
    r'|(?P<open>details\b)'
    r'|(?P<close>/details>)'
    r')',
    re.DOTALL,
)
_NOT_NAMED: Final = re.compile(r'<a class="headerlink".*?</a>|<[^>]*>', re.DOTALL)


class _Regions:
    """Editor of the HTML of a body that wraps scrolling tables in named regions."""

    def __init__(self) -> None:
        self.has_regions = False
        """Whether there is a table that scrolls."""
        self._heading = ''
        self._level = 1
        self._around: list[tuple[str, int]] = []
        """The headings before each closed block that is open here: what one hides stays in it."""
        self._named: dict[str, int] = {}

    def mark(self, body: str) -> str:
        """The body with its regions."""
        return _PARTS.sub(self._part, body)

    def _part(self, part: re.Match[str]) -> str:
        text = part[0]
        if part['box']:
            self.has_regions = True
            return f'{text} role="region" tabindex="0" aria-label="{escape(self._name())}"'
        if part['caption']:  # Sphinx gives no level, and a heading without one has none
            return f'{text} aria-level="{min(self._level + 1, 6)}"'
        if part['open']:
            self._around.append((self._heading, self._level))
        elif part['close']:
            if self._around:
                self._heading, self._level = self._around.pop()
        else:
            self._heading = ' '.join(unescape(_NOT_NAMED.sub('', text)).split())
            self._level = int(part['level'] or self._level)
        return text

    def _name(self) -> str:
        number = self._named[self._heading] = self._named.get(self._heading, 0) + 1
        words = {'heading': self._heading, 'number': number}
        if number > 1:
            return _('Table %(number)d: %(heading)s') % words
        return _('Table: %(heading)s') % words


def mark_regions(app: Sphinx, page: PageContext) -> None:
    """Page context: name the regions of tables after the headings above them."""
    regions = _Regions()
    page.body = regions.mark(page.body)
    if regions.has_regions:
        add_script(app, 'regions.js')


TABLES_SCRIPT: Final = 'tables.js'


OPENING: Final = 'wiki-opens'


def let_open(app: Sphinx, page: PageContext) -> None:
    """Page context: add the script to a page with rows that open."""
    if OPENING in page.body:
        add_script(app, 'aspects.js')


def let_sort(app: Sphinx, page: PageContext) -> None:
    """Page context: add the script to a page with sortable tables, and its texts."""
    if SORTABLE in page.body:
        add_script(app, TABLES_SCRIPT, **{'data-sort': _('Sort by %(column)s')})

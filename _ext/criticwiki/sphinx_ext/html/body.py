"""HTML of the page body: link previews, and regions and scripts of tables."""

from __future__ import annotations

import posixpath
import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from criticwiki.i18n import _
from criticwiki.panels.elements import SORTABLE
from criticwiki.panels.previews import preview_of
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.output import writes_data

from .assets import add_script

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from criticwiki.panels.previews import Preview

MOST: Final = 40
"""How many pages are previewed on one page: what lists more is an index, to look things up in."""
PREVIEWS_SCRIPT: Final = 'previews.js'
_MARK: Final = ' data-preview="'

# Passed over whole: tables, cards and lists that say of a page what a preview would, and
# lists of contents, of which a page's digest knows the titles alone.
_PLACES: Final = re.compile(
    r'<(?:(?P<opens>details\b[^>]*>)|(?P<closes>/details>)'
    r'|nav class="wiki-path".*?</nav>|table\b.*?</table>'
    r'|ul class="(?:backlinks|wiki-cast|wiki-pages by-group)\b.*?</ul>'
    r'|li class="toctree-l[^>]*><a [^>]*>|a class="sd-[^>]*>'
    r'|a (?=(?:class="[^"]*" )?href="(?P<address>[^":#]+)"))',
    re.DOTALL,
)
_SPOILER: Final = re.compile(r'class="(?:[^"]* )?spoiler[ "]')


def mark_links(app: Sphinx, docname: str, body: str) -> str:
    """The body of a page with a preview on the first link to each page, for all that lead there.

    A link to a part of a page has none, since a summary says nothing of parts. Neither has one
    inside a spoiler block: outside it a preview would tell what the block speaks of.
    """
    here = posixpath.dirname(app.builder.get_target_uri(docname))
    made: list[str] = []
    blocks: list[bool] = []
    seen: set[str] = set()
    cursor = shown = 0
    for place in _PLACES.finditer(body):
        if place['opens']:
            blocks.append(bool(_SPOILER.search(place['opens'])))
        elif place['closes']:
            del blocks[-1:]
        elif (address := place['address']) and address not in seen and not any(blocks):
            seen.add(address)
            found = _preview(app, posixpath.normpath(posixpath.join(here, address)))
            if found and shown < MOST:
                shown += 1
                words = escape('\n'.join((_kind(found), found.title, found.summary)))
                made += [body[cursor : place.start() + 2], _MARK, words, '"']
                cursor = place.start() + 2
    return ''.join((*made, body[cursor:]))


def _preview(app: Sphinx, uri: str) -> Preview | None:
    """The preview of the page at an address below the root of the site."""
    domain, builder = wiki_of(app.env), app.builder
    path = '' if uri == '.' else unquote(uri)
    if builder.name == 'dirhtml':
        names = [path, posixpath.join(path, 'index')]
    else:
        suffix: str = getattr(builder, 'link_suffix', None) or '.html'
        names = [path.removesuffix(suffix)]
    docname = next((name for name in names if name in domain.pages), None)
    return preview_of(domain.corpus, docname) if docname else None


def _kind(preview: Preview) -> str:
    match preview.kind:
        case 'episode':
            return _('Episode %(number)d') % {'number': preview.number}
        case 'character':
            return _('Character')
        case 'review':
            return _('Review')
        case 'series':
            return _('The series')
        case _:
            return _('Page')


def add_previews(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Put the previews on a page, and the script beside them."""
    if wiki_of(app.env).addresses is None or 'body' not in context:
        return
    if doctree:
        context['body'] = mark_links(app, pagename, context['body'])
    if _MARK in context['body']:
        add_script(app, PREVIEWS_SCRIPT)


def setup_previews(app: Sphinx) -> None:
    """Connect to the events of web sites; others may still put links into a page (500)."""
    app.connect('html-page-context', add_previews, priority=800)


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
    """Goes through a page from its first heading to its last table."""

    def __init__(self) -> None:
        self.found = False
        """Whether there is a table that scrolls."""
        self._heading = ''
        self._level = 1
        self._around: list[tuple[str, int]] = []
        """The headings before each closed block that is open here: what one hides stays in it."""
        self._named: dict[str, int] = {}

    def mark(self, body: str) -> str:
        """The same page, with its regions."""
        return _PARTS.sub(self._part, body)

    def _part(self, part: re.Match[str]) -> str:
        text = part[0]
        if part['box']:
            self.found = True
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


def mark_regions(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Name the tables of a page after the headings they stand under."""
    if not writes_data(app.builder) or 'body' not in context:
        return
    regions = _Regions()
    context['body'] = regions.mark(context['body'])
    if regions.found:
        add_script(app, 'regions.js')


def setup_regions(app: Sphinx) -> None:
    """Connect late: whatever writes into a page has written it."""
    app.connect('html-page-context', mark_regions, priority=800)


TABLES_SCRIPT: Final = 'tables.js'


def let_sort(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Add the script to a page that has work for it, with the words it shows."""
    if writes_data(app.builder) and SORTABLE in context.get('body', ''):
        add_script(app, TABLES_SCRIPT, **{'data-sort': _('Sort by %(column)s')})


def setup_tables(app: Sphinx) -> None:
    """Connect to the events of web sites."""
    app.connect('html-page-context', let_sort, priority=800)

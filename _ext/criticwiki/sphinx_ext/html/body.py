"""Previews of linked pages: each stands on a link, and a script shows it.

They are put into the finished page, since its links come from several hands: the editor's,
those to names in prose, those of panels.
"""

from __future__ import annotations

import posixpath
import re
from html import escape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from criticwiki.i18n import _
from criticwiki.panels.previews import preview_of
from criticwiki.sphinx_ext.domain import wiki_of

from .scripts import add_script

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from criticwiki.panels.previews import Preview

MOST: Final = 40
"""How many pages are previewed on one page: what lists more is an index, to look things up in."""
SCRIPT: Final = 'previews.js'
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
        add_script(app, SCRIPT)


def setup_previews(app: Sphinx) -> None:
    """Connect to the events of web sites; others may still put links into a page (500)."""
    app.connect('html-page-context', add_previews, priority=800)

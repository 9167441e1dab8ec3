"""What web pages say to programs: JSON-LD, and where the feed is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from criticwiki.sphinx_ext.config import notations
from criticwiki.sphinx_ext.data_files import FEED
from criticwiki.sphinx_ext.domain import wiki_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

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

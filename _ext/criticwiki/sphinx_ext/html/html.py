"""What only web pages have: descriptions, and nothing that a spoiler hides."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from criticwiki.sphinx_ext.addresses import writes_data
from criticwiki.sphinx_ext.domain import wiki_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config


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

"""The page that is shown for an address without a page, where sphinx-notfound-page makes one."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from criticwiki.i18n import _
from criticwiki.sphinx_ext.domain import wiki_of

from .scripts import add_script

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

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

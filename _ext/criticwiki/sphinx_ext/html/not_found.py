"""The page for addresses where there is none: suggestions, and URLs right wherever it is served.

sphinx-notfound-page makes its URLs absolute, since a server shows it for any address.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from criticwiki.i18n import _
from criticwiki.sphinx_ext.domain import wiki_of

from .assets import add_script

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .pages import PageContext

_PREFIX: Final = 'notfound_urls_prefix'
_TEMPLATES: Final = Path(__file__).parents[2] / 'templates'


def set_prefix(_app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: the prefix of URLs is the path of the site's address.

    Without an address it is the root of the server; sphinx-notfound-page itself would take
    the path that sites on Read the Docs have.
    """
    if _PREFIX in config and _PREFIX not in config._raw_config:
        path = urlsplit(config.html_baseurl).path
        config[_PREFIX] = f'{path.rstrip("/")}/'


SCRIPT: Final = 'missing.js'
_NAME: Final = 'notfound_pagename'


def suggest(app: Sphinx, page: PageContext) -> None:
    """Page context of the 404 page: suggestions.

    A page that an editor wrote for it stays as it is.
    """
    if _NAME not in app.config or page.name != app.config[_NAME]:
        return
    if page.name in app.env.found_docs:
        return
    context = page.context
    add_script(app, SCRIPT)
    page.add_to_head([_find_root(app)])
    to = context['pathto']
    ways = ''.join(
        f'<li><a href="{escape(to(target))}">{title}</a></li>\n' for target, title in _ways(app)
    )
    context['title'] = escape(_('Page not found'))
    page.body = _BODY % {
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


def _find_root(app: Sphinx) -> str:
    """Script tag that looks for the root of the site where its style sheet is missing."""
    script = (_TEMPLATES / 'find-root.js').read_text('utf-8')
    prefix = json.dumps(getattr(app.config, _PREFIX) or '/').replace('<', '\\u003c')
    return f'<script>{script.strip()}({prefix});</script>'


_BODY: Final = """\
<section class="wiki-missing" data-waits="">
<h1>%(title)s</h1>
<p>%(told)s</p>
<div data-inventory="%(inventory)s" aria-live="polite" hidden>
<h2>%(near)s</h2>
<ul></ul>
</div>
<form action="%(search)s" role="search">
<input type="search" name="q" aria-label="%(label)s"><button>%(button)s</button>
</form>
<h2>%(begin)s</h2>
<ul>
%(ways)s</ul>
</section>
"""

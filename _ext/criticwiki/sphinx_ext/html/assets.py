"""Assets: one style sheet for the site, scripts of single pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.output import write_changed, writes_data

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

PARTS: Final = (
    'criticwiki',
    'consensus',
    'charts',
    'progress',
    'previews',
    'tables',
    'ways',
    'reference',
)
"""In the order in which they are read."""
OF_THEMES: Final = {'furo': ('furo', 'furo-access')}
"""What follows for one theme."""
SHEET: Final = 'criticwiki.css'
STATIC: Final = Path(__file__).parents[2] / 'static'
_STYLES: Final = Path(__file__).parents[2] / 'styles'
_JOINED: Final = 'criticwiki-static-{builder}'


def add_styles(app: Sphinx) -> None:
    """Give HTML builders the style sheet, and what else the static folder has."""
    if app.builder.format != 'html':
        return
    of_theme = OF_THEMES.get(app.config.html_theme, ()) if writes_data(app.builder) else ()
    names = (*PARTS, *of_theme)
    text = '\n'.join((_STYLES / f'{name}.css').read_text('utf-8') for name in names)
    sheet = Path(app.doctreedir, _JOINED.format(builder=app.builder.name), SHEET)
    write_changed(sheet, text)
    app.config.html_static_path += [str(STATIC), str(sheet.parent)]
    app.add_css_file(SHEET)


def setup_styles(app: Sphinx) -> None:
    """Connect where the builder is known."""
    app.connect('builder-inited', add_styles)


def add_script(app: Sphinx, name: str, **attributes: str) -> None:
    """Add a script to the page that is being written.

    Not by the application's method: that remembers the script for all pages, which a live
    preview would then write with it.
    """
    builder = cast('StandaloneHTMLBuilder', app.builder)
    builder.add_js_file(name, defer='defer', **attributes)


_NEEDED_BY: Final = (
    # where Sphinx lists the files of a page, the file, and what only its users have in a class
    ('css_files', 'sphinx-design.min.css', 'sd-'),
    ('script_files', 'design-tabs.js', 'sd-tab-'),
)


def leave_out_unused(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Leave out what no part of the page asks for."""
    if 'body' not in context or not writes_data(app.builder):
        return
    for files, name, mark in _NEEDED_BY:
        if mark not in context['body']:
            # Sphinx fills the same list anew for each page
            listed = context[files]
            listed[:] = [file for file in listed if not str(file.filename).endswith(name)]


def setup_unused(app: Sphinx) -> None:
    """Connect after all that writes into a page."""
    app.connect('html-page-context', leave_out_unused, priority=900)


_MAKERS: Final = ('css_tag', 'js_tag')
_FOLDER: Final = '_static/'
"""Where the files are; to a page in there they have other addresses."""


class AssetTags:
    """The tags that were made in a build."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[Hashable, str] = {}

    def forget(self, *_event: object) -> None:
        """A build begins to write: the files may be others."""
        self._made.clear()

    def remember(
        self,
        app: Sphinx,
        pagename: str,
        _template: str,
        context: dict[str, Any],
        _doctree: nodes.document,
    ) -> None:
        """Let a page take the tags of another of its depth."""
        if wiki_of(app.env).addresses is None or pagename.startswith(_FOLDER):
            return
        for name in _MAKERS:
            context[name] = partial(self._tag, context[name], (name, context['content_root']))

    def _tag(self, make: Callable[[Any], str], place: tuple[str, str], asset: Any) -> str:
        if isinstance(asset, str):  # of a template, and anywhere
            return make(asset)
        key = (*place, asset)
        if key not in self._made:
            self._made[key] = make(asset)
        return self._made[key]


def setup_asset_tags(app: Sphinx) -> None:
    """Connect to the events of web sites, before others see what makes tags."""
    tags = AssetTags()
    app.connect('write-started', tags.forget)
    app.connect('html-page-context', tags.remember, priority=100)

"""Assets: one style sheet for the site, scripts of single pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from criticwiki.sphinx_ext.output import site_of, write_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

    from .pages import PageContext

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
"""Parts of the style sheet, in their order."""
OF_THEMES: Final = {'furo': ('furo', 'furo-access')}
"""Parts that follow for one theme."""
SHEET: Final = 'criticwiki.css'
STATIC: Final = Path(__file__).parents[2] / 'static'
_STYLES: Final = Path(__file__).parents[2] / 'styles'
_JOINED: Final = 'criticwiki-static-{builder}'


def add_styles(app: Sphinx) -> None:
    """Handler of `builder-inited`: add the style sheet and the static folder."""
    site = site_of(app.env)
    if not site.is_html:
        return
    of_theme = OF_THEMES.get(app.config.html_theme, ()) if site.is_web else ()
    names = (*PARTS, *of_theme)
    text = '\n'.join((_STYLES / f'{name}.css').read_text('utf-8') for name in names)
    sheet = Path(app.doctreedir, _JOINED.format(builder=app.builder.name), SHEET)
    write_changed(sheet, text)
    app.config.html_static_path += [str(STATIC), str(sheet.parent)]
    app.add_css_file(SHEET)


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


def leave_out_unused(_app: Sphinx, page: PageContext) -> None:
    """Page context: leave out assets that no part of the page uses."""
    for files, name, mark in _NEEDED_BY:
        if mark not in page.body:
            # Sphinx fills the same list anew for each page
            listed = page.context[files]
            listed[:] = [file for file in listed if not str(file.filename).endswith(name)]


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

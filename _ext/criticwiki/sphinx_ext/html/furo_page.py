"""Mends what furo's own frame of a page lacks for readers who do not see or point.

furo has no blocks or settings for these places, so a small template hands the frame that it
wrote to `mended`.
"""

from __future__ import annotations

from functools import partial
from html import escape
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.locale import _ as of_sphinx

from criticwiki.i18n import _
from criticwiki.sphinx_ext.addresses import writes_data

from .furo_icons import slim_icons

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

TEMPLATES: Final = Path(__file__).parents[2] / 'templates' / 'furo'
_MENDED: Final = 'criticwiki_mended'

_BACK: Final = '<a href="#" class="back-to-top'
_SIDEBAR: Final = '<aside class="sidebar-drawer"'
_TREE: Final = '<div class="sidebar-tree"'
_CONTENTS: Final = '<aside class="toc-drawer'
_TOOLS: Final = '<div class="content-icon-container">'
_MAIN: Final = '<article role="main" id="furo-main-content">'
_END: Final = '</article>'


def mended(frame: str, *, heading: str) -> str:
    """The same frame, with names for its parts, and a heading where the page has none."""
    frame = slim_icons(frame)
    # what stands in no landmark is missed by those who go from one to the next
    frame = _moved(frame, _BACK, _TOOLS)
    for tag, attributes, words in (
        (_SIDEBAR, 'aria-label="%s"', _('Pages')),
        (_TREE, 'role="navigation" aria-label="%s"', _('All pages')),
        (_TOOLS, 'role="region" aria-label="%s"', _('Tools')),
        (_CONTENTS, 'aria-label="%s"', _('This page')),
    ):
        start, end = tag.split(' ', 1)
        frame = frame.replace(tag, f'{start} {attributes % escape(words)} {end}', 1)
    start, main, rest = frame.partition(_MAIN)
    if main and '<h1' not in rest.partition(_END)[0]:
        return f'{start}{main}\n<h1>{heading}</h1>{rest}'
    return frame


def _moved(frame: str, link: str, into: str) -> str:
    """The frame with a link put at the start of another part."""
    start = frame.find(link)
    end = frame.find('</a>', start) + len('</a>')
    if start < 0 or into not in frame:
        return frame
    without = frame[:start] + frame[end:]
    return without.replace(into, into + frame[start:end], 1)


def add_templates(app: Sphinx, config: Config) -> None:
    """Let furo's page be ours; a project's own templates come first."""
    if config.html_theme != 'furo':
        return
    try:
        # the same on every machine: Sphinx builds all anew when a setting changes
        place = Path(relpath(TEMPLATES, app.confdir)).as_posix()
    except ValueError:  # another drive, on Windows
        place = str(TEMPLATES)
    config.templates_path = [*config.templates_path, place]


def add_mending(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Give the template what mends a frame."""
    if app.config.html_theme == 'furo' and writes_data(app.builder):
        heading = context.get('title') or escape(of_sphinx('Search'))
        context[_MENDED] = partial(mended, heading=heading)


def setup_furo_page(app: Sphinx) -> None:
    """Connect."""
    app.connect('config-inited', add_templates)
    app.connect('html-page-context', add_mending)

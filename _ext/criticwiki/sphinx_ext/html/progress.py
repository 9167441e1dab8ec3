"""Lets readers say how far they have seen, and opens what gives away no more than that.

Only a script can do it, so without one there is nothing to see of it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from criticwiki.i18n import _
from criticwiki.sphinx_ext.addresses import writes_data
from criticwiki.sphinx_ext.domain import wiki_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

LISTED: Final = 60
"""A longer series asks for a number: nobody finds an episode in a list of hundreds."""


def progress_control(season: tuple[str, int] | None) -> str:
    """The control, hidden until the script has found it; nothing without a series."""
    if season is None:
        return ''
    title, last = season
    if last <= LISTED:
        label, first = _('I have seen'), _('nothing yet')
        field = f'<select><option value="">{escape(first)}</option></select>'
        episode = f' data-episode="{escape(_("up to episode %d"))}"'
    else:
        label, episode = _('I have seen up to episode'), ''
        field = f'<input type="number" inputmode="numeric" min="0" max="{last}">'
    told = _('%o of %a spoilers on this page are open.')
    return (
        f'<div class="wiki-seen" hidden data-wiki="{escape(title)}" data-last="{last}"{episode}'
        f' data-told="{escape(told)}"><label>{escape(label)} {field}</label>'
        f' <button type="button">{escape(_("Reset"))}</button><output></output></div>\n'
    )


def add_files(app: Sphinx) -> None:
    """Give web pages the script."""
    if writes_data(app.builder):
        app.add_js_file('progress.js', loading_method='defer')


def add_control(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Put the control before the text; furo has it in the sidebar."""
    if writes_data(app.builder) and app.config.html_theme != 'furo' and context.get('body'):
        context['body'] = progress_control(wiki_of(app.env).season) + context['body']


def setup_progress(app: Sphinx) -> None:
    """Connect to the events of builders of web pages."""
    app.connect('builder-inited', add_files)
    app.connect('html-page-context', add_control)

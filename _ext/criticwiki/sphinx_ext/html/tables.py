"""Gives web pages whose tables can be sorted, or narrowed down, the script that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from criticwiki.i18n import _
from criticwiki.panels.pieces import SORTABLE
from criticwiki.sphinx_ext.addresses import writes_data

from .scripts import add_script

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

SCRIPT: Final = 'tables.js'


def let_sort(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Add the script to a page that has work for it, with the words it shows."""
    if writes_data(app.builder) and SORTABLE in context.get('body', ''):
        add_script(app, SCRIPT, **{'data-sort': _('Sort by %(column)s')})


def setup_tables(app: Sphinx) -> None:
    """Connect to the events of web sites."""
    app.connect('html-page-context', let_sort, priority=800)

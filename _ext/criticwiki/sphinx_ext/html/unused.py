"""Takes from a page the files of sphinx-design that it has no use for.

That extension puts its style and the script of its tabs on every page: with us most have
neither, and a phone would load more of them than of the page itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from criticwiki.sphinx_ext.addresses import writes_data

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

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

"""Headings of panels: written with the panel on a web page, and sections in other outputs.

As sections of the document they would go through every transform, and into the table of
contents that each later build loads: four on a page, as much as all that editors write.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from .nodes_drawing import PANEL_CLASS, panel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx


def give_heading(holder: panel, document: nodes.document) -> None:
    """Let a panel have a heading, with an id that no other part of the page has."""
    name = holder['name']
    identifier = name if name not in document.ids else f'panel-{name}'
    holder['ids'] = [identifier]
    document.ids[identifier] = holder


def in_section(holder: panel, title: str, children: Sequence[nodes.Node]) -> nodes.section:
    """A panel with its heading as docutils nodes."""
    heading = nodes.title('', title, translatable=False)
    return nodes.section('', heading, *children, ids=holder['ids'], classes=[PANEL_CLASS])


def add_to_contents(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Name the panels in the contents of their page, after what its editor wrote."""
    if not doctree or app.env.metadata.get(pagename, {}).get('tocdepth') == 1:
        return
    titled = [holder for holder in doctree.findall(panel) if 'title' in holder]
    if titled and context.get('toc'):
        context['toc'] = _with_entries(context['toc'], titled)
        context['display_toc'] = True
        if 'furo_hide_toc' in context:
            context['furo_hide_toc'] = 'hide-toc' in (context.get('meta') or {})


def _with_entries(contents: str, panels: Iterable[panel]) -> str:
    """The list of contents, with panels at the end of what stands below its last heading."""
    entries = ''.join(
        f'<li><a class="reference internal" href="#{escape(holder["ids"][0])}">'
        f'{escape(holder["title"], quote=False)}</a></li>\n'
        for holder in panels
    )
    top = contents.rstrip().removesuffix('</ul>').rstrip().removesuffix('</li>').rstrip()
    if top.endswith('</ul>'):
        return f'{top.removesuffix("</ul>")}{entries}</ul>\n</li>\n</ul>\n'
    return f'{top}<ul>\n{entries}</ul>\n</li>\n</ul>\n'


def setup_headings(app: Sphinx) -> None:
    """Connect after furo (500), which hides contents of one entry."""
    app.connect('html-page-context', add_to_contents, priority=600)

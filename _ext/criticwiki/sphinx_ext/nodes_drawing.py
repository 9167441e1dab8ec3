"""The nodes that stand for what is known only when all pages are read."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.locale import _ as of_sphinx

from criticwiki.i18n import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import SphinxTranslator

PANEL_CLASS: Final = 'wiki-panel'
"""Class of the section that a panel with a heading makes."""


class panel(nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """Holds the place of a panel: `name`, `part`, and the `docname` of its page.

    With `ids` it has a heading. On a web page it stays, with the panel as `html`, its heading
    as `title`, and its words for the search as a child.
    """


class value(nodes.Inline, nodes.Element):  # noqa: N801
    """Holds the place of a figure from the data: `path`."""


class spoiler(nodes.General, nodes.Element):  # noqa: N801
    """Words that give away an `episode`."""


def make_spoiler(episode: int, *children: nodes.Node) -> spoiler:
    """A spoiler block; its words stay out of the search index."""
    return spoiler('', *children, episode=episode, classes=['spoiler', 'no-search'])


def spoiler_title(episode: int) -> str:
    """What a closed block says of itself: the episode and nothing else."""
    return _('Spoiler: episode %(number)d') % {'number': episode}


def _skip(_translator: SphinxTranslator, _node: nodes.Element) -> None:
    raise nodes.SkipNode


def _nothing(_translator: SphinxTranslator, _node: nodes.Element) -> None:
    """Leave no mark of its own."""


def _visit_panel_html(translator: Any, node: panel) -> None:
    """Write a panel, under its heading if it has one."""
    title = node.get('title')
    if title is None:
        translator.body.append(node.get('html', ''))
        raise nodes.SkipNode
    level = min(translator.section_level + translator.initial_header_level, 6)
    identifier = escape(node['ids'][0])
    translator.body.append(f'<section class="{PANEL_CLASS}" id="{identifier}">\n<h{level}>')
    translator.body.append(escape(title, quote=False))
    translator.add_permalink_ref(node, of_sphinx('Link to this heading'))
    translator.body.append(f'</h{level}>\n{node["html"]}</section>\n')
    raise nodes.SkipNode


def _visit_spoiler_html(translator: Any, node: spoiler) -> None:
    attributes = {'data-episode': str(node['episode'])}
    translator.body.append(translator.starttag(node, 'details', **attributes))
    title = translator.encode(spoiler_title(node['episode']))
    translator.body.append(f'<summary>{title}</summary>\n<div class="spoiler-body">\n')


def _depart_spoiler_html(translator: Any, _node: spoiler) -> None:
    translator.body.append('</div>\n</details>\n')


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes: placeholders are skipped by a writer that meets one."""
    skip = (_skip, None)
    html = (_visit_panel_html, None)
    app.add_node(panel, html=html, latex=skip, text=skip, man=skip, texinfo=skip)
    app.add_node(value, html=skip, latex=skip, text=skip, man=skip, texinfo=skip)
    plain = (_nothing, _nothing)
    app.add_node(
        spoiler,
        html=(_visit_spoiler_html, _depart_spoiler_html),
        latex=plain,
        text=plain,
        man=plain,
        texinfo=plain,
    )

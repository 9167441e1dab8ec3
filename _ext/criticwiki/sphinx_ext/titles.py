"""Titles as HTML, each worked out once: a page shows those of its neighbours and parents.

Sphinx runs a whole docutils writer for each title on each page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

_KEPT: Final = 1 << 13


class RemembersTitles(StandaloneHTMLBuilder):
    """A builder of web pages that keeps the titles it has rendered."""

    def init(self) -> None:
        """Begin with none."""
        super().init()
        self._rendered = lru_cache(_KEPT)(self._render)

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Utility: the parts of a node as HTML; a title of words alone always has the same."""
        if isinstance(node, nodes.title) and all(isinstance(one, nodes.Text) for one in node):
            return dict(self._rendered(_Title(node)))
        return super().render_partial(node)

    def _render(self, title: _Title) -> dict[str, str]:
        # Sphinx puts what it renders into a document, which the title would hold for ever
        return super().render_partial(title.node.deepcopy())


class _Title:
    """A title that equals another of the same words and attributes."""

    def __init__(self, node: nodes.title) -> None:
        self.node = node
        self._source = str(node)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Title) and self._source == other._source

    def __hash__(self) -> int:
        return hash(self._source)

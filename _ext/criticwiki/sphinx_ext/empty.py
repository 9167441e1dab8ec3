"""Two directives of docutils that would stop the whole build when nothing comes of what they hold.

Blank lines are enough, or words that name an address only: `[here]: page.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from docutils.parsers.rst.directives.body import Epigraph
from docutils.statemachine import StringList
from sphinx.directives.patches import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


class FigureDirective(Figure):
    """A figure, which may have no words below it."""

    def run(self) -> list[nodes.Node]:
        """Leave out words that come to nothing."""
        try:
            return super().run()
        except UnboundLocalError:  # its loop over what was parsed has not run once
            self.content = StringList()
            return super().run()


class EpigraphDirective(Epigraph):
    """A quotation that stands above a text, unless it is empty."""

    def run(self) -> list[nodes.Node]:
        """Leave out one without words: a transform of Sphinx fails on it."""
        run = cast('Callable[[], list[nodes.Node]]', super().run)
        return [node for node in run() if node.children or not isinstance(node, nodes.block_quote)]


def setup_empty(app: Sphinx) -> None:
    """Put them in the places of the others."""
    app.add_directive('figure', FigureDirective, override=True)
    app.add_directive('epigraph', EpigraphDirective, override=True)

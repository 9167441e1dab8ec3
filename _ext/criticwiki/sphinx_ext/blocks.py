"""Spoiler blocks on their page: their footnotes stay inside, and its own plot is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.transforms.references import Footnotes
from sphinx.transforms import SphinxTransform

from .nodes_drawing import spoiler

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class KeepFootnotes(SphinxTransform):
    """Leaves a footnote that is written in a spoiler block where it is.

    MyST moves all that the document lists to the end of the page, into the open.
    """

    default_priority = Footnotes.default_priority + 2  # numbered by now, and not yet moved

    def apply(self, **kwargs: Any) -> None:
        """Take them off the lists."""
        del kwargs
        hidden = {
            id(note)
            for block in self.document.findall(spoiler)
            for note in block.findall(nodes.footnote)
        }
        document = self.document
        for notes in (document.footnotes, document.autofootnotes, document.symbol_footnotes):
            notes[:] = [note for note in notes if id(note) not in hidden]


def open_own_plot(root: nodes.Element, open_to: int) -> None:
    """Open the blocks of a page that give away no more than its own episode."""
    if not open_to:
        return
    for block in list(root.findall(spoiler)):
        if block['episode'] <= open_to:
            block.replace_self(nodes.container('', *block.children, classes=['no-search']))


def setup_blocks(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(KeepFootnotes)

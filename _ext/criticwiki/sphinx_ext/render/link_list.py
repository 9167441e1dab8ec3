"""How the list of what links to a page is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.sphinx_ext.nodes import make_spoiler
from criticwiki.sphinx_ext.render.build import bullets, para, ref, span
from criticwiki.sphinx_ext.words import _

if TYPE_CHECKING:
    from docutils import nodes

    from criticwiki.core.views.links import LinkRow


def backlinks(view: tuple[LinkRow, ...]) -> list[nodes.Node]:
    """One line for each page; a sentence that gives an episode away is closed."""
    if not view:
        return [para(_('No other page mentions this one.'))]
    items: list[list[nodes.Node]] = []
    for row in view:
        sentence = para(span(row.sentence, 'sentence'))
        said: nodes.Node = make_spoiler(row.spoils, sentence) if row.spoils else sentence
        items.append([para(ref(row.page)), said])
    return [bullets(items, 'backlinks', 'no-search')]

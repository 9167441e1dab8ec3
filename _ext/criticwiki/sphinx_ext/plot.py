"""Fold of the plot: the text of an episode page is closed for readers who have not seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from criticwiki.model.page import Page

from . import lazy
from .directives import panel, plot, spoiler
from .domain import wiki_of
from .patches import MYST_ANCHORS, MYST_SLUGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from sphinx.environment import BuildEnvironment

    from criticwiki.model.kinds import Episode
    from criticwiki.model.numbering import Number

STASH: Final = 'criticwiki_page'
"""Key of the page that is being read, in the data of the current document."""
_OUTSIDE: Final = (addnodes.toctree, nodes.footnote, panel)
"""Nodes that stay where they are: they open and close by a rule of their own."""
_NO_TEXT: Final = (nodes.comment, nodes.meta, nodes.system_message, nodes.target)
"""Nodes that show nothing; a target at the end of a section is of the next one."""


class FoldPlot(SphinxTransform):
    """Transform that folds the text on the page of an episode, but for its open sections.

    It runs while the page is read, before anything collects headings: deeper ones fold too, and
    leave the contents.
    """

    default_priority = MYST_ANCHORS - 2

    def apply(self, **kwargs: Any) -> None:
        """Fold the text below each heading of the first and the second level."""
        del kwargs
        page = self.env.temp_data.get(STASH)
        facts = page.facts or page.partial_facts if isinstance(page, Page) else None
        if not isinstance(facts, lazy.kinds.Episode):
            return
        if not facts.closes(wiki_of(self.env).numbering):
            return
        for top in self.document.children:
            if isinstance(top, nodes.section):
                _fold(top, facts.numbers)
                for section in top.children:
                    if isinstance(section, nodes.section) and not _is_open(section, facts):
                        _fold(section, facts.numbers, deep=True)
        for fold in list(self.document.findall(plot))[1:]:
            fold['further'] = True  # what happens is told in the first


def _is_open(section: nodes.section, facts: Episode) -> bool:
    heading = section.next_node(nodes.title)
    return heading is not None and ' '.join(heading.astext().split()) in facts.open_sections


def _fold(section: nodes.section, numbers: tuple[Number, ...], *, deep: bool = False) -> None:
    """Fold each run of text in a section; with `deep`, its sections too."""
    children: list[nodes.Node] = []
    run: list[nodes.Node] = []
    for child in section.children:
        stays = isinstance(child, nodes.title) or not _is_text(child, deep=deep)
        if not stays:
            run.append(child)
            continue
        children += _folded(run, numbers)
        children.append(child)
        run = []
    section.children = []
    section.extend([*children, *_folded(run, numbers)])


def _is_text(node: nodes.Node, *, deep: bool) -> bool:
    if isinstance(node, nodes.section):
        return deep
    toctree = isinstance(node, nodes.compound) and node.next_node(addnodes.toctree) is not None
    return not toctree and not isinstance(node, _OUTSIDE)


def _folded(run: Sequence[nodes.Node], numbers: tuple[Number, ...]) -> Iterator[nodes.Node]:
    """The fold of a run of text, then the panels that an editor placed in it."""
    end = len(run)
    while end and isinstance(run[end - 1], _NO_TEXT):
        end -= 1
    run, rest = run[:end], run[end:]
    if not run:
        yield from rest
        return
    block = plot('', *run, numbers=numbers, episode=numbers[-1], classes=['spoiler', 'plot'])
    block['classes'].append('no-search')
    panels = list(block.findall(panel))
    for holder in panels:
        holder.parent.remove(holder)
    yield block
    yield from panels
    yield from rest


def open_own_plot(root: nodes.Element) -> None:
    """Open the spoiler blocks in a fold that give away no more than the fold."""
    for fold in root.findall(plot):
        for block in list(fold.findall(spoiler)):
            if block['episode'] <= fold['episode']:
                block.replace_self(block.opened())


def withhold_headings(env: BuildEnvironment, docname: str, title: str, folded: Set[str]) -> None:
    """Give links to a folded place the title of its page for their text.

    They stay valid, and Sphinx and MyST would give them the words of the heading.
    """
    labels = env.domains.standard_domain.labels
    for name, (page, place, _words) in list(labels.items()):
        if page == docname and place in folded:
            labels[name] = (page, place, title)
    slugs = env.metadata[docname].get(MYST_SLUGS)
    if isinstance(slugs, dict):
        for name, (line, place, _words) in slugs.items():
            if place in folded:
                slugs[name] = (line, place, title)

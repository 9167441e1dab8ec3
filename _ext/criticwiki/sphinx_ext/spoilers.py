"""Spoilers in doctrees: hidden names out of indices, links closed, own plot open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .doctree import spoils_of
from .nodes import spoiler, spoiler_title
from .patches import MYST_ANCHORS, MYST_LINK, MYST_SLUGS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def withhold_names(env: BuildEnvironment, docname: str, document: nodes.document) -> None:
    """Delete terms, labels and index entries of spoiler blocks from the environment.

    Sphinx has noted them by now (850), and would list them in objects.inv, in the general
    index and in the search index.
    """
    hidden: set[str] = set()
    blocks: set[str] = set()
    for block in document.findall(spoiler):
        hidden |= _ids_in(block)
        blocks.update(block['ids'])
        for entry in list(block.findall(addnodes.index)):
            hidden.update(target for _kind, _text, target, _main, _key in entry['entries'])
            entry.parent.remove(entry)
    if not hidden | blocks:
        return
    standard = env.domains.standard_domain
    tables: tuple[dict[Any, Any], ...] = (standard.objects, standard.labels, standard.anonlabels)
    for table in tables:
        for name, place in list(table.items()):
            # a name of a block itself stays, without what Sphinx takes for its title
            if place[0] == docname and place[1] in (hidden | blocks if len(place) > 2 else hidden):
                del table[name]
    entries = env.domains.index_domain.entries
    if docname in entries:
        entries[docname] = [entry for entry in entries[docname] if entry[2] not in hidden]
    slugs = env.metadata[docname].get(MYST_SLUGS)
    if isinstance(slugs, dict):
        open_ones = {name: place for name, place in slugs.items() if place[1] not in hidden}
        env.metadata[docname][MYST_SLUGS] = open_ones


def _ids_in(block: nodes.Element) -> set[str]:
    """Ids in a block, and of a label at its end, which docutils puts on the next node."""
    ids: set[str] = set()
    for child in block.children:
        for node in child.findall(nodes.Element):
            ids.update(node.get('ids', ()))
            if isinstance(node, nodes.target) and 'refid' in node:
                ids.add(node['refid'])
    return ids


class MarkLinks(SphinxTransform):
    """Transform that marks links without explicit text.

    MyST gives each of them the words of its target, and nothing tells them from others then.
    """

    default_priority = MYST_ANCHORS - 1
    of_its_own = 'criticwiki_worded'

    def apply(self, **kwargs: Any) -> None:
        """Set the attribute on each link."""
        del kwargs
        for node in self.document.findall(nodes.reference):
            if node.get(MYST_LINK):
                node[self.of_its_own] = bool(node.children)


class CloseLinks(SphinxTransform):
    """Transform that removes from links the text of a target in a spoiler block."""

    default_priority = MYST_ANCHORS + 1

    def apply(self, **kwargs: Any) -> None:
        """Replace that text by the episode."""
        del kwargs
        episodes: dict[str, int] = {}
        for block in self.document.findall(spoiler):
            inner = max(block['episode'], spoils_of(block))
            for name in _ids_in(block):
                episodes[name] = max(inner, episodes.get(name, 0))
        for node in self.document.findall(nodes.reference):
            worded = node.attributes.pop(MarkLinks.of_its_own, True)
            episode = episodes.get(str(node.get('refid', '')), 0)
            if not worded and episode > spoils_of(node):
                words = spoiler_title(episode)
                node.children = []
                node += nodes.inline(words, words)


def open_own_plot(root: nodes.Element, open_to: int) -> None:
    """Open the spoiler blocks that give away no more than the episode of their page."""
    if not open_to:
        return
    for block in list(root.findall(spoiler)):
        if block['episode'] <= open_to:
            block.replace_self(nodes.container('', *block.children, classes=['no-search']))


def keep_hidden_words_in(_app: Sphinx, config: Config) -> None:
    """Switch off features that show content of spoiler blocks outside of them.

    Copies of the sources hold them, search excerpts are cut from whole pages, and without
    fences of colons a block would be a paragraph.
    """
    config.html_copy_source = False
    config.html_show_search_summary = False
    if 'myst_enable_extensions' in config:
        enabled = {*config.myst_enable_extensions, 'colon_fence'}
        config.myst_enable_extensions = sorted(enabled)

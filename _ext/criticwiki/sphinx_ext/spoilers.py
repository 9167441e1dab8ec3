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
    """Forget the terms, labels and index entries that a page's spoiler blocks define.

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
    """The ids in a block, also of a name at its end, which docutils gives to what follows."""
    ids: set[str] = set()
    for child in block.children:
        for node in child.findall(nodes.Element):
            ids.update(node.get('ids', ()))
            if isinstance(node, nodes.target) and 'refid' in node:
                ids.add(node['refid'])
    return ids


class MarkLinks(SphinxTransform):
    """Notes which links of a page have no words of their own.

    MyST gives each of them the words of its target, and nothing tells them from others then.
    """

    default_priority = MYST_ANCHORS - 1
    of_its_own = 'criticwiki_worded'

    def apply(self, **kwargs: Any) -> None:
        """Note it on each link."""
        del kwargs
        for node in self.document.findall(nodes.reference):
            if node.get(MYST_LINK):
                node[self.of_its_own] = bool(node.children)


class CloseLinks(SphinxTransform):
    """Takes back the words that a link got from a place in a spoiler block."""

    default_priority = MYST_ANCHORS + 1

    def apply(self, **kwargs: Any) -> None:
        """Say the episode in their stead."""
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
    """Open the blocks of a page that give away no more than its own episode."""
    if not open_to:
        return
    for block in list(root.findall(spoiler)):
        if block['episode'] <= open_to:
            block.replace_self(nodes.container('', *block.children, classes=['no-search']))


def keep_hidden_words_in(_app: Sphinx, config: Config) -> None:
    """Switch off what would show, outside their blocks, words that spoiler blocks hide.

    Copies of the sources hold them, search excerpts are cut from whole pages, and without
    fences of colons a block would be a paragraph.
    """
    config.html_copy_source = False
    config.html_show_search_summary = False
    if 'myst_enable_extensions' in config:
        enabled = {*config.myst_enable_extensions, 'colon_fence'}
        config.myst_enable_extensions = sorted(enabled)

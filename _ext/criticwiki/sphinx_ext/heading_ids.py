"""Ids of headings: those that docutils would only number are made of their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from criticwiki.markdown.links import id_of_slug
from criticwiki.markdown.parser import ALL_LEVELS

from .patches import MYST_SLUGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config


def make_headings_places(_app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: let links name headings, down to the level that conf.py says.

    MyST would give each heading its slug as a second id, and EPUB has no id that begins with a
    digit.
    """
    if 'myst_heading_anchors' in config:
        config.myst_heading_anchors = config.myst_heading_anchors or ALL_LEVELS
        config.myst_heading_anchors_html_ids = False


class NameHeadings(SphinxTransform):
    """Transform that gives a heading its slug for an id where docutils has only counted it.

    That are doubled headings and those without a Latin letter. A number would move, and links from
    elsewhere with it, whenever another such heading is put in. It runs before anything notes an id.
    """

    default_priority = 2

    def apply(self, **kwargs: Any) -> None:
        """Rename the ids."""
        del kwargs
        document = self.document
        slugs = getattr(document, MYST_SLUGS, {})
        for node in self._counted():
            slug = str(node.get('slug', ''))
            wanted = id_of_slug(slug)
            after = self._rename(node, self._free(wanted))
            if _is_label_of(document.ids.get(wanted), node):
                after = wanted
            if slug in slugs:
                line, _place, text = slugs[slug]
                slugs[slug] = (line, after, text)

    def _counted(self) -> Iterator[nodes.Element]:
        """Headings whose only id is none of their names."""
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, (nodes.section, nodes.rubric)) and len(node['ids']) == 1:
                names = (*node['names'], *node['dupnames'])
                if node['ids'][0] not in map(nodes.make_id, names):
                    yield node

    def _rename(self, node: nodes.Element, after: str) -> str:
        before = node['ids'][0]
        node['ids'] = [after]
        del self.document.ids[before]
        self.document.ids[after] = node
        for name, identifier in self.document.nameids.items():
            if identifier == before:
                self.document.nameids[name] = after
        return after

    def _free(self, wanted: str) -> str:
        """An id that nothing on the page has."""
        candidate, number = wanted, 1
        while candidate in self.document.ids:
            candidate, number = f'{wanted}-{number}', number + 1
        return candidate


def _is_label_of(target: nodes.Node | None, heading: nodes.Element) -> bool:
    """Whether a label stands right above a heading, whose first id it becomes."""
    while isinstance(target, nodes.target):
        target = target.next_node(nodes.Element, descend=False, siblings=True, ascend=True)
        if target is heading:
            return True
    return False

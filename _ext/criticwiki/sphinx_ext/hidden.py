"""Keeps names that stand in a spoiler block out of the inventory, the index and the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from criticwiki.sphinx_ext.nodes import spoiler

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def withhold_names(env: BuildEnvironment, docname: str, document: nodes.document) -> None:
    """Forget the terms, labels and index entries that a page's spoiler blocks define.

    Sphinx has noted them by now (850), and would list them in objects.inv, in the general
    index and in the search index.
    """
    hidden: set[str] = set()
    for block in document.findall(spoiler):
        for node in block.findall(nodes.Element):
            hidden.update(node.get('ids', ()))
        for entry in list(block.findall(addnodes.index)):
            hidden.update(target for _kind, _text, target, _main, _key in entry['entries'])
            entry.parent.remove(entry)
    if not hidden:
        return
    standard = env.domains.standard_domain
    tables: tuple[dict[Any, Any], ...] = (standard.objects, standard.labels, standard.anonlabels)
    for table in tables:
        for name, place in list(table.items()):
            if place[0] == docname and place[1] in hidden:
                del table[name]
    entries = env.domains.index_domain.entries
    if docname in entries:
        entries[docname] = [entry for entry in entries[docname] if entry[2] not in hidden]

"""Circles that Sphinx would not come out of: of tables of contents, and of footnotes.

It says so of contents itself when the pages are written, and then leaves them as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from criticwiki.sphinx_ext.domain import wiki_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def without_circles(
    children: Mapping[str, Sequence[str]], root: str | None = None
) -> dict[str, list[str]]:
    """The same lists, followed from the root on, without what leads back to where it came from."""
    kept: dict[str, list[str]] = {}
    above: set[str] = set()
    for start in (root, *sorted(children)):
        if start is None or start in kept:
            continue
        kept[start] = []
        above.add(start)
        way: list[tuple[str, Iterator[str]]] = [(start, iter(children.get(start, ())))]
        while way:
            here, further = way[-1]
            child = next(further, None)
            if child is None:
                above.discard(here)
                way.pop()
            elif child not in above:
                kept[here].append(child)
                if child not in kept:
                    kept[child] = []
                    above.add(child)
                    way.append((child, iter(children.get(child, ()))))
    return {name: kept[name] for name in children}


def cut_circles(_app: Sphinx, env: BuildEnvironment) -> None:
    """Take circles out of what Sphinx knows; each time anew from what the pages say."""
    if not wiki_of(env).changed:
        return
    written = {
        docname: [
            name
            for toctree in env.tocs[docname].findall(addnodes.toctree)
            for name in toctree['includefiles']
        ]
        for docname in env.toctree_includes
    }
    env.toctree_includes.update(without_circles(written, env.config.root_doc))


def open_footnotes(_app: Sphinx, doctree: nodes.document) -> None:
    """Make words of what leads from a footnote back to it: no book could be set of it."""
    notes = {note['ids'][0]: note for note in doctree.findall(nodes.footnote)}
    leads = {
        name: [note for note in found.findall(nodes.footnote_reference) if 'refid' in note]
        for name, found in notes.items()
    }
    kept = without_circles({name: [to['refid'] for to in found] for name, found in leads.items()})
    for name, found in leads.items():
        for to in found:
            if to['refid'] not in kept[name]:
                back = notes[to['refid']]['backrefs']
                back[:] = [other for other in back if other not in to['ids']]
                to.parent.replace(to, nodes.Text(f'[{to.astext()}]'))


def setup_circles(app: Sphinx) -> None:
    """Connect before anything that follows the contents."""
    app.connect('doctree-read', open_footnotes, priority=300)
    app.connect('env-updated', cut_circles, priority=10)

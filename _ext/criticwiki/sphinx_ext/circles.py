"""Pages whose tables of contents lead in a circle: Sphinx would follow it until Python gives up.

It says so of each circle when the pages are written, and then leaves the contents as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from criticwiki.sphinx_ext.domain import wiki_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def without_circles(children: Mapping[str, Sequence[str]], root: str) -> dict[str, list[str]]:
    """The same lists of pages, from the root on, without what leads back to a page above."""
    kept: dict[str, list[str]] = {}
    above: set[str] = set()
    for start in (root, *sorted(children)):
        if start in kept:
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


def setup_circles(app: Sphinx) -> None:
    """Connect before anything that follows the contents."""
    app.connect('env-updated', cut_circles, priority=10)

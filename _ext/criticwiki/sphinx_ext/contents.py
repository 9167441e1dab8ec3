"""What Sphinx knows of tables of contents, for the sidebar and for freshness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from criticwiki.core.navigation import Child, Tree

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def read_tree(env: BuildEnvironment) -> Tree:
    """The pages of a wiki as their tables of contents nest them."""
    titles = {docname: clean_astext(title) for docname, title in env.titles.items()}
    children = {docname: _children(env, docname) for docname in env.toctree_includes}
    return Tree(env.config.root_doc, children, titles)


def _children(env: BuildEnvironment, docname: str) -> list[Child]:
    return [
        Child(str(target), str(title or ''))
        for toctree in env.tocs[docname].findall(addnodes.toctree)
        for title, target in toctree['entries']
        if target != 'self'
    ]

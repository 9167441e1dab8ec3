"""What Sphinx knows of tables of contents, for the sidebar and for freshness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from criticwiki.core.navigation import Child, Tree

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def read_tree(env: BuildEnvironment) -> Tree:
    """The pages of a wiki as their tables of contents nest them."""
    titles = {docname: clean_astext(title) for docname, title in env.titles.items()}
    children = {docname: _children(env, docname) for docname in env.toctree_includes}
    return Tree(env.config.root_doc, children, titles)


def parents_of_removed(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Pages whose tables of contents name a page that is gone; Sphinx leaves them as they are."""
    return sorted({parent for name in removed for parent in env.files_to_rebuild.get(name, ())})


def _children(env: BuildEnvironment, docname: str) -> list[Child]:
    return [
        Child(str(target), str(title or ''))
        for toctree in env.tocs[docname].findall(addnodes.toctree)
        for title, target in toctree['entries']
        if target != 'self'
    ]

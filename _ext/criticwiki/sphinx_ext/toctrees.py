"""Toctrees of the environment, as the sidebar and the invalidation need them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from criticwiki.markdown.toctrees import Child, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def read_tree(env: BuildEnvironment) -> Tree:
    """The pages of a wiki as their tables of contents nest them."""
    return Tree(env.config.root_doc, children_of_pages(env), _Titles(env))


class _Titles(Mapping[str, str]):
    """Titles without markup, worked out when they are asked for: a sidebar shows few."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._nodes = env.titles
        self._words: dict[str, str] = {}

    def __getitem__(self, docname: str) -> str:
        if docname not in self._words:
            self._words[docname] = clean_astext(self._nodes[docname])
        return self._words[docname]

    def __contains__(self, docname: object) -> bool:
        return docname in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


def parents_of_removed(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Pages whose tables of contents name a page that is gone; Sphinx leaves them as they are."""
    return sorted({parent for name in removed for parent in env.files_to_rebuild.get(name, ())})


def children_of_pages(env: BuildEnvironment) -> dict[str, list[Child]]:
    """The entries of the tables of contents on each page that has one."""
    return {docname: _children(env, docname) for docname in env.toctree_includes}


def _children(env: BuildEnvironment, docname: str) -> list[Child]:
    return [
        Child(str(target), str(title or ''))
        for toctree in env.tocs[docname].findall(addnodes.toctree)
        for title, target in toctree['entries']
        if target != 'self'
    ]

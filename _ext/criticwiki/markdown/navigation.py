"""The sidebar of a page: the whole tree while it is small, then a window around the page.

The cost of a page's sidebar does not grow with the wiki: top-level entries, the path to the
page, and its nearest siblings. Every other page is one click further, on the page of its
section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WHOLE_UP_TO: Final = 100
"""A tree of at most so many pages is shown whole."""
WINDOW: Final = 5
"""How many siblings are shown on each side of the page in a larger one."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a sidebar."""

    target: str
    """A docname, or an address outside the wiki."""
    title: str
    on_path: bool = False
    """Whether it is the page itself or leads to it."""
    is_page: bool = False
    children: tuple[Item, ...] = ()
    hidden: int = 0
    """How many more children it has that are not shown."""


@dataclass(frozen=True, slots=True)
class Child:
    """An entry of a table of contents."""

    target: str
    """A docname, or an address outside the wiki."""
    title: str = ''
    """Its words where the table of contents gives them; else the page's title."""


class Tree:
    """The pages of a wiki as its tables of contents nest them."""

    def __init__(
        self, root: str, children: Mapping[str, Sequence[Child]], titles: Mapping[str, str]
    ) -> None:
        """Index the tree once, from the root down; a page's first parent counts."""
        self.root = root
        self._titles = titles
        self._parents: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._below: dict[str, tuple[Child, ...]] = {}
        queue = [root]
        for parent in queue:
            found: list[Child] = []
            for child in children.get(parent, ()):
                if child.target in titles:
                    if child.target == root or child.target in self._parents:
                        continue
                    self._parents[child.target] = parent
                    self._places[child.target] = len(found)
                    queue.append(child.target)
                found.append(child)
            self._below[parent] = tuple(found)

    def __len__(self) -> int:
        """How many pages hang on the tree, without the root."""
        return len(self._parents)

    def path(self, docname: str) -> tuple[str, ...]:
        """The pages from below the root to `docname`; empty for the root or an orphan."""
        found: list[str] = []
        while docname in self._parents:
            found.append(docname)
            docname = self._parents[docname]
        return tuple(reversed(found))

    def sidebar(
        self, docname: str, *, whole_up_to: int = WHOLE_UP_TO, window: int = WINDOW
    ) -> tuple[Item, ...]:
        """The entries beside the page `docname`."""
        whole = len(self) <= whole_up_to
        return self._level(self.root, self.path(docname), 0, None if whole else window)[0]

    def _level(
        self, parent: str, path: tuple[str, ...], depth: int, window: int | None
    ) -> tuple[tuple[Item, ...], int]:
        """Items below `parent`, and how many are left out."""
        siblings = self._below.get(parent, ())
        on_path = path[depth] if depth < len(path) else None
        shown = siblings
        if window is not None and len(siblings) > 2 * window + 1:
            at = self._places[on_path] if on_path else 0
            start = max(0, min(at - window, len(siblings) - 2 * window - 1))
            shown = siblings[start : start + 2 * window + 1]
        items = tuple(self._item(child, path, depth, window) for child in shown)
        return items, len(siblings) - len(shown)

    def _item(self, child: Child, path: tuple[str, ...], depth: int, window: int | None) -> Item:
        title = child.title or self._titles.get(child.target, child.target)
        on_path = depth < len(path) and child.target == path[depth]
        children: tuple[Item, ...] = ()
        hidden = 0
        if on_path or window is None:
            below = path if on_path else ()
            children, hidden = self._level(child.target, below, depth + 1, window)
        return Item(
            child.target,
            title,
            on_path=on_path,
            is_page=on_path and depth == len(path) - 1,
            children=children,
            hidden=hidden,
        )

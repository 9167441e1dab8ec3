"""Toctrees: their entries, limits on depth, repetition and circles, and the sidebar tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.problems import Code, Problem
from criticwiki.text import compile_globs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page

MAX_WAYS: Final = 16
"""In how many ways tables of contents may lead to a page."""
MAX_LEVELS: Final = 12
"""How deep tables of contents may stand in each other."""
MAX_LINES: Final = 5_000
"""Lines that the tables of contents of a wiki may draw, all together."""
LINES_A_HEADING: Final = 3
"""Further lines for each heading of the wiki."""
MAX_CIRCLES: Final = 8
"""Entries of a wiki that lead back to a page above; Sphinx follows each until it comes round."""


class ToctreeEntry(NamedTuple):
    """A line of a table of contents."""

    target: str
    """A docname, or a pattern of docnames."""
    line: int
    column: int
    is_pattern: bool = False


class Surplus(NamedTuple):
    """An entry over a limit."""

    place: int
    """Its place among the entries of its page."""
    message: str


def entries_of(page: Page, docnames: Mapping[str, object]) -> Iterator[tuple[str, ToctreeEntry]]:
    """Each page that the tables of contents of a page list, with the line that lists it.

    A pattern lists what nothing above it in the same table of contents has listed: see
    `sphinx.directives.other.TocTree.parse_content`. `docnames` come sorted.
    """
    for table in page.toctrees:
        unlisted: dict[str, None] = {}
        if any(entry.is_pattern for entry in table):
            unlisted = dict.fromkeys(name for name in docnames if name != page.docname)
        for entry in table:
            if entry.is_pattern:
                matches = compile_globs([entry.target]).match
                names = [name for name in unlisted if matches(name)]
            else:
                names = [entry.target] if entry.target in docnames else []
            for name in names:
                unlisted.pop(name, None)
                yield name, entry


def surplus_entries(
    children: Mapping[str, Sequence[str]], headings: Mapping[str, int], root: str | None
) -> dict[str, list[Surplus]]:
    """Entries by page without which no page is reached too often, too deep or in circles.

    `children` are the docnames that each page lists, in order; `headings` are how many each page
    has, all of which are drawn below each entry for it.
    """
    order, back = topological_order(children, root)
    surplus: dict[str, dict[int, str]] = {docname: {} for docname in order}
    if sum(map(len, back.values())) > MAX_CIRCLES:
        for docname, places in back.items():
            surplus[docname] |= dict.fromkeys(places, _CIRCLE)
    ways = dict.fromkeys(order, 0)
    levels = dict.fromkeys(order, 0)
    for docname in order:
        ways[docname] = ways[docname] or 1
        for place, child in enumerate(children.get(docname, ())):
            if place in back[docname]:
                continue
            if ways[child] + ways[docname] > MAX_WAYS:
                surplus[docname][place] = _WAYS
            elif levels[docname] >= MAX_LEVELS:
                surplus[docname][place] = _LEVELS
            else:
                ways[child] += ways[docname]
                levels[child] = max(levels[child], levels[docname] + 1)
    budget = MAX_LINES + LINES_A_HEADING * sum(headings.get(docname, 0) for docname in order)
    lines = dict.fromkeys(order, 0)
    for docname in reversed(order):
        for place, child in enumerate(children.get(docname, ())):
            if place in back[docname] or place in surplus[docname]:
                continue
            drawn = headings.get(child, 0) + lines[child]
            if drawn > budget:
                surplus[docname][place] = _LINES
            else:
                lines[docname] += drawn
                budget -= drawn
    return {
        docname: [
            Surplus(place, message.format(children[docname][place]))
            for place, message in sorted(places.items())
        ]
        for docname, places in surplus.items()
        if places
    }


_CIRCLE: Final = 'tables of contents lead in circles: {!r} leads back to this page; leave it out'
_WAYS: Final = (
    f'tables of contents lead to {{!r}} in more than {MAX_WAYS} ways; list it on one page, once'
)
_LEVELS: Final = (
    f'tables of contents stand at most {MAX_LEVELS} deep in each other; list {{!r}} further up'
)
_LINES: Final = (
    'tables of contents draw the headings of these pages too often: leave out {!r}, or list fewer'
    ' pages that have tables of contents themselves'
)


def check_contents(corpus: Corpus) -> Iterator[Problem]:
    """Problems of lines of tables of contents that list a page too often, and of unlisted pages."""
    docnames = dict.fromkeys(sorted(corpus.pages))
    listed = {
        page.docname: list(entries_of(page, docnames))
        for page in corpus.pages.values()
        if page.toctrees
    }
    children = {docname: [name for name, _ in entries] for docname, entries in listed.items()}
    root = next((page.docname for page in corpus.pages.values() if page.kind == 'series'), None)
    headings = {page.docname: page.toctree_weight for page in corpus.pages.values()}
    for docname, surplus in surplus_entries(children, headings, root).items():
        reported: set[ToctreeEntry] = set()
        for one in surplus:
            entry = listed[docname][one.place][1]
            if entry not in reported:
                reported.add(entry)
                path = corpus.pages[docname].path
                yield Problem(path, entry.line, entry.column, Code.TOO_LARGE, one.message)
    reached = {name for entries in listed.values() for name, _entry in entries}
    for page in corpus.pages.values() if listed else ():
        if not (page.docname in reached or page.unlisted or page.kind == 'series'):
            yield Problem(page.path, 1, 1, Code.UNLISTED, _unlisted_message(corpus, page))


def _unlisted_message(corpus: Corpus, page: Page) -> str:
    """Message on a page that no table of contents lists, with the one that could."""
    folder = page.docname
    while folder:
        folder = folder.rpartition('/')[0]
        lister = corpus.pages.get(f'{folder}/index' if folder else 'index')
        if lister and lister is not page and lister.toctrees:
            entry = page.docname.removeprefix(f'{folder}/')
            cure = f'add the line {entry!r} to the toctree of {lister.path}'
            break
    else:
        cure = 'add it to a {toctree}'
    return (
        f"no table of contents lists this page; {cure}, or write 'orphan: true' between the lines"
        " '---' at its top"
    )


def topological_order(
    children: Mapping[str, Sequence[str]], root: str | None
) -> tuple[list[str], dict[str, set[int]]]:
    """All pages, each before those that it lists, and the places of entries that lead back.

    They are followed from the root on, then from every other page by name.
    """
    finished: list[str] = []
    back: dict[str, set[int]] = {}
    above: set[str] = set()
    for start in (root, *sorted(children)):
        if start is None or start in back:
            continue
        back[start] = set()
        above.add(start)
        way = [(start, enumerate(children.get(start, ())))]
        while way:
            here, further = way[-1]
            index, child = next(further, (0, None))
            if child is None:
                above.discard(here)
                finished.append(here)
                way.pop()
            elif child in above:
                back[here].add(index)
            elif child not in back:
                back[child] = set()
                above.add(child)
                way.append((child, enumerate(children.get(child, ()))))
    return finished[::-1], back


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
            entries: list[Child] = []
            for child in children.get(parent, ()):
                if child.target in titles:
                    if child.target == root or child.target in self._parents:
                        continue
                    self._parents[child.target] = parent
                    self._places[child.target] = len(entries)
                    queue.append(child.target)
                entries.append(child)
            self._below[parent] = tuple(entries)

    def __len__(self) -> int:
        """How many pages hang on the tree, without the root."""
        return len(self._parents)

    def path(self, docname: str) -> tuple[str, ...]:
        """The pages from below the root to `docname`; empty for the root or an orphan."""
        path: list[str] = []
        while docname in self._parents:
            path.append(docname)
            docname = self._parents[docname]
        return tuple(reversed(path))

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

"""Tables of contents: which pages they list, and in how many ways one leads to another.

Sphinx draws below an entry all that the tables of contents of that page list, and so on down.
Where two pages list the same page its part is drawn twice, and two lists on each of twenty
pages make a million copies; so the ways to a page are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.globs import compile_globs
from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page

MAX_WAYS: Final = 16
"""In how many ways tables of contents may lead to a page."""
MAX_LEVELS: Final = 12
"""How deep tables of contents may stand in each other."""
MAX_LINES: Final = 5_000
"""Lines that the tables of contents of a wiki may draw, all together, and"""
LINES_A_HEADING: Final = 3
"""how many more for each heading that there is."""
MAX_CIRCLES: Final = 8
"""Entries of a wiki that lead back to a page above; Sphinx follows each until it comes round."""


class Entry(NamedTuple):
    """A line of a table of contents."""

    target: str
    """A docname, or a pattern of docnames."""
    line: int
    column: int
    is_pattern: bool = False


class Surplus(NamedTuple):
    """An entry that is one too many."""

    place: int
    """Its place among the entries of its page."""
    message: str


def entries_of(page: Page, docnames: Mapping[str, object]) -> Iterator[tuple[str, Entry]]:
    """Each page that the tables of contents of a page list, with the line that lists it.

    A pattern lists what nothing above it in the same table of contents has listed: see
    `sphinx.directives.other.TocTree.parse_content`. `docnames` come sorted.
    """
    for table in page.contents:
        left: dict[str, None] = {}
        if any(entry.is_pattern for entry in table):
            left = dict.fromkeys(name for name in docnames if name != page.docname)
        for entry in table:
            if entry.is_pattern:
                matches = compile_globs([entry.target]).match
                names = [name for name in left if matches(name)]
            else:
                names = [entry.target] if entry.target in docnames else []
            for name in names:
                left.pop(name, None)
                yield name, entry


def surplus_entries(
    children: Mapping[str, Sequence[str]], headings: Mapping[str, int], root: str | None
) -> dict[str, list[Surplus]]:
    """Entries by page without which no page is reached too often, too deep or in circles.

    `children` are the docnames that each page lists, in order; `headings` are how many each page
    has, all of which are drawn below each entry for it.
    """
    order, back = depth_first(children, root)
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
    left = MAX_LINES + LINES_A_HEADING * sum(headings.get(docname, 0) for docname in order)
    lines = dict.fromkeys(order, 0)
    for docname in reversed(order):
        for place, child in enumerate(children.get(docname, ())):
            if place in back[docname] or place in surplus[docname]:
                continue
            drawn = headings.get(child, 0) + lines[child]
            if drawn > left:
                surplus[docname][place] = _LINES
            else:
                lines[docname] += drawn
                left -= drawn
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
    """A problem for each line of a table of contents that lists a page too often."""
    docnames = dict.fromkeys(sorted(corpus.pages))
    listed = {
        page.docname: list(entries_of(page, docnames))
        for page in corpus.pages.values()
        if page.contents
    }
    children = {docname: [name for name, _ in entries] for docname, entries in listed.items()}
    root = next((page.docname for page in corpus.pages.values() if page.kind == 'series'), None)
    headings = {page.docname: page.headings for page in corpus.pages.values()}
    for docname, surplus in surplus_entries(children, headings, root).items():
        told: set[Entry] = set()
        for one in surplus:
            entry = listed[docname][one.place][1]
            if entry not in told:
                told.add(entry)
                path = corpus.pages[docname].path
                yield Problem(path, entry.line, entry.column, Code.TOO_LARGE, one.message)


def depth_first(
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

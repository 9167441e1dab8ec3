"""The headings of a page: it begins with one of the first level, and has no other of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Heading(NamedTuple):
    """A heading of the page itself, in no block."""

    level: int
    text: str
    line: int
    column: int


def check_headings(headings: Sequence[Heading], first: int) -> Iterator[Problem]:
    """What is wrong with them; a page without any is told of in its line `first`."""
    if all(heading.level > 1 for heading in headings):
        where = 'below the block' if first > 1 else 'at its top'
        place = (headings[0].line, headings[0].column) if headings else (first, 1)
        message = f"the page has no title: write a line '# ...' {where}"
        yield Problem('', *place, Code.HEADING, message)
        return
    tops = _tops(headings)
    if len(tops) == 1 and tops[0].text:
        yield from _skipped(headings)
        return
    if len(tops) == 1:
        message = 'the first heading is empty'
        yield Problem('', tops[0].line, tops[0].column, Code.HEADING, message)
        return
    message = f'a page needs one first-level heading; this one has {len(tops)}'
    yield Problem('', tops[1].line, tops[1].column, Code.HEADING, message)


def _tops(headings: Sequence[Heading]) -> list[Heading]:
    """The headings that stand below no other."""
    found: list[Heading] = []
    for heading in headings:
        if not found or heading.level <= min(above.level for above in found):
            found.append(heading)
    return found


def _skipped(headings: Sequence[Heading]) -> Iterator[Problem]:
    """Headings that skip a level."""
    above: list[int] = [0]
    for heading in headings:
        while above[-1] >= heading.level:
            above.pop()
        if heading.level > above[-1] + 1:
            marks, right = '#' * heading.level, '#' * (above[-1] + 1)
            message = f'the heading skips a level: {right!r} would follow, not {marks!r}'
            yield Problem('', heading.line, heading.column, Code.HEADING, message)
        above.append(heading.level)

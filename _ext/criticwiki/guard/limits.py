"""How much a page may hold, and which characters: what would exhaust or deceive a reader.

The bounds are far above what anybody writes, and low enough for every parser that follows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.problems import Code, Problem
from criticwiki.text import HIDDEN, described

from .budget import MARKS, MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_PAGE: Final = 300_000
"""Characters of a page."""
MAX_LINES: Final = 10_000
MAX_LINE: Final = 10_000
"""Characters of a line."""
MAX_BLOCK: Final = 20_000
"""Characters of a paragraph, of code, of all that is read as one piece."""
MAX_MARKS: Final = 500
"""Brackets, or stars, or any one mark of Markdown, in a paragraph: parsers look for its pair."""
MAX_HEADINGS: Final = 500

_OPENING: Final = re.compile(r'[ \t>*+\d.)-]*')
_MARK: Final = re.compile(r'>|[*+-](?=[ \t])|\d+[.)](?=[ \t])')
_HEADING: Final = re.compile(r'#{1,6}[ \t]|={3,}[ \t]*\Z|-{3,}[ \t]*\Z')


def harms_of_size(text: str, lines: Sequence[str]) -> Iterator[Problem]:
    """Where a page is more than any reader of it should meet."""
    if len(text) > MAX_PAGE:
        yield _large(1, f'a page has at most {MAX_PAGE} characters, and this one {len(text)}')
    if len(lines) > MAX_LINES:
        yield _large(MAX_LINES + 1, f'a page has at most {MAX_LINES} lines')
    headings = 0
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            yield _large(number, f'a line has at most {MAX_LINE} characters', MAX_LINE + 1)
            return
        headings += bool(_HEADING.match(line))
        if headings > MAX_HEADINGS:
            yield _large(number, f'a page has at most {MAX_HEADINGS} headings')
            return
        opening = _OPENING.match(line)
        if opening and len(_MARK.findall(opening[0])) > MAX_DEPTH:
            yield _large(number, f'blocks stand at most {MAX_DEPTH} deep in each other')
            return


def harms_of_characters(lines: Sequence[str]) -> Iterator[Problem]:
    """Characters that cannot be seen, or that show a text as another than it is."""
    for number, line in enumerate(lines, 1):
        for found in HIDDEN.finditer(line):
            message = f'{described(found[0])} cannot be seen; take it out'
            yield Problem('', number, found.start() + 1, Code.CHARACTER, message)


def harm_of_marks(content: str) -> str | None:
    """What is too much in a paragraph, or None."""
    if len(content) > MAX_BLOCK:
        return f'a paragraph has at most {MAX_BLOCK} characters'
    for mark in MARKS if len(content) > MAX_MARKS else ():
        if content.count(mark) > MAX_MARKS:
            return f'a paragraph has at most {MAX_MARKS} of {mark!r}'
    return None


def _large(line: int, message: str, column: int = 1) -> Problem:
    return Problem('', line, column, Code.TOO_LARGE, message)

"""Limits of a page: its size, before it is parsed; its depth and cost, while it is parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

MAX_DEPTH: Final = 16
"""Lists in lists, quotations in quotations, blocks in blocks, italics in italics."""
MARKS: Final = '[<>{*_`~&|\u201c'
"""Marks of Markdown that a parser looks for the other half of."""


# -- before a page is parsed ---------------------------------------------------------------

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
MAX_RESUMED: Final = 1_000_000
"""Lines of a quotation times the lines in it where one begins or ends: where a block ends sooner
than the quotation, its rest is read again from there on."""

_OPENING: Final = re.compile(r'[ \t>*+\d.)-]*')
_MARK: Final = re.compile(r'>|[*+-](?=[ \t])|(?<!\d)\d{1,9}[.)](?=[ \t])')
_QUOTED: Final = re.compile(r'(?:[ \t>*+\d.)-]|\[\^[^\]\s]+\]:|[:~](?=[ \t]))*')
_HEADING: Final = re.compile(r'#{1,6}[ \t]|={3,}[ \t]*\Z|-{3,}[ \t]*\Z')


def size_violations(text: str, lines: Sequence[str]) -> Iterator[Problem]:
    """Problems of a page that is too large for any parser."""
    if len(text) > MAX_PAGE:
        yield _large(1, f'a page has at most {MAX_PAGE} characters, and this one {len(text)}')
    if len(lines) > MAX_LINES:
        yield _large(MAX_LINES + 1, f'a page has at most {MAX_LINES} lines')
    if violation := quotation_violation(lines[:MAX_LINES]):
        yield violation
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


def quotation_violation(lines: Iterable[str]) -> Problem | None:
    """Problem of a quotation in which too many others begin and end, or None."""
    effort = length = changes = depth = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            length = changes = depth = 0
            continue
        opening = _QUOTED.match(line) if '>' in line or depth else None
        now = opening[0].count('>') if opening else 0
        length += 1
        if now != depth:
            changes, depth = changes + 1, now
            effort += length
        effort += changes
        if effort > MAX_RESUMED:
            message = 'quotations begin and end in each other too often; put empty lines between'
            return _large(number, message)
    return None


def marks_violation(content: str) -> str | None:
    """Message on a paragraph that exceeds a limit, or None."""
    if len(content) > MAX_BLOCK:
        return f'a paragraph has at most {MAX_BLOCK} characters'
    for mark in MARKS if len(content) > MAX_MARKS else ():
        if content.count(mark) > MAX_MARKS:
            return f'a paragraph has at most {MAX_MARKS} of {mark!r}'
    return None


def _large(line: int, message: str, column: int = 1) -> Problem:
    return Problem('', line, column, Code.TOO_LARGE, message)


# -- while it is parsed ---------------------------------------------------------------------

MAX_PIECES: Final = 20_000
"""Paragraphs, list items, cells, links, words in italics: all that a page is made of."""
MAX_EFFORT: Final = 20_000_000
"""Marks of one sort times characters of their paragraph, over the page: a parser that looks for
the other half of each mark reads on to the end of its paragraph."""
MAX_LABELS: Final = 200
"""Names for places, each in a line of its own: docutils hands each on to all that follow."""
MAX_CONTENTS: Final = 20
"""Tables of contents on a page."""
MAX_PATTERNS: Final = 20
"""Entries with stars on a page, each of which is matched against all pages."""
MAX_TERMS: Final = 20
"""Terms of a glossary that share a definition, which each of them repeats."""
MAX_KEYS: Final = 10
"""Keys of a {kbd}, each of which becomes an element of its own."""
MAX_COLUMNS: Final = 100
"""Columns of a table: Sphinx gives each a share of a hundred, and a text of less than one none.

https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/writers/text.py#L288
"""
_OPEN_CALL: Final = re.compile(r'\[\^(?![^\s\[\]]{1,200}\])')
"""Call for a footnote without an end: each bracket before it has the parser look for that."""
_BETWEEN_KEYS: Final = re.compile(r'(?<=.)(?:[-+^]|\s+)(?=.)')
"""As Sphinx parts keys: `sphinx.builders.html.transforms.KeyboardTransform`."""
_CELLS: Final = frozenset({'th_open', 'td_open'})
_DEEP: Final = f'words and blocks stand at most {MAX_DEPTH} deep in each other'
_PIECES: Final = f'a page is made of at most {MAX_PIECES} pieces: lines, cells, links'
_MARKED: Final = (
    'the long paragraphs of this page hold too many brackets and other marks; make more and'
    ' shorter paragraphs of them'
)


class OverBudget(Exception):  # noqa: N818 - it is no error of the program
    """A limit is exceeded, so that the rest of a page is not parsed."""

    def __init__(self, line: int, message: str) -> None:
        """Take the line, and the message."""
        super().__init__(message)
        self.line = line
        self.message = message


class Budget:
    """Counters of one page, each with a bound.

    Every method raises :exc:`OverBudget` where its bound is passed.
    """

    def __init__(self) -> None:
        """Begin with nothing spent."""
        self._pieces = 0
        self._effort = 0
        self._labels = 0
        self._contents = 0
        self._patterns = 0
        self._cells = 0

    def token(self, token: Token, line: int) -> None:
        """Count one token of the parser, and look how deep it stands."""
        if token.type == 'myst_target':
            self._labels += 1
            _check_limit(self._labels, MAX_LABELS, line, f'a page has at most {MAX_LABELS} labels')
        elif token.type in _CELLS:
            self._cells += 1
            self.columns(self._cells, line)
        elif token.type == 'tr_open':
            self._cells = 0
        self._pieces += 1
        if token.level > 2 * MAX_DEPTH:
            raise OverBudget(line, _DEEP)
        if self._pieces > MAX_PIECES:
            raise OverBudget(line, _PIECES)

    def pieces(self, number: int, line: int) -> None:
        """Count elements that something on the page becomes."""
        self._pieces += number
        _check_limit(self._pieces, MAX_PIECES, line, _PIECES)

    def paragraph(self, content: str, line: int) -> None:
        """Count what it costs to look for the other half of each mark in a paragraph."""
        self._effort += len(content) * max(map(content.count, MARKS))
        if '[^' in content:
            unclosed = len(_OPEN_CALL.findall(content))
            self._effort += len(content) * unclosed**2 // 8
        _check_limit(self._effort, MAX_EFFORT, line, _MARKED)

    def inline_marks(self, content: str, line: int) -> None:
        """Count code and italics in a paragraph that has nothing else, by their marks."""
        self.pieces(sum(map(content.count, '`*_~')) // 2, line)

    def keys(self, content: str, line: int) -> None:
        """Count the keys that stand in a {kbd}."""
        keys = 1 + len(_BETWEEN_KEYS.findall(content))
        _check_limit(keys, MAX_KEYS, line, f'{{kbd}} takes at most {MAX_KEYS} keys')
        self.pieces(keys, line)

    def contents(self, body: str, line: int) -> None:
        """Count a table of contents, and its entries as pieces."""
        self._contents += 1
        message = f'a page has at most {MAX_CONTENTS} tables of contents'
        _check_limit(self._contents, MAX_CONTENTS, line, message)
        self._patterns += sum('*' in entry or '?' in entry for entry in body.split('\n'))
        message = f'tables of contents of a page have at most {MAX_PATTERNS} patterns'
        _check_limit(self._patterns, MAX_PATTERNS, line, message)
        self.pieces(body.count('\n'), line)

    def columns(self, number: int, line: int) -> None:
        """Check the number of columns of a table."""
        _check_limit(number, MAX_COLUMNS, line, f'a table has at most {MAX_COLUMNS} columns')

    def depth(self, depth: int, line: int) -> None:
        """Check the nesting depth of blocks."""
        _check_limit(depth, MAX_DEPTH, line, f'blocks stand at most {MAX_DEPTH} deep in each other')


def check_terms(number: int, line: int) -> None:
    """Check how many terms of a glossary share a definition.

    :raises OverBudget: where they are more than `MAX_TERMS`.
    """
    message = f'at most {MAX_TERMS} terms share a definition; write it below each'
    _check_limit(number, MAX_TERMS, line, message)


def _check_limit(number: int, most: int, line: int, message: str) -> None:
    if number > most:
        raise OverBudget(line, message)

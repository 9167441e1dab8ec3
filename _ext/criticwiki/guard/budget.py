"""The budget of a page: what it grows to in the parsers, the builder and the browser.

A page of a few thousand characters can grow to millions of elements, so what counts is not
its size but what is made of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.token import Token

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
MAX_DEPTH: Final = 16
"""Lists in lists, quotations in quotations, blocks in blocks, italics in italics."""
MARKS: Final = '[<{*_`~&\u201c'
"""Marks of Markdown that a parser looks for the other half of."""
_BETWEEN_KEYS: Final = re.compile(r'(?<=.)(?:[-+^]|\s+)(?=.)')
"""As Sphinx parts keys: `sphinx.builders.html.transforms.KeyboardTransform`."""


_DEEP: Final = f'words and blocks stand at most {MAX_DEPTH} deep in each other'
_PIECES: Final = f'a page is made of at most {MAX_PIECES} pieces: lines, cells, links'
_MARKED: Final = (
    'the long paragraphs of this page hold too many brackets and other marks; make more and'
    ' shorter paragraphs of them'
)


class OverBudget(Exception):  # noqa: N818 - it is no error of the program
    """A page is larger than it may be, and is not read on; a line of it, from 0, and why."""

    def __init__(self, line: int, message: str) -> None:
        """Take where it became too large."""
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

    def token(self, token: Token, line: int) -> None:
        """Count one token of the parser, and look how deep it stands."""
        if token.type == 'myst_target':
            self._labels += 1
            _hold(self._labels, MAX_LABELS, line, f'a page has at most {MAX_LABELS} labels')
        self._pieces += 1
        if token.level > 2 * MAX_DEPTH:
            raise OverBudget(line, _DEEP)
        if self._pieces > MAX_PIECES:
            raise OverBudget(line, _PIECES)

    def pieces(self, number: int, line: int) -> None:
        """Count elements that something on the page becomes."""
        self._pieces += number
        _hold(self._pieces, MAX_PIECES, line, _PIECES)

    def paragraph(self, content: str, line: int) -> None:
        """Count what it costs to look for the other half of each mark in a paragraph."""
        self._effort += len(content) * max(map(content.count, MARKS))
        _hold(self._effort, MAX_EFFORT, line, _MARKED)

    def plain_words(self, content: str, line: int) -> None:
        """Count code and italics in a paragraph that has nothing else, by their marks."""
        self.pieces(sum(map(content.count, '`*_~')) // 2, line)

    def keys(self, content: str, line: int) -> None:
        """Count the keys that stand in a {kbd}."""
        keys = 1 + len(_BETWEEN_KEYS.findall(content))
        _hold(keys, MAX_KEYS, line, f'{{kbd}} takes at most {MAX_KEYS} keys')
        self.pieces(keys, line)

    def contents(self, body: str, line: int) -> None:
        """Count a table of contents, and its entries as pieces."""
        self._contents += 1
        message = f'a page has at most {MAX_CONTENTS} tables of contents'
        _hold(self._contents, MAX_CONTENTS, line, message)
        self._patterns += sum('*' in entry or '?' in entry for entry in body.split('\n'))
        message = f'tables of contents of a page have at most {MAX_PATTERNS} patterns'
        _hold(self._patterns, MAX_PATTERNS, line, message)
        self.pieces(body.count('\n'), line)

    def depth(self, depth: int, line: int) -> None:
        """Look how deep blocks stand in each other."""
        _hold(depth, MAX_DEPTH, line, f'blocks stand at most {MAX_DEPTH} deep in each other')


def hold_terms(number: int, line: int) -> None:
    """Look how many terms of a glossary share a definition.

    :raises OverBudget: where they are more than `MAX_TERMS`.
    """
    message = f'at most {MAX_TERMS} terms share a definition; write it below each'
    _hold(number, MAX_TERMS, line, message)


def _hold(number: int, most: int, line: int, message: str) -> None:
    if number > most:
        raise OverBudget(line, message)

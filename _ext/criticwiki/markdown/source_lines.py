"""Where in a file stands what the parser found in a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class SourceLines:
    """The lines of a page."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the lines, without their ends."""
        self._lines = lines
        self._reached: dict[int, int] = {}

    def place(self, first: int, text: str, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of a place in a text that the parser made of some lines.

        The parser leaves out the marks of lists and quotations and the indent before each
        line, so what it leaves is the end of the line; a cell of a table is a part of it.
        """
        line = first + text.count('\n', 0, offset)
        start = text.rfind('\n', 0, offset) + 1
        end = text.find('\n', start)
        piece = (text[start:] if end < 0 else text[start:end]).rstrip()
        if not 1 <= line <= len(self._lines):
            return max(1, min(line, len(self._lines))), 1
        whole = self._lines[line - 1].rstrip()
        if whole.endswith(piece):
            return line, len(whole) - len(piece) + offset - start + 1
        # cells of one row are asked for from left to right
        at = whole.find(piece, self._reached.get(line, 0))
        at = whole.find(piece) if at < 0 else at
        if at < 0:
            return line, 1
        self._reached[line] = at
        return line, at + offset - start + 1

    def column(self, line: int, text: str) -> int:
        """The column, from 1, at which a text first stands in a line; else 1."""
        if not 1 <= line <= len(self._lines):
            return 1
        return self._lines[line - 1].find(text) + 1 or 1

"""Quotation marks and brackets in front matter, paired as a reader of YAML would pair them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final, TypeAlias

_At: TypeAlias = tuple[int, int]
_QUOTED: Final = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*+'"),
}
_FOLDED: Final = re.compile(r'[|>][+-]?[1-9]?[+-]?[ \t]*(?:#[^\n]*)?\n')
_PLAIN: Final = re.compile(r'[^\n#:,\[\]{}]+')
_END: Final = {'[': ']', '{': '}'}


@dataclass(frozen=True, slots=True)
class Span:
    """What a mark opens. Lines and columns are those of the block, from 0."""

    kind: str
    """The mark: a quotation mark, `[` or `{`."""
    start: _At
    end: _At | None
    """Its closing mark, or None where there is none."""
    goes_on: _At | None = None
    """Where words stand right behind a closing quotation mark."""


def spans(block: str) -> list[Span]:
    """All of them, by where they begin."""
    return sorted(_Walk(block).spans(), key=lambda span: span.start)


class _Walk:
    """Goes through a block once."""

    def __init__(self, block: str) -> None:
        self._block = block
        self._found: list[Span] = []
        self._open: list[tuple[str, int]] = []
        self._starts = [0, *(found.end() for found in re.finditer('\n', block))]

    def spans(self) -> list[Span]:
        at, value = 0, True  # a value may begin here
        block = self._block
        while at < len(block):
            sign = block[at]
            if sign == '\n':
                at, value = at + 1, True
            elif sign in ' \t':
                at += 1
            elif sign == '#' and block[at - 1 : at] in {'', ' ', '\t', '\n'}:
                at = self._line_end(at)
            elif value and sign in _QUOTED:
                at, value = self._quoted(at), False
            elif value and sign in _END:
                self._open.append((sign, at))
                at += 1
            elif self._open and sign in ']}':
                self._close(sign, at)
                at, value = at + 1, False
            elif value and not self._open and (head := _FOLDED.match(block, at)):
                at, value = self._folded(at, head.end()), True
            elif sign == '-' and value and block[at + 1 : at + 2] in {' ', '\n'}:
                at += 1
            elif sign in ':,':
                ends = sign == ',' or block[at + 1 : at + 2] in {'', ' ', '\n', '\t'}
                value = ends and (sign == ':' or bool(self._open))
                at += 1
            else:
                plain = _PLAIN.match(block, at)
                at, value = (plain.end() if plain else at + 1), False
        self._found += [Span(kind, self._place(start), None) for kind, start in self._open]
        return self._found

    def _place(self, at: int) -> _At:
        line = bisect_right(self._starts, at) - 1
        return line, at - self._starts[line]

    def _line_end(self, at: int) -> int:
        end = self._block.find('\n', at)
        return len(self._block) if end < 0 else end

    def _quoted(self, at: int) -> int:
        kind = self._block[at]
        found = _QUOTED[kind].match(self._block, at)
        if found is None:
            self._found.append(Span(kind, self._place(at), None))
            return len(self._block)
        end = found.end()
        words = end
        while self._block[words : words + 1] in {' ', '\t'}:
            words += 1
        sign = self._block[words : words + 1]
        ended = sign in {'', '\n', '\r', ':'} or (sign in ',]}' and bool(self._open))
        ended = ended or (sign in ('#"\'' if self._open else '#') and words > end)
        goes_on = None if ended else self._place(words)
        self._found.append(Span(kind, self._place(at), self._place(end - 1), goes_on))
        return end

    def _close(self, sign: str, at: int) -> None:
        if _END[self._open[-1][0]] == sign:
            kind, start = self._open.pop()
            self._found.append(Span(kind, self._place(start), self._place(at)))

    def _folded(self, at: int, end: int) -> int:
        """Where a text of several lines ends: at the first that is indented no further."""
        begin = self._block.rfind('\n', 0, at) + 1
        line = self._block[begin:at]
        indent = len(line) - len(line.lstrip(' '))
        for text in self._block[end:].split('\n'):
            if text.strip() and len(text) - len(text.lstrip(' ')) <= indent:
                break
            end += len(text) + 1
        return min(end, len(self._block))

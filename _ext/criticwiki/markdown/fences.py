"""Fences that close the wrong block, or none: what they were to hide stands in the open.

Markdown ends a fence at the first bare line of as many marks. So in a block of three colons,
the end of an inner block of three ends the outer one. And without such a line a fence goes on
to the end of what it stands in: the page, the item of a list, the quotation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.problems import Code, Problem

from .directive_text import read_directive
from .parser import read_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings

    from .parser import Env

MAX_DEPTH: Final = 20
"""Blocks nested deeper than this are not looked into."""
MAX_STRAYS: Final = 8
"""After each stray line the page is read again without it; this often at most."""
_BARE: Final = re.compile(r'[ \t>]*(:{3,}|`{3,}|~{3,})[ \t\r]*')
_TOO_FEW: Final = re.compile(r'(:{1,2}|`{1,2})\{([\w:.+-]+)\}(?:[ \t]+[^`]*)?[ \t\r]*')


def check_fences(
    lines: Sequence[str], first: int, settings: Settings, env: Env | None = None
) -> list[Problem]:
    """Stray, unclosed and too short fences of a page, from its line `first` on, by place.

    Who has read the page before passes the same `env`. Problems have an empty path.
    """
    reader = _Reader(lines, settings, {} if env is None else env)
    reader.read('\n'.join(lines[first - 1 :]), first)
    return sorted(reader.found)


class _Reader:
    """Goes through a page, and through the blocks in its blocks."""

    def __init__(self, lines: Sequence[str], settings: Settings, env: Env) -> None:
        self.found: list[Problem] = []
        self._lines = lines
        self._settings = settings
        self._env = env
        self._depth = 0
        self._strays = 0

    def read(self, text: str, first: int, around: str = '') -> None:
        """Read a text that begins in line `first`, and `around` which there may be a block."""
        if self._depth >= MAX_DEPTH:
            return
        self._depth += 1
        rows = text.split('\n')
        tokens = self._blocks(text)
        begun = self._too_short(tokens, first)
        while (stray := next(filter(_is_stray, tokens), None)) and self._strays < MAX_STRAYS:
            self._strays += 1
            row = stray.map[0] if stray.map else 0
            if begun and begun[0] < row:
                begun.pop(0)  # it ends what should have begun there
            else:
                self._tell(
                    first + row,
                    stray.markup,
                    "a line of ':::' ends nothing; around a block inside a block, write more"
                    ' colons',
                )
            rows[row] = rows[row].replace(':', ' ')
            tokens = self._blocks('\n'.join(rows))
        for token in tokens:
            if token.type in {'fence', 'colon_fence'} and not _is_stray(token):
                self._fence(token, rows, first, around)
        self._depth -= 1

    def _blocks(self, text: str) -> list[Token]:
        return read_blocks(text, self._settings.syntax, self._env)

    def _tell(self, line: int, written: str, message: str) -> None:
        at = self._lines[line - 1].find(written) if line <= len(self._lines) else 0
        self.found.append(Problem('', line, max(at, 0) + 1, Code.FENCE, message))

    def _fence(self, token: Token, rows: Sequence[str], first: int, around: str) -> None:
        start = token.map[0] if token.map else 0
        what = f'{token.markup}{token.info.strip()}'
        closed = _is_closed(token, rows)
        if not closed:
            message = f'the block {what!r} is never closed'
            if around.startswith(f"'{token.markup[0]}"):
                message += f'; the next line of {token.markup[0] * 3!r} ends {around}'
            self._tell(first + start, token.markup, message)
        directive = read_directive(token, first + start, self._settings.forms)
        if directive is None:
            return
        form = directive.form
        if form is None or form.content in {'words', 'glossary'}:
            here = f'{what!r} of line {first + start}' if closed else ''
            self.read(directive.content, directive.start, here)

    def _too_short(self, tokens: Sequence[Token], first: int) -> list[int]:
        """The rows that begin a block with too few marks, all told of."""
        found = []
        for token in tokens:
            if token.type != 'inline' or token.map is None or '{' not in token.content:
                continue
            for row, line in enumerate(token.content.split('\n'), token.map[0]):
                short = _TOO_FEW.fullmatch(line)
                if short is None or not self._is_name(short):
                    continue
                marks = short[1][0] * 3
                message = f'a block begins with three marks or more: {marks}{{{short[2]}}}'
                self._tell(first + row, short[1], message)
                if marks == ':::':
                    found.append(row)
        return found

    def _is_name(self, short: re.Match[str]) -> bool:
        """Whether a block was meant; code in a line may begin with a brace."""
        return short[1][0] == ':' or self._settings.forms.directive(short[2]) is not None


def _is_stray(token: Token) -> bool:
    return token.type == 'colon_fence' and not token.info.strip()


def _is_closed(token: Token, rows: Sequence[str]) -> bool:
    """Whether the last line of a fence is its end, and no content."""
    start, end = token.map or (0, 0)
    last = _BARE.fullmatch(rows[end - 1]) if end - start >= 2 and end <= len(rows) else None
    if last is None or not last[1].startswith(token.markup):
        return False
    within = token.content.count('\n') + (token.content[-1:] not in {'', '\n'})
    return within == end - start - 2

"""Walk over the Markdown of a page: its blocks, and the blocks in its directives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .directives import read_directive, split_glossary
from .parser import read_blocks, read_inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings

    from .directives import Directive, Form
    from .parser import Env

MAX_DEPTH: Final = 20
"""Blocks nested deeper than this are not visited."""
FENCES: Final = frozenset({'fence', 'colon_fence'})


class Walk:
    """Visitor of the blocks of a page, depth first, like `ast.NodeVisitor`.

    Subclasses override the `visit` methods. All lines count from 1, in the file.
    """

    def __init__(self, settings: Settings, env: Env | None = None) -> None:
        """Take the settings of the wiki; walks over the same page share `env`, its parse cache."""
        self.settings = settings
        self.syntax = settings.syntax
        self.env: Env = {} if env is None else env
        self.depth = 0
        """How many texts are open: the page is the first, each directive another."""
        self.spoils = 0
        """The latest episode that the spoiler blocks around give away."""

    def read(self, text: str, first: int) -> None:
        """Visit every block of a text that begins in line `first`."""
        if self.depth >= MAX_DEPTH:
            return
        self.depth += 1
        line = first
        for token in self.parse(text):
            line = first + token.map[0] if token.map else line
            self.visit(token, line)
        self.depth -= 1

    def parse(self, text: str) -> list[Token]:
        """The blocks of a text."""
        return read_blocks(text, self.syntax, self.env)

    def parse_inline(self, text: str, *, always: bool = False) -> list[Token]:
        """The inline tokens of a paragraph; see :func:`.parser.read_inline`."""
        return read_inline(text, self.syntax, self.env, always=always)

    def visit(self, token: Token, line: int) -> None:
        """Visit one block."""
        if token.type == 'inline':
            self.visit_inline(token.content, line)
        elif token.type in FENCES:
            self.visit_fence(token, line)

    def visit_inline(self, text: str, line: int) -> object:
        """Visit a paragraph, a cell, a term, a title."""

    def visit_fence(self, token: Token, line: int) -> None:
        """Visit a fence: a directive, code, or a container of more blocks."""
        directive = read_directive(token, line, self.form_of)
        if directive is not None:
            self.visit_directive(directive)
        elif token.type == 'colon_fence':
            self.read(token.content, line + 1)

    def form_of(self, name: str) -> Form | None:
        """The form of a directive."""
        return self.settings.forms.directive(name)

    def visit_directive(self, directive: Directive) -> None:
        """Visit a directive, and what it holds."""
        self.visit_body(directive)

    def visit_body(self, directive: Directive) -> None:
        """Visit what a directive holds."""
        before = self.spoils
        self.spoils = max(before, directive.spoils)
        if directive.form is not None and directive.form.content == 'glossary':
            self.visit_glossary(directive)
        elif self.holds_blocks(directive.form):
            self.read(directive.content, directive.start)
        self.spoils = before

    def holds_blocks(self, form: Form | None) -> bool:
        """Whether the blocks in a directive are to be visited."""
        return form is not None and form.is_markdown

    def visit_glossary(self, directive: Directive) -> None:
        """Visit the terms and definitions of a glossary."""
        for entry in split_glossary(directive.content):
            line = directive.start + entry.offset
            if not entry.is_term:
                self.read(entry.text, line)
            elif not entry.text.startswith('.. '):
                self.visit_term(entry.term.strip(), line)

    def visit_term(self, text: str, line: int) -> None:
        """Visit a term of a glossary."""
        self.visit_inline(text, line)


class SourceLines:
    """Source map of a page: lines and columns of what the parser returns."""

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

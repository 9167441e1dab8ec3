"""What is noted of a page while it is judged: harms with their places, and what is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from criticwiki.markdown.source_lines import SourceLines
from criticwiki.problems import Code, Problem

from .spelled import spelled_in_line, spelled_in_reference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from markdown_it.token import Token


class Mend(NamedTuple):
    """Characters that something else can stand for, after which the page may be shown."""

    line: int
    """Counted from 0, as the columns are."""
    start: int
    end: int
    instead: str


class Notes:
    """Harms of one page."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the lines of the page."""
        self.found: set[Problem] = set()
        self.unknown: set[Problem] = set()
        """Those of `found` that are names which stand for nothing anywhere."""
        self.mends: dict[Problem, Mend] = {}
        self.pictures: set[str] = set()
        self._lines = lines

    def refuse(self, line: int, written: str, message: str) -> Problem:
        """Note a harm in a line, counted from 0, at the words that are `written` there."""
        here = min(line, len(self._lines) - 1)
        source = self._lines[here]
        at = source.find(written) if written else -1
        column = at + 1 if at >= 0 else len(source) - len(source.lstrip()) + 1
        problem = Problem('', here + 1, column, Code.FORBIDDEN, message)
        self.found.add(problem)
        return problem

    def refuse_name(
        self, line: int, name: str, hint: str, instead: str = '', *, unknown: bool = False
    ) -> None:
        """Note a directive that is not on the list, and what could stand there, or a role.

        It may be `unknown` everywhere. A role in other brackets is words and code; it takes as
        much room, so that places hold.
        """
        message = f'{{{name}}} cannot stand on a page{hint}'
        written = f'{{{name}}}' if instead else f'{{{name}}}`'
        problem = self.refuse(line, written, message)
        if unknown:
            self.unknown.add(problem)
        source = self._lines[problem.line - 1]
        start = problem.column - 1
        if source.startswith(written, start):
            end = len(source) if instead else start + len(written) - 1
            self.mends[problem] = Mend(
                problem.line - 1, start, end, instead or f'\u2039{name}\u203a'
            )

    def refuse_html(self, line: int, written: str) -> None:
        """Note a tag, a comment, or whatever else is no Markdown."""
        first = written.split('\n')[0]
        message = f'HTML cannot stand on a page: {first[:40]!r}; write Markdown, or code in `'
        self.refuse(line, first, message)

    def refuse_spelled(self, line: int, text: str, tokens: Sequence[Token]) -> None:
        """Note what the tokens of a text that begins in a line show and cannot be seen."""
        places = SourceLines(self._lines)
        for one in spelled_in_line(text, tokens):
            self._character(*places.place(line + 1, text, one.offset), one.message)

    def refuse_in_reference(self, line: int, reference: Mapping[str, Any]) -> None:
        """Note the same of a reference definition, in a text that begins in a line."""
        first, end = (line + number for number in reference['map'])
        text = '\n'.join(self._lines[first:end])
        for one in spelled_in_reference(text, reference):
            number = first + text.count('\n', 0, one.offset) + 1
            self._character(number, one.offset - text.rfind('\n', 0, one.offset), one.message)

    def refuse_in_option(self, line: int, value: str, offset: int, message: str) -> None:
        """Note the same of the value of an option."""
        here = min(line, len(self._lines) - 1)
        self._character(here + 1, max(self._lines[here].find(value), 0) + offset + 1, message)

    def _character(self, line: int, column: int, message: str) -> None:
        self.found.add(Problem('', line, column, Code.CHARACTER, message))

    def too_large(self, line: int, message: str) -> None:
        """Note that there is too much of something."""
        here = min(line, len(self._lines) - 1)
        self.found.add(Problem('', here + 1, 1, Code.TOO_LARGE, message))

    @property
    def mended(self) -> str | None:
        """The page without what is refused, where that can be cut out of it; it is to be judged."""
        if self.found - self.mends.keys():
            return None
        lines = list(self._lines)
        for line, start, end, instead in self.mends.values():
            same = instead.ljust(end - start)
            lines[line] = f'{lines[line][:start]}{same}{lines[line][end:]}'
        return '\n'.join(lines)

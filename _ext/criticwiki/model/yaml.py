"""Why front matter cannot be read, in plain words and at the place of the cause.

A parser of YAML tells where it could not go on. What is to be mended often stands lines above:
a quotation mark that was never closed, or a line with a space too many.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .yaml_marks import Span, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import yaml

_Cause: TypeAlias = tuple[int, int, str]
"""Line and column in the block, from 0, and what is wrong there."""

_KEY: Final = re.compile(
    r'(?P<indent> *)(?P<item>(?:- +)*)(?P<key>[^\s\'"#:,\[\]{}-][^:#]*?):(?= |$)'
)
_WORD: Final = re.compile(r' *(?:- +)*[A-Za-z_][\w-]*:(?: |$)')
_NO_SPACE: Final = re.compile(r' *(?:- +)*[A-Za-z_]\w*(:)(?!//)\S(?!.*:(?: |$))')
_NO_SPACE_ITEM: Final = re.compile(r' *(-)[A-Za-z{\[\'"]')
_SIGNS: Final = frozenset('@`%*&!')


def cause_of(error: yaml.YAMLError, block: str) -> _Cause | None:
    """The likely cause of an error, or None where nothing is likely."""
    mark: Any = getattr(error, 'problem_mark', None)
    lines = block.split('\n')
    if mark is None or mark.line > len(lines):
        return None
    problem = str(getattr(error, 'problem', ''))
    if 'alphabetic' in problem:  # it is the sign before it that is wrong
        mark = getattr(error, 'context_mark', None) or mark
    found = _Search(lines, min(mark.line, len(lines) - 1), mark.column, spans(block))
    return next(filter(None, (look(problem) for look in found.order)), None)


class _Search:
    """Looks for one cause after the other."""

    def __init__(self, lines: Sequence[str], line: int, column: int, marks: Sequence[Span]) -> None:
        self._lines = lines
        self._line = line
        self._column = column
        self._marks = marks
        self.order: tuple[Callable[[str], _Cause | None], ...] = (
            self._tab,
            self._quotation,
            self._bracket,
            self._space,
            self._indent,
            self._colon,
            self._sign,
        )

    def _near(self) -> list[int]:
        """The line where reading stopped, and the last one with words before it."""
        before = [n for n in range(self._line) if self._lines[n].strip(' ')]
        return [*before[-1:], self._line]

    def _tab(self, _problem: str) -> _Cause | None:
        for line in self._near():
            text = self._lines[line]
            at = text.find('\t')
            if at >= 0 and not text[:at].strip(' -'):
                return line, at, 'write spaces, no tab, before the words'
        return None

    def _quotation(self, _problem: str) -> _Cause | None:
        for span in self._marks:
            if span.start[0] > self._line:
                break
            if span.kind in {'"', "'"}:
                if span.end is None or self._swallows(span):
                    return *span.start, 'the quotation mark that begins here is not closed'
                if span.goes_on and span.end[0] in self._near():
                    other = "'" if span.kind == '"' else '"'
                    message = 'the text goes on behind its closing quotation mark; put the whole of'
                    return *span.goes_on, f'{message} it between {other} and {other}'
        return None

    def _swallows(self, span: Span) -> bool:
        """Whether quoted words take in lines that look like keys."""
        last = span.end[0] if span.end else span.start[0]
        return any(_WORD.match(self._lines[n]) for n in range(span.start[0] + 1, last + 1))

    def _bracket(self, problem: str) -> _Cause | None:
        for span in self._marks:
            if span.kind not in '[{' or span.start[0] > self._line:
                continue
            if span.end is None or (span.kind == '[' and self._swallows(span)):
                what, end = ('list', ']') if span.kind == '[' else ('mapping', '}')
                return *span.start, f'the {what} that begins here is not closed; write {end!r}'
            if span.start < (self._line, self._column) < span.end and 'expected' in problem:
                return self._line, self._column, 'write a comma between one part and the next'
        return None

    def _space(self, problem: str) -> _Cause | None:
        if 'expected' not in problem and 'not allowed' not in problem:
            return None
        for line in self._near():
            if found := _NO_SPACE.match(self._lines[line]):
                return line, found.start(1), 'write a space after the colon'
            if found := _NO_SPACE_ITEM.match(self._lines[line]):
                return line, found.start(1), 'write a space after the hyphen'
        return None

    def _indent(self, _problem: str) -> _Cause | None:
        here = _KEY.match(self._lines[self._line])
        if here is None or self._in_marks():
            return None
        own = len(here['indent'])
        for line in range(self._line - 1, -1, -1):
            above = _KEY.match(self._lines[line])
            if above is None or (here['item'] and not above['item'] and own):
                continue
            beside = len(above['indent']) + (0 if here['item'] else len(above['item']))
            held = self._lines[line][above.end() :].split(' #')[0].strip()
            right = own > beside and held and _WORD.match(self._lines[self._line])
            if right or (own < beside and own not in self._levels(line)):
                message = f'this line is indented by {own}, the lines beside it by {beside}'
                return self._line, own, message
            return None
        return None

    def _levels(self, line: int) -> set[int]:
        """The indents of the keys that a line stands below, and its own."""
        found: set[int] = set()
        least = 1_000_000
        for number in range(line, -1, -1):
            key = _KEY.match(self._lines[number])
            if key and len(key['indent']) < least:
                least = len(key['indent'])
                found |= {least, least + len(key['item'])}
        return found

    def _in_marks(self) -> bool:
        here = (self._line, self._column)
        return any(span.start < here and (not span.end or here < span.end) for span in self._marks)

    def _colon(self, problem: str) -> _Cause | None:
        if 'mapping values are not allowed' not in problem:
            return None
        return self._line, self._column, "put quotation marks round a text that holds ': '"

    def _sign(self, problem: str) -> _Cause | None:
        text = self._lines[self._line]
        sign = text[self._column : self._column + 1]
        if sign in _SIGNS and ('cannot start' in problem or 'alphabetic' in problem):
            message = f'put quotation marks round a text that begins with {sign}'
            return self._line, self._column, message
        if sign and sign in ']}' and text[: self._column].rstrip().endswith((']', '}')):
            return self._line, self._column, f'one {sign!r} is too many'
        return None

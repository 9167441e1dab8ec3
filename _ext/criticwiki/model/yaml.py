"""YAML errors in plain words and at the place of their cause; escapes, and values as YAML."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml
from yaml.scanner import Scanner

from criticwiki.problems import Code, Problem
from criticwiki.text import HIDDEN, invisible_escape_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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


_ESCAPE: Final = re.compile(
    r'\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.?))', re.DOTALL
)
_LARGEST: Final = 0x10FFFF


class EscapeError(ValueError):
    """An escape that stands for nothing; the message says so to an editor."""


def decoded_escape(found: re.Match[str]) -> str:
    """What an escape stands for.

    :raises EscapeError: where it stands for nothing.
    """
    if digits := found[1] or found[2] or found[3]:
        if int(digits, 16) <= _LARGEST:
            return chr(int(digits, 16))
    elif found[4] in Scanner.ESCAPE_REPLACEMENTS:
        return str(Scanner.ESCAPE_REPLACEMENTS[found[4]])
    raise EscapeError(
        f'{found[0]} means nothing between double quotation marks; write \\\\ for a backslash,'
        " or put the text between ' and '"
    )


def decoded_escapes(text: str) -> str:
    """The text between two double quotation marks of one line.

    :raises EscapeError: where an escape stands for nothing.
    """
    return _ESCAPE.sub(decoded_escape, text)


def hidden_escapes(text: str, *, line_breaks: bool = False) -> Iterator[tuple[int, str]]:
    """Offset of each escape that stands for what cannot be seen, and what to say of it."""
    for found in _ESCAPE.finditer(text):
        try:
            character = decoded_escape(found)
        except EscapeError:  # whoever reads the text says so
            continue
        if HIDDEN.search(character) or (line_breaks and character == '\n'):
            yield found.start(), invisible_escape_message(found[0], character)


def hidden_in_lines(
    lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[Problem]:
    """The same of a quoted text from one place to another, counted from 0, with an empty path."""
    for number in range(start[0], end[0] + 1):
        first = start[1] if number == start[0] else 0
        last = end[1] if number == end[0] else None
        for offset, message in hidden_escapes(lines[number][first:last]):
            yield Problem('', number + 1, first + offset + 1, Code.CHARACTER, message)


class _Lines(yaml.SafeDumper):
    """Writes words without quotation marks wherever they stay words for us."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML declares it

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list, as people do."""
        del indentless
        super().increase_indent(flow, indentless=False)


_Lines.add_implicit_resolver('tag:yaml.org,2002:null', re.compile(r'(?:~|null|Null|NULL|)\Z'), None)


def yaml_text(value: Any) -> str:
    """The lines of a value, without a line end after the last."""
    text = yaml.dump(
        _as_words(value), Dumper=_Lines, allow_unicode=True, sort_keys=False, width=10_000
    )
    return str(text).removesuffix('...\n').removesuffix('\n')


def _as_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_words(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_words(inner) for inner in value]
    if isinstance(value, bool):
        return 'true' if value else 'false'
    return value if value is None else str(value)

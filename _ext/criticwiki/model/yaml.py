"""YAML utilities: causes of syntax errors, escape sequences, and a dumper."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml
from yaml.scanner import Scanner

from criticwiki.problems import Code, Problem
from criticwiki.text import character_name, hidden_in, invisible_escape_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_Position: TypeAlias = tuple[int, int]
_QUOTED: Final = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*+'"),
}
_BLOCK_SCALAR: Final = re.compile(r'[|>][+-]?[1-9]?[+-]?[ \t]*(?:#[^\n]*)?\n')
_PLAIN: Final = re.compile(r'[^\n#:,\[\]{}]+')
_CLOSING: Final = {'[': ']', '{': '}'}


@dataclass(frozen=True, slots=True)
class Span:
    """Quoted scalar or flow collection. Lines and columns are from 0, in the block."""

    kind: str
    """Opening character: a quotation mark, `[` or `{`."""
    start: _Position
    end: _Position | None
    """Position of the closing character, or None if it is not closed."""
    trailing: _Position | None = None
    """Position of text that follows the closing quotation mark."""


def spans(block: str) -> list[Span]:
    """Spans of a YAML block, by position."""
    return sorted(_SpanScanner(block).spans(), key=lambda span: span.start)


class _SpanScanner:
    """Scanner that finds the spans of a YAML block in one pass."""

    def __init__(self, block: str) -> None:
        self._block = block
        self._spans: list[Span] = []
        self._open: list[tuple[str, int]] = []
        self._starts = [0, *(found.end() for found in re.finditer('\n', block))]

    def spans(self) -> list[Span]:
        at, value = 0, True  # a value may begin here
        block = self._block
        while at < len(block):
            character = block[at]
            if character == '\n':
                at, value = at + 1, True
            elif character in ' \t':
                at += 1
            elif character == '#' and block[at - 1 : at] in {'', ' ', '\t', '\n'}:
                at = self._line_end(at)
            elif value and character in _QUOTED:
                at, value = self._quoted(at), False
            elif value and character in _CLOSING:
                self._open.append((character, at))
                at += 1
            elif self._open and character in ']}':
                self._close(character, at)
                at, value = at + 1, False
            elif value and not self._open and (head := _BLOCK_SCALAR.match(block, at)):
                at, value = self._block_scalar(at, head.end()), True
            elif character == '-' and value and block[at + 1 : at + 2] in {' ', '\n'}:
                at += 1
            elif character in ':,':
                ends = character == ',' or block[at + 1 : at + 2] in {'', ' ', '\n', '\t'}
                value = ends and (character == ':' or bool(self._open))
                at += 1
            else:
                plain = _PLAIN.match(block, at)
                at, value = (plain.end() if plain else at + 1), False
        self._spans += [Span(kind, self._place(start), None) for kind, start in self._open]
        return self._spans

    def _place(self, at: int) -> _Position:
        line = bisect_right(self._starts, at) - 1
        return line, at - self._starts[line]

    def _line_end(self, at: int) -> int:
        end = self._block.find('\n', at)
        return len(self._block) if end < 0 else end

    def _quoted(self, at: int) -> int:
        kind = self._block[at]
        match = _QUOTED[kind].match(self._block, at)
        if match is None:
            self._spans.append(Span(kind, self._place(at), None))
            return len(self._block)
        end = match.end()
        after = end
        while self._block[after : after + 1] in {' ', '\t'}:
            after += 1
        character = self._block[after : after + 1]
        is_closed = character in {'', '\n', '\r', ':'} or (character in ',]}' and bool(self._open))
        is_closed = is_closed or (character in ('#"\'' if self._open else '#') and after > end)
        trailing = None if is_closed else self._place(after)
        self._spans.append(Span(kind, self._place(at), self._place(end - 1), trailing))
        return end

    def _close(self, character: str, at: int) -> None:
        if _CLOSING[self._open[-1][0]] == character:
            kind, start = self._open.pop()
            self._spans.append(Span(kind, self._place(start), self._place(at)))

    def _block_scalar(self, at: int, end: int) -> int:
        """Offset of the end of a block scalar: the first line that is not indented further."""
        begin = self._block.rfind('\n', 0, at) + 1
        line = self._block[begin:at]
        indent = len(line) - len(line.lstrip(' '))
        for text in self._block[end:].split('\n'):
            if text.strip() and len(text) - len(text.lstrip(' ')) <= indent:
                break
            end += len(text) + 1
        return min(end, len(self._block))


_Cause: TypeAlias = tuple[int, int, str]
"""Line and column in the block, from 0, and the message."""

_KEY: Final = re.compile(
    r'(?P<indent> *)(?P<item>(?:- +)*)(?P<key>[^\s\'"#:,\[\]{}-][^:#]*?):(?= |$)'
)
_KEY_LINE: Final = re.compile(r' *(?:- +)*[A-Za-z_][\w-]*:(?: |$)')
_WORD: Final = re.compile(r'[A-Za-z_][\w-]*')
_NO_SPACE: Final = re.compile(r' *(?:- +)*[A-Za-z_]\w*(:)(?!//)\S(?!.*:(?: |$))')
_NO_SPACE_ITEM: Final = re.compile(r' *(-)[A-Za-z{\[\'"]')
_INDICATORS: Final = frozenset('@`%*&!-?,]}|>')
_NOT_BEGUN: Final = ('cannot start', 'alphabetic', 'not allowed in this', 'node content', 'tag URI')
"""Parts of the messages of YAML on a character that begins no text."""
_CURLY: Final = '\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb'
_CURLY_VALUE: Final = re.compile(rf'(?:.*?[:-] )?[ ]*[{_CURLY}]')
_CUT: Final = re.compile(r'(?<=[ \t])#[^\s#]')
_SPACES: Final = '\xa0\u1680\u2000-\u200a\u202f\u205f\u3000'
_ODD_SPACE: Final = re.compile(
    rf'[ ]*(?:- +)*([{_SPACES}])[ {_SPACES}]*(?:-[ {_SPACES}]|[\w-]+[:\uff1a](?=[\s{_SPACES}]|$))'
    rf'|[ ]*(?:- +)*(?:-|[A-Za-z_][\w-]*:)([{_SPACES}])'
    r'|[ ]*(?:- +)*[A-Za-z_]\w*[ ]?([\uff1a\ufe55\ua789])'
)
"""A space of another kind before a key, behind a colon or a hyphen; or a colon of another kind."""
_HEAD_OF_TEXT: Final = re.compile(r'( *+).*?(?::|-) +[|>][+-]?[1-9]?[+-]?[ \t]*(?:#.*)?$')


def odd_character(lines: Sequence[str]) -> _Cause | None:
    """The first space or colon of another kind that stands where YAML wants a plain one.

    Lines of a text below `|` or `>` are words, in which they may stand.
    """
    inside = -1
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(' '))
        if inside >= 0 and (indent > inside or not line.strip()):
            continue
        head = _HEAD_OF_TEXT.match(line)
        inside = len(head[1]) if head else -1
        if match := _ODD_SPACE.match(line):
            group = match.lastindex or 0
            wanted = 'colon' if group == 3 else 'space'
            message = f'{character_name(match[group])} stands where a plain {wanted} has to be'
            return number, match.start(group), f'{message}; write it anew'
    return None


def cause_of(error: yaml.YAMLError, block: str) -> _Cause | None:
    """Probable cause of a YAML syntax error, or None if unknown."""
    mark: Any = getattr(error, 'problem_mark', None)
    lines = block.split('\n')
    if mark is None or mark.line > len(lines):
        return None
    problem = str(getattr(error, 'problem', ''))
    if 'alphabetic' in problem:  # the indicator before it is wrong
        mark = getattr(error, 'context_mark', None) or mark
    context: Any = getattr(error, 'context_mark', None)
    scalar = 'block scalar' in str(getattr(error, 'context', ''))
    mark = context if scalar and context else mark
    finder = _CauseFinder(lines, min(mark.line, len(lines) - 1), mark.column, spans(block))
    return next(filter(None, (check(problem) for check in finder.order)), None)


class _CauseFinder:
    """Heuristics for causes of a syntax error, in order of precedence."""

    def __init__(
        self, lines: Sequence[str], line: int, column: int, block_spans: Sequence[Span]
    ) -> None:
        self._lines = lines
        self._line = line
        self._column = column
        self._block_spans = block_spans
        self.order: tuple[Callable[[str], _Cause | None], ...] = (
            self._tab,
            self._quotation,
            self._bracket,
            self._item,
            self._space,
            self._no_colon,
            self._indent,
            self._colon,
            self._indicator,
        )

    def _nearby_lines(self) -> list[int]:
        """Indexes of the line of the error and of the last line before it that is not blank."""
        before = [n for n in range(self._line) if self._lines[n].strip(' ')]
        return [*before[-1:], self._line]

    def _tab(self, _problem: str) -> _Cause | None:
        for line in self._nearby_lines():
            text = self._lines[line]
            at = text.find('\t')
            if at >= 0 and not text[:at].strip(' -'):
                return line, at, 'write spaces, no tab, before the words'
        return None

    def _quotation(self, _problem: str) -> _Cause | None:
        for span in self._block_spans:
            if span.start[0] > self._line:
                break
            if span.kind in {'"', "'"}:
                if span.end is None or self._swallows(span):
                    return *span.start, 'the quotation mark that begins here is not closed'
                if span.trailing and span.end[0] in self._nearby_lines():
                    other = "'" if span.kind == '"' else '"'
                    message = 'the text goes on behind its closing quotation mark; put the whole of'
                    return *span.trailing, f'{message} it between {other} and {other}'
        return None

    def _swallows(self, span: Span) -> bool:
        """Whether a span contains lines that look like keys."""
        last = span.end[0] if span.end else span.start[0]
        return any(_KEY_LINE.match(self._lines[n]) for n in range(span.start[0] + 1, last + 1))

    def _bracket(self, problem: str) -> _Cause | None:
        for span in self._block_spans:
            if span.kind not in '[{' or span.start[0] > self._line:
                continue
            if span.end is None and (cut := _CUT.search(self._lines[span.start[0]], span.start[1])):
                return (
                    span.start[0],
                    cut.start() - 1,
                    "put quotation marks round a text that holds ' #'",
                )
            if span.end and self._goes_on(span):
                return *span.start, f'put quotation marks round a text that begins with {span.kind}'
            if span.end is None or (span.kind == '[' and self._swallows(span)):
                what, end = ('list', ']') if span.kind == '[' else ('mapping', '}')
                return *span.start, f'the {what} that begins here is not closed; write {end!r}'
            if span.start < (self._line, self._column) < span.end and 'expected' in problem:
                return self._line, self._column, 'write a comma between one part and the next'
        return None

    def _goes_on(self, span: Span) -> bool:
        """Whether words follow the end of a list or mapping, and the error is there."""
        line, column = span.end or (0, 0)
        after = self._lines[line][column + 1 :].strip()
        return line in self._nearby_lines() and bool(after) and after[0] not in '#,:]}'

    def _item(self, _problem: str) -> _Cause | None:
        """An entry of a list without its hyphen, beside entries that have theirs."""
        for row in (self._line, *reversed(self._nearby_lines()[:-1])):
            text = self._lines[row].strip()
            above = self._item_beside(row)
            if above is None or not text or text[0] in '-#':
                continue
            key = text.partition(':')[0] if _KEY_LINE.match(self._lines[row]) else ''
            if key and self._stands_below_key(above):
                continue
            if key and key not in self._keys_of_item(above, row):
                message = 'this belongs to the entry above; begin the line with two more spaces'
                return row, self._indent_of(row), message
            shown = f'- {text}'[:60]
            message = f"an entry of a list begins with '- ': {shown!r}"
            return row, self._indent_of(row), message
        return None

    def _item_beside(self, row: int) -> int | None:
        """The row of the last entry of a list above, if a row stands at its indent."""
        own = self._indent_of(row)
        above = (n for n in range(row - 1, -1, -1) if self._lines[n].strip())
        nearest = next((n for n in above if self._indent_of(n) <= own), None)
        if nearest is None or not self._lines[nearest].lstrip(' ').startswith('- '):
            return None
        return nearest if self._indent_of(nearest) == own else None

    def _stands_below_key(self, row: int) -> bool:
        """Whether the list of an entry stands at the indent of its key, as keys then may, too."""
        own = self._indent_of(row)
        above = (n for n in range(row - 1, -1, -1) if self._lines[n].strip())
        beside = (n for n in above if self._indent_of(n) <= own)
        first = next((n for n in beside if not self._lines[n].lstrip(' ').startswith('-')), None)
        return first is not None and self._indent_of(first) == own

    def _keys_of_item(self, first: int, end: int) -> set[str]:
        keys = (_KEY.match(line) for line in self._lines[first:end])
        return {key[0].strip(' -').partition(':')[0] for key in keys if key}

    def _indent_of(self, row: int) -> int:
        return len(self._lines[row]) - len(self._lines[row].lstrip(' '))

    def _space(self, problem: str) -> _Cause | None:
        if 'expected' not in problem and 'not allowed' not in problem:
            return None
        for line in self._nearby_lines():
            if match := _NO_SPACE.match(self._lines[line]):
                return line, match.start(1), 'write a space after the colon'
            if match := _NO_SPACE_ITEM.match(self._lines[line]):
                return line, match.start(1), 'write a space after the hyphen'
        return None

    def _indent(self, _problem: str) -> _Cause | None:
        here = _KEY.match(self._lines[self._line])
        if here is None or self._is_inside_span():
            return None
        own = len(here['indent'])
        for line in range(self._line - 1, -1, -1):
            above = _KEY.match(self._lines[line])
            if above is None or (here['item'] and not above['item'] and own):
                continue
            beside = len(above['indent']) + (0 if here['item'] else len(above['item']))
            value = self._lines[line][above.end() :].split(' #')[0].strip()
            too_deep = own > beside and value and _KEY_LINE.match(self._lines[self._line])
            if too_deep or (own < beside and own not in self._levels(line)):
                message = f'this line is indented by {own}, the lines beside it by {beside}'
                return self._line, own, message
            return None
        return None

    def _no_colon(self, problem: str) -> _Cause | None:
        """A key without its colon, which YAML reads as a part of the line above or below."""
        if 'mapping values' not in problem and "expected ':'" not in problem:
            return None
        before = range(self._line - 1, -1, -1)
        row = next((n for n in before if self._is_plain(n)), None)
        if row is None or not _KEY_LINE.match(self._lines[self._line]):
            row = self._line if self._is_plain(self._line) else row
        elif any(self._lines[n].strip() for n in range(row + 1, self._line)):
            return None
        if row is None or self._is_inside_span():
            return None
        while row and self._is_plain(row - 1) and self._offset(row - 1) == self._offset(row):
            row -= 1
        row = self._above_items(row)
        text = self._lines[row].strip().removeprefix('- ').strip()
        key, _, value = text.partition(' ')
        if self._continues(row) or not _WORD.fullmatch(key):
            return None
        example = f'{key}: {value.strip(" =")}'.strip()
        message = f'write a colon behind the key: {example[:60]!r}'
        above = _KEY.match(self._lines[row - 1]) if row and value else None
        if above and self._lines[row - 1][above.end() :].strip():
            message += '; a line that goes on with the text above stands further to the right'
        return row, self._offset(row) + len(key), message

    def _above_items(self, row: int) -> int:
        """The key without a colon that a list stands below, or the row itself."""
        above = row
        while above and self._lines[above].lstrip().startswith('- '):
            above -= 1
        is_key = self._is_plain(above) and self._offset(above) < self._offset(row)
        return above if is_key else row

    def _is_plain(self, line: int) -> bool:
        """Whether a line has words, and neither a key nor a comment."""
        text = self._lines[line].strip()
        return bool(text) and not text.startswith('#') and not re.search(r':(?:\s|$)', text)

    def _offset(self, line: int) -> int:
        """Column at which the words of a line begin, behind the hyphen of a list."""
        text = self._lines[line]
        return len(text) - len(re.sub(r'^ *(?:- +)*', '', text))

    def _continues(self, row: int) -> bool:
        """Whether a line goes on with the text of a key above it."""
        if self._lines[row].lstrip().startswith('- '):
            return False
        for line in range(row - 1, -1, -1):
            key = _KEY.match(self._lines[line])
            if key:
                has_value = bool(self._lines[line][key.end() :].split(' #')[0].strip())
                return has_value and self._offset(row) > self._offset(line)
        return False

    def _levels(self, line: int) -> set[int]:
        """Indentation of the key on a line and of its ancestors."""
        levels: set[int] = set()
        smallest = 1_000_000
        for number in range(line, -1, -1):
            key = _KEY.match(self._lines[number])
            if key and len(key['indent']) < smallest:
                smallest = len(key['indent'])
                levels |= {smallest, smallest + len(key['item'])}
        return levels

    def _is_inside_span(self) -> bool:
        here = (self._line, self._column)
        return any(
            span.start < here and (not span.end or here < span.end) for span in self._block_spans
        )

    def _colon(self, problem: str) -> _Cause | None:
        if 'mapping values are not allowed' not in problem:
            return None
        if quoted := _CURLY_VALUE.match(self._lines[self._line][: self._column]):
            marks = '\u00ab and \u00bb' if quoted[0][-1] in '\u00ab\u00bb' else 'curly ones'
            message = "put straight quotation marks (\") round a text that holds ': '"
            return self._line, self._column, f'{message}; {marks} do not count'
        return self._line, self._column, "put quotation marks round a text that holds ': '"

    def _indicator(self, problem: str) -> _Cause | None:
        text = self._lines[self._line]
        character = text[self._column : self._column + 1]
        begun = not text[: self._column].strip() or text[: self._column].rstrip()[-1] in ':-[{,'
        scalar = character in {'|', '>'} and 'line break' in problem
        if character in _INDICATORS and begun and (scalar or any(p in problem for p in _NOT_BEGUN)):
            message = f'put quotation marks round a text that begins with {character}'
            return self._line, self._column, message
        if character and character in ']}' and text[: self._column].rstrip().endswith((']', '}')):
            return self._line, self._column, f'one {character!r} is too many'
        return None


_ESCAPE: Final = re.compile(
    r'\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.?))', re.DOTALL
)
_LARGEST: Final = 0x10FFFF


class EscapeError(ValueError):
    """Invalid escape sequence; the message is for the editor."""


def decode_escape(match: re.Match[str]) -> str:
    """Character that a matched escape sequence stands for.

    :raises EscapeError: if the escape sequence is invalid.
    """
    if digits := match[1] or match[2] or match[3]:
        if int(digits, 16) <= _LARGEST:
            return chr(int(digits, 16))
    elif match[4] in Scanner.ESCAPE_REPLACEMENTS:
        return str(Scanner.ESCAPE_REPLACEMENTS[match[4]])
    raise EscapeError(
        f'{match[0]} means nothing between double quotation marks; write \\\\ for a backslash,'
        " or put the text between ' and '"
    )


def decode_escapes(text: str) -> str:
    """Decode the content of a double-quoted scalar on one line.

    :raises EscapeError: if an escape sequence is invalid.
    """
    return _ESCAPE.sub(decode_escape, text)


def hidden_escapes(text: str, *, line_breaks: bool = False) -> Iterator[tuple[int, str]]:
    """Offset and message of each escape sequence of an invisible character."""
    shown, end = '', 0
    escapes: dict[int, re.Match[str]] = {}
    for match in _ESCAPE.finditer(text):
        try:
            character = decode_escape(match)
        except EscapeError:  # reported where the text is decoded
            continue
        shown += text[end : match.start()]
        escapes[len(shown)] = match
        shown, end = shown + character, match.end()
    hidden = {at for match in hidden_in(shown + text[end:]) for at in range(*match.span())}
    for at, match in escapes.items():
        if at in hidden or (line_breaks and shown[at] == '\n'):
            yield match.start(), invisible_escape_message(match[0], shown[at])


def hidden_in_lines(
    lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[Problem]:
    """Problems, with an empty path, for hidden escapes between two positions, from 0."""
    for number in range(start[0], end[0] + 1):
        first = start[1] if number == start[0] else 0
        last = end[1] if number == end[0] else None
        for offset, message in hidden_escapes(lines[number][first:last]):
            yield Problem('', number + 1, first + offset + 1, Code.CHARACTER, message)


class _Dumper(yaml.SafeDumper):
    """Dumper that writes strings as plain scalars wherever our parser keeps them strings."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML declares it

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list below its key."""
        del indentless
        super().increase_indent(flow, indentless=False)


_Dumper.add_implicit_resolver(
    'tag:yaml.org,2002:null', re.compile(r'(?:~|null|Null|NULL|)\Z'), None
)


def yaml_text(value: Any) -> str:
    """YAML of a value, without a final newline."""
    text = yaml.dump(
        _stringify(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )
    return str(text).removesuffix('...\n').removesuffix('\n')


def _stringify(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _stringify(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_stringify(inner) for inner in value]
    if isinstance(value, bool):
        return 'true' if value else 'false'
    return value if value is None else str(value)

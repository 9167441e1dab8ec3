"""Front matter parser: its `---` lines, then YAML with places, and plain scalars as strings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import yaml

from criticwiki.problems import Code, Problem
from criticwiki.text import hidden_in

from .merge_marks import mark_of_merge
from .yaml import cause_of, hidden_in_lines, odd_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Value: TypeAlias = 'str | list[Value] | dict[str, Value] | None'
KeyPath: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

MAX_CHARACTERS: Final = 65_536
"""Maximum length of front matter, which bounds the work of the YAML parser."""
MAX_DEPTH: Final = 12
"""Maximum nesting depth of collections."""

# libyaml is some fifteen times faster; a PyYAML built without it still works.
_LOADER = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
_FENCE: Final = re.compile(r'---[ \t]*\r*\Z')
_KEY: Final = re.compile(r'[A-Za-z][\w:-]*:(?:\s|\Z)')
_MAPPING_KEY: Final = re.compile(r'[a-z]+:\s*\Z')
_TOML: Final = re.compile(r'\[|[A-Za-z][\w.-]*[ \t]*=')
_JSON: Final = re.compile(r'\{[ \t]*(?:"|\Z)')
_CODE_FENCE: Final = re.compile(r'(`{3,}|~{3,})[ \t]*\{?(?:ya?ml|toml|json)?\}?[ \t]*\Z')
_ALMOST: Final = re.compile(
    r'(?:[-\u2010-\u2015\u2212_=*~;+][ \t]*){1,10}(?:ya?ml|toml|json)?\Z', re.IGNORECASE
)
"""A line that somebody may have meant for the one before or after the facts."""
_HERE: Final = "facts stand between two lines '---', as 'key: value' lines"
_NULLS: Final = frozenset({'', '~', 'null', 'Null', 'NULL'})
_CUT: Final = re.compile(r'[ \t]+#[^\s#!]')
_CURLY: Final = re.compile(
    '[\u201c-\u201f][^\u201c-\u201f]*[\u201c-\u201f]'
    r'|[\u2018\u201a](?:[^\u2018-\u201b]|(?<=\w)\u2019(?=\w))*[\u2018\u2019]'
)
_OPENED: Final = re.compile('[\u201c-\u201f][^\u201c-\u201f]*')
_DECIMAL: Final = re.compile(r'\d,\d.*', re.DOTALL)
_PAIR: Final = re.compile(r'(\d[\d.]*|[A-Za-z]\w*)(?:(:)(?!/)|[ ]+(?=\d))(\S.*)')
_TEMPLATE: Final = re.compile(r'\{\{[^{}]*\}\}')
_NO_SPACE_ITEM: Final = re.compile('-[A-Za-z]')
_NOT_YAML: Final = re.compile(
    '[^\x09\x0a\x0d\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd'
    '\U00010000-\U0010ffff]|\r(?!\n|\\Z)'
)


class PlainScalar(str):
    """YAML plain scalar, written without quotes: `7.50`, `true`, `2024-01-10`."""

    __slots__ = ()


def nearest_place(places: Mapping[KeyPath, Place], path: KeyPath) -> Place:
    """Line and column of a key path or of its nearest ancestor; `(1, 1)` if there is none."""
    while path:
        if path in places:
            return places[path]
        path = path[:-1]
    return (1, 1)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Parsed front matter: values, source positions and problems."""

    values: dict[str, Value]
    """Top-level mapping; plain scalars are :class:`PlainScalar`, empty values and `null` None."""
    places: dict[KeyPath, Place]
    """Line and column, from 1, of every key and list item, by key path."""
    end: int
    """Number of its last line, the closing `---`; 0 without front matter."""
    problems: tuple[Problem, ...] = ()
    """Syntax errors and duplicate keys, with an empty path."""
    hidden: tuple[Problem, ...] = ()
    """Escape sequences of invisible characters, with an empty path."""
    lower: Mapping[KeyPath, Place] = field(default_factory=dict)
    """Places of plain texts that begin below the lines of their keys."""
    folded: frozenset[KeyPath] = frozenset()
    """Paths of plain texts of several lines, which are one text."""

    def place(self, path: KeyPath) -> Place:
        """Line and column of a key path or of its nearest ancestor; `(1, 1)` if there is none."""
        return nearest_place(self.places, path)

    def lines_of(self, key: str) -> range:
        """Line numbers, from 1, of a top-level key and its value."""
        start = self.places[(key,)][0]
        later = [line for path, (line, _) in self.places.items() if len(path) == 1 and line > start]
        return range(start, min(later, default=self.end))


def read_front_matter(text: str) -> FrontMatter:
    """Parse the front matter of a page.

    Invalid input never raises: errors are problems in the result. Anchors, aliases and tags
    are errors, since no page needs them.
    """
    lines = _lines(text)
    if not _FENCE.match(lines[0]):
        return _without_opening_fence(lines)
    if end := _closing_line(lines):
        return _EventParser().read('\n'.join(lines[1 : end - 1]), end)
    slip = _slip_at_the_end(lines)
    problem = Problem('', slip.line, 1, Code.FRONT_MATTER, slip.message)
    return FrontMatter({}, {}, 0, (problem,))


def end_of_front_matter(text: str) -> int:
    """Number of the last line of front matter, 0 without any; does not parse the YAML."""
    lines = _lines(text)
    has_opening = _FENCE.match(lines[0])
    return _closing_line(lines) if has_opening else _without_opening_fence(lines).end


def _lines(text: str) -> list[str]:
    return text.removeprefix('\ufeff').split('\n')


def _closing_line(lines: Sequence[str]) -> int:
    """Number of the closing `---` line, from 1; 0 if there is none."""
    return _first_fence(lines, range(2, len(lines) + 1))


def _first_fence(lines: Sequence[str], numbers: Iterable[int]) -> int:
    """The first of these line numbers at which a line `---` stands; 0 if there is none."""
    return next((number for number in numbers if _FENCE.match(lines[number - 1])), 0)


def _without_opening_fence(lines: Sequence[str]) -> FrontMatter:
    """Result for a page without an opening fence; reports one that is missing or not on line 1."""
    slip = _slip_at_the_top(lines)
    if slip is None:
        return FrontMatter({}, {}, 0)
    problem = Problem('', slip.line, 1, Code.FRONT_MATTER, slip.message)
    return FrontMatter({}, {}, slip.end, (problem,))


class _Slip(NamedTuple):
    """What is wrong with the lines around front matter: `---` missing or malformed; TOML, JSON."""

    line: int
    """Line, from 1."""
    message: str
    end: int
    """Number of the last line that is no text of the page; 0 where nothing tells."""


def _slip_at_the_top(lines: Sequence[str]) -> _Slip | None:
    """Front matter that does not begin with the line '---' at the top of a page, or None."""
    rows = [number for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        return None
    top = rows[0]
    opening = lines[top - 1].strip()
    below = (lines[number - 1].strip() for number in rows[1:])
    inside = next((text for text in below if not _FENCE.match(text)), '')
    if _FENCE.match(opening):
        content = [lines[n - 1] for n in rows[1:] if not lines[n - 1].startswith('#')]
        if content and _KEY.match(content[0]) and (end := _first_fence(lines, rows[1:])):
            return _Slip(1, "the page must begin with a line '---'", end)
        return None
    if _MAPPING_KEY.match(lines[top - 1]) and len(rows) > 1 and lines[rows[1] - 1].startswith(' '):
        end = _first_fence(lines, rows)
        return _Slip(1, "the page must begin with a line '---'", end) if end else None
    if _JSON.match(opening) and (inside.startswith('"') or '":' in opening):
        return _Slip(top, f'this front matter is JSON, and is not read; {_HERE}', 0)
    return _below_opening(top, opening, inside)


def _below_opening(top: int, opening: str, inside: str) -> _Slip | None:
    """Front matter below a line that is not quite '---'."""
    if not (_KEY.match(inside) or _TOML.match(inside) or _JSON.match(inside)):
        return None
    toml = bool(_TOML.match(inside) and not _KEY.match(inside))
    if _ALMOST.fullmatch(opening) and (toml or 'toml' in opening.lower()):
        return _Slip(top, f'this front matter is TOML, and is not read; {_HERE}', 0)
    if _ALMOST.fullmatch(opening):
        message = f"the line above the facts is three hyphens, '---', not {opening!r}"
        return _Slip(top, message, 0)
    if (_CODE_FENCE.fullmatch(opening) or opening == '<!--') and not toml:
        return _Slip(top, f'the facts of a page stand in no code and no comment; {_HERE}', 0)
    return None


def _slip_at_the_end(lines: Sequence[str]) -> _Slip:
    """What is wrong with front matter that no line '---' ends."""
    for number, line in enumerate(lines[1:], 2):
        text = line.strip()
        if text.startswith('# ') and not line.startswith(' '):
            break
        if text == '---':
            return _Slip(number, "the line '---' below the facts begins at the margin", 0)
        if text == '...' or (text and line[:1] != ' ' and _ALMOST.fullmatch(text)):
            message = f"the line below the facts is three hyphens, '---', not {text!r}"
            return _Slip(number, message, 0)
    return _Slip(1, "front matter has no closing '---' line; write one below the last fact", 0)


def _place(event: yaml.Event) -> Place:
    """Line and column of an event in the file, from 1; the YAML starts on line 2."""
    mark: Any = event.start_mark
    return mark.line + 2, mark.column + 1


class _Rejected(Exception):  # noqa: N818 - it is no error of the program
    """Raised to abort parsing, with the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _EventParser:
    """Builds values from YAML parser events, so that depth is checked before recursion."""

    places: dict[KeyPath, Place] = field(default_factory=dict)
    lower: dict[KeyPath, Place] = field(default_factory=dict)
    folded: set[KeyPath] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    hidden: list[Problem] = field(default_factory=list)
    lines: Sequence[str] = ()
    """Lines of the file up to the end of the block."""

    def read(self, block: str, end: int) -> FrontMatter:
        values: Value = None
        self.lines = ['---', *block.split('\n')]
        try:
            self._reject_unreadable(block)
            if mark := mark_of_merge(self.lines[1:], 2):
                raise _Rejected(mark)
            if odd := odd_character(self.lines[1:]):
                self._reject(odd[0] + 2, odd[1] + 1, f'cannot read front matter: {odd[2]}')
            events = yaml.parse(block, Loader=_LOADER)
            values = self._document(events)
            if values is not None and not isinstance(values, dict):
                self._reject(1, 1, "front matter must be a mapping of 'key: value' lines")
        except _Rejected as rejected:
            self.problems.append(rejected.problem)
            values = None
        except yaml.YAMLError as error:
            problem = self._from_yaml(error, block)
            self.problems = [one for one in self.problems if one.line != problem.line]
            self.problems.append(problem)
            values = None
        mapping = values if isinstance(values, dict) else {}
        problems, hidden = tuple(self.problems), tuple(self.hidden)
        folded = frozenset(self.folded)
        return FrontMatter(mapping, self.places, end, problems, hidden, self.lower, folded)

    def _reject(self, line: int, column: int, message: str) -> None:
        raise _Rejected(Problem('', line, column, Code.FRONT_MATTER, message))

    def _reject_unreadable(self, block: str) -> None:
        if len(block) > MAX_CHARACTERS:
            self._reject(1, 1, f'front matter is longer than {MAX_CHARACTERS} characters')
        if match := _NOT_YAML.search(block):
            line = block.count('\n', 0, match.start()) + 2
            column = match.start() - block.rfind('\n', 0, match.start())
            name = f'U+{ord(match[0]):04X}'
            self._reject(line, column, f'the character {name} cannot stand in front matter')

    @staticmethod
    def _from_yaml(error: yaml.YAMLError, block: str) -> Problem:
        if cause := cause_of(error, block):
            line, column, reason = cause
            message = f'cannot read front matter: {reason}'
            return Problem('', line + 2, column + 1, Code.FRONT_MATTER, message)
        mark = getattr(error, 'problem_mark', None) or getattr(error, 'context_mark', None)
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        reason = getattr(error, 'problem', None) or 'it is no YAML'
        message = (
            "cannot read front matter: here stands neither 'key: value' nor '- item'"
            f' (in the words of YAML: {reason})'
        )
        return Problem('', line, column, Code.FRONT_MATTER, message)

    def _document(self, events: Iterator[Any]) -> Value:
        next(events)  # stream start
        if isinstance(next(events), yaml.StreamEndEvent):
            return None
        value = self._node(next(events), events, ())
        next(events)  # document end
        following = next(events)
        if not isinstance(following, yaml.StreamEndEvent):
            self._reject(*_place(following), 'front matter is one YAML document')
        return value

    def _node(self, event: yaml.Event, events: Iterator[Any], path: KeyPath) -> Value:
        line, column = _place(event)
        self._reject_advanced_syntax(event, line, column)
        if len(path) > MAX_DEPTH:
            self._reject(line, column, f'front matter is nested more than {MAX_DEPTH} deep')
        if isinstance(event, yaml.ScalarEvent):
            self._collect_hidden(event)
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _reject_advanced_syntax(self, event: yaml.Event, line: int, column: int) -> None:
        sign = ''
        if isinstance(event, yaml.AliasEvent) or getattr(event, 'anchor', None):
            sign = '*' if isinstance(event, yaml.AliasEvent) else '&'
        elif getattr(event, 'tag', None):
            sign = '!'
        if sign:
            message = f'put quotation marks round a text that begins with {sign}'
            self._reject(line, column, f'cannot read front matter: {message}')

    def _collect_hidden(self, event: Any) -> None:
        """Collect escape sequences of invisible characters in a double-quoted scalar."""
        if event.style == '"' and hidden_in(event.value):
            start, end = event.start_mark, event.end_mark
            span = ((start.line + 1, start.column), (end.line + 1, end.column))
            self.hidden += hidden_in_lines(self.lines, *span)

    def _scalar(self, event: Any, path: KeyPath) -> str | None:
        if event.style:
            return str(event.value)
        start, end = event.start_mark, event.end_mark
        if path in self.places and start.line + 2 > self.places[path][0]:
            self.lower[path] = _place(event)
        if end.line > start.line:
            self.folded.add(path)
        line = self.lines[end.line + 1] if end.line + 1 < len(self.lines) else ''
        if _CUT.match(line, end.column):
            at = end.column + len(line[end.column :]) - len(line[end.column :].lstrip())
            message = (
                "what follows ' #' is left out: put straight quotation marks (\") round the text,"
                " or write a space behind '#' for a note of your own"
            )
            self._note(end.line + 2, at + 1, message)
            return PlainScalar(f'{event.value}{line[end.column :]}'.strip())
        return None if event.value in _NULLS else PlainScalar(self._straight(event))

    def _straight(self, event: Any) -> str:
        """A plain scalar without the curly quotation marks around it, which are reported."""
        text = str(event.value)
        if _OPENED.fullmatch(text) and self._after(event).startswith(','):
            message = (
                'curly quotation marks hold no words together: the text ends at the comma; write'
                ' straight ones (")'
            )
            self._note(*_place(event), message)
        if not _CURLY.fullmatch(text):
            return text
        message = (
            'curly quotation marks do not count, and readers would see them; write straight ones'
            ' ("), or, where they belong to the text, straight ones round them'
        )
        self._note(*_place(event), message)
        return text[1:-1]

    def _after(self, event: Any) -> str:
        """What stands behind a scalar in its line."""
        end = event.end_mark
        return str(self.lines[end.line + 1][end.column :].lstrip())

    def _note(self, line: int, column: int, message: str) -> None:
        self.problems.append(Problem('', line, column, Code.FRONT_MATTER, message))

    def _sequence(self, events: Iterator[Any], path: KeyPath) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            here = (*path, len(items))
            self.places[here] = _place(event)
            items.append(self._node(event, events, here))
        return items

    def _mapping(self, events: Iterator[Any], path: KeyPath) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            line, column = _place(event)
            self._reject_advanced_syntax(event, line, column)
            if not isinstance(event, yaml.ScalarEvent):
                message = 'a key must be a word or a number'
                if template := _TEMPLATE.search(self.lines[line - 1]):
                    message = f'{template[0]} is of a template that nothing fills in here; write'
                    message += ' what stands for it, or null'
                elif self.lines[line - 1].startswith('{', column - 1):
                    message += '; put quotation marks round a text that begins with {'
                self._reject(line, column, message)
            key = str(event.value) if event.style else self._straight(event)
            self._collect_hidden(event)
            if self._joins_last(event, mapping):
                next(events)
                continue
            if _NO_SPACE_ITEM.match(key) and not event.style:
                self._reject(line, column, 'write a space after the hyphen')
            here = (*path, key)
            if key in mapping:
                first = self.places[here][0]
                message = f'{key!r} stands twice; it is first set in line {first}'
                if path and isinstance(path[-1], int):
                    message += "; a new item of the list begins with '- '"
                self.problems.append(Problem('', line, column, Code.DUPLICATE_KEY, message))
                _EventParser(lines=self.lines)._node(
                    next(events), events, here
                )  # the first one stands
                continue
            self.places[here] = (line, column)
            mapping[key] = self._node(next(events), events, here)
            if mapping[key] is None and not event.style and (pair := self._pair(event)):
                del mapping[key], self.places[here]
                self.places[(*path, pair[0])] = (line, column)
                mapping[pair[0]] = PlainScalar(pair[1])
        return mapping

    def _pair(self, event: Any) -> tuple[str, str] | None:
        """Key and value that stand in braces without a space or colon between; it is reported."""
        match = _PAIR.fullmatch(event.value)
        if not match or self._after(event)[:1] not in {',', '}'}:
            return None
        key, colon, value = match.groups()
        slip = 'a space after the colon' if colon else 'a colon behind the key'
        self._note(*_place(event), f'write {slip}: {f"{key}: {value}"!r}')
        return key, value

    def _joins_last(self, event: Any, mapping: dict[str, Value]) -> bool:
        """Whether a key is the rest of the number before it, `3,5` in braces, which is reported."""
        start = event.start_mark
        before = self.lines[start.line + 1][: start.column]
        if event.style or not mapping or not _DECIMAL.fullmatch(f'{before[-2:]}{event.value}'):
            return False
        last = next(reversed(mapping))
        whole = f'{mapping[last]},{event.value}'
        mapping[last] = PlainScalar(whole)
        message = f'put quotation marks round {whole!r}: a comma in braces begins another part'
        self._note(start.line + 2, start.column + 1 - len(whole) + len(event.value), message)
        return True

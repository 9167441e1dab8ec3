"""Front matter parser: YAML with the line and column of every key, and values as written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from criticwiki.problems import Code, Problem
from criticwiki.text import HIDDEN

from .yaml import cause_of, hidden_in_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Value: TypeAlias = 'str | list[Value] | dict[str, Value] | None'
KeyPath: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

MAX_CHARACTERS: Final = 65_536
"""A longer block is refused: no page needs it, and a parser should not meet it."""
MAX_DEPTH: Final = 12
"""Brackets and indents nested deeper than this are refused."""

# libyaml is some fifteen times faster; a PyYAML built without it still works.
_LOADER = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
_FENCE: Final = re.compile(r'---[ \t]*\Z')
_NULLS: Final = frozenset({'', '~', 'null', 'Null', 'NULL'})
_KEY: Final = re.compile(r'[A-Za-z][\w:-]*:(?:\s|\Z)')
_OPENS: Final = re.compile(r'[a-z]+:\s*\Z')
_NO_SPACE_ITEM: Final = re.compile('-[A-Za-z]')
_UNREADABLE: Final = re.compile(
    '[^\x09\x0a\x0d\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd'
    '\U00010000-\U0010ffff]|\r(?!\n|\\Z)'
)


class Plain(str):
    """A scalar written without quotes: `7.50`, `true`, `2024-01-10`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the two `---` lines of a page."""

    values: dict[str, Value]
    """The mapping; plain scalars are :class:`Plain`, `null` and nothing are None."""
    places: dict[KeyPath, Place]
    """Line and column, from 1, of every key and of every item of a list."""
    end: int
    """Number of lines that the block takes, both fences included; 0 without one."""
    problems: tuple[Problem, ...] = ()
    """What could not be read, with an empty path."""
    hidden: tuple[Problem, ...] = ()
    """Escapes that stand for characters which cannot be seen, with an empty path."""

    def place(self, path: KeyPath) -> Place:
        """Where `path` stands, or the nearest mapping around it, or the first line."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return (1, 1)

    def lines_of(self, key: str) -> range:
        """The lines, from 1, of the top-level `key` and its value."""
        start = self.places[(key,)][0]
        later = [line for path, (line, _) in self.places.items() if len(path) == 1 and line > start]
        return range(start, min(later, default=self.end))


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter of a page.

    Never raises for what an editor wrote: what cannot be read is a problem in the
    result. Anchors, aliases and tags are refused, since a page needs none of them.
    """
    lines = _lines(text)
    if not _FENCE.match(lines[0].rstrip('\r')):
        return _without_a_beginning(lines)
    if end := _end(lines):
        return _Reader().read('\n'.join(lines[1 : end - 1]), end)
    problem = Problem('', 1, 1, Code.FRONT_MATTER, "front matter has no closing '---' line")
    return FrontMatter({}, {}, 0, (problem,))


def end_of_front_matter(text: str) -> int:
    """How many lines the front matter takes, without a look at what it holds."""
    lines = _lines(text)
    begun = _FENCE.match(lines[0].rstrip('\r'))
    return _end(lines) if begun else _without_a_beginning(lines).end


def _lines(text: str) -> list[str]:
    return text.removeprefix('\ufeff').split('\n')


def _end(lines: Sequence[str]) -> int:
    """The number of the line that closes what the first one opens; 0 where there is none."""
    further = enumerate(lines[1:], 2)
    return next((number for number, line in further if _FENCE.match(line.rstrip('\r'))), 0)


def _without_a_beginning(lines: Sequence[str]) -> FrontMatter:
    """A page without front matter, or one whose block lacks its first line or stands too low."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if filled and _FENCE.match(lines[filled[0]].strip()):
        inside = [lines[n] for n in filled[1:] if not lines[n].startswith('#')]
        begins = bool(inside) and _KEY.match(inside[0]) is not None
        filled = filled[1:]
    else:
        begins = len(filled) > 1 and _OPENS.match(lines[filled[0]]) is not None
        begins = begins and lines[filled[1]].startswith(' ')
    end = next((n for n in filled if _FENCE.match(lines[n].rstrip('\r'))), None)
    if not begins or end is None:
        return FrontMatter({}, {}, 0)
    problem = Problem('', 1, 1, Code.FRONT_MATTER, "the page must begin with a line '---'")
    return FrontMatter({}, {}, end + 1, (problem,))


def _place(event: yaml.Event) -> Place:
    """Where an event begins in the file: the block starts in its second line."""
    mark: Any = event.start_mark
    return mark.line + 2, mark.column + 1


class _Refused(Exception):  # noqa: N818 - it is no error of the program
    """Reading stops here; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Reader:
    """Builds values from parser events, so that depth is bounded before it is met."""

    places: dict[KeyPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    hidden: list[Problem] = field(default_factory=list)
    lines: Sequence[str] = ()
    """Those of the file down to the end of the block."""

    def read(self, block: str, end: int) -> FrontMatter:
        values: Value = None
        self.lines = ['---', *block.split('\n')]
        try:
            self._refuse_unreadable(block)
            events = yaml.parse(block, Loader=_LOADER)
            values = self._document(events)
            if values is not None and not isinstance(values, dict):
                self._refuse(1, 1, "front matter must be a mapping of 'key: value' lines")
        except _Refused as refused:
            self.problems.append(refused.problem)
            values = None
        except yaml.YAMLError as error:
            self.problems.append(self._from_yaml(error, block))
            values = None
        mapping = values if isinstance(values, dict) else {}
        return FrontMatter(mapping, self.places, end, tuple(self.problems), tuple(self.hidden))

    def _refuse(self, line: int, column: int, message: str) -> None:
        raise _Refused(Problem('', line, column, Code.FRONT_MATTER, message))

    def _refuse_unreadable(self, block: str) -> None:
        if len(block) > MAX_CHARACTERS:
            self._refuse(1, 1, f'front matter is longer than {MAX_CHARACTERS} characters')
        if found := _UNREADABLE.search(block):
            line = block.count('\n', 0, found.start()) + 2
            column = found.start() - block.rfind('\n', 0, found.start())
            name = f'U+{ord(found[0]):04X}'
            self._refuse(line, column, f'the character {name} cannot stand in front matter')

    @staticmethod
    def _from_yaml(error: yaml.YAMLError, block: str) -> Problem:
        if cause := cause_of(error, block):
            line, column, what = cause
            message = f'cannot read front matter: {what}'
            return Problem('', line + 2, column + 1, Code.FRONT_MATTER, message)
        mark = getattr(error, 'problem_mark', None) or getattr(error, 'context_mark', None)
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        what = getattr(error, 'problem', None) or 'it is no YAML'
        return Problem('', line, column, Code.FRONT_MATTER, f'cannot read front matter: {what}')

    def _document(self, events: Iterator[Any]) -> Value:
        next(events)  # stream start
        if isinstance(next(events), yaml.StreamEndEvent):
            return None
        value = self._node(next(events), events, ())
        next(events)  # document end
        following = next(events)
        if not isinstance(following, yaml.StreamEndEvent):
            self._refuse(*_place(following), 'front matter is one YAML document')
        return value

    def _node(self, event: yaml.Event, events: Iterator[Any], path: KeyPath) -> Value:
        line, column = _place(event)
        self._refuse_exotic(event, line, column)
        if len(path) > MAX_DEPTH:
            self._refuse(line, column, f'front matter is nested more than {MAX_DEPTH} deep')
        if isinstance(event, yaml.ScalarEvent):
            self._note_hidden(event)
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _refuse_exotic(self, event: yaml.Event, line: int, column: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, 'anchor', None):
            message = (
                'anchors and aliases (& and *) are not allowed; put quotation marks round a text'
            )
            self._refuse(line, column, message)
        if tag := getattr(event, 'tag', None):
            self._refuse(line, column, f'tags are not allowed: {tag!r}')

    def _note_hidden(self, event: Any) -> None:
        """Note what a scalar spells and cannot be seen; its line shows what is not spelled."""
        if event.style == '"' and HIDDEN.search(event.value):
            start, end = event.start_mark, event.end_mark
            span = ((start.line + 1, start.column), (end.line + 1, end.column))
            self.hidden += hidden_in_lines(self.lines, *span)

    @staticmethod
    def _scalar(event: Any) -> str | None:
        if event.style:
            return str(event.value)
        return None if event.value in _NULLS else Plain(event.value)

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
            self._refuse_exotic(event, line, column)
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(line, column, 'a key must be a word or a number')
            key = str(event.value)
            self._note_hidden(event)
            if _NO_SPACE_ITEM.match(key) and not event.style:
                self._refuse(line, column, 'write a space after the hyphen')
            here = (*path, key)
            if key in mapping:
                first = self.places[here][0]
                message = f'{key!r} stands twice; it is first set in line {first}'
                if path and isinstance(path[-1], int):
                    message += "; a new item of the list begins with '- '"
                self.problems.append(Problem('', line, column, Code.DUPLICATE_KEY, message))
                _Reader()._node(next(events), events, here)  # the first one stands
                continue
            self.places[here] = (line, column)
            mapping[key] = self._node(next(events), events, here)
        return mapping


def decoded(content: str | bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, with line ends of one kind; problems have an empty path."""
    if isinstance(content, str):
        return _with_one_end(content), ()
    try:
        return _with_one_end(content.decode('utf-8')), ()
    except UnicodeDecodeError as error:
        before = _with_one_end(content[: error.start].decode('utf-8'))
        line = before.count('\n') + 1
        column = len(before) - before.rfind('\n')
        byte = content[error.start]
        message = f'the byte 0x{byte:02X} is no UTF-8; save the file in that encoding'
        problem = Problem('', line, column, Code.ENCODING, message)
        return _with_one_end(content.decode('utf-8', 'replace')), (problem,)


def _with_one_end(text: str) -> str:
    return text.replace('\r\n', '\n').replace('\r', '\n')

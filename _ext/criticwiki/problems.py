"""Problems: diagnostics with code, location and message, and their output formats."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from .text import HIDDEN, escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MAX_MESSAGE_LENGTH: Final = 400
"""Maximum length of a message, in characters."""


class Code(StrEnum):
    """Code of a problem; its value is the subtype for Sphinx's `suppress_warnings`."""

    FRONT_MATTER = 'front-matter'
    """The block between the two `---` lines cannot be read."""
    DUPLICATE_KEY = 'duplicate-key'
    """A key stands twice in one mapping."""
    MISSING_KEY = 'missing-key'
    """A key that every page of this kind must have is not there."""
    UNKNOWN_KEY = 'unknown-key'
    """A key that no page of this kind may have."""
    WRONG_TYPE = 'wrong-type'
    """A value of another type than the key takes."""
    BAD_VALUE = 'bad-value'
    """A value of the right type that cannot be."""
    SCORE = 'score'
    """A printed score that no known notation reads, or that lies outside its scale."""
    SCOPE = 'scope'
    """Episodes that do not exist, or that the critic had not seen."""
    UNKNOWN_ASPECT = 'unknown-aspect'
    """An aspect that the list on the index page does not have."""
    UNKNOWN_PAGE = 'unknown-page'
    """Front matter names a page that does not exist."""
    DUPLICATE_ID = 'duplicate-id'
    """Two pages have the same id, two episodes the same number, two places the same name."""
    DUPLICATE_URL = 'duplicate-url'
    """Two pages are of one review."""
    DUPLICATE_NAME = 'duplicate-name'
    """Two pages claim the same name, so no mention of it can become a link."""
    DANGLING_LINK = 'dangling-link'
    """A link in the text leads to nothing."""
    HEADING = 'heading'
    """The page does not begin with one first-level heading."""
    FENCE = 'fence'
    """A block is never closed, closed too early, or begins with too few marks."""
    FOOTNOTE = 'footnote'
    """A footnote is not there, is called for nowhere, or stands twice."""
    SPOILER = 'spoiler'
    """What is meant to be a spoiler block and is not one, so that it would hide nothing."""
    VALUE_PATH = 'value-path'
    """A `{value}` role asks for data that is not there."""
    PANEL = 'panel'
    """A panel stands on a page that has nothing for it, or stands twice."""
    QUOTATION = 'quotation'
    """Words in quotation marks are too many, or are not those of the source."""
    SOURCE = 'source'
    """The private copy of a review is not there, or is another than the page names."""
    COPIED = 'copied'
    """A page shares more than 15 words in a row with a source."""
    UNKNOWN_DIRECTIVE = 'unknown-directive'
    """A block with a name in braces that stands for nothing."""
    UNKNOWN_ROLE = 'unknown-role'
    """Words in backticks after a name in braces that stands for nothing."""
    DIRECTIVE = 'directive'
    """A block with an argument, an option or content that it cannot have, or without one."""
    MISSING_FILE = 'missing-file'
    """A page shows or offers a file that is not there."""
    PICTURE = 'picture'
    """A picture has no words for those who do not see it."""
    ENCODING = 'encoding'
    """The file is not in UTF-8."""
    FORBIDDEN = 'forbidden'
    """Something that no page may hold: it could read files, run code or reach for readers."""
    CHARACTER = 'character'
    """A character that cannot be seen, or that shows a text as another than it is."""
    TOO_LARGE = 'too-large'
    """A page, or a part of one, is larger or deeper than a page may be."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """Diagnostic: one mistake in a source file, at one location; sorts by location."""

    path: str
    """The file, relative to the source folder, with forward slashes."""
    line: int
    """Line in the file, from 1."""
    column: int
    """Column in the line, from 1."""
    code: Code
    """Code, which classifies the problem."""
    message: str
    """What is wrong, quoting the file, and how to fix it; one line."""

    def __post_init__(self) -> None:
        """Normalise the message: one line, shortened, without unprintable characters."""
        if '\n' in self.message or len(self.message) > MAX_MESSAGE_LENGTH:
            short = ' '.join(self.message.split())
            if len(short) > MAX_MESSAGE_LENGTH:
                short = (
                    f'{short[: MAX_MESSAGE_LENGTH * 2 // 3]} … {short[-MAX_MESSAGE_LENGTH // 4 :]}'
                )
            object.__setattr__(self, 'message', short)
        object.__setattr__(self, 'message', escaped(self.message))

    def __str__(self) -> str:
        return f'{self.place}: error: {self.message} [{self.code}]'

    @property
    def place(self) -> str:
        """Location for logs, `path:line:column`, without unprintable characters."""
        return f'{escaped(self.path)}:{self.line}:{self.column}'

    def at(self, path: str) -> Problem:
        """Copy of the problem with another path."""
        return replace(self, path=path)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Suffix of a message: the candidate most similar to `word`, or an empty string."""
    matches = get_close_matches(word, sorted(candidates), n=1, cutoff=0.6)
    return f'; did you mean {matches[0]!r}?' if matches else ''


VERSION: Final = 1
"""Version of the JSON format; raised by incompatible changes."""
_IN_DATA: Final = {'%': '%25', '\r': '%0D', '\n': '%0A'}
_IN_PROPERTY: Final = {**_IN_DATA, ':': '%3A', ',': '%2C'}


def as_text(problems: Sequence[Problem], pages: int, notes: Sequence[str]) -> str:
    """Text report: one `path:line:column` line per problem, then a summary line."""
    return ''.join(f'{line}\n' for line in (*map(str, problems), summary(problems, pages, notes)))


def as_json(problems: Sequence[Problem], pages: int, notes: Sequence[str]) -> str:
    """JSON report: an object with `version`, `pages` (a count), `problems` and `notes`.

    Each problem has `path`, `line`, `column`, `code` and `message`; notes name skipped checks.
    """
    report: dict[str, Any] = {'version': VERSION, 'pages': pages, 'notes': list(notes)}
    report['problems'] = [
        {
            'path': problem.path,
            'line': problem.line,
            'column': problem.column,
            'code': problem.code.value,
            'message': problem.message,
        }
        for problem in problems
    ]
    text = json.dumps(report, ensure_ascii=False, indent=2)
    return HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], text) + '\n'


def as_github(problems: Sequence[Problem], pages: int, notes: Sequence[str]) -> str:
    """GitHub workflow commands, which annotate the lines of a pull request."""
    lines = [
        f'::error file={_escaped(escaped(problem.path), _IN_PROPERTY)},line={problem.line},'
        f'col={problem.column},title={_escaped(problem.code.value, _IN_PROPERTY)}'
        f'::{_escaped(problem.message, _IN_DATA)}'
        for problem in problems
    ]
    return ''.join(f'{line}\n' for line in (*lines, summary(problems, pages, notes)))


FORMATS: Final[Mapping[str, Callable[[Sequence[Problem], int, Sequence[str]], str]]] = {
    'text': as_text,
    'json': as_json,
    'github': as_github,
}


def summary(problems: Sequence[Problem], pages: int, notes: Sequence[str]) -> str:
    """Summary line: number of pages, number of problems, then the notes."""
    count = _count(len(problems), 'problem') if problems else 'no problem'
    return '; '.join((f'{_count(pages, "page")}, {count}', *notes))


def _count(number: int, what: str) -> str:
    return f'{number} {what}' if number == 1 else f'{number} {what}s'


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return ''.join(escapes.get(character, character) for character in text)

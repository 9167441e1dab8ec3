"""Problems: diagnostics with code, location and message, and their output formats."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from .text import HIDDEN, escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MAX_MESSAGE_LENGTH: Final = 400
"""Maximum length of a message, in characters."""


class Code(StrEnum):
    """Code of a problem; its value is the subtype for Sphinx's `suppress_warnings`."""

    FRONT_MATTER = 'front-matter'
    """Front matter with a syntax error."""
    DUPLICATE_KEY = 'duplicate-key'
    """Key that occurs twice in one mapping."""
    MISSING_KEY = 'missing-key'
    """Required key that is missing."""
    UNKNOWN_KEY = 'unknown-key'
    """Key that the model of the page does not have."""
    WRONG_TYPE = 'wrong-type'
    """Value of the wrong type."""
    BAD_VALUE = 'bad-value'
    """Invalid value of the right type."""
    SCORE = 'score'
    """Score in an unknown notation or outside its scale."""
    SCOPE = 'scope'
    """Episode outside the season, or not seen by the critic."""
    UNKNOWN_ASPECT = 'unknown-aspect'
    """Aspect that the index page does not define."""
    UNKNOWN_GROUP = 'unknown-group'
    """Group of a character that the index page does not define."""
    UNKNOWN_PAGE = 'unknown-page'
    """Id in front matter of a page that does not exist."""
    DUPLICATE_ID = 'duplicate-id'
    """Id, episode number or label that is used twice."""
    DUPLICATE_URL = 'duplicate-url'
    """URL of a review that two pages have."""
    DUPLICATE_NAME = 'duplicate-name'
    """Name of two characters, or label of two reviews, which makes it ambiguous."""
    SIMILAR_NAME = 'similar-name'
    """Two names that differ in form only, and are probably one."""
    MISSPELLING = 'misspelling'
    """Misspelling of a character in the own words of a page."""
    UNKNOWN_NAME = 'unknown-name'
    """Name that no character, or not the one given for it, goes by."""
    DANGLING_LINK = 'dangling-link'
    """Link without a target."""
    MISPLACED = 'misplaced'
    """Page in the folder of another kind, or file with a name that no page has."""
    UNFINISHED = 'unfinished'
    """Page that is no draft, and still has what only a draft has."""
    UNLISTED = 'unlisted'
    """Page that no table of contents lists."""
    HEADING = 'heading'
    """Page that does not begin with its only first-level heading."""
    UNKNOWN_HEADING = 'unknown-heading'
    """Heading in front matter that no section of the page has."""
    FENCE = 'fence'
    """Fence that is not closed, closed too early, or too short."""
    FOOTNOTE = 'footnote'
    """Footnote that is undefined, unreferenced or defined twice."""
    SPOILER = 'spoiler'
    """Malformed spoiler block, which would hide nothing."""
    MARKUP = 'markup'
    """Mark of another program, which is shown as it stands."""
    VALUE_PATH = 'value-path'
    """`{value}` role with an invalid path or with a spoiler."""
    COUNT = 'count'
    """Number of all critics or reviews in words, which goes out of date."""
    VERDICT = 'verdict'
    """Verdict that was written from another number of critics than there are."""
    PANEL = 'panel'
    """Panel on a page without data for it, or a duplicate."""
    QUOTATION = 'quotation'
    """Quotation that is too long or not in its source."""
    SOURCE = 'source'
    """Private copy of a review that is missing or has another digest."""
    COPIED = 'copied'
    """Passage of more than 15 words copied from a source."""
    SILENCE = 'silence'
    """Sentence on what no source says; an optional check."""
    UNKNOWN_DIRECTIVE = 'unknown-directive'
    """Unknown directive."""
    UNKNOWN_ROLE = 'unknown-role'
    """Unknown role."""
    DIRECTIVE = 'directive'
    """Directive with an invalid or missing argument, option or content."""
    MISSING_FILE = 'missing-file'
    """Image or download that does not exist."""
    PICTURE = 'picture'
    """Image without alternative text."""
    ENCODING = 'encoding'
    """File that is not valid UTF-8."""
    FORBIDDEN = 'forbidden'
    """Unsafe markup: it could read files, run code or attack readers."""
    CHARACTER = 'character'
    """Invisible character, or one that changes how text is displayed."""
    TOO_LARGE = 'too-large'
    """Page, or part of it, that exceeds a limit of size or nesting."""


OPTIONAL: Final = frozenset({Code.SILENCE})
"""Codes of checks that a wiki switches on, by `criticwiki_checks`."""


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


def login_message(shown: str) -> str:
    """Message on an address with a name before its host, which readers take for the host."""
    return f'{shown} leads to what stands behind the @; leave out what is before it'


def listed(words: Sequence[str]) -> str:
    """Words of a message as a list: `a, b and c`."""
    *others, last = words
    return f'{", ".join(others)} and {last}' if others else last


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Suffix of a message: the candidate most similar to `word`, or an empty string."""
    near = nearest(word, candidates)
    return f'; did you mean {near!r}?' if near else ''


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate most similar to `word`; empty where none is similar."""
    words = tuple(sorted(candidates))
    return (_nearest if len(words) <= _FEW else _nearest.__wrapped__)(word, words)


_FEW: Final = 100
"""Candidates with which an answer is kept: a page may have thousands of unknown names, each of
which is asked for in every round of the guard."""


@lru_cache(10_000)
def _nearest(word: str, candidates: tuple[str, ...]) -> str:
    return ''.join(get_close_matches(word, candidates, n=1, cutoff=0.6))


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

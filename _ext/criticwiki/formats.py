"""How problems are told: to people and editors, to programs, and on a pull request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from .text import HIDDEN, escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .problems import Problem

VERSION: Final = 1
"""Of the shape of the JSON; it changes when something that is there changes its meaning."""
_IN_DATA: Final = {'%': '%25', '\r': '%0D', '\n': '%0A'}
_IN_PROPERTY: Final = {**_IN_DATA, ':': '%3A', ',': '%2C'}


def as_text(problems: Sequence[Problem], pages: int, notes: Sequence[str]) -> str:
    """A line for each problem, which editors can follow, and a last one that sums up."""
    return ''.join(f'{line}\n' for line in (*map(str, problems), summary(problems, pages, notes)))


def as_json(problems: Sequence[Problem], pages: int, notes: Sequence[str]) -> str:
    """A mapping: `version`, `pages` (how many), `problems`, and `notes` (what was not checked).

    Each problem has `path`, `line`, `column`, `code` and `message`.
    """
    told: dict[str, Any] = {'version': VERSION, 'pages': pages, 'notes': list(notes)}
    told['problems'] = [
        {
            'path': problem.path,
            'line': problem.line,
            'column': problem.column,
            'code': problem.code.value,
            'message': problem.message,
        }
        for problem in problems
    ]
    written = json.dumps(told, ensure_ascii=False, indent=2)
    return HIDDEN.sub(lambda sign: json.dumps(sign[0])[1:-1], written) + '\n'


def as_github(problems: Sequence[Problem], pages: int, notes: Sequence[str]) -> str:
    """Commands that make GitHub show each problem at its line of a pull request."""
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
    """How many pages, how many problems, and what was not checked."""
    found = _count(len(problems), 'problem') if problems else 'no problem'
    return '; '.join((f'{_count(pages, "page")}, {found}', *notes))


def _count(number: int, what: str) -> str:
    return f'{number} {what}' if number == 1 else f'{number} {what}s'


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return ''.join(signs.get(sign, sign) for sign in text)

"""Characters that nobody sees, and those that reorder a text, as problems of a page."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from criticwiki.problems import Code, Problem
from criticwiki.text import hidden_in, hidden_message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_TOLD: Final = 100
"""Invisible characters that are told of a page."""


def character_violations(lines: Sequence[str]) -> Iterator[Problem]:
    """Problems of invisible characters, and of those that reorder a text: the first on a page."""
    return islice(_character_violations(lines), MAX_TOLD)


def _character_violations(lines: Sequence[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        for match in hidden_in(line):
            place = (number, match.start() + 1)
            yield Problem('', *place, Code.CHARACTER, hidden_message(match[0]))

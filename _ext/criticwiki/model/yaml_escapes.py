"""Escapes between the double quotation marks of YAML, and what they stand for.

Front matter and the options of directives have the same ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from yaml.scanner import Scanner

from criticwiki.problems import Code, Problem
from criticwiki.text import HIDDEN, harm_of_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
            yield found.start(), harm_of_spelling(found[0], character)


def hidden_in_lines(
    lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[Problem]:
    """The same of a quoted text from one place to another, counted from 0, with an empty path."""
    for number in range(start[0], end[0] + 1):
        first = start[1] if number == start[0] else 0
        last = end[1] if number == end[0] else None
        for offset, message in hidden_escapes(lines[number][first:last]):
            yield Problem('', number + 1, first + offset + 1, Code.CHARACTER, message)

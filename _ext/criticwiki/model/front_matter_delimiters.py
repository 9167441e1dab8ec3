"""Mistakes at front matter: a `---` that is missing or malformed; TOML or JSON in its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_FENCE: Final = re.compile(r'---[ \t]*\r?\Z')
_KEY: Final = re.compile(r'[A-Za-z][\w:-]*:(?:\s|\Z)')
_MAPPING_KEY: Final = re.compile(r'[a-z]+:\s*\Z')
_TOML: Final = re.compile(r'\[|[A-Za-z][\w.-]*[ \t]*=')
_JSON: Final = re.compile(r'\{[ \t]*(?:"|\Z)')
_CODE: Final = re.compile(r'(`{3,}|~{3,})[ \t]*\{?(?:ya?ml|toml|json)?\}?[ \t]*\Z')
_ALMOST: Final = re.compile(
    r'(?:[-\u2010-\u2015\u2212_=*~;+][ \t]*){1,10}(?:ya?ml|toml|json)?\Z', re.IGNORECASE
)
"""A line that somebody may have meant for the one before or after the facts."""
_HERE: Final = "facts stand between two lines '---', as 'key: value' lines"


class Mistake(NamedTuple):
    """What is wrong with the lines around front matter."""

    line: int
    """Line, from 1."""
    message: str
    end: int
    """Number of the last line that is no text of the page; 0 where nothing tells."""


def slip_at_the_top(lines: Sequence[str]) -> Mistake | None:
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
        if content and _KEY.match(content[0]) and (end := _end(lines, rows[1:])):
            return Mistake(1, "the page must begin with a line '---'", end)
        return None
    if _MAPPING_KEY.match(lines[top - 1]) and len(rows) > 1 and lines[rows[1] - 1].startswith(' '):
        end = _end(lines, rows)
        return Mistake(1, "the page must begin with a line '---'", end) if end else None
    if _JSON.match(opening) and (inside.startswith('"') or '":' in opening):
        return Mistake(top, f'this front matter is JSON, and is not read; {_HERE}', 0)
    return _below_opening(top, opening, inside)


def _below_opening(top: int, opening: str, inside: str) -> Mistake | None:
    """Front matter below a line that is not quite '---'."""
    if not (_KEY.match(inside) or _TOML.match(inside) or _JSON.match(inside)):
        return None
    toml = bool(_TOML.match(inside) and not _KEY.match(inside))
    if _ALMOST.fullmatch(opening) and (toml or 'toml' in opening.lower()):
        return Mistake(top, f'this front matter is TOML, and is not read; {_HERE}', 0)
    if _ALMOST.fullmatch(opening):
        return Mistake(top, f"the line above the facts is three hyphens, '---', not {opening!r}", 0)
    if (_CODE.fullmatch(opening) or opening == '<!--') and not toml:
        return Mistake(top, f'the facts of a page stand in no code and no comment; {_HERE}', 0)
    return None


def _end(lines: Sequence[str], rows: Sequence[int]) -> int:
    """Number of the first line '---' among some rows; 0 if there is none."""
    return next((number for number in rows if _FENCE.match(lines[number - 1])), 0)


def slip_at_the_end(lines: Sequence[str]) -> Mistake:
    """What is wrong with front matter that no line '---' ends."""
    for number, line in enumerate(lines[1:], 2):
        text = line.strip()
        if text.startswith('# ') and not line.startswith(' '):
            break
        if text == '---':
            return Mistake(number, "the line '---' below the facts begins at the margin", 0)
        if text == '...' or (text and line[:1] != ' ' and _ALMOST.fullmatch(text)):
            return Mistake(
                number, f"the line below the facts is three hyphens, '---', not {text!r}", 0
            )
    return Mistake(1, "front matter has no closing '---' line; write one below the last fact", 0)

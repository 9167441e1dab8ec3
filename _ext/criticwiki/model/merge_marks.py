"""Marks that a merge of git leaves in a page where two edits clash."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

_MERGE: Final = re.compile(r'(?:<{7}|>{7}|\|{7})(?: .*)?\r?\Z|={7}\r?\Z')
_FENCE: Final = re.compile(r'[ \t>]*(`{3,}|~{3,})[ \t]*([^`]*)\Z')


def mark_of_merge(lines: Sequence[str], first: int = 1) -> Problem | None:
    """The first line that a merge of git has left, outside of code; None without any.

    The lines begin with line `first` of a page; the problem has an empty path.
    """
    if not any(map(_MERGE.match, lines)):
        return None
    code = ''
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence and not code and not fence[2].startswith('{'):
            code = fence[1]
        elif fence and code and fence[1].startswith(code) and not fence[2].strip():
            code = ''
        elif not code and _MERGE.match(line) and (line[0] != '=' or _stands_alone(lines, number)):
            message = (
                f'{line.strip()[:40]!r} is left of a merge: keep one of its two texts, and delete'
                " the lines '<<<<<<<', '=======' and '>>>>>>>'"
            )
            return Problem('', number + first, 1, Code.MARKUP, message)
    return None


def _stands_alone(lines: Sequence[str], number: int) -> bool:
    """Whether a line has no paragraph above, so that it is not the mark of a heading."""
    return not number or not lines[number - 1].strip()

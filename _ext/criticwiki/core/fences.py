"""Fences of colons that close the wrong block, or none.

Markdown ends a fence at the first bare line of as many marks. So in a block of three colons,
the end of an inner block of three ends the outer one, and what follows stands in the open.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.core.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCE: Final = re.compile(r'[ \t]*(:{3,}|`{3,}|~{3,})[ \t]*(.*?)[ \t\r]*\Z')


def check_fences(lines: Sequence[str], first: int = 1) -> Iterator[Problem]:
    """Stray and unclosed fences of colons among `lines`, of which the first has number `first`.

    Problems have an empty path.
    """
    opened: tuple[int, str, str] | None = None
    for index, line in enumerate(lines):
        found = _FENCE.match(line)
        if found is None:
            continue
        marks, info = found[1], found[2]
        if opened is not None:
            start, begun, what = opened
            if marks[0] == begun[0] and len(marks) >= len(begun) and not info:
                if what.startswith('{'):
                    yield from check_fences(lines[start + 1 : index], first + start + 1)
                opened = None
        elif marks[0] == ':' and not info:
            message = (
                "a line of ':::' ends nothing; around a block inside a block, write more colons"
            )
            yield Problem('', first + index, line.index(':') + 1, Code.FENCE, message)
        elif not (marks[0] == '`' and '`' in info):
            opened = (index, marks, info)
    if opened is not None and opened[1][0] == ':':
        start, marks, what = opened
        column = lines[start].index(':') + 1
        message = f"the block '{marks}{what}' is never closed"
        yield Problem('', first + start, column, Code.FENCE, message)

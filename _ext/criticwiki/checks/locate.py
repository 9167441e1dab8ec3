"""Finds the column of a link in the file, for a message that needs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

REACH = 200
"""How many lines below the start of its block a link is looked for."""


def find_target(
    lines: Sequence[str], line: int, target: str, occurrence: int = 0
) -> tuple[int, int]:
    """Line and column, from 1, of a link's target in a page.

    `line` is where the block with the link begins; `occurrence` counts links to the same
    target in that block. Where it cannot be found, the answer is the block's first column.
    """
    pattern = re.compile(rf'(?<=[(#`</]){re.escape(target)}(?=[)#`>\s])')
    seen = 0
    for number in range(max(line, 1), min(line + REACH, len(lines)) + 1):
        for found in pattern.finditer(lines[number - 1]):
            if seen == occurrence:
                return number, found.start() + 1
            seen += 1
    return max(line, 1), 1
